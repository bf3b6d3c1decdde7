"""Attacks by somebody with a form in hand, or with the number of another's."""

import io
import re
import zipfile
import zlib

import pytest
from PIL import Image

from tests.attack.site import Attacker
from tests.intake.walk import GOOD, url

PAPERS = "/zh-hans/apply/papers/"


@pytest.fixture
def form(stranger):
    """A form that was begun, on its page for papers."""
    consents = re.findall(r'<input type="checkbox" name="(\w+)"', stranger.get("/zh-hans/apply/").text)
    assert stranger.post("/zh-hans/apply/", dict.fromkeys(consents, "on")).status_code == 302
    for slug, answers in GOOD.items():
        if url(slug) == PAPERS:
            break
        stranger.post(url(slug), answers)
    return stranger


def svg():
    return b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(7)"><script>alert(7)</script></svg>'


def polyglot():
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "GIF")
    return out.getvalue() + b"/*<script>alert(7)</script>*/"


def bomb_of_pixels():
    """A PNG of 49 megapixels in a few kilobytes."""
    out = io.BytesIO()
    Image.new("1", (7000, 7000)).save(out, "PNG")
    return out.getvalue()


def bomb_of_objects():
    """A PDF whose one object stream unpacks to millions of empty dictionaries."""
    count = 3_000_000
    packed = zlib.compress(b"<<>>" * count, 9)
    return (
        b"%%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N %d/First 0/Length %d/Filter/FlateDecode>>stream\n"
        % (count, len(packed))
        + packed
        + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    )


def bomb_of_archives():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("word/document.xml", b"0" * 300_000_000)
    return out.getvalue()


def archive_that_climbs():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("../../../../tmp/evil", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "make"),
    [
        ("photo.svg", "image/svg+xml", svg),
        ("photo.jpg", "image/jpeg", svg),
        ("photo.jpg", "image/jpeg", lambda: b"<?php system($_GET[0]); ?>"),
        ("photo.gif", "image/gif", polyglot),
        ("a.html", "text/html", lambda: b"<script>alert(7)</script>"),
        ("run.exe", "application/octet-stream", lambda: b"MZ" + b"\0" * 500),
        ("photo.png", "image/png", bomb_of_pixels),
        ("contract.pdf", "application/pdf", bomb_of_objects),
        ("contract.docx", "application/zip", bomb_of_archives),
        ("contract.docx", "application/zip", archive_that_climbs),
        ("../../etc/passwd.jpg", "image/jpeg", lambda: b"\xff\xd8\xff" + b"\0" * 100),
        ("a\r\nX-Evil: 1.jpg", "image/jpeg", lambda: b"\xff\xd8\xff" + b"\0" * 100),
    ],
)
def test_a_hostile_file_is_answered_in_words(site, form, name, kind, make):
    page = form.get(PAPERS)
    field = re.search(r'<input[^>]*type="file"[^>]*name="([^"]+)"', page.text) or re.search(
        r'<input[^>]*name="([^"]+)"[^>]*type="file"', page.text
    )
    stored = site.one("SELECT count(*) FROM aid_evidence WHERE state = 'available'")
    answer = form.post(PAPERS, {}, files={field[1]: (name, make(), kind)})
    assert answer.status_code in {200, 302, 400, 413}
    assert "<script>alert(7)" not in answer.text
    assert "X-Evil" not in answer.headers
    if answer.status_code == 200:
        assert "12348" in answer.text
    assert site.one("SELECT count(*) FROM aid_evidence WHERE state = 'available'") >= stored
    assert Attacker(site).get("/readyz").status_code == 200


@pytest.mark.parametrize(
    "field",
    [
        "status",
        "office",
        "office_id",
        "reference",
        "created_at",
        "is_demo",
        "resume_code",
        "pk",
        "id",
        "version",
        "receipt_code",
    ],
)
def test_a_field_that_no_page_asks_is_ignored(site, form, field):
    before = site.rows("SELECT id, resume_code FROM aid_draft ORDER BY id")
    for slug, answers in list(GOOD.items())[:2]:
        assert form.post(url(slug), {**answers, field: "granted"}).status_code in {200, 302}
    assert site.rows("SELECT id, resume_code FROM aid_draft ORDER BY id") == before


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hans/apply/papers/1/",
        "/zh-hans/apply/check/",
        "/zh-hans/apply/saved/",
        "/zh-hans/apply/submitted/",
    ],
)
def test_without_a_form_there_is_nothing_of_anybodys(stranger, path):
    answer = stranger.get(path)
    assert answer.status_code in {302, 404}


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hans/track/status/",
        "/zh-hans/track/answers/",
        "/zh-hans/track/copy/",
        "/zh-hans/track/papers/",
        "/zh-hans/track/withdraw/",
        "/zh-hans/track/print/application/",
    ],
)
def test_without_a_proof_nothing_of_an_application_is_shown_or_changed(site, stranger, path):
    for answer in (stranger.get(path), stranger.post(path, {"sure": "on", "confirm": "on"})):
        assert answer.status_code in {302, 403, 404, 405}


def test_the_paper_of_another_does_not_exist(site, stranger):
    for (pk,) in site.rows("SELECT id FROM aid_evidence LIMIT 5"):
        assert stranger.get(f"/zh-hans/track/papers/{pk}/").status_code in {302, 404}


@pytest.mark.parametrize(
    "number",
    [
        "12345678901",
        "99999999999999999999",
        "²",
        "１２",
        "-1",
        "1e9",
        "0x10",
        "\u0661",
        "NaN",
        " ",
        "1\u0000",
    ],
)
@pytest.mark.parametrize("part", ["0", "1", "2"])
def test_no_number_in_a_date_is_an_error_of_ours(form, part, number):
    dates = {name for slug in GOOD for name in GOOD[slug] if re.fullmatch(r".+_[012]", name)}
    assert dates
    for slug, answers in GOOD.items():
        broken = {
            name: number if name.endswith(f"_{part}") and name in dates else value
            for name, value in answers.items()
        }
        if broken != answers:
            assert form.post(url(slug), broken).status_code < 500
