"""ClamAV over its own protocol: what it says, and everything else is no answer."""

import io
import os
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.utils import timezone

from aid import clamd, files
from aid.models import Draft, Evidence
from aid.services import housekeeping
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON
from tests.aid.fake_clamd import EICAR, FakeClamd
from tests.aid.photos import checked_photo


@pytest.fixture
def daemon(settings):
    """daemon(manner): a clamd that is so, and is the one that is asked."""
    running = []

    def start(manner="honest", **options):
        running.append(FakeClamd(manner=manner, **options))
        settings.CLAMD_ADDRESS = running[-1].address
        return running[-1]

    settings.CLAMD_SECONDS = 1
    yield start
    for one in running:
        one.stop()


def test_what_is_harmless_is_sent_whole_and_is_fine(daemon):
    fake, content = daemon(), os.urandom(300_000)
    assert clamd.scan(io.BytesIO(content)) == ""
    assert fake.seen == [content]
    assert fake.pieces == [[65536] * 4 + [300_000 - 4 * 65536]]


def test_an_empty_stream_is_fine(daemon):
    daemon()
    assert clamd.scan(io.BytesIO(b"")) == ""


def test_over_a_socket_of_the_machine(daemon, tmp_path):
    daemon(path=str(tmp_path / "clamd.ctl"))
    assert clamd.scan(io.BytesIO(EICAR)) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("before", [0, 65_500, 65_536, 131_040])
def test_eicar_split_across_the_edges_of_pieces_is_found(daemon, before):
    daemon()
    assert clamd.scan(io.BytesIO(b"\x00" * before + EICAR + b"\x00" * 100_000)) == "Win.Test.EICAR_HDB-1"


def test_a_file_over_its_limit_is_not_fine(daemon):
    daemon(limit=100_000)
    with pytest.raises((clamd.Unscannable, clamd.ScannerDown)):
        clamd.scan(io.BytesIO(b"\x00" * 5_000_000))


@pytest.mark.parametrize("manner", ["hangs", "drips", "closes"])
def test_who_does_not_answer_is_down(daemon, manner):
    daemon(manner)
    with pytest.raises((clamd.ScannerDown, clamd.Unscannable)):
        clamd.scan(io.BytesIO(b"x" * 5_000_000))


@pytest.mark.parametrize("manner", ["talks", "halves"])
def test_nonsense_is_no_clearance(daemon, manner):
    daemon(manner)
    with pytest.raises(clamd.Unscannable):
        clamd.scan(io.BytesIO(b"x"))


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.ctl", "[::1]:1"])
def test_nobody_there_is_down(settings, address):
    settings.CLAMD_ADDRESS, settings.CLAMD_SECONDS = address, 1
    with pytest.raises(clamd.ScannerDown):
        clamd.scan(io.BytesIO(b"x"))


@pytest.mark.parametrize(
    "answer", ["", "OK", "stream: OK.", "stream: ok", "x stream: OK", "stream: OK FOUND", "stream: ERROR"]
)
def test_only_what_is_plainly_good_is_good(answer):
    with suppress(clamd.Unscannable):
        assert clamd._verdict(answer)


# --- papers -----------------------------------------------------------------------------------------------
@pytest.fixture
def paper(db, settings):
    settings.AID_FILE_SCANNER = "aid.clamd.scan"
    return files.keep(checked_photo(), kind="id", draft=Draft.start(at=NOON, language="zh-hans"))


def again(paper):
    paper.refresh_from_db()
    return paper.state


def test_down_is_pending_and_back_is_available(daemon, paper):
    daemon("closes")
    housekeeping.examine(str(paper.pk))
    assert again(paper) == Evidence.State.QUARANTINE
    daemon()
    assert housekeeping.examine_waiting() == 0
    assert again(paper) == Evidence.State.AVAILABLE


def test_a_round_ends_at_the_first_silence_and_the_next_begins_with_another(settings, paper, monkeypatch):
    asked = []
    settings.AID_FILE_SCANNER = f"{__name__}.silent"
    monkeypatch.setitem(globals(), "silent", lambda stream: asked.append(1) or _down())
    others = [paper] + [
        Evidence.objects.create(draft=paper.draft, size=1, content_type="image/png", path=paper.path)
        for _ in range(3)
    ]
    assert housekeeping.examine_waiting() == 4
    assert len(asked) == 1
    tried = Evidence.objects.exclude(examined_at=None)
    assert tried.count() == 1
    housekeeping.examine_waiting()
    assert tried.count() == 2
    assert len(others) == 4


def _down():
    raise clamd.ScannerDown


def test_one_file_that_cannot_be_looked_at_holds_up_nobody(daemon, paper, caplog):
    daemon(limit=10)
    other = Evidence.objects.create(draft=paper.draft, size=1, content_type="x", path="sealed/00/none")
    housekeeping.examine_waiting()
    assert {again(paper), again(other)} == {Evidence.State.QUARANTINE}
    assert Evidence.objects.exclude(examined_at=None).count() == 2


def test_a_backlog_raises_an_alarm(daemon, paper, caplog):
    daemon("closes")
    housekeeping.examine_waiting()
    assert "still wait" not in caplog.text
    Evidence.objects.update(added_at=timezone.now() - Evidence.ALARM_AFTER)
    housekeeping.examine_waiting()
    alarms = [record for record in caplog.records if record.levelname == "ERROR"]
    assert ["still wait" in record.getMessage() for record in alarms] == [True]


def test_a_new_signature_blocks_an_old_file_and_the_log_says_so(daemon, paper):
    daemon()
    housekeeping.examine_waiting()
    assert again(paper) == Evidence.State.AVAILABLE
    assert housekeeping.look_again(timezone.now()) == 0, "looked at a moment ago"
    fake = daemon()
    fake._honest = lambda line: (fake._take(line), line.sendall(b"stream: New FOUND\0"))
    Evidence.objects.update(examined_at=timezone.now() - housekeeping.LOOK_AGAIN_AFTER)
    assert housekeeping.look_again(timezone.now()) == 1
    assert again(paper) == Evidence.State.REJECTED
    assert AccessEntry.objects.about(paper).get().action == "aid.block_paper"


def test_looking_again_while_it_is_down_takes_nothing_away(daemon, paper):
    daemon()
    call_command("examine_evidence")
    daemon("closes")
    Evidence.objects.update(examined_at=timezone.now() - housekeeping.LOOK_AGAIN_AFTER)
    assert housekeeping.look_again(timezone.now()) == 0
    assert again(paper) == Evidence.State.AVAILABLE
