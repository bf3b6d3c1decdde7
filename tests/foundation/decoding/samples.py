"""Files that people and attackers send, made here."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

WORDS = "张三欠条"


def picture(kind="JPEG", size=(60, 40), colour="tan", mode="RGB", **options):
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def saved(image, kind="PNG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def branded(brand, size=(60, 40)):
    """A HEIC picture whose first brand is another."""
    content = picture("HEIF", size)
    return content[:8] + brand + content[12:]


def png_of(size, depth, colour_type, rows):
    """A PNG as bare as it may be: Pillow writes no 16-bit colours."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", *size, depth, colour_type, 0, 0, 0)
    body = zlib.compress(b"".join(b"\x00" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def flat_png(width, height):
    """A one-colour PNG of any size that is small on the line."""
    packer = zlib.compressobj(9)
    row = b"\x00" * (1 + 3 * width)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


# --- PDF ----------------------------------------------------------------------------------------------
def bytes_of(pdf, **options):
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def pdf_bomb(count):
    """An object stream that holds an array of `count` empty dictionaries: a thousand of them in four bytes."""
    packed = zlib.compress(b"10 0\n[" + b"<<>>" * count + b"]", 9)
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    places = {}

    def add(number, body):
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")

    add(1, b"<</Type/Catalog/Pages 2 0 R/Bomb 10 0 R>>")
    add(2, b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
    add(3, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>")
    head = b"<</Type/ObjStm/N 1/First 5/Length %d/Filter/FlateDecode>>" % len(packed)
    add(4, head + b"\nstream\n" + packed + b"\nendstream")
    places[5] = out.tell()
    rows = [b"\x01" + places[number].to_bytes(3, "big") + b"\x00" for number in range(1, 6)]
    table = b"\x00" * 5 + b"".join(rows) + b"\x00" * 20 + b"\x02\x00\x00\x04\x00"
    head = b"5 0 obj\n<</Type/XRef/Size 11/W[1 3 1]/Root 1 0 R/Length %d>>\nstream\n" % len(table)
    out.write(head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % places[5])
    return out.getvalue()


def pdf_with(*notes, form=None, pages=1):
    """A page with these annotations; those that are fields stand in the form as well."""
    with pikepdf.new() as pdf:
        for _page in range(pages):
            pdf.add_blank_page(page_size=(400, 400))
        made = [pdf.make_indirect(note) for note in notes]
        pdf.pages[0].Annots = Array(made)
        if form is not None:
            fields = Array([note for note in made if note.Subtype == "/Widget"])
            pdf.Root.AcroForm = Dictionary(Fields=fields, **form)
        return bytes_of(pdf)


def field(value=WORDS, **more):
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        T="name",
        V=value,
        Rect=Array([50, 300, 250, 330]),
        F=4,
        DA="/Helv 14 Tf 0 g",
        **more,
    )


def note(kind, rect=(50, 100, 250, 160), **more):
    return Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=Array(rect), F=4, **more)


def stamp():
    """A stamp with an appearance of its own: a red square."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(400, 400))
        look = pdf.make_stream(b"1 0 0 rg 0 0 100 60 re f")
        look.Type, look.Subtype, look.BBox = Name.XObject, Name.Form, Array([0, 0, 100, 60])
        mark = note("/Stamp", (200, 200, 300, 260), AP=Dictionary(N=look))
        pdf.pages[0].Annots = Array([pdf.make_indirect(mark)])
        return bytes_of(pdf)


def seen(content, page=0):
    """A page as a reader draws it, as a picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return document[page].render(scale=1, may_draw_forms=False, draw_annots=False).to_pil().convert("RGB")


def is_drawn(image, box):
    """Whether anything stands in a box of (x0, y0, x1, y1) in the coordinates of a page of 400 points."""
    x0, y0, x1, y1 = box
    return image.crop((x0, 400 - y1, x1, 400 - y0)).convert("L").getextrema()[0] < 200


# --- sound, film, documents -------------------------------------------------------------------------------
def wave(seconds=1):
    data = b"\x00\x10" * 8000 * seconds
    head = struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
    return (
        b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + head + b"data"
        + struct.pack("<I", len(data)) + data
    )  # fmt: skip


def amr():
    return b"#!AMR\n" + (b"\x3c" + b"\x00" * 31) * 50


def mp3(tag=True):
    frame = b"\xff\xfb\x90\x64" + b"\x00" * 413
    return (b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10 if tag else b"") + frame * 20


def aac():
    length = 107
    head = bytes([0xFF, 0xF1, 0x50, 0x80 | length >> 11, length >> 3 & 255, (length & 7) << 5 | 31, 0xFC])
    return (head + b"\x00" * 100) * 10


def box(name, *content):
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + name + body


def film(brand=b"isom", *tracks):
    traks = [
        box(b"trak", box(b"mdia", box(b"hdlr", b"\x00" * 8 + track + b"\x00" * 13)))
        for track in tracks or (b"vide", b"soun")
    ]
    return box(b"ftyp", brand + b"\x00\x00\x02\x00isom") + box(b"moov", *traks) + box(b"mdat", b"\x00" * 100)


def office(main="word/document.xml", *more):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        for name in ("[Content_Types].xml", main, *more):
            parts.writestr(zipfile.ZipInfo(name), "<x/>")
    return out.getvalue()


def office_bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<x/>")
        parts.writestr("xl/workbook.xml", b"\x00" * 120_000_000)
    return out.getvalue()


def compound(*names):
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + b"".join(n.encode("utf-16-le") for n in names)
    )
