import hashlib
import io
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from aid import files, services
from aid.models import Draft, Evidence
from aid.services import housekeeping
from aid.workflow import Status
from foundation.accounts.models import Role
from foundation.vault import files as vault_files
from foundation.vault.errors import Tampered
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.foundation.decoding.samples import office, pdf_bomb, wave


def upload(content, name="照片.jpg"):
    return SimpleUploadedFile(name, content)


def image(kind="JPEG", size=(60, 40), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "tan").save(out, kind, **options)
    return out.getvalue()


def with_location():
    exif = Image.Exif()
    exif[0x0110] = "a telephone"
    exif.get_ifd(0x8825)[1] = "N"
    return image(exif=exif)


def pdf(*, script=False, password=""):
    with pikepdf.new() as document:
        document.add_blank_page()
        if script:
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
            document.Root.OpenAction = action
            document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=["x", action]))
        out = io.BytesIO()
        document.save(
            out, encryption=pikepdf.Encryption(user=password, owner=password) if password else False
        )
    return out.getvalue()


def says(content, name="照片.jpg"):
    with pytest.raises(ValidationError) as caught:
        files.check(upload(content, name))
    return caught.value.code


def test_the_copy_carries_no_metadata_and_the_original_all():
    content = with_location()
    checked = files.check(upload(content))
    assert checked.content == content
    assert not Image.open(io.BytesIO(checked.preview)).getexif()


def test_a_pdf_loses_its_scripts():
    checked = files.check(upload(pdf(script=True), "流水.pdf"))
    with pikepdf.open(io.BytesIO(checked.preview)) as copy:
        assert "/OpenAction" not in copy.Root
        assert "/Names" not in copy.Root


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<svg onload=alert(1)>", "type"),
        (b"GIF89a" + b"\x00" * 200, "type"),
        (office("a.txt"), "archive"),
        (office("word/document.xml", "word/vbaProject.bin"), "macro"),
        (pdf_bomb(9_000_000), "heavy"),
        (image()[:-400], "broken"),
        (image() + b"<script>alert(1)</script>", "script"),
        (pdf(password="secret"), "password"),
        (b"%PDF-1.4 nothing", "broken"),
    ],
    ids=["empty", "svg", "gif", "zip", "macro", "bomb", "cut", "polyglot", "password", "no pdf"],
)
def test_what_is_refused_is_refused_for_its_content(content, code):
    assert says(content) == code


def test_too_big_is_said_before_reading():
    big = SimpleUploadedFile("大.jpg", image() + b"\x00" * files.MAX_BYTES)
    with pytest.raises(ValidationError, match="太大"):
        files.check(big)


def test_each_refusal_says_what_to_do_instead():
    helps = ("请", "截", "拍")
    for code, words in files.REFUSALS.items():
        said = str(words % {"name": "a.jpg"})
        assert "a.jpg" in said, code
        assert any(word in said for word in helps), code


def test_a_refusal_in_the_process_is_one_in_words(monkeypatch):
    monkeypatch.setattr(files.bounded, "PATIENCE", 0.01)
    with files.bounded._TURN:
        assert says(image()) == "busy"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\照片\\1.jpg", "1.jpg"),
        ("长" * 300, "长" * 100),
        ("\x00\x07", "文件"),
    ],
)
def test_names_are_only_names(name, kept):
    assert files.clean_name(name) == kept


# --- keeping ------------------------------------------------------------------------------------------
@pytest.fixture
def draft(db):
    return Draft.start(at=NOON, language="zh-hans")


def kept(draft, content=None):
    return files.keep(files.check(upload(content or with_location())), kind="id", draft=draft)


def test_what_lies_on_the_disk_is_sealed(draft):
    content = with_location()
    paper = kept(draft, content)
    for path in (paper.path, paper.preview_path):
        stored = (Path(settings.PRIVATE_ROOT) / path).read_bytes()
        assert b"JFIF" not in stored
        assert b"a telephone" not in stored
    assert files.original(paper).read() == content
    assert paper.state == Evidence.State.AVAILABLE


def test_the_original_is_sealed_with_its_hash_and_the_moment(draft):
    content = with_location()
    paper = kept(draft, content)
    assert paper.sha256 == hashlib.sha256(content).hexdigest()
    assert paper.size == len(content)
    assert paper.added_at


@pytest.mark.attack
@pytest.mark.parametrize("part", ["original", "preview"])
def test_a_paper_put_under_another_row_does_not_open(draft, part):
    """The files change places in the table, or on the disk."""
    mine, other = kept(draft), kept(draft, image(size=(61, 40)))
    name = {"original": "path", "preview": "preview_path"}[part]
    opened = {"original": files.original, "preview": lambda paper: files.preview(paper)[0]}[part]
    Evidence.objects.filter(pk=other.pk).update(**{name: getattr(mine, name)})
    with pytest.raises(Tampered), opened(Evidence.objects.get(pk=other.pk)) as stream:
        stream.read()
    Evidence.objects.filter(pk=other.pk).update(**{name: getattr(other, name)})
    paths = [Path(vault_files.private_storage().path(getattr(paper, name))) for paper in (mine, other)]
    paths[1].write_bytes(paths[0].read_bytes())
    with pytest.raises(Tampered), opened(Evidence.objects.get(pk=other.pk)) as stream:
        stream.read()


def test_the_same_file_twice_is_one(draft):
    first, second = kept(draft), kept(draft)
    assert first == second
    other = kept(draft, image(size=(61, 40)))
    assert set(draft.evidence.all()) == {first, other}
    first.move_to(Evidence.State.REJECTED, reason="坏")
    first.save()
    assert kept(draft) not in (first, other)


def test_a_recording_is_its_own_copy(draft):
    paper = kept(draft, wave())
    assert paper.is_shown
    assert not paper.preview_path
    shown, kind = files.preview(paper)
    assert kind == "audio/wav"
    assert shown.read() == wave()


def test_a_document_has_nothing_to_show(draft):
    paper = kept(draft, office())
    assert not paper.is_shown
    assert files.original(paper).read() == office()


def test_a_file_only_moves_forward():
    states = Evidence.State
    allowed = {(a, b) for a, targets in Evidence.MOVES.items() for b in targets}
    for before in states:
        for after in states:
            paper = Evidence(state=before)
            if (before, after) in allowed:
                paper.move_to(after)
                assert paper.state == after
            else:
                with pytest.raises(ValueError, match="→"):
                    paper.move_to(after)
    assert (states.QUARANTINE, states.AVAILABLE) not in allowed


def test_officers_see_papers_of_their_cases_and_every_look_is_logged(office):
    application = ApplicationFactory(office=office)
    services.add_evidence(application, papers=[(files.check(upload(image())), "id")], at=NOON)
    paper = application.evidence.get()
    actor = officer(office, Role.RECEPTIONIST)
    content, kind = services.open_preview(paper, actor=actor)
    assert kind == "image/jpeg"
    assert content.read().startswith(b"\xff\xd8")
    assert services.open_original(paper, actor=actor, purpose="核对").read() == image()
    assert AccessEntry.objects.about(paper).count() == 2
    for stranger in (officer(OfficeFactory(), Role.RECEPTIONIST), officer(office, Role.EDITOR)):
        with pytest.raises(PermissionDenied):
            services.open_original(paper, actor=stranger)
    paper.move_to(Evidence.State.REJECTED, reason="坏")
    paper.save()
    with pytest.raises(PermissionDenied):
        services.open_preview(paper, actor=actor)


# --- the clock's commands -----------------------------------------------------------------------------
def test_expired_drafts_go_with_their_papers(draft, django_capture_on_commit_callbacks):
    paper = kept(draft)
    live = Draft.start(at=NOON, language="zh-hans")
    Draft.objects.filter(pk=live.pk).update(expires_at="2099-01-01T00:00:00Z")
    Draft.objects.filter(pk=draft.pk).update(expires_at="2020-01-01T00:00:00Z")
    with django_capture_on_commit_callbacks(execute=True):
        housekeeping.forget_drafts(timezone.now())
    assert list(Draft.objects.all()) == [live]
    assert not (Path(settings.PRIVATE_ROOT) / paper.path).exists()


def test_what_was_not_supplemented_lapses(office):
    late = ApplicationFactory(office=office, supplementing=True)
    late.deadlines.filter(kind="supplement").update(due_at="2026-11-20T00:00:00Z")
    call_command("lapse_supplements")
    late.refresh_from_db()
    assert late.status == Status.WITHDRAWN
