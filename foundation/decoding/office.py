"""Documents of Word and Excel: only what they are. Nothing in them is run or kept; officers save them."""

import io
import re
import zipfile
import zlib

from foundation.decoding.refused import Refused

MAX_UNPACKED, MAX_PARTS = 100 * 1024 * 1024, 5000
_MAIN = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
DOC, XLS = "application/msword", "application/vnd.ms-excel"
_PROGRAM = re.compile(r"vbaproject|activex|macrosheets|\.bin\.exe", re.IGNORECASE)


def kind(content):
    """Its kind. Raises Refused for other archives, programs, passwords, and what would unpack without end."""
    return _of_zip(content) if content.startswith(b"PK") else _of_compound(content)


def _of_zip(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return _of_parts(parts)
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError) as bad:
        raise Refused("broken") from bad
    except RuntimeError as locked:  # zipfile's word for a part with a password
        raise Refused("password") from locked


def _of_parts(parts):
    entries = parts.infolist()
    names = {entry.filename for entry in entries}
    found = next((kind for name, kind in _MAIN.items() if name in names), "")
    if not found or "[Content_Types].xml" not in names:
        raise Refused("archive")
    if len(entries) > MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("heavy")
    if any(_PROGRAM.search(name) for name in names):
        raise Refused("macro")
    for entry in entries:  # a directory may lie about sizes: what it says is compared with what comes out
        with parts.open(entry) as part:
            while part.read(1024 * 1024):
                pass
    return found


def _of_compound(content):
    """The older format, a file system in a file; its names stand in it as UTF-16."""

    def has(name):
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise Refused("password")
    if has("_VBA_PROJECT"):
        raise Refused("macro")
    if has("WordDocument"):
        return DOC
    if has("Workbook"):
        return XLS
    raise Refused("type")
