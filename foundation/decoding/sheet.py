"""Tables of staff exactly as they stand: nothing is cut off or guessed, and a file that is not whole is refused.

XLSX, CSV (UTF-8 with or without its mark, UTF-16, GB 18030; comma, semicolon or tab) and GeoJSON points become rows of
text with the line they stand on; the first row holds the headings. Runs in the bounded process and knows nothing of the
site. `foundation.decoding.table` reads what strangers wrote by hand, and forgives more.
"""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime, time
from typing import NamedTuple

from foundation.decoding.refused import Refused

MAX_ROWS, MAX_COLUMNS = 20_000, 100
NOT_WORKED_OUT = "#FORMULA!"  # a formula whose result nobody has saved
_BAD_STARTS = (b"%PDF", b"{\\rtf", b"<")


class Sheet(NamedTuple):
    """`rows`: (line of the file, cells). `unread`: further sheets that hold something. `is_open_ended`: the last line
    of the text has no end, so that it may be half of what it was."""

    kind: str  # xlsx | csv | geojson
    rows: list[tuple[int, list[str]]]
    unread: list[str]
    is_open_ended: bool


def read(content: bytes, most: int = MAX_ROWS) -> Sheet:
    """Raises Refused: type, old, macro, archive, password, heavy, broken; cut, quotes, letters, long, wide, points."""
    if content.startswith(b"PK"):
        return _checked(_of_workbook(content, most), most)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old")
    if b"\x00" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("type")
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:8].startswith(_BAD_STARTS):
        raise Refused("type")
    text = _text(content)
    return _checked(_of_json(text) if text.lstrip()[:1] in ("{", "[") else _of_text(text, most), most)


def _checked(sheet: Sheet, most: int) -> Sheet:
    if len(sheet.rows) > most + 1:
        raise Refused("long")
    if any(len(cells) > MAX_COLUMNS for _line, cells in sheet.rows):
        raise Refused("wide")
    # What no database keeps as text: zeros, and halves of letters that JSON can spell.
    text = "".join(cell for _line, cells in sheet.rows for cell in cells)
    if "\x00" in text or re.search("[\ud800-\udfff]", text):
        raise Refused("letters")
    return sheet


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # Half a letter at the very end, after whole ones: in GB 18030 it would read as something.
        if error.reason == "unexpected end of data" and not content[3 : error.start].isascii():
            raise Refused("cut") from error
    return _decoded(content, "gb18030")


def _decoded(content: bytes, spelling: str) -> str:
    try:
        return content.decode(spelling)
    except UnicodeDecodeError as error:
        raise Refused(
            "cut" if "incomplete" in error.reason or "truncated" in error.reason else "letters"
        ) from error


def _of_text(text: str, most: int) -> Sheet:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip()), "")
    counts = [(first.count(sign), -place, sign) for place, sign in enumerate((",", "\t", ";", "，"))]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(counts)[2], strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, _whole(cells)))
            line = reader.line_num + 1
            if len(rows) > most + 1:
                raise Refused("long")
    except csv.Error as error:
        raise Refused("cut" if "end of data" in str(error) else "quotes") from error
    return Sheet("csv", rows, [], is_open_ended=not text.endswith("\n"))


def _of_json(text: str) -> Sheet:
    try:
        data = json.loads(text)
    except ValueError as error:
        raise Refused("cut") from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise Refused("points")
    names: dict[str, None] = {}
    for one in features:
        names.update(dict.fromkeys(one.get("properties") or {}))
    headings = [*(name for name in names if name not in ("lat", "lng")), "lat", "lng"]
    rows = [(0, headings)]
    for place, one in enumerate(features, start=1):
        values = {**(one.get("properties") or {}), **_position(one.get("geometry"))}
        rows.append((place, [_json_said(values.get(name)) for name in headings]))
    return Sheet("geojson", rows, [], is_open_ended=False)


def _position(geometry):
    if geometry is None:
        return {"lat": None, "lng": None}
    kind = geometry.get("type") if isinstance(geometry, dict) else geometry
    point = geometry.get("coordinates") if kind == "Point" else None
    if not isinstance(point, list) or len(point) < 2:
        return {"lat": str(kind), "lng": str(kind)}  # no number: the row is wrong, and says so
    return {"lat": point[1], "lng": point[0]}


def _json_said(value) -> str:
    if isinstance(value, list):
        return "、".join(_json_said(one) for one in value)
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _of_workbook(content: bytes, most: int) -> Sheet:
    """The first sheet that is shown and holds something; of formulas what they came to."""
    from foundation.decoding import office

    if not office.kind(content).endswith("spreadsheetml.sheet"):
        raise Refused("type")
    values, formulas = _book(content), _book(content, data_only=False) if _has_formulas(content) else None
    found: list[tuple[int, list[str]]] = []
    unread = []
    for place, sheet in enumerate(values.worksheets):
        if sheet.sheet_state != "visible":
            continue
        if found:
            if any(_cells(row) for row in _lines(sheet)):
                unread.append(sheet.title)
            continue
        behind = _lines(formulas.worksheets[place]) if formulas else None
        for line, row in enumerate(_lines(sheet), start=1):
            cells = _cells(row, next(behind, ()) if behind else ())
            if cells:
                found.append((line, cells))
            if len(found) > most + 1:
                raise Refused("long")
    return Sheet("xlsx", found, unread, is_open_ended=False)


def _book(content, data_only=True):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False)


def _has_formulas(content):
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(b"<f>" in (text := parts.read(name)) or b"<f " in text for name in sheets)


def _lines(sheet):
    sheet.reset_dimensions()
    return sheet.iter_rows()


def _cells(row, formulas=()):
    cells = [_said(cell) for cell in row]
    for place, cell in enumerate(formulas):
        if cell.data_type == "f" and not cells[place]:
            cells[place] = NOT_WORKED_OUT
    return _whole(cells) if any(cell.strip() for cell in cells) else []


def _said(cell) -> str:
    value = cell.value
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool) or value is None:
        return "" if value is None else str(value)
    if isinstance(value, int | float) and float(value).is_integer():
        form = cell.number_format or ""
        # 00000 is how spreadsheets keep the zeros in front.
        return f"{int(value):0{len(form) if set(form) == {'0'} else 0}d}"
    return str(value)


def _whole(cells):
    """Each cell without blanks around it; without the empty ones that spreadsheets add behind what they may hold."""
    cells = [cell.strip(" \t\r\n\u3000\ufeff") for cell in cells]
    while len(cells) > MAX_COLUMNS and not cells[-1]:
        cells.pop()
    return cells
