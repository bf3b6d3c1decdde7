"""Files of strangers, opened in a process of their own that may take so much memory and time and no more.

    opened = look_into(upload)      # raises Refused
    opened.kind                     # what its content is, e.g. "image/heic"; the name is never asked
    opened.copy, opened.copy_kind   # what may be shown of it; b"" where nothing is made of it

The process gets the file as its standard input and answers on its standard output: foundation.children.
"""

import json
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from foundation import children
from foundation.children import Limits
from foundation.decoding.refused import Refused
from foundation.decoding.sheet import Sheet
from foundation.decoding.table import Table

# One at a time in each process of the server: the others wait, and then they are told so.
_TURN = threading.BoundedSemaphore(1)
PATIENCE = 25.0  # seconds
LIMITS = Limits()
# Ten thousand rows of a workbook take some seconds.
LONG = Limits(cpu=60, wall=90)


@dataclass(frozen=True)
class Opened:
    kind: str
    copy: bytes
    copy_kind: str


def look_into(source: Any, limits: Limits = LIMITS) -> Opened:
    """What a binary file is, and the copy that may be shown. Raises Refused."""
    return _do("look", source, limits)


def read_table(source: Any, limits: Limits = LIMITS) -> Table:
    """A binary file that is a table: foundation.decoding.table. Raises Refused."""
    return Table(*json.loads(_do("table", source, limits).copy))


def read_sheet(source: Any, limits: Limits = LONG) -> Sheet:
    """A binary file that is a table of staff: foundation.decoding.sheet. Raises Refused."""
    kind, rows, unread, is_open_ended = json.loads(_do("sheet", source, limits).copy)
    return Sheet(kind, [(line, cells) for line, cells in rows], unread, is_open_ended)


def _do(task: str, source: Any, limits: Limits) -> Opened:
    if not _TURN.acquire(timeout=PATIENCE):
        raise Refused("busy")
    try:
        with _on_disk(source) as plain, tempfile.TemporaryFile() as answer:
            code = children.run("foundation.decoding.child", task, stdin=plain, stdout=answer, limits=limits)
            if code:
                # A decoder that crashes has met a file made for that; all else ran out of something.
                raise Refused("broken" if code in children.CRASHES else "heavy")
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


def _read(answer: BinaryIO) -> Opened:
    answer.seek(0)
    try:
        said = json.loads(answer.readline(1000))
    except ValueError:
        raise Refused("broken") from None
    if "refused" in said:
        raise Refused(said["refused"])
    return Opened(said["kind"], answer.read(), said["copy_kind"])
