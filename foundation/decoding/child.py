"""What runs in the process that opens a file. It knows nothing of the site."""

import json
import os
import sys

from foundation.decoding.refused import Refused

PNG = b"\x89PNG\r\n\x1a\n"
# How the kind of a document ends, by the ending of its name.
ENDINGS = {"pdf": "/pdf", "docx": "wordprocessingml.document", "xlsx": "spreadsheetml.sheet"}
PICTURES = {b"mif1", b"msf1", b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"avif", b"avis"}


def main(task, *args):
    """Do a task of TASKS with standard input, and answer on standard output."""
    try:
        kind, copy, copy_kind = TASKS[task](sys.stdin.buffer.read(), *args)
        said = {"kind": kind, "copy_kind": copy_kind}
    except Refused as refused:
        said, copy = {"refused": refused.code}, b""
    except MemoryError:
        said, copy = {"refused": "heavy"}, b""
    except Exception:  # noqa: BLE001 - decoders raise anything for content that was put together or damaged
        said, copy = {"refused": "broken"}, b""
    try:
        sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + copy)
        sys.stdout.buffer.flush()
    except OSError:  # the answer is larger than it may be
        os._exit(1)
    os._exit(0)


def look_into(content):
    """(kind, the copy to be shown, its kind) by what the first bytes say and a decoder then opens."""
    if b"%PDF-" in content[:1024]:
        from foundation.decoding import pdf

        return "application/pdf", pdf.copy(content), "application/pdf"
    if _is_picture(content):
        from foundation.decoding import pictures

        kind, copy = pictures.copy(content)
        return kind, copy, "image/jpeg"
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        from foundation.decoding import office

        return office.kind(content), b"", ""
    from foundation.decoding import media

    kind = media.kind(content)
    # What browsers play is its own copy; of the others there is only the original.
    return kind, b"", media.PLAYED.get(kind, "")


def read_table(content):
    """As look_into; the copy is the table as JSON."""
    from foundation.decoding import table

    return "text/csv", json.dumps(table.read(content)).encode(), "application/json"


def read_sheet(content, most):
    """As read_table, of whom nothing is forgiven; so many rows at most."""
    from foundation.decoding import sheet

    return "text/csv", json.dumps(sheet.read(content, int(most))).encode(), "application/json"


def look_over(content, ending):
    """As look_into, of a document whose name ends so: only what it is, and that it opens."""
    if ending == "csv":
        from foundation.decoding import table

        return table.kind(content), b"", ""
    if b"%PDF-" in content[:1024]:
        from foundation.decoding import pdf

        pdf.look_over(content)
        kind = "application/pdf"
    elif content.startswith(b"PK"):
        from foundation.decoding import office

        kind = office.kind(content)
    else:
        raise Refused("type")
    if not kind.endswith(ENDINGS.get(ending, "/")):
        raise Refused("name")
    return kind, b"", ""


def remake(content, longest):
    """(kind, the picture drawn anew, its kind)."""
    if not _is_picture(content) and not content.startswith((b"GIF87a", b"GIF89a")):
        raise Refused("type")
    from foundation.decoding import pictures

    return pictures.remake(content, int(longest))


def make_rendition(content, work):
    """(kind, what a page shows of a picture, its kind)."""
    from foundation.decoding import renditions

    return renditions.make(content, json.loads(work))


def draw_page(content, number, turn):
    """(how many there are, one page of a copy as a picture, its kind)."""
    from foundation.decoding import pages

    return pages.page(content, int(number), int(turn))


def redact(content, boxes):
    """(kind, a copy with boxes burned in, its kind)."""
    from foundation.decoding import pages

    return pages.redact(content, boxes)


def _is_picture(content):
    if content.startswith((b"\xff\xd8\xff", PNG)):
        return True
    if content.startswith(b"RIFF"):
        return content[8:12] == b"WEBP"
    if content[4:8] == b"ftyp":
        length = min(int.from_bytes(content[:4], "big"), 256)
        return bool(PICTURES & {content[8:12], *(content[at : at + 4] for at in range(16, length, 4))})
    return False


TASKS = {
    "look": look_into,
    "table": read_table,
    "sheet": read_sheet,
    "document": look_over,
    "picture": remake,
    "rendition": make_rendition,
    "page": draw_page,
    "redact": redact,
}
