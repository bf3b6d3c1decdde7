"""Files of strangers, opened in a process of their own that may take so much memory and time and no more.

    opened = look_into(upload)      # raises Refused
    opened.kind                     # what its content is, e.g. "image/heic"; the name is never asked
    opened.copy, opened.copy_kind   # what may be shown of it; b"" where nothing is made of it

The process gets the file as its standard input and answers on its standard output: both are files, so that
nothing large passes through our memory. It knows no setting, no key and no database, and it is killed with
whatever it has started.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from foundation.decoding.refused import Refused

_ROOT = str(Path(__file__).resolve().parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from foundation.decoding.child import main; main(*sys.argv[2:])"
# One arena: each thread of a decoder would set 64 MB of addresses aside.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
# One at a time in each process of the server: the others wait, and then they are told so.
_TURN = threading.BoundedSemaphore(1)
PATIENCE = 25.0  # seconds


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, seconds of computing, seconds on the wall, bytes of the answer."""

    memory: int = 640 * 1024 * 1024
    cpu: int = 10
    wall: int = 15
    answer: int = 48 * 1024 * 1024


@dataclass(frozen=True)
class Opened:
    kind: str
    copy: bytes
    copy_kind: str


def look_into(source: Any, limits: Limits = Limits()) -> Opened:
    """What a binary file is, and the copy that may be shown. Raises Refused."""
    return _do("look", source, limits)


def read_table(source: Any, limits: Limits = Limits()) -> list[list[str]]:
    """The rows of a binary file that is a table: foundation.decoding.table. Raises Refused."""
    rows: list[list[str]] = json.loads(_do("table", source, limits).copy)
    return rows


def _do(task: str, source: Any, limits: Limits) -> Opened:
    if not _TURN.acquire(timeout=PATIENCE):
        raise Refused("busy")
    try:
        with _on_disk(source) as plain, tempfile.TemporaryFile() as answer:
            _finish(_start(task, plain, answer, limits), limits.wall)
            return _read(answer)
    finally:
        _TURN.release()


@contextmanager
def _on_disk(source: Any) -> Iterator[BinaryIO]:
    """`source` from its beginning as a file that a process can be given."""
    source.seek(0)
    try:
        source.fileno()
    except (AttributeError, OSError):
        with tempfile.TemporaryFile() as copy:
            while piece := source.read(1024 * 1024):
                copy.write(piece)
            copy.seek(0)
            yield copy
    else:
        os.lseek(source.fileno(), 0, os.SEEK_SET)
        yield source


def _start(task: str, plain: BinaryIO, answer: BinaryIO, limits: Limits) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-I", "-c", _START, _ROOT, json.dumps(asdict(limits)), task],
        stdin=plain,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )


def _finish(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait; end it with all it has started. Raises Refused for one that did not end well by itself."""
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        code = -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        # A decoder that steps beside its memory has met a file made for that; all else ran out of something.
        raise Refused("broken" if code in (-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGFPE) else "heavy")


def _read(answer: BinaryIO) -> Opened:
    answer.seek(0)
    try:
        said = json.loads(answer.readline(1000))
    except ValueError:
        raise Refused("broken") from None
    if "refused" in said:
        raise Refused(said["refused"])
    return Opened(said["kind"], answer.read(), said["copy_kind"])
