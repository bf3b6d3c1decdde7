"""Attacks by somebody who has an account: to see what is not theirs, to become more, to leave no trace."""

from urllib.parse import quote

import pytest

ROLES = [
    *("receptionist", "reviewer", "approver", "dispatcher", "caseworker", "supervisor", "qinzhou"),
    *("editor", "case_editor", "propaganda", "operator"),
]
ACTS = [
    "accept",
    "review",
    "grant",
    "refuse",
    "ask_supplement",
    "add_supplement",
    "refer_out",
    "assign",
    "withdraw",
]
OUTSIDE = """
    SELECT a.id FROM aid_application a JOIN accounts_office o ON o.id = a.office_id
    WHERE o.code <> %s ORDER BY a.id LIMIT 5
"""
INSIDE = """
    SELECT a.id, a.status FROM aid_application a JOIN accounts_office o ON o.id = a.office_id
    WHERE o.code = 'gz-zhanggong-aid' AND a.status = 'submitted' ORDER BY a.id LIMIT 1
"""


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "roster/",
        "reveal/",
        "letters/",
        "letters/draft/grant/",
        "print/application/",
        *(f"do/{act}/" for act in ACTS),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_case_of_another_office_does_not_exist(site, staff, method, tail):
    mine = staff("receptionist")
    events = site.one("SELECT count(*) FROM aid_event")
    others = [pk for (pk,) in site.rows(OUTSIDE, "gz-zhanggong-aid")]
    assert others
    for pk in others:
        path = f"/admin/applications/{pk}/{tail}"
        answer = mine.get(path) if method == "GET" else mine.post(path, {"note": "x", "version": "1"})
        at_home = answer.status_code == 302 and answer.headers["Location"].startswith("/admin/applications/")
        assert answer.status_code in {404, 405} or at_home, (path, answer.status_code)
        assert "sealed" not in answer.text
    assert site.one("SELECT count(*) FROM aid_event") == events


def test_papers_of_another_office_do_not_exist(site, staff):
    papers = site.rows(
        "SELECT e.id FROM aid_evidence e JOIN aid_application a ON a.id = e.application_id"
        " JOIN accounts_office o ON o.id = a.office_id WHERE o.code <> 'ts-qinzhou-aid' LIMIT 5"
    )
    assert papers
    for (pk,) in papers:
        for tail in ("preview", "original"):
            assert staff("qinzhou").get(f"/admin/applications/papers/{pk}/{tail}/").status_code == 404


@pytest.mark.parametrize(
    "parameter", ["office", "q", "status", "view", "ordering", "page", "after", "assignee"]
)
@pytest.mark.parametrize(
    "value", ["gz-justice", "1", "0 OR 1=1", "__all__", "' UNION SELECT 1--", "-pk", "user__password"]
)
def test_no_filter_of_the_queue_shows_another_office(site, staff, parameter, value):
    references = {
        reference
        for (reference,) in site.rows(
            "SELECT a.reference FROM aid_application a JOIN accounts_office o ON o.id = a.office_id"
            " WHERE o.code <> 'gz-zhanggong-aid'"
        )
    }
    for list_ in ("/admin/applications/", "/admin/applications/search/"):
        answer = staff("receptionist").get(f"{list_}?{parameter}={quote(value)}", allow_redirects=True)
        assert answer.status_code in {200, 400, 404}
        assert not [reference for reference in references if reference in answer.text]


@pytest.mark.parametrize(
    ("username", "act"),
    [
        ("receptionist", "review"),
        ("receptionist", "grant"),
        ("receptionist", "refuse"),
        ("receptionist", "assign"),
        ("reviewer", "grant"),
        ("reviewer", "refuse"),
        ("dispatcher", "grant"),
        ("caseworker", "accept"),
        ("editor", "accept"),
        ("operator", "grant"),
        ("supervisor", "grant"),
        ("propaganda", "accept"),
    ],
)
def test_an_act_of_another_role_is_refused(site, staff, username, act):
    pk, status = site.rows(INSIDE)[0]
    answer = staff(username).post(
        f"/admin/applications/{pk}/do/{act}/", {"opinion": "x", "note": "x", "text": "x"}
    )
    assert answer.status_code in {302, 403, 404}
    assert site.one("SELECT status FROM aid_application WHERE id = %s", pk) == status


@pytest.mark.parametrize("username", ROLES)
def test_nobody_makes_themselves_more(site, staff, username):
    """Every address at which people, roles and groups are changed, with everything that could be meant."""
    me = site.one("SELECT id FROM accounts_user WHERE username = %s", username)
    office = site.one("SELECT id FROM accounts_office WHERE code = 'gz-justice'")
    before = who_is_what(site)
    wish = {
        "user": me, "office": office, "role": "operator", "username": username, "is_superuser": "on", "is_active": "on",
        "first_name": "a", "last_name": "b", "email": "a@example.cn", "groups": "1", "permissions": "1", "name": "x",
    }  # fmt: skip
    membership = site.rows("SELECT id FROM accounts_membership WHERE user_id = %s LIMIT 1", me)
    paths = [
        f"/admin/users/{me}/", "/admin/users/add/", f"/admin/users/edit/{me}/", "/admin/groups/add/", "/admin/groups/edit/1/",
        "/admin/memberships/add/", "/admin/membership/add/", "/admin/people/add/", f"/admin/people/{me}/link/",
        *(f"/admin/{kind}/edit/{pk}/" for (pk,) in membership for kind in ("memberships", "membership")),
        f"/admin/bulk/accounts/user/assign_role/?id={me}", f"/admin/bulk/accounts/user/set_active_state/?id={me}",
        "/admin/bulk/accounts/user/delete/?id=1",
    ]  # fmt: skip
    for path in paths:
        answer = staff(username).post(path, wish)
        assert answer.status_code < 500, path
    after = who_is_what(site)
    assert after["roles"] & {(me, "operator")} <= before["roles"]
    assert after["roles"] - before["roles"] == set()
    assert after["super"] == before["super"]
    assert after["groups"] == before["groups"]


def who_is_what(site):
    return {
        "roles": set(site.rows("SELECT user_id, role FROM accounts_membership")),
        "super": set(site.rows("SELECT id FROM accounts_user WHERE is_superuser")),
        "groups": set(site.rows("SELECT user_id, group_id FROM accounts_user_groups")),
    }


@pytest.mark.parametrize("target", ["operator", "admin", "supervisor"])
def test_a_supervisor_does_not_touch_an_operator_or_themselves(site, staff, target):
    """Reset the factor, make a link, sign in, appoint oneself: the first step must fail already."""
    pk = site.one("SELECT id FROM accounts_user WHERE username = %s", target)
    devices = site.rows("SELECT id, key FROM otp_totp_totpdevice WHERE user_id = %s", pk)
    for path in (
        f"/admin/second-factor/reset/{pk}/",
        f"/admin/people/{pk}/link/",
        f"/admin/people/{pk}/active/",
    ):
        answer = staff("supervisor").post(path, {"is_active": ""})
        assert answer.status_code in {302, 403, 404}, path
        assert "/admin/welcome/" not in answer.text
    assert site.rows("SELECT id, key FROM otp_totp_totpdevice WHERE user_id = %s", pk) == devices
    assert site.one("SELECT is_active FROM accounts_user WHERE id = %s", pk) is True


@pytest.mark.parametrize("username", ["receptionist", "supervisor", "caseworker"])
@pytest.mark.parametrize("prefix", ["name_email-", "name-", "profile-", ""])
def test_nobody_renames_themselves(site, staff, username, prefix):
    before = site.rows(
        "SELECT first_name, last_name, username FROM accounts_user WHERE username = %s", username
    )
    fields = {"first_name": "别人", "last_name": "冒充", "email": "a@example.cn", "username": "operator2"}
    staff(username).post("/admin/account/", {f"{prefix}{name}": value for name, value in fields.items()})
    assert (
        site.rows("SELECT first_name, last_name, username FROM accounts_user WHERE username = %s", username)
        == before
    )


@pytest.mark.parametrize("username", ["receptionist", "reviewer", "approver", "dispatcher", "caseworker"])
@pytest.mark.parametrize(
    "path",
    [
        "/admin/pages/{page}/move/{page}/confirm/",
        "/admin/pages/{page}/edit/",
        "/admin/pages/{page}/copy/",
        "/admin/pages/{page}/history/",
        "/admin/pages/{page}/usage/",
        "/admin/pages/{page}/delete/",
        "/admin/pages/{page}/",
        "/admin/choose-page/?page_type=wagtailcore.page",
        "/admin/choose-page/search/?q=工资",
        "/admin/images/chooser/",
        "/admin/documents/chooser/",
        "/admin/pages/search/?q=工资",
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/api/main/pages/",
    ],
)
def test_who_writes_no_pages_reads_nothing_of_them_behind_the_counter(site, staff, username, path):
    page, title = (
        site.rows("SELECT id, title FROM wagtailcore_page WHERE NOT live ORDER BY id LIMIT 1")[0]
        if site.rows("SELECT id FROM wagtailcore_page WHERE NOT live")
        else site.rows("SELECT id, title FROM wagtailcore_page WHERE depth = 3 ORDER BY id LIMIT 1")[0]
    )
    answer = staff(username).get(path.format(page=page))
    assert answer.status_code in {302, 403, 404}, answer.status_code
    assert title not in answer.text


def test_opening_a_case_is_in_the_access_log(site, staff):
    pk, _status = site.rows(INSIDE)[0]
    before = site.one("SELECT count(*) FROM vault_accessentry")
    assert staff("receptionist").get(f"/admin/applications/{pk}/").status_code == 200
    assert site.one("SELECT count(*) FROM vault_accessentry") > before


@pytest.mark.parametrize("path", ["/admin/logout/", "/admin/logout/?next=/"])
def test_a_link_to_sign_out_ends_no_session(staff, path):
    staff("dispatcher").get(path)
    assert staff("dispatcher").get("/admin/").status_code == 200


def test_the_session_of_before_the_sign_in_is_worth_nothing(site, stranger):
    stranger.get("/admin/login/")
    stranger.browser.cookies.set("staff", "f" * 32, domain="127.0.0.1", path="/")
    stranger.sign_in("caseworker2")
    after = [cookie.value for cookie in stranger.browser.cookies if cookie.name == "staff"]
    assert after
    assert "f" * 32 not in after


def test_a_password_alone_opens_nothing(site, stranger):
    stranger.get("/admin/login/")
    stranger.post("/admin/login/", {"username": "case_editor", "password": site.password})
    for path in ("/admin/", "/admin/applications/", "/admin/account/", "/admin/people/", "/admin/pages/"):
        answer = stranger.get(path)
        assert answer.status_code == 302
        assert "second-factor" in answer.headers["Location"]


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(7)</script>",
        '"><img src=x onerror=alert(7)>',
        "{{constructor.constructor('alert(7)')()}}",
    ],
)
def test_what_an_officer_types_is_shown_as_text(staff, payload):
    for path in ("/admin/applications/search/?q={}", "/admin/applications/?q={}", "/admin/search/?q={}"):
        answer = staff("reviewer").get(path.format(quote(payload)), allow_redirects=True)
        assert "<script>alert(7)" not in answer.text
        assert "<img src=x" not in answer.text
