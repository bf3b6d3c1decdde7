"""What was filled in, typed, stamped or drawn onto a PDF becomes part of its pages.

Programs leave the drawing of a field or a note to whoever shows it, more often than not: where there is none,
one is made here. Chinese is set in a font that every reader has in its own kind (Adobe-GB1), so that none has
to be carried along. What pops up only on a click stands on pages at the end.
"""

import re
from contextlib import suppress

from pikepdf import Array, Dictionary, Name

_HIDDEN, _NO_VIEW = 2, 32
_MULTILINE, _PASSWORD = 1 << 12, 1 << 13
_SIZE, _LEADING = 11.0, 1.3
_SHAPES = {"/Ink", "/Line", "/Square", "/Highlight", "/Underline", "/StrikeOut"}
_NOTES_A_PAGE, _WIDEST = 45, 46  # lines, and full-width characters in one


def draw(pdf):
    """Draw them all into the pages. What one of them spoils costs only itself."""
    font, popped = _font(pdf), []
    form = pdf.Root.get("/AcroForm", Dictionary())
    anew = bool(form.get("/NeedAppearances", False))
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", Array()):
            with suppress(Exception):
                _appear(pdf, note, font, anew, form)
                if words := _pops_up(note):
                    popped.append(f"[{number}] {words}")
    if "/NeedAppearances" in form:
        del form["/NeedAppearances"]  # or fields would be left out
    pdf.flatten_annotations("screen")
    lines = [line for words in popped for line in _wrapped(words, _WIDEST)]
    for at in range(0, len(lines), _NOTES_A_PAGE):
        _add_page(pdf, lines[at : at + _NOTES_A_PAGE], font)


def _appear(pdf, note, font, anew, form):
    """Give a note that is to be seen an appearance, when it has none."""
    kind, flags = note.get("/Subtype"), int(note.get("/F", 0))
    if flags & (_HIDDEN | _NO_VIEW):
        return
    box = _box(note)
    has = "/N" in note.get("/AP", Dictionary())
    if kind == "/Widget":
        _fill_in(pdf, note, box, font, form, has=has and not anew)
    elif has:
        return
    elif kind in ("/FreeText", "/Stamp"):
        words = str(note.get("/Contents", "")) or str(note.get("/Name", "")).lstrip("/")
        look = str(note.get("/DA", "")) or ("0.8 0 0 rg" if kind == "/Stamp" else "")
        colours = _colour(note.get("/C"), "rg") if kind == "/FreeText" else ""
        ground = f"{colours} 0 0 {box[2]:f} {box[3]:f} re f" if colours else ""
        _set(pdf, note, box, ground + _words(words, box, look, many=True), font)
    elif kind in _SHAPES:
        _set(pdf, note, box, _shape(note, box), font)


def _fill_in(pdf, note, box, font, form, *, has):
    """A field becomes a stamp that shows what was filled in: nothing then asks what form it belongs to."""
    kind, value = _inherited(note, "/FT"), _inherited(note, "/V")
    if kind == "/Btn":
        _tick(pdf, note, box, font, value)
    elif kind in ("/Tx", "/Ch") and not has and value is not None:
        flags = int(_inherited(note, "/Ff") or 0)
        if kind == "/Tx" and flags & _PASSWORD:
            return
        words = "、".join(map(str, value)) if isinstance(value, Array) else str(value)
        look = str(_inherited(note, "/DA") or form.get("/DA", ""))
        _set(pdf, note, box, _words(words, box, look, many=bool(flags & _MULTILINE)), font)
    note.Subtype = Name.Stamp


def _tick(pdf, note, box, font, value):
    """A box that may be ticked has a drawing for each state, or none at all."""
    state = note.get("/AS", value)
    states = note.get("/AP", Dictionary()).get("/N")
    if isinstance(states, Dictionary):
        shown = states.get(str(state)) if isinstance(state, Name) else None
        note.AP = Dictionary(N=shown) if shown is not None else Dictionary()
    elif states is None and isinstance(state, Name) and state != "/Off":
        side = min(box[2], box[3]) - 2
        _set(pdf, note, box, f"1.5 w 2 2 m {side:f} {side:f} l S 2 {side:f} m {side:f} 2 l S", font)


def _inherited(field, key):
    for _generation in range(16):
        if key in field:
            return field[key]
        if "/Parent" not in field:
            return None
        field = field.Parent
    return None


def _pops_up(note):
    """What a reader shows only when somebody clicks."""
    if note.get("/Subtype") in ("/FreeText", "/Widget", "/Link", "/Popup", "/Stamp"):
        return ""
    return str(note.get("/Contents", "")).strip()


# --- drawing ------------------------------------------------------------------------------------------
def _box(note):
    """x, y, width, height."""
    x0, y0, x1, y1 = (float(number) for number in note.Rect)
    return min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0)


def _set(pdf, note, box, content, font):
    stream = pdf.make_stream(content.encode("ascii"))
    stream.Type, stream.Subtype = Name.XObject, Name.Form
    stream.BBox = Array([0, 0, box[2], box[3]])
    stream.Resources = Dictionary(
        Font=Dictionary(F=font), ExtGState=Dictionary(M=Dictionary(BM=Name.Multiply))
    )
    note.AP = Dictionary(N=stream)


def _words(words, box, look, *, many):
    """Operators that write `words` into a box as `look` (a default appearance) says."""
    size = _size(look)
    if not size:
        size = _SIZE if many else min(_SIZE, max(4.0, box[3] * 0.7))
    if many:
        lines = _wrapped(words, max(1.0, (box[2] - 4) / size))
        size = min(size, max(4.0, (box[3] - 2) / (len(lines) * _LEADING)))
        top = box[3] - 2 - size
    else:
        lines = [words.replace("\r", " ").replace("\n", " ")]
        size = min(size, max(4.0, (box[2] - 4) / max(1.0, _width(lines[0]))))
        top = (box[3] - size) / 2 + size * 0.15
    colour = re.search(r"(?:[\d.]+\s+){1,4}(?:g|rg|k)\b", look)
    return (
        f"q BT {colour.group() if colour else '0 g'} /F {size:f} Tf {size * _LEADING:f} TL 2 {top:f} Td "
        + " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines)
        + " ET Q"
    )


def _size(look):
    found = re.search(r"([\d.]+)\s+Tf", look)
    return float(found.group(1)) if found else 0.0


def _width(text):
    """In full-width characters."""
    return sum(0.5 if ord(sign) < 0x2E80 else 1.0 for sign in text)


def _wrapped(words, width):
    lines = []
    for paragraph in re.split(r"\r\n?|\n", words):
        line = ""
        for sign in paragraph:
            if line and _width(line + sign) > width:
                lines.append(line)
                line = ""
            line += sign
        lines.append(line)
    return lines


def _colour(numbers, operator):
    found = [float(number) for number in numbers] if numbers is not None else []
    if len(found) not in (1, 3, 4):
        return ""
    operators = {"rg": {1: "g", 3: "rg", 4: "k"}, "RG": {1: "G", 3: "RG", 4: "K"}}
    return " ".join(f"{number:f}" for number in found) + " " + operators[operator][len(found)]


def _shape(note, box):
    kind = note.Subtype
    edge = _colour(note.get("/C"), "RG") or "0 G"
    width = float(note.get("/BS", Dictionary()).get("/W", 1))

    def points(numbers):
        flat = [float(number) for number in numbers]
        return [(x - box[0], y - box[1]) for x, y in zip(flat[::2], flat[1::2], strict=True)]

    def path(places):
        return " ".join(f"{x:f} {y:f} {'l' if i else 'm'}" for i, (x, y) in enumerate(places)) + " S"

    if kind == "/Ink":
        return f"{edge} {width:f} w " + " ".join(path(points(stroke)) for stroke in note.InkList)
    if kind == "/Line":
        return f"{edge} {width:f} w " + path(points(note.L))
    if kind == "/Square":
        return f"{edge} {width:f} w 1 1 {box[2] - 2:f} {box[3] - 2:f} re S"
    corners = points(note.QuadPoints)
    quads = [corners[at : at + 4] for at in range(0, len(corners), 4)]
    if kind == "/Highlight":
        ground = _colour(note.get("/C"), "rg") or "1 1 0 rg"
        return f"/M gs {ground} " + " ".join(
            f"{a[0]:f} {a[1]:f} m {b[0]:f} {b[1]:f} l {d[0]:f} {d[1]:f} l {c[0]:f} {c[1]:f} l f"
            for a, b, c, d in quads
        )
    middle = 0.5 if kind == "/StrikeOut" else 0.08
    return f"{edge} " + " ".join(
        path([(c[0], c[1] + (a[1] - c[1]) * middle), (d[0], d[1] + (b[1] - d[1]) * middle)])
        for a, b, c, d in quads
    )


def _add_page(pdf, lines, font):
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = Dictionary(Font=Dictionary(F=font))
    words = _words("\n".join(lines), (0, 0, 531, 778), f"{_SIZE} Tf", many=True)
    page.Contents = pdf.make_stream(f"1 0 0 1 32 32 cm {words}".encode("ascii"))


def _font(pdf):
    """The Song face of whoever reads it. Latin letters are half as wide as characters."""
    face = pdf.make_indirect(
        Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name("/STSong-Light"),
            Flags=6,
            FontBBox=Array([-25, -254, 1000, 880]),
            ItalicAngle=0,
            Ascent=880,
            Descent=-120,
            CapHeight=880,
            StemV=93,
        )
    )
    signs = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType0,
        BaseFont=Name("/STSong-Light"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"GB1", Supplement=4),
        FontDescriptor=face,
        DW=1000,
        W=Array([1, 95, 500]),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=Name("/STSong-Light"),
            Encoding=Name("/UniGB-UTF16-H"),
            DescendantFonts=Array([pdf.make_indirect(signs)]),
        )
    )
