"""Attacks on the newer screens of the counter: ties, chains, reviewers, many at once, Word templates, papers of others.

Where what is asked could also be refused for another reason, the same is done by who may, and must succeed.
"""

import io
import re
import uuid
import zipfile

import pytest

from aid.paperwork import word
from tests.aid.photos import photo

HERE = "gz-zhanggong-aid"
UP = "../" * 2
OF_OFFICE = (
    "SELECT a.id FROM aid_application a JOIN accounts_office o ON o.id = a.office_id WHERE o.code {} %s"
)
OF_CHAINS = ["endorse_end", "endorse_member", "return_member", "decide_member", "terminate", "keep_on"]
ACTS = [
    *("reopen", "mend_refusal", "mend_end", "explain_late", "endorse", "endorse_first_aid"),
    *OF_CHAINS,
    *("link_twin", "unlink_twin", "merge", "unmerge", "set_reviewer", "write_to"),
]
# All that any of these acts could mean.
ANYTHING = {"reason": "查过了", "text": "查过了", "code": "staff", "note": "查过了", "other": "x", "clock": "1", "opinion": "查过了", "positions": "4", "outcome": "grant"}  # fmt: skip


def act(site, browser, pk, action, files=None, **fields):
    """As the page shown now would send it."""
    version = site.rows("SELECT version FROM aid_application WHERE id = %s", pk)
    fields = {"version": version[0][0] if version else 1, "key": uuid.uuid4().hex, **fields}
    data = {f"{action}-{name}": str(value) for name, value in fields.items()}
    sent = {f"{action}-{name}": file for name, file in (files or {}).items()}
    return browser.post(f"/admin/applications/{pk}/do/{action}/", data, files=sent or None)


def one_here(site, status, but=()):
    rows = site.rows(f"{OF_OFFICE.format('=')} AND a.status = %s ORDER BY a.id", HERE, status)
    return next(pk for (pk,) in rows if pk not in but)


# --- acts -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ACTS)
def test_no_newer_act_reaches_a_case_of_another_office(site, staff, action):
    events = site.one("SELECT count(*) FROM aid_event")
    ties = site.one("SELECT count(*) FROM aid_tie")
    rows = site.rows(f"{OF_OFFICE.format('=')} AND a.offered_to_id IS NULL ORDER BY a.id LIMIT 8", HERE)
    assert rows
    for (pk,) in rows:
        answer = act(site, staff("qinzhou"), pk, action, **ANYTHING)
        assert answer.status_code == 404, (pk, answer.status_code)
    assert site.one("SELECT count(*) FROM aid_event") == events
    assert site.one("SELECT count(*) FROM aid_tie") == ties


@pytest.mark.parametrize(
    ("username", "action"),
    [
        ("receptionist", "mend_refusal"),
        ("reviewer", "mend_end"),
        ("approver", "mend_refusal"),
        ("receptionist", "endorse"),
        ("receptionist", "endorse_first_aid"),
        *(("receptionist", code) for code in OF_CHAINS),
        *(("dispatcher", code) for code in OF_CHAINS),
        ("dispatcher", "merge"),
        ("approver", "unmerge"),
        ("caseworker", "explain_late"),
        ("reviewer", "set_reviewer"),
        ("editor", "write_to"),
        ("operator", "reopen"),
    ],
)
def test_a_newer_act_of_another_role_is_refused(site, staff, username, action):
    events = site.one("SELECT count(*) FROM aid_event")
    for (pk,) in site.rows(f"{OF_OFFICE.format('=')} ORDER BY a.id LIMIT 12", HERE):
        answer = act(site, staff(username), pk, action, **ANYTHING)
        assert answer.status_code in {302, 403, 404}, (pk, answer.status_code)
        assert "办好了" not in answer.text
    assert site.one("SELECT count(*) FROM aid_event") == events


@pytest.mark.parametrize("action", ["link_twin", "merge"])
def test_nothing_is_tied_to_a_case_of_another_office(site, staff, action):
    """And what is there cannot be told from what is not."""
    pk = one_here(site, "submitted")
    far = site.one(
        "SELECT a.reference FROM aid_application a JOIN accounts_office o ON o.id = a.office_id WHERE o.code <> %s LIMIT 1",
        HERE,
    )
    far_pk = site.one("SELECT id FROM aid_application WHERE reference = %s", far)
    ties, said = site.one("SELECT count(*) FROM aid_tie"), []
    for other in (far, str(far_pk), "FY-9999-AAAA-AAAA-A", "' OR 1=1 --"):
        answer = act(site, staff("receptionist"), pk, action, other=other, reason="同一笔")
        assert answer.status_code == 422
        said.append(re.findall(r'id="id_[a-z_]+-other_error"[^>]*>([^<]*)<', answer.text))
    assert len({tuple(one) for one in said}) == 1, said
    assert said[0]
    assert site.one("SELECT count(*) FROM aid_tie") == ties
    if action == "link_twin":
        near = site.one(
            "SELECT reference FROM aid_application WHERE id = %s", one_here(site, "submitted", [pk])
        )
        linked = act(site, staff("receptionist"), pk, action, other=near, reason="同一笔")
        assert linked.status_code == 302
        assert site.one("SELECT count(*) FROM aid_tie") == ties + 2


def test_a_reviewer_of_another_office_cannot_be_named(site, staff):
    pk = one_here(site, "accepted")
    named = "SELECT reviewer_id FROM aid_application WHERE id = %s"
    before = site.one(named, pk)
    people = dict(site.rows("SELECT username, id FROM accounts_user"))
    for who in ("qinzhou", "receptionist", "admin", "caseworker"):
        answer = act(site, staff("dispatcher"), pk, "set_reviewer", reviewer=people[who], reason="他熟")
        assert answer.status_code in {403, 422}, who
        assert site.one(named, pk) == before
    done = act(site, staff("dispatcher"), pk, "set_reviewer", reviewer=people["reviewer"], reason="他熟")
    assert done.status_code == 302
    assert site.one(named, pk) == people["reviewer"]


# --- many at once -----------------------------------------------------------------------------------
def test_a_forged_row_of_a_batch_is_not_shown_and_not_done(site, staff):
    browser = staff("dispatcher")
    here = one_here(site, "accepted")
    far = site.rows(f"{OF_OFFICE.format('<>')} ORDER BY a.id LIMIT 3", HERE)
    names = site.rows("SELECT reference FROM aid_application WHERE id = ANY(%s)", [pk for (pk,) in far])
    reviewer = site.one("SELECT id FROM accounts_user WHERE username = 'reviewer'")
    foreign = site.one("SELECT id FROM accounts_user WHERE username = 'qinzhou'")
    for name in ("message", "reviewer", "assign", "remind"):
        shown = browser.post("/admin/applications/bulk/", {"act": name, "pk": [here, *(pk for (pk,) in far)]})
        assert shown.status_code == 200
        assert not [reference for (reference,) in names if reference in shown.text]
    rows = [f"{pk}:{version}" for pk, version in site.rows("SELECT id, version FROM aid_application")]
    before = site.rows("SELECT id, version, reviewer_id FROM aid_application WHERE id = ANY(%s)", [pk for (pk,) in far])  # fmt: skip
    wish = {"act": "reviewer", "row": rows, "reason": "分一分"}
    refused = browser.post(
        "/admin/applications/bulk/", {**wish, "reviewer": foreign, "key": str(uuid.uuid4())}
    )
    assert refused.status_code == 422
    done = browser.post("/admin/applications/bulk/", {**wish, "reviewer": reviewer, "key": str(uuid.uuid4())})
    assert done.status_code == 302
    run = done.headers["Location"]
    assert not [reference for (reference,) in names if reference in browser.get(run).text]
    assert site.rows("SELECT id, version, reviewer_id FROM aid_application WHERE id = ANY(%s)", [pk for (pk,) in far]) == before  # fmt: skip
    assert site.one("SELECT count(*) FROM aid_bulkitem i JOIN aid_application a ON a.id = i.application_id JOIN accounts_office o ON o.id = a.office_id WHERE i.run_id = %s AND o.code = 'ts-qinzhou-aid'", int(run.rstrip("/").rsplit("/", 1)[1])) == 0  # fmt: skip
    # What became of it is for who asked.
    assert staff("qinzhou").get(run).status_code == 404


# --- Word templates -----------------------------------------------------------------------------------
def docx(**changed):
    """The plain template of a letter, with parts put in place of its own: name → bytes, or a function of the old ones."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word.starter("letter"))) as plain, zipfile.ZipFile(out, "w", 8) as made:
        parts = {one: plain.read(one) for one in plain.namelist()}
        for name, part in changed.items():
            parts[name] = part(parts.get(name, b"")) if callable(part) else part
        for name, part in parts.items():
            made.writestr(name, part)
    return out.getvalue()


def saying(text):
    return docx(**{"word/document.xml": lambda xml: xml.replace(b"{{ title }}", text.encode())})


def from_outside(xml):
    link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://10.0.0.1/x.dotm" TargetMode="External"/>'
    return xml.replace(b"</Relationships>", link + b"</Relationships>")


# What a template that is taken may do when it is filled: tests/aid/test_word.py.
TEMPLATES = {
    "a macro": lambda: docx(**{"word/vbaProject.bin": b"x"}),
    "a template from outside": lambda: docx(**{"word/_rels/document.xml.rels": from_outside}),
    "a bomb": lambda: docx(**{"word/media/a.png": b"\0" * 80_000_000}),
    "a bomb of a document": lambda: docx(**{"word/document.xml": lambda xml: xml + b" " * 80_000_000}),
    "the settings": lambda: saying("{{ settings.SECRET_KEY }}"),
    "whoever asks": lambda: saying("{{ request.user.password }}"),
    "a sentence without end": lambda: saying("{{ title"),
    "no document": lambda: docx(**{"word/document.xml": b""}),
    "a program": lambda: b"MZ" + b"\0" * 4000,
    "no zip": lambda: b"PK\x03\x04" + b"\0" * 400,
    "nothing": lambda: b"",
}


def upload(site, browser, content, name="a.docx", region="360702"):
    place = site.one("SELECT id FROM regions_region WHERE code = %s AND valid_to IS NULL", region)
    data = {"kind": "letter", "region": str(place), "valid_from": "2026-01-01", "source": "本单位"}
    return browser.post("/admin/paper-templates/new/", data, files={"upload": (name, content)})


@pytest.mark.parametrize("what", TEMPLATES)
def test_a_hostile_word_template_is_refused_in_words(site, staff, what):
    count = "SELECT count(*) FROM aid_papertemplate"
    before = site.one(count)
    answer = upload(site, staff("editor"), TEMPLATES[what]())
    assert answer.status_code in {200, 413, 422}, answer.status_code
    assert "root:x:" not in answer.text
    assert site.one(count) == before


def test_a_template_of_another_place_is_not_a_supervisor_s(site, staff):
    """Of one's own place it is taken."""
    count = "SELECT count(*) FROM aid_papertemplate"
    before = site.one(count)
    assert upload(site, staff("supervisor"), word.starter("letter"), region="440100").status_code == 200
    assert site.one(count) == before
    assert upload(site, staff("supervisor"), word.starter("letter"), name=f"{UP}a.docx").status_code == 302
    assert site.one(count) == before + 1


@pytest.mark.parametrize(
    "menu", ["local-exemptions", "local-cutoffs", "step-checks", "approval-chains", "paper-templates"]
)
def test_the_rules_of_another_place_are_not_a_supervisor_s(site, staff, menu):
    table = f"aid_{menu.replace('-', '').removesuffix('s')}"
    far = site.rows(
        f"SELECT r.id FROM {table} r JOIN regions_region p ON p.id = r.region_id WHERE p.code NOT LIKE '3607%%'"
    )
    missing = site.one(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
    for pk in [*(pk for (pk,) in far), missing]:
        for tail in ("edit", "history", "usage", "delete"):
            answer = staff("supervisor").get(f"/admin/{menu}/{tail}/{pk}/")
            assert answer.status_code in {302, 403, 404}, (menu, tail, pk)


# --- papers -------------------------------------------------------------------------------------------
def test_issued_papers_of_another_office_and_their_word_versions_do_not_exist(site, staff):
    issued = site.rows(
        "SELECT p.id, p.application_id FROM aid_issuedpaper p JOIN accounts_office o ON o.id = p.office_id"
        " WHERE o.code = %s ORDER BY p.id LIMIT 3",
        HERE,
    )
    assert issued
    theirs = site.one(f"{OF_OFFICE.format('=')} LIMIT 1", "ts-qinzhou-aid")
    for pk, of in issued:
        for case in (of, theirs):
            for tail in ("", "word/"):
                answer = staff("qinzhou").get(f"/admin/applications/{case}/letters/{pk}/{tail}")
                assert answer.status_code == 404, (case, pk, tail)
        beside = one_here(site, "submitted", [of])
        assert staff("reviewer").get(f"/admin/applications/{beside}/letters/{pk}/").status_code == 404
        assert staff("reviewer").get(f"/admin/applications/{of}/letters/{pk}/").status_code == 200


@pytest.mark.parametrize("name", [f"{UP}{UP}etc/passwd", "..\\..\\a.png", "a\0.png", "<img src=x onerror=alert(7)>.png", "a" * 400 + ".png", "\u202egnp.exe"])  # fmt: skip
def test_the_name_of_a_file_in_the_thread_leads_nowhere(site, staff, name):
    pk = one_here(site, "accepted")
    people = site.rows("SELECT id FROM aid_claimant WHERE application_id = %s ORDER BY id LIMIT 1", pk)
    answer = act(site, staff("reviewer"), pk, "write_to", files={"upload": (name, photo().read())}, text="看一下", to=people[0][0], claimant=people[0][0])  # fmt: skip
    assert answer.status_code in {302, 400, 422}
    page = staff("reviewer").get(f"/admin/applications/{pk}/").text
    assert "<img src=x" not in page
    assert "etc/passwd" not in page
    assert not site.rows("SELECT id FROM aid_evidence WHERE path LIKE '%%..%%' OR path LIKE '/%%'")


def test_a_file_goes_with_no_message_of_another(site, staff):
    """What names a message or a paper of somebody else is not read."""
    pk = one_here(site, "accepted")
    far = site.rows("SELECT id FROM aid_word WHERE application_id <> %s ORDER BY id LIMIT 2", pk)
    assert far
    before = site.rows("SELECT id, word_id, wish_id, application_id FROM aid_attachment ORDER BY id")
    for (word_id,) in far:
        act(site, staff("reviewer"), pk, "write_to", files={"upload": ("a.png", photo().read())}, text="看一下", word=word_id, wish=word_id, application=1)  # fmt: skip
    after = site.rows("SELECT id, word_id, wish_id, application_id FROM aid_attachment ORDER BY id")
    fresh = set(after) - set(before)
    assert set(before) <= set(after)
    assert {one[3] for one in fresh} <= {pk}
    assert not {one[1] for one in fresh} & {word_id for (word_id,) in far}
