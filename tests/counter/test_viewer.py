"""Papers page by page, and copies in which something is covered for good."""

import hashlib
import io

import pikepdf
import pypdfium2
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from aid import files, services
from aid.models import Evidence, RedactedCopy
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


def a_pdf(pages=2):
    made = pikepdf.new()
    for number in range(pages):
        made.add_blank_page(page_size=(595, 842))
        page = made.pages[number]
        page.Contents = made.make_stream(b"BT /F1 24 Tf 100 700 Td (SECRET) Tj ET")
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    out = io.BytesIO()
    made.save(out)
    return SimpleUploadedFile("a.pdf", out.getvalue(), "application/pdf")


def a_jpeg():
    out = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(out, "JPEG", comment=b"SECRET")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


@pytest.fixture
def paper_of(office):
    cache.clear()

    def make(upload, office=office):
        application = ApplicationFactory(office=office)
        who = officer(office, Role.RECEPTIONIST)
        services.add_evidence(application, papers=[(files.check(upload), "contract")], actor=who)
        return Evidence.objects.get(application=application)

    return make


def viewer(paper, **asked):
    address = reverse("applications:viewer", args=[paper.pk])
    return address + ("?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else "")


def page(paper, number, turn=0):
    return reverse("applications:paper_page", args=[paper.pk, number]) + (f"?turn={turn}" if turn else "")


def content_of(paper):
    with files.preview(paper)[0] as content:
        return content.read()


def test_a_pdf_is_seen_page_by_page_and_each_is_an_entry(client, as_, paper_of):
    paper = paper_of(a_pdf())
    as_("reviewer")
    html = client.get(viewer(paper)).content.decode()
    assert "第 1 页，共 2 页" in html
    assert page(paper, 1) in html
    assert "?page=2" in html
    assert "上一页" not in html
    shown = client.get(page(paper, 2))
    assert shown["Content-Type"] == "image/jpeg"
    assert "no-store" in shown["Cache-Control"]
    assert Image.open(io.BytesIO(shown.content)).size == (1555, 2200)
    assert AccessEntry.objects.filter(action="aid.open_preview", object_id=str(paper.pk)).count() == 1
    assert client.get(page(paper, 3)).status_code == 404


@pytest.mark.parametrize(
    ("turn", "size"), [(0, (400, 200)), (90, (200, 400)), (180, (400, 200)), (7, (400, 200))]
)
def test_a_picture_is_turned_and_the_original_is_not(client, as_, paper_of, turn, size):
    paper = paper_of(a_jpeg())
    before = paper.sha256
    as_("receptionist")
    assert Image.open(io.BytesIO(client.get(page(paper, 1, turn)).content)).size == size
    paper.refresh_from_db()
    assert paper.sha256 == before


def test_a_foreign_paper_is_none(client, as_, paper_of):
    paper = paper_of(a_jpeg(), OfficeFactory())
    as_("reviewer")
    assert client.get(viewer(paper)).status_code == 404
    assert client.get(page(paper, 1)).status_code == 404


def test_what_is_not_available_is_not_shown(client, as_, paper_of):
    paper = paper_of(a_jpeg())
    Evidence.objects.filter(pk=paper.pk).update(state="quarantine")
    as_("reviewer")
    assert client.get(viewer(paper)).status_code == 403
    assert client.get(page(paper, 1)).status_code == 403


def redact(client, paper, **fields):
    data = {
        "boxes": "1 0 0 50 100",
        "reason": "给对方单位看，遮住工友的名字",
        "version": 1,
        "key": "one-click",
        **fields,
    }
    return client.post(
        viewer(paper), {"make": "1", **{f"redact_paper-{name}": said for name, said in data.items()}}
    )


def test_a_copy_of_a_picture_has_black_pixels_and_the_original_is_as_it_was(client, as_, paper_of):
    paper = paper_of(a_jpeg())
    me = as_("reviewer")
    assert redact(client, paper).status_code == 302
    link = RedactedCopy.objects.get(original=paper)
    shown = Image.open(io.BytesIO(content_of(link.copy)))
    assert shown.getpixel((50, 100)) == (0, 0, 0)
    assert shown.getpixel((350, 100)) == (255, 255, 255)
    assert b"SECRET" not in content_of(link.copy)
    with files.original(link.copy) as kept:
        assert b"SECRET" not in kept.read()
    with files.original(paper) as kept:
        assert hashlib.sha256(kept.read()).hexdigest() == paper.sha256
    event = paper.application.events.last()
    assert (event.action, event.actor, event.note) == ("redact_paper", me, "给对方单位看，遮住工友的名字")
    assert event.data["paper"] == str(paper.pk)
    assert "遮过的副本" in link.copy.label
    # The same click again is the same copy.
    assert redact(client, paper).status_code == 302
    assert RedactedCopy.objects.count() == 1


def test_no_text_of_a_pdf_goes_over(client, as_, paper_of):
    paper = paper_of(a_pdf())
    as_("receptionist")
    assert redact(client, paper, boxes="2 10 10 60 30").status_code == 302
    copy = content_of(RedactedCopy.objects.get().copy)
    made = pypdfium2.PdfDocument(copy)
    assert len(made) == 2
    assert "".join(one.get_textpage().get_text_range() for one in made) == ""
    assert not any(made.get_metadata_dict().values())
    assert b"SECRET" not in copy
    with pikepdf.open(io.BytesIO(copy)) as opened:
        assert "/Metadata" not in opened.Root


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"boxes": ""},
        {"boxes": "1 50 0 10 100"},
        {"boxes": "1 0 0 150 100"},
        {"boxes": "1 nan 0 50 100"},
        {"boxes": "eins"},
        {"boxes": "9 0 0 50 100"},
    ],
)
def test_what_is_wrong_makes_no_copy_and_keeps_what_was_typed(client, as_, paper_of, wrong):
    paper = paper_of(a_jpeg())
    as_("receptionist")
    answer = redact(client, paper, **wrong)
    assert answer.status_code == 422
    assert not RedactedCopy.objects.exists()
    if "reason" not in wrong:
        assert "给对方单位看，遮住工友的名字" in answer.content.decode()


def test_a_supervisor_looks_and_does_not_cover(client, as_, paper_of):
    paper = paper_of(a_jpeg())
    as_("supervisor")
    assert "遮好，存成副本" not in client.get(viewer(paper)).content.decode()
    assert redact(client, paper).status_code == 403
    assert AccessEntry.objects.filter(action="aid.refused_act").exists()


def test_boxes_go_along_to_the_next_page(client, as_, paper_of):
    paper = paper_of(a_pdf())
    as_("receptionist")
    html = client.post(viewer(paper, page=2), {"redact_paper-boxes": "1 0 0 50 100"}).content.decode()
    assert "第 2 页，共 2 页" in html
    assert "1 0 0 50 100</textarea>" in html.replace("\n", "")


def test_without_scripts_the_way_back_leads_to_the_same_place_of_the_case(client, as_, paper_of):
    paper = paper_of(a_pdf())
    as_("reviewer")
    case = reverse("applications:inspect", args=[paper.application_id])
    assert f'href="{case}#paper-{paper.pk}"' in client.get(viewer(paper)).content.decode()
    shown = client.get(case).content.decode()
    assert f'id="paper-{paper.pk}"' in shown
    # Nothing typed is lost without scripts either: the paper opens beside, in a window of its own.
    assert f'href="{viewer(paper)}" target="_blank" rel="noopener" data-paper="{paper.pk}"' in shown
