"""Tables of strangers as rows of text: XLSX, CSV in whatever spelling spreadsheets give it, and pasted lines.

`split` is for text that we have already; `read` runs in the bounded process and knows nothing of the site.
"""

import csv
import io
import re
from datetime import date, datetime, time
from typing import NamedTuple

from foundation.decoding.refused import Refused
from foundation.formulas import as_typed

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 2000, 40, 500
# A number of more digits has lost the last ones: it is shown as the spreadsheet shows it, so that it is asked back.
_EXACT = 10**15
_SIGNS = "\t;|，；、,"
# Begin as text does, and are none: a PDF, a letter, a page of the web (as some systems export "Excel").
_NO_TABLES = (b"%PDF", b"{\\rtf", b"<")


class Table(NamedTuple):
    """`unread`: the names of further sheets of a workbook that hold something."""

    rows: list[list[str]]
    unread: list[str]


def read(content: bytes) -> Table:
    """The rows of an XLSX or of text, without empty ones. Raises Refused."""
    if content.startswith(b"PK\x03\x04"):
        return _of_workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old")
    _refuse_no_text(content)
    return Table(split(_text(content)), [])


def kind(content: bytes) -> str:
    """text/csv, where it may be one. Raises Refused."""
    _refuse_no_text(content)
    _text(content)
    return "text/csv"


def _refuse_no_text(content: bytes) -> None:
    if b"\x00" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("type")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:8].startswith(_NO_TABLES):
        raise Refused("type")


def split(text: str) -> list[list[str]]:
    """The rows of pasted or saved text: at tabs, semicolons, commas of either width, or else at spaces."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if not lines:
        return []
    sign = _sign(lines)
    if sign is None:
        return _kept([line.split() for line in lines])
    # In files a quoted cell may hold line ends; a quotation mark alone is a letter like any other.
    quoted = '"' in text
    read = csv.reader(
        io.StringIO("\n".join(lines), newline=""),
        delimiter=sign,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        skipinitialspace=True,
    )
    try:
        found = _kept(list(read))
    except csv.Error:
        found = _kept([line.split(sign) for line in lines])
    return _with_thousands(found) if sign == "," and not quoted else found


def _with_thousands(found: list[list[str]]) -> list[list[str]]:
    """“王强,12,500” may be 12,500 or 12 and 500: where no heading tells, it stays one cell, “12, 500”."""
    ends = [re.search(r"(?:(?:^| )[0-9]{1,4}(?:\.[0-9]+)?)+$", " ".join(line)) for line in found]
    if any(end and len(end[0].split()) > 2 for end in ends):
        return found  # there are more numbers than one
    width = max(
        (len(line) for line in found[:6] if not any(re.search("[0-9]{3}", cell) for cell in line)), default=0
    )
    return [
        [*line[:-2], f"{line[-2]}, {line[-1]}"] if len(line) > width and _are_thousands(*line[-2:]) else line
        for line in found
    ]


def _are_thousands(*cells: str) -> bool:
    return len(cells) == 2 and bool(re.fullmatch(r"[1-9][0-9]{0,2} [0-9]{3}(\.[0-9]{1,2})?", " ".join(cells)))


def _sign(lines: list[str]) -> str | None:
    """What stands between the cells: the sign that most lines have; None for spaces alone."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    bare = [re.sub(r"[0-9],[0-9]{3}(?![0-9])", "0", line) for line in bare]  # thousands
    counts = [(sum(sign in line for line in bare), -_SIGNS.index(sign), sign) for sign in _SIGNS]
    most, _place, sign = max(counts)
    return sign if most * 2 > len(bare) else None


def _text(content: bytes) -> str:
    spellings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "gb18030"]
    for spelling in spellings:
        try:
            return content.decode(spelling)
        except UnicodeDecodeError:
            continue
    raise Refused("letters")


def _of_workbook(content: bytes) -> Table:
    """The first sheet that is shown and holds something."""
    from foundation.decoding import office

    if not office.kind(content).endswith("spreadsheetml.sheet"):
        raise Refused("type")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    found: list[list[str]] = []
    unread = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        lines = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        if not found:
            found = _kept([[_said(cell) for cell in line] for line in lines])
        elif any(_said(cell).strip() for line in lines for cell in line):
            unread.append(sheet.title)
    return Table(found, unread)


def _said(cell) -> str:
    """A cell as its owner sees it, as far as that says what was meant."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, cell.number_format)
    return str(value)


def _number(value: float, shown_as: str) -> str:
    if abs(value) >= _EXACT:
        return f"{value:.5E}"
    if float(value).is_integer():
        # 00000 is how spreadsheets keep the zeros in front.
        width = len(shown_as) if re.fullmatch("0+", shown_as or "") else 0
        return f"{int(value):0{width}d}"
    return f"{round(value, 6):f}".rstrip("0").rstrip(".")


def _kept(lines: list[list[str]]) -> list[list[str]]:
    cut = [[_bare(cell)[:MAX_CELL] for cell in line[:MAX_COLUMNS]] for line in lines]
    found = [_without_end(line) for line in cut if any(line)]
    if len(found) > MAX_ROWS:
        raise Refused("long")
    return found


def _bare(cell: str) -> str:
    """What stands in a cell, without the signs that keep a spreadsheet from counting: ="137…", '137…, '+86…."""
    cell = as_typed(cell.strip())
    text = re.fullmatch(r'="(.*)"', cell, re.DOTALL)
    return text[1].strip() if text else re.sub(r"^'(?=[0-9])", "", cell)


def _without_end(line: list[str]) -> list[str]:
    """A spreadsheet has empty cells without end behind the last."""
    last = max(place for place, cell in enumerate(line) if cell)
    return line[: last + 1]
