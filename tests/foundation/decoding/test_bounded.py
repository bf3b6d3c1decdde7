"""The process that opens files: what it may take, and that nothing of it is left."""

import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from foundation import children
from foundation.children import Limits
from foundation.decoding import bounded
from foundation.decoding.bounded import Opened
from foundation.decoding.refused import Refused
from tests.foundation.decoding import samples


def refused(content, limits=Limits()):  # noqa: B008 - it is frozen
    with pytest.raises(Refused) as caught:
        bounded.look_into(io.BytesIO(content), limits)
    return caught.value.code


@pytest.fixture
def instead(monkeypatch):
    """instead(code): what the process does instead of opening a file."""

    def use(code):
        monkeypatch.setattr(children, "START", f"import sys; sys.path.insert(0, sys.argv[1])\n{code}")

    return use


BOUND = "from foundation import children; import json; children.bind(**json.loads(sys.argv[2]))\n"


@pytest.mark.parametrize("count", [3_000_000, 9_000_000, 26_000_000])
def test_a_tiny_pdf_of_empty_objects_is_refused_in_words(count):
    content = samples.pdf_bomb(count)
    assert len(content) < 110_000
    assert refused(content) == "heavy"


def test_two_of_them_at_once_stay_within_the_memory_of_one(monkeypatch):
    running, most = set(), []
    start, finish = children.start, children.finish

    def counted(*args):
        process = start(*args)
        running.add(process.pid)
        most.append(len(running))
        return process

    def done(process, seconds):
        try:
            return finish(process, seconds)
        finally:
            running.discard(process.pid)

    monkeypatch.setattr(children, "start", counted)
    monkeypatch.setattr(children, "finish", done)
    content, codes = samples.pdf_bomb(26_000_000), []
    together = [threading.Thread(target=lambda: codes.append(refused(content))) for _ in range(2)]
    for one in together:
        one.start()
    for one in together:
        one.join(60)
    assert codes == ["heavy", "heavy"]
    assert max(most) == 1


def test_more_memory_than_allowed_is_not_given(instead):
    instead(BOUND + "bytearray(2 << 30)")
    assert refused(b"x") == "heavy"


def test_computing_without_end_is_ended(instead):
    instead(BOUND + "while True: pass")
    assert refused(b"x", Limits(cpu=1)) == "heavy"


def test_waiting_without_end_is_ended_with_all_that_was_started(instead, tmp_path):
    told = tmp_path / "child"
    instead(
        "import subprocess, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"open({str(told)!r}, 'w').write(str(child.pid)); time.sleep(600)"
    )
    assert refused(b"x", Limits(wall=2)) == "heavy"
    grandchild = Path(f"/proc/{told.read_text()}/stat")
    for _try in range(100):
        if not grandchild.exists() or grandchild.read_text().rpartition(")")[2].split()[0] == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("what the process had started still runs")


def test_an_answer_without_end_fills_no_disk(instead):
    instead(BOUND + "while True: sys.stdout.write('x' * 1_000_000)")
    assert refused(b"x", Limits(answer=2_000_000)) == "heavy"


def test_a_decoder_that_steps_beside_its_memory_costs_only_the_file(instead):
    instead("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    assert refused(b"x") == "broken"


def test_an_answer_that_is_none_is_a_broken_file(instead):
    instead("print('?')")
    assert refused(b"x") == "broken"


def test_it_knows_no_key_and_no_setting(instead, monkeypatch):
    monkeypatch.setenv("VAULT_KEYS", "secret")
    instead("import os; print(dict(os.environ) | {'path': sys.path}, file=open('/proc/self/fd/1', 'w'))")
    read = []
    monkeypatch.setattr(bounded, "_read", lambda answer: (answer.seek(0), read.append(answer.read())))
    bounded.look_into(io.BytesIO(b"x"))
    assert b"secret" not in read[0]
    assert b"DJANGO" not in read[0]


def test_it_loads_no_django():
    code = "import foundation.children, foundation.decoding.child, foundation.decoding.pdf, foundation.decoding.pictures, sys; "
    code += "print('django' in sys.modules)"
    root = Path(bounded.__file__).parents[2]
    assert subprocess.check_output([sys.executable, "-c", code], cwd=root).strip() == b"False"


def test_who_waits_too_long_is_told_so(monkeypatch):
    monkeypatch.setattr(bounded, "PATIENCE", 0.01)
    assert bounded._TURN.acquire(timeout=1)
    try:
        assert refused(samples.picture()) == "busy"
    finally:
        bounded._TURN.release()
    assert isinstance(bounded.look_into(io.BytesIO(samples.picture())), Opened)


def test_a_file_on_the_disk_is_handed_over_as_it_lies_there(tmp_path):
    path = tmp_path / "photo"
    path.write_bytes(samples.picture())
    with path.open("rb") as upload:
        upload.read(10)
        assert bounded.look_into(upload).kind == "image/jpeg"


def test_our_own_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "film.mp4"
    with path.open("wb") as film:
        film.write(samples.film()[:-108] + (20_000_008).to_bytes(4, "big") + b"mdat")
        film.write(os.urandom(20_000_000))
    code = (
        "import resource, sys\nfrom foundation.decoding import bounded\n"
        "most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "before = most(); opened = bounded.look_into(open(sys.argv[1], 'rb')); print(opened.kind, most() - before)"
    )
    root = Path(bounded.__file__).parents[2]
    kind, grown = subprocess.check_output(
        [sys.executable, "-c", code, str(path)], cwd=root, text=True
    ).split()
    assert kind == "video/mp4"
    assert int(grown) < 5_000  # kilobytes
