"""Files that come in pieces: whatever the line does, attached once, to the byte, and by the same checks."""

import hashlib
import io
import tracemalloc
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from aid import files, slots
from aid.models import Arrival, Draft, Evidence
from aid.services import arrivals, housekeeping
from foundation.vault import files as vault_files
from portal.whole_body import WholeBody
from tests.aid.factories import ApplicationFactory
from tests.intake.walk import begin, draft_of, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "places")]
STEP = 16 * 1024
PIECES, OWN = reverse("intake:pieces"), reverse("intake:own_pieces")
PLACE = reverse("intake:paper", args=[slots.SLOTS["pay"].number])


def noise(side=500):
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "PNG")
    return out.getvalue()


PHOTO = noise()
assert len(PHOTO) > 8 * STEP


class Sender:
    """A browser with the script, which sends one file."""

    def __init__(self, client, content=PHOTO, name="流水.png", place="pay", address=PIECES):
        self.client, self.content, self.name, self.place, self.address = client, content, name, place, address
        self.key = None

    def says(self, **changes):
        about = {
            "place": self.place,
            "fingerprint": hashlib.sha256(self.content).hexdigest(),
            "name": self.name,
            "size": len(self.content),
        }
        answer = self.client.post(self.address, {**about, **changes})
        self.key = answer.json().get("id", self.key)
        return answer

    def sends(self, number, content=None, offset=None):
        piece = self.content[number * STEP : (number + 1) * STEP] if content is None else content
        return self.client.post(
            self.address,
            piece,
            content_type="application/octet-stream",
            headers={"X-Arrival": self.key, "X-Offset": str(number * STEP if offset is None else offset)},
        )

    def sends_all(self, first=0):
        self.says()
        for number in range(first, -(-len(self.content) // STEP)):
            assert self.sends(number).status_code == 200
        return self.key


@pytest.fixture
def filling(client):
    begin(client)
    fill(client, until="papers")
    return client


def test_40_mb_photo_on_2g_chunk_7_is_sent_again_and_the_last_one_twice(filling):
    """Hard case 5."""
    sender = Sender(filling)
    assert sender.says().json()["received"] == 0
    for number in range(8):
        sender.sends(number)
    assert sender.sends(7).json()["received"] == 8 * STEP  # its reply was lost
    last = len(PHOTO) // STEP
    for number in [*range(8, last + 1), last]:
        assert sender.sends(number).status_code == 200
    assert Arrival.objects.get().received == len(PHOTO)
    assert filling.post(PLACE, {"arrived_files": [sender.key, sender.key], "why": ""}).status_code == 302
    paper = draft_of(filling).evidence.get()
    assert (paper.kind, paper.name, paper.size) == ("pay", "流水.png", len(PHOTO))
    assert paper.sha256 == hashlib.sha256(PHOTO).hexdigest()
    with files.original(paper) as stream:
        assert stream.read() == PHOTO
    assert not Arrival.objects.exists()


def test_a_byte_more_than_is_taken_is_refused_and_so_is_a_byte_more_than_was_said(filling):
    assert "太大" in Sender(filling).says(size=files.MAX_BYTES + 1).json()["error"]
    assert Sender(filling).says(size=files.MAX_BYTES).status_code == 200
    film = {"name": "工地.3GP", "fingerprint": "f" * 64}
    assert "太大" in Sender(filling).says(**film, size=files.MAX_MEDIA_BYTES + 1).json()["error"]
    assert Sender(filling).says(**film, size=files.MAX_MEDIA_BYTES).status_code == 200
    small = Sender(filling, content=b"x" * 100)
    small.says()
    assert small.sends(0, content=b"x" * 101).status_code == 413
    assert small.sends(0, content=b"x" * 100).json()["received"] == 100
    assert small.sends(0, content=b"x", offset=100).status_code == 413


def test_pieces_come_in_order_and_none_too_small_or_too_large(filling):
    sender = Sender(filling, content=b"x" * (2 * arrivals.LARGEST))
    sender.says()
    late = sender.sends(1)
    assert (late.status_code, late.json()["received"]) == (409, 0)
    for size in (1, STEP - 1, arrivals.LARGEST + 1):
        assert sender.sends(0, content=b"x" * size).status_code == 413, size


def test_session_dies_mid_upload(filling, client):
    """Hard case 3."""
    sender = Sender(filling)
    sender.says()
    for number in range(5):
        sender.sends(number)
    code = draft_of(filling).resume_code
    filling.session.flush()
    dead = sender.sends(5)
    assert (dead.status_code, dead.json()["go_on"]) == (401, reverse("intake:resume"))
    assert "都在" in dead.json()["error"]
    other = Client()
    other.post(reverse("intake:resume"), {"code": code, "tail": "5678"})
    assert "传了" in other.get(PLACE).content.decode()
    again = Sender(other)
    assert again.says().json()["received"] == 5 * STEP
    again.sends_all(first=5)
    assert other.post(PLACE, {"arrived_files": again.key}).status_code == 302
    assert Draft.objects.get().evidence.get().size == len(PHOTO)
    assert "某建筑公司" in str(draft_of(other).answers)


def test_killed_between_chunks(filling, monkeypatch):
    """The process dies after a piece is on the disk and before its row: the piece comes again, nothing is doubled."""
    sender = Sender(filling)
    sender.says()
    sender.sends(0)
    with monkeypatch.context() as killing:
        killing.setattr(Arrival, "save", lambda *args, **kwargs: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            sender.sends(1)
    assert Arrival.objects.get().received == STEP
    sender.sends_all(first=1)
    filling.post(PLACE, {"arrived_files": sender.key})
    assert Evidence.objects.get().sha256 == hashlib.sha256(PHOTO).hexdigest()
    stray = set(vault_files.all_names()) - {Evidence.objects.get().path, Evidence.objects.get().preview_path}
    assert housekeeping.forget_strays(timezone.now() + timedelta(days=2)) >= len(stray) > 0


def test_bad_files_say_what_is_wrong_and_cost_no_good_one(filling):
    """Hard case 4: what comes in pieces passes the very checks of a plain upload."""
    bad = Sender(filling, content=b"<html><script>" * 3000, name="../" * 2 + "坏\x00的.jpg").sends_all()
    good = Sender(filling).sends_all()
    cut = Sender(filling, content=noise(501), name="没传完.png")
    cut.says(), cut.sends(0)
    page = filling.post(PLACE, {"arrived_files": [bad, good, cut.key, "nonsense"]})
    assert "“坏的.jpg”" in page.content.decode()
    assert [paper.name for paper in draft_of(filling).evidence.all()] == ["流水.png"]
    assert "0%" not in page.content.decode()
    assert [one.name for one in Arrival.objects.all()] == ["没传完.png"]
    assert "是空的" in Sender(filling, content=b"").says().json()["error"]


def test_the_same_file_twice_is_one_whichever_way_it_comes(filling):
    filling.post(PLACE, {"files": SimpleUploadedFile("流水.png", PHOTO)})
    filling.post(PLACE, {"arrived_files": Sender(filling).sends_all()})
    assert draft_of(filling).evidence.count() == 1


def test_other_bytes_than_the_browser_had_are_not_handed_in(filling):
    sender = Sender(filling)
    sender.says(fingerprint="0" * 64)
    for number in range(-(-len(PHOTO) // STEP)):
        sender.sends(number)
    assert "选一个文件" in filling.post(PLACE, {"arrived_files": sender.key}).content.decode()
    assert not Arrival.objects.exists()


def test_nobody_adds_to_what_is_somebody_elses(filling):
    sender = Sender(filling)
    sender.says()
    stranger = Client()
    begin(stranger)
    mine = Sender(stranger)
    mine.key = sender.key
    assert mine.sends(0).status_code == 404
    whole = Sender(filling).sends_all()
    fill(stranger, until="papers")
    stranger.post(PLACE, {"arrived_files": whole})
    assert not draft_of(stranger).evidence.exists()


def test_no_more_files_than_a_draft_takes(filling):
    for number in range(files.MAX_FILES):
        assert Sender(filling).says(fingerprint=f"of-{number}-000").status_code == 200
    assert "最多" in Sender(filling).says(fingerprint="of-one-too-many").json()["error"]


def test_an_address_that_sends_without_end_is_told_to_wait(filling, monkeypatch):
    monkeypatch.setattr("intake.throttle.PER_HOUR", {"upload": 5})
    answers = [Sender(filling).says(size=3_000_000).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_what_never_came_to_its_end_is_forgotten(filling):
    sender = Sender(filling)
    sender.says(), sender.sends(0)
    (part,) = Arrival.objects.get().parts
    assert part in set(vault_files.all_names())
    now = timezone.now()
    housekeeping.forget_strays(now + timedelta(days=2))
    assert part in set(vault_files.all_names())  # it may still come
    assert arrivals.forget_expired(now + Arrival.LIFETIME - timedelta(minutes=1)) == 0
    assert arrivals.forget_expired(now + Arrival.LIFETIME + timedelta(minutes=1)) == 1


def test_papers_asked_for_later_come_in_pieces_too(client, office):
    application = ApplicationFactory(office=office, supplementing=True)
    kind = application.wanted.first().kind
    session = client.session
    session["aid_status"] = {"application": application.pk, "tail": "", "until": 4e9}
    session["aid_own"] = {"claimant": application.claimant.pk, "until": 4e9}
    session.save()
    key = Sender(client, place=f"files_{kind}", address=OWN).sends_all()
    add = reverse("intake:add_papers")
    assert key in client.get(add).content.decode()
    client.post(add, {f"arrived_files_{kind}": key, "key": "k"})
    assert application.evidence.get(sha256=hashlib.sha256(PHOTO).hexdigest()).kind == kind
    assert not Arrival.objects.exists()


@pytest.mark.parametrize(
    "about",
    [
        {"place": "../" + "x"},
        {"fingerprint": "x"},
        {"size": "-1"},
        {"size": "１２"},
        {"size": "9" * 13},
        {"place": ""},
    ],
)
def test_nonsense_is_refused(filling, about):
    assert Sender(filling).says(**about).status_code == 400


def test_a_piece_of_nothing_is_refused(filling):
    sender = Sender(filling)
    sender.key = "no-uuid"
    assert sender.sends(0).status_code == 400
    assert filling.get(PIECES).status_code == 405


def test_memory_stays_flat_however_large_the_file(filling, tmp_path):
    """The server holds a piece, never the file: neither while it comes nor when it is put together."""
    sender = Sender(filling, content=bytes(8 * 1024 * 1024))
    sender.says()
    draft, size = draft_of(filling), arrivals.LARGEST
    tracemalloc.start()
    for offset in range(0, len(sender.content), size):
        arrivals.add_piece(draft, sender.key, offset=offset, piece=sender.content[offset : offset + size])
    (upload,) = arrivals.whole(draft, "pay", [sender.key])
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert upload.size == len(sender.content)
    upload.close()
    assert most < 6 * size


@pytest.mark.attack
@pytest.mark.parametrize("come", [0, 1, STEP - 1])
def test_a_piece_that_was_cut_off_is_not_kept_and_no_trouble_of_ours(filling, come, caplog):
    sender = Sender(filling)
    sender.says()
    environ = {"CONTENT_LENGTH": str(STEP), "wsgi.input": io.BytesIO(sender.content[:come])}
    WholeBody(lambda environ, _start: None)(environ, None)
    filling.raise_request_exception = False
    caplog.clear()
    headers = {"X-Arrival": sender.key, "X-Offset": "0"}
    answer = filling.generic("POST", PIECES, b"x", "application/octet-stream", headers=headers, **environ)
    assert answer.status_code == 400
    assert Arrival.objects.get().received == 0
    assert [record for record in caplog.records if record.levelname not in ("INFO", "DEBUG")] == []
    assert sender.sends(0).json()["received"] == STEP


@pytest.mark.attack
def test_files_that_take_too_long_together_are_asked_for_once_more(filling, monkeypatch):
    monkeypatch.setattr("intake.views.files.SECONDS", -1)
    page = filling.post(PLACE, {"why": "", "files": [SimpleUploadedFile("流水.png", PHOTO)]})
    assert "“流水.png”还没有看" in page.content.decode()
    assert not Evidence.objects.exists()
