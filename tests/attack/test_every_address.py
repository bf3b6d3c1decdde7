"""Everything that can be sent, to every address behind the counter: nothing of the database is another's to change."""

import re

from django.urls import URLPattern, get_resolver

OTHERS = """
    SELECT a.reference FROM aid_application a
    JOIN accounts_office o ON o.id = a.office_id WHERE o.code <> %s
"""
# What every request may write, whoever asks: visits, counters, what was looked at, what is queued.
OF_EVERYBODY = {
    "django_session",
    "accounts_staffsession",
    "guessing_tally",
    "cache",
    "axes_accesslog",
    "axes_accessattempt",
    "axes_accessfailurelog",
    "vault_accessentry",
}
# What somebody may do to their own account, and to what stands at their own desk.
OWN = (
    "own_",
    "wagtailadmin_account",
    "account_changes",
    "second_factor",
    "security_keys",
    "prove",
    "notices_inbox",
)
COUNTER = "applications:"


def patterns(resolver=None, before="", space=""):
    for one in (resolver or get_resolver()).url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield address, f"{space}{one.name or ''}"
        else:
            yield from patterns(one, address, space + (f"{one.namespace}:" if one.namespace else ""))


def filled(pattern, number):
    """The address with `number` wherever one may stand, and a model of the accounts wherever one is named."""
    for what, value in (
        (r"<uuid:[^>]+>", "00000000-0000-0000-0000-000000000000"),
        (r"<\w+:app_label>", "accounts"),
        (r"<\w+:model_name>", "user"),
        (r"<[^>]*action[^>]*>", "delete"),
        (r"<[^>]+>", str(number)),
        (r"\(\?P<[^>]+>[^)]*\)|\([^)]*\)", str(number)),
    ):
        pattern = re.sub(what, value, pattern)
    return "/" + re.sub(r"[\\^$?]", "", pattern)


def addresses(numbers):
    for pattern, name in patterns():
        if pattern.startswith("admin/") and "logout" not in pattern:
            yield from ((name, address) for address in dict.fromkeys(filled(pattern, n) for n in numbers))


def content(site):
    """A digest of each table."""
    tables = site.rows(
        "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    )
    return {
        table: site.rows(
            f'SELECT count(*), coalesce(sum(hashtext(one::text)::bigint), 0) FROM "{table}" one'
        )[0]
        for (table,) in tables
        if table not in OF_EVERYBODY and not table.startswith("procrastinate_")
    }


def test_nothing_that_is_sent_changes_what_is_anothers(site, staff):
    """Every field that could mean anything, to every address, about oneself and a superuser."""
    username, browser = "receptionist", staff("receptionist")  # whose sign-in changes something of theirs
    me = site.one("SELECT id FROM accounts_user WHERE username = %s", username)
    top = site.one("SELECT id FROM accounts_user WHERE username = 'admin'")
    office = site.one("SELECT id FROM accounts_office WHERE code = 'gz-justice'")
    wish = {
        "user": me, "office": office, "role": "operator", "username": "x", "is_superuser": "on", "is_active": "on",
        "first_name": "a", "last_name": "b", "email": "a@example.cn", "groups": "1", "permissions": "1", "name": "x",
        "title": "x", "slug": "x", "yes": "1", "confirm": "1", "id": top, "ids": "1", "object_ids": "1", "next": "/admin/",
        "text": "x", "note": "x", "reason": "x", "code": "x", "value": "1", "url": "https://x.example/", "position": "0",
    }  # fmt: skip
    before, wrong = content(site), []
    for name, address in addresses((me, top)):
        if name.startswith((*OWN, COUNTER)):
            continue  # their own; what the counter does is asked act by act in test_officer.py
        answer = browser.post(address, wish)
        if answer.status_code >= 500 or "/admin/welcome/" in answer.text:
            wrong.append((address, answer.status_code))
    assert wrong == []
    after = content(site)
    assert {table for table in after if after[table] != before[table]} == set()


def test_no_address_says_anything_of_a_case_of_another_office(site, staff):
    """By its number, which every page of it bears."""
    references = [reference for (reference,) in site.rows(OTHERS, "gz-zhanggong-aid")]
    pk = site.one("SELECT id FROM aid_application WHERE reference = %s", references[0])
    wrong = []
    for _name, address in addresses([pk]):
        answer = staff("receptionist").get(address)
        if answer.status_code >= 500 or any(reference in answer.text for reference in references):
            wrong.append((address, answer.status_code))
    assert wrong == []
