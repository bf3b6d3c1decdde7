"""Word versions of issued papers: from the office's own dated template or the plain one; uploads are looked through."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from aid.models import PaperTemplate
from aid.paperwork import word as paperwork
from aid.paperwork.official import OFFICIAL
from aid.services import issue
from foundation import paper as typesetter
from foundation.accounts.models import Role
from foundation.paper import word
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates
from tests.aid.test_issue import LETTER, clerk, ended, helped_first, issued, referred
from tests.laws.page_factories import region

__all__ = ["clerk"]
pytestmark = pytest.mark.django_db
TODAY = NOON.date()
ADD = "/admin/paper-templates/new/"


@pytest.fixture(autouse=True)
def of_a_place(office):
    office.region = region()
    office.save()


def docx(*lines):
    paper = Document()
    for line in lines:
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def words(content):
    paper = Document(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in paper.paragraphs] + cells)


def with_part(content, name, data):
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as packed:
        packed.writestr(name, data)
    return out.getvalue()


def own(office, kind, *lines, since=TODAY, until=None):
    return PaperTemplate.objects.create(
        region=office.region,
        kind=kind,
        content=docx(*lines),
        valid_from=since,
        valid_to=until,
        source="某市的格式",
    )


def of_every_kind(office, clerk):
    """An issued paper of each kind that can be issued of some case."""
    granted, refused = (
        ApplicationFactory(office=office, claimants=workmates(2), **{trait: True})
        for trait in ("granted", "refused")
    )
    supplementing = ApplicationFactory(office=office, supplementing=True)
    cases = {
        "receipt": granted,
        "grant": granted,
        "refuse": refused,
        "supplement": supplementing,
        "ending": ended(office),
        "first_aid": helped_first(office),
        "transfer": referred(office),
    }
    found = {kind: issued(application, clerk, kind) for kind, application in cases.items()}
    found["letter"] = issued(granted, clerk, **LETTER)
    return found


def test_a_template_may_say_all_that_a_paper_says(office, clerk):
    for kind, paper in of_every_kind(office, clerk).items():
        assert set(paper.facts) - set(paperwork.names_for(kind)) == set(), kind


@pytest.mark.parametrize("kind", sorted(OFFICIAL))
def test_the_plain_template_of_each_kind_asks_for_nothing_else(kind):
    assert paperwork.unknown(kind, paperwork.starter(kind)) == []


def test_without_a_template_of_its_own_an_office_gets_a_plain_one(office, clerk):
    for kind, paper in of_every_kind(office, clerk).items():
        said = words(paperwork.of(paper))
        assert paper.number in said, kind
        assert office.name in said
        assert "{{" not in said
        assert "{%" not in said
    assert LETTER["text"] in said  # the last one is the letter


def test_an_offices_own_words_hold_from_their_day_on(office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    old = own(office, "letter", "旧格式 {{ number }}", since=date(2026, 1, 1), until=NOON.date())
    own(office, "letter", "新格式 {{ number }}：{{ text }}")
    own(office, "grant", "别的文书 {{ number }}")
    paper = issued(application, clerk, **LETTER)
    assert words(paperwork.of(paper)) == f"新格式 {paper.number}：{LETTER['text']}"
    paper.issued_on = old.valid_to - timedelta(days=1)
    assert words(paperwork.of(paper)) == f"旧格式 {paper.number}"


def test_what_was_typed_is_no_template_and_no_markup(office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    typed = "{{ number }} {% for x in [1] %} <w:p>&amp;</w:p> 第一行\n第二行"
    own(office, "letter", "{{ text }}")
    paper = issued(application, clerk, **{**LETTER, "text": typed})
    assert words(paperwork.of(paper)) == typed


@pytest.mark.parametrize(
    "line",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ office.__init__.__globals__ }}",
        "{% for n in range(10**9) %}{{ n }}{% endfor %}",
    ],
)
def test_a_template_reaches_nothing_but_its_data(office, clerk, line):
    paper = issued(ApplicationFactory(office=office, granted=True), clerk, **LETTER)
    own(office, "letter", line)
    with pytest.raises(word.WordRefused, match="syntax"):
        paperwork.of(paper)


def test_an_officer_saves_it_and_that_is_an_entry(client, signed_in, office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    paper = issued(application, clerk, **LETTER)
    user = signed_in(client, "receptionist", office)
    address = reverse("applications:issued_word", args=[application.pk, paper.pk])
    assert address in client.get(reverse("applications:letters", args=[application.pk])).content.decode()
    response = client.get(address)
    assert response["Content-Type"] == word.CONTENT_TYPE
    assert "no-store" in response["Cache-Control"]
    assert paper.number in words(response.content)
    assert AccessEntry.objects.filter(action="aid.open_word", actor=user).count() == 1
    own(office, "letter", "{{ 1 / 0 }}")
    assert client.get(address).status_code == 503
    assert AccessEntry.objects.filter(action="aid.open_word").count() == 1


# --- uploading --------------------------------------------------------------------------------------
@pytest.fixture
def editor(client, signed_in, office):
    return signed_in(client, Role.EDITOR, office)


def upload(client, office, content, name="模板.docx", **more):
    return client.post(
        ADD,
        {
            "kind": "letter",
            "upload": SimpleUploadedFile(name, content),
            "region": office.region.pk,
            "valid_from": "2026-01-01",
            "source": "某市的格式",
            "note": "第一稿",
        }
        | more,
    )


def test_a_template_is_uploaded_once_and_only_its_days_change(client, office, editor):
    content = docx("{{ title }} {{ text }}")
    assert upload(client, office, content).status_code == 302
    row = PaperTemplate.objects.get()
    assert bytes(row.content) == content
    assert len(row.sha256) == 64
    address = reverse("paper_templates_admin:edit", args=[row.pk])
    assert reverse("paper_templates_admin:file", args=[row.pk]) in client.get(address).content.decode()
    changed = {
        "region": row.region_id,
        "valid_from": "2026-01-01",
        "valid_to": "2026-12-01",
        "source": "某市的格式",
        "kind": "grant",
        "upload": SimpleUploadedFile("b.docx", docx("别的")),
    }
    assert client.post(address, changed).status_code == 302
    row.refresh_from_db()
    assert (row.kind, bytes(row.content), row.valid_to) == ("letter", content, date(2026, 12, 1))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no zip at all", "这不是 Word 文件"),
        (with_part(docx("a"), "word/vbaProject.bin", b"x"), "文件里有宏"),
        (
            with_part(
                docx("a"),
                "word/_rels/settings.xml.rels",
                b'<Relationships><Relationship Type="x/attachedTemplate" Target="http://a.example/t.dotm" '
                b'TargetMode="External"/></Relationships>',
            ),
            "从外面取的东西",
        ),
        (docx("{{ text "), "双花括号里的写法不对"),
        (docx("{{ id_number }} {{ text }}"), "没有这些名字：id_number"),
        (docx("{{ remedy }}"), "没有这些名字：remedy"),
        (b"PK" + bytes(word.LARGEST), "最大 2 MB"),
    ],
)
def test_what_cannot_be_used_is_refused_where_it_was_chosen(client, office, editor, content, says):
    page = upload(client, office, content)
    assert page.status_code == 200
    html = page.content.decode()
    assert says in html
    assert 'value="第一稿"' in html
    assert not PaperTemplate.objects.exists()


def test_only_one_is_opened_at_a_time(monkeypatch):
    monkeypatch.setattr(typesetter, "PATIENCE", 0)
    with typesetter._TURN, pytest.raises(typesetter.PaperFailed, match="busy"):
        word.names(docx("{{ text }}"))


def test_while_another_is_opened_an_upload_is_asked_to_wait(client, office, editor, monkeypatch):
    monkeypatch.setattr(typesetter, "PATIENCE", 0)
    with typesetter._TURN:
        html = upload(client, office, docx("{{ text }}")).content.decode()
    assert "现在打不开，等一会儿再试" in html
    assert not PaperTemplate.objects.exists()


def test_a_packed_bomb_is_not_unpacked():
    bomb = io.BytesIO(docx("a"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/a.xml", bytes(80_000_000))
    assert len(bomb.getvalue()) < word.LARGEST
    with pytest.raises(word.WordRefused, match="large"):
        word.names(bomb.getvalue())


def test_the_plain_templates_can_be_saved_to_begin_with(client, office, editor):
    response = client.get(reverse("paper_templates_admin:starter", args=["refuse"]))
    assert response["Content-Type"] == word.CONTENT_TYPE
    assert "{{ remedy }}" in words(response.content)
    assert client.get("/admin/paper-templates/starter/no-such/").status_code == 404


def test_another_officer_of_no_office_of_it_sees_no_word_version(client, signed_in, office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    paper = issued(application, clerk, **LETTER)
    stranger = officer(ApplicationFactory().office, Role.RECEPTIONIST)
    with pytest.raises(PermissionDenied):
        issue.open_word(paper, actor=stranger)
