"""Files of strangers, opened in a process of their own that may take so much memory and time and no more.

    opened = look_into(upload)      # raises Refused
    opened.kind                     # what its content is, e.g. "image/heic"; the name is never asked
    opened.copy, opened.copy_kind   # what may be shown of it; b"" where nothing is made of it

What editors upload comes through `remake`, `look_over` and `rendition`, tables through `read_table` and `read_sheet`:
nothing else on the site opens a picture, a PDF, an office file or a workbook (tests/test_one_place.py).

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
from foundation.decoding.sheet import MAX_ROWS, Sheet
from foundation.decoding.table import Table

MB = 1024 * 1024
# One at a time in each process of the server: the others wait, and then they are told so. Pictures of pages are made
# beside it, so that strangers' files never leave a page without its picture.
_TURN, _PAGES = threading.BoundedSemaphore(1), threading.BoundedSemaphore(1)
PATIENCE = 25.0  # seconds
# The answer is held in memory here: it is bounded for that.
LIMITS = Limits(answer=24 * MB)
_SHORT = Limits(answer=4 * MB)
# Ten thousand rows of a workbook take some seconds.
LONG = Limits(cpu=60, wall=90, answer=16 * MB)


@dataclass(frozen=True)
class Opened:
    kind: str
    copy: bytes
    copy_kind: str


def look_into(source: Any, limits: Limits = LIMITS) -> Opened:
    """What a binary file is, and the copy that may be shown. Raises Refused."""
    return _do("look", source, limits)


def look_over(source: Any, name: str, limits: Limits = LIMITS) -> Opened:
    """What a document of an editor is, who offers it as `name`; without a copy. Raises Refused."""
    return _do("document", source, limits, name.lower().rpartition(".")[2])


def remake(source: Any, longest: int = 0, limits: Limits = LIMITS) -> Opened:
    """A picture of an editor drawn anew as JPEG or PNG, no side above `longest` where that is said. Raises Refused."""
    return _do("picture", source, limits, str(longest))


def rendition(source: Any, work: dict[str, Any], limits: Limits = LIMITS) -> Opened:
    """What a page shows of a picture: foundation.decoding.renditions says what `work` holds. Raises Refused."""
    return _do("rendition", source, limits, json.dumps(work), turn=_PAGES)


def draw_page(source: Any, number: int, turn: int = 0, limits: Limits = LIMITS) -> tuple[int, bytes]:
    """(How many pages a copy has, one of them as JPEG): pages count from 1, `turn` degrees clockwise. Raises Refused."""
    found = _do("page", source, limits, str(number), str(turn), turn=_PAGES)
    return int(found.kind), found.copy


def redact(source: Any, boxes: dict[int, list[list[int]]], limits: Limits = LONG) -> bytes:
    """A copy with black boxes burned in: foundation.decoding.pages says how they are told. Raises Refused."""
    return _do("redact", source, limits, json.dumps(boxes)).copy


def read_table(source: Any, limits: Limits = _SHORT) -> Table:
    """A binary file that is a table: foundation.decoding.table. Raises Refused."""
    return Table(*json.loads(_do("table", source, limits).copy))


def read_sheet(source: Any, limits: Limits = LONG, most: int = MAX_ROWS) -> Sheet:
    """A binary file that is a table of staff, of so many rows: foundation.decoding.sheet. Raises Refused."""
    kind, rows, unread, is_open_ended = json.loads(_do("sheet", source, limits, str(most)).copy)
    return Sheet(kind, [(line, cells) for line, cells in rows], unread, is_open_ended)


def _do(
    task: str, source: Any, limits: Limits, *args: str, turn: threading.BoundedSemaphore | None = None
) -> Opened:
    turn = turn or _TURN
    if not turn.acquire(timeout=PATIENCE):
        raise Refused("busy")
    try:
        with _on_disk(source) as plain, tempfile.TemporaryFile() as answer:
            code = children.run(
                "foundation.decoding.child", task, *args, stdin=plain, stdout=answer, limits=limits
            )
            if code:
                # A decoder that crashes has met a file made for that; all else ran out of something.
                raise Refused("broken" if code in children.CRASHES else "heavy")
            return _read(answer)
    finally:
        turn.release()


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
