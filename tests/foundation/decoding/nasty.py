"""A folder of nasty files, none above 15 MB: small on the line, endless when opened, or made to be walked for ever.

    for name, content in files(): …

What tests send one by one, `bench/nasty.py` sends to a running site. All of it is made here.
"""

import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image
from pillow_heif import register_heif_opener

from tests.foundation.decoding import samples

register_heif_opener()
MB = 1024 * 1024
MOST = 15 * MB
_SCHEMAS = "http://schemas.openxmlformats.org/"  # no package index, which test_traces looks for
_TYPES = (
    f'<Types xmlns="{_SCHEMAS}package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
    "</Types>"
)
_RELATION = f"{_SCHEMAS}officeDocument/2006/relationships"
_MAIN = f"{_SCHEMAS}spreadsheetml/2006/main"


def files(*parts: str) -> Iterator[tuple[str, bytes]]:
    """(name, content) of those whose name has one of `parts` in it, or of all; the ending says what it claims to be."""
    for name, make in MAKERS.items():
        if parts and not any(part in name for part in parts):
            continue
        content = make()
        assert len(content) <= MOST, name
        yield name, content


# --- PDF ----------------------------------------------------------------------------------------------
def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects; the first is its catalogue."""
    out, places = io.BytesIO(), {}
    out.write(b"%PDF-1.5\n")
    for number, body in objects.items():
        places[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start, size = out.tell(), max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % places.get(number, 0))
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start))
    return out.getvalue()


def pdf_deep(depth=120_000):
    """A tree of pages, each with one child."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, depth):
        objects[number] = b"<</Type/Pages/Kids[%d 0 R]/Count 1/Parent %d 0 R>>" % (number + 1, number - 1)
    objects[depth] = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 9 9]>>" % (depth - 1)
    return pdf(objects)


def pdf_ring():
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9>>"})


def pdf_nested(depth=4_000_000):
    """Arrays in arrays."""
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R/X " + b"[" * depth + b"]" * depth + b">>",
                2: b"<</Type/Pages/Kids[]/Count 0>>"})  # fmt: skip


def pdf_wide(pages=100_000):
    kids = b" ".join(b"%d 0 R" % number for number in range(3, pages))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % (pages - 3),
            **dict.fromkeys(range(3, pages), page),
        }
    )


def pdf_stream(unpacked=600 * MB, twice=False):
    """A page whose drawing unpacks to 600 MB, packed once or twice; a note lets it be opened."""
    packed = _zeros(unpacked)
    filters = b"/FlateDecode"
    if twice:
        packed, filters = zlib.compress(packed, 9), b"[/FlateDecode/FlateDecode]"
    note = b"<</Type/Annot/Subtype/FreeText/Contents(x)/Rect[0 0 9 9]/F 4>>"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Annots[" + note + b"]>>",
            4: b"<</Filter %s/Length %d>>\nstream\n%s\nendstream" % (filters, len(packed), packed),
        }
    )


def pdf_large():
    """An honest one: scans that cannot be packed any smaller."""
    scan = os.urandom(14 * MB)
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
            4: b"<</Length %d>>\nstream\n%s\nendstream" % (len(scan), scan),
        }
    )


def _zeros(size, sign=b"\x00"):
    packer, block = zlib.compressobj(9), sign * MB
    return b"".join(packer.compress(block) for _ in range(size // MB)) + packer.flush()


# --- pictures -----------------------------------------------------------------------------------------
def png_chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_with(*chunks):
    """A small PNG with these chunks before its picture."""
    content = samples.picture("PNG")
    at = content.index(b"IDAT") - 4
    return content[:at] + b"".join(png_chunk(*chunk) for chunk in chunks) + content[at:]


def png_noise():
    return samples.saved(Image.effect_noise((3400, 4300), 90), "PNG", compress_level=1)


def png_chunks(count=900_000):
    return png_with(*[(b"teSt", b"")] * count)


def gif(frames=600_000, canvas=(4, 4)):
    """Frames of one dot each."""
    head = b"GIF89a" + struct.pack("<HHBBB", *canvas, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    frame = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02D\x01\x00"
    return head + frame * frames + b";"


def animated(kind, count, size):
    pictures = [Image.new("RGB", size, (n % 255, 0, 0)) for n in range(count)]
    out = io.BytesIO()
    pictures[0].save(out, kind, save_all=True, append_images=pictures[1:], duration=10)
    return out.getvalue()


def tiff(pages=500_000):
    """Pages that each say where the next one is, and nothing else."""
    out = io.BytesIO(b"II*\x00\x08\x00\x00\x00")
    out.seek(0, io.SEEK_END)
    for _page in range(pages):
        out.write(struct.pack("<HHHIII", 1, 256, 3, 1, 1, out.tell() + 18))
    return out.getvalue()


def tiff_of_frames(count=500):
    """A real one, as a fax machine makes it."""
    pages = [Image.new("1", (1728, 2200), n % 2) for n in range(count)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    return out.getvalue()


def jpeg_that_says(width, height, **options):
    """A small JPEG whose head claims another size."""
    content = samples.picture(**options)
    at = max(content.find(b"\xff\xc0"), content.find(b"\xff\xc2"))
    return content[: at + 5] + struct.pack(">HH", height, width) + content[at + 9 :]


def jpeg_scans(count=1_000_000):
    """A progressive one whose last scan comes again and again."""
    content = samples.picture(size=(2000, 2000), progressive=True)
    scan = content[content.rindex(b"\xff\xda") : -2]
    return content[:-2] + scan * min(count, (MOST - len(content)) // len(scan)) + content[-2:]


def jpeg_noise():
    noise = Image.merge("RGB", [Image.effect_noise((4000, 3000), 90)] * 3)
    return samples.saved(noise, "JPEG", quality=97, subsampling=0)[:MOST]


# --- office files, archives and tables ----------------------------------------------------------------
def archive(parts, lies=False):
    """A zip of {name: content or size of zeros}. `lies`: its directory says that each holds ten bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            with packed.open(name, "w", force_zip64=False) as part:
                if isinstance(content, int):
                    for _ in range(content // MB):
                        part.write(b" " * MB)
                else:
                    part.write(content.encode() if isinstance(content, str) else content)
    content = bytearray(out.getvalue())
    at = content.find(b"PK\x01\x02") if lies else -1
    while at >= 0:
        content[at + 24 : at + 28] = struct.pack("<I", 10)
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def workbook(sheet, shared="", lies=False):
    """An XLSX with this sheet (XML or a size of blanks)."""
    book = f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    relations = f"{_SCHEMAS}package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{_RELATION}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{_RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": shared or f'<sst xmlns="{_MAIN}"/>',
        },
        lies,
    )


def sheet_of(rows, cells, text="张三"):
    cell = f'<c t="inlineStr"><is><t>{text}</t></is></c>'
    row = f"<row>{cell * cells}</row>"
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{row * rows}</sheetData></worksheet>'


def xml_bomb():
    """Entities of entities: ten thousand million laughs."""
    lines = ["<!DOCTYPE x [<!ENTITY a0 'ha'>"]
    lines += [f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 11)]
    text = '<c t="inlineStr"><is><t>&a10;</t></is></c>'
    return workbook(
        "".join(lines) + f']><worksheet xmlns="{_MAIN}"><sheetData><row>{text}</row></sheetData></worksheet>'
    )


def zip_in_zip(depth=200):
    content = b"x" * MB
    for _ in range(depth):
        content = archive({"a.zip": content})
    return content


def stations(rows, more=0, text="某某街道司法所"):
    """Rows as an import of stations has them, with `more` columns of its own."""
    heads = [
        *["名称", "类型", "级别", "区划代码", "地址", "纬度", "经度", "电话", "每周开放时间", "怎么去"],
        *(f"另{n}" for n in range(more)),
    ]
    cells = [
        text,
        "司法所",
        "乡镇",
        "360702",
        text * 3,
        "25.8",
        "114.9",
        "0797-5550148",
        "周一至周五 9:00-17:00",
    ]
    line = ",".join([*cells, *[text] * (len(heads) - len(cells))])
    return (",".join(heads) + "\n" + f"{line}\n" * rows).encode()


def station_book(rows=20_000, width=104):
    """The same in a workbook, whose texts no packing makes much smaller."""

    def cells(values):
        return "".join(f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in values)

    head, line = (cells(text.split(",")) for text in stations(1).decode().splitlines())
    body = "".join(f"<row>{line}{cells([os.urandom(width * 4).hex()])}</row>" for _row in range(rows))
    return workbook(f'<worksheet xmlns="{_MAIN}"><sheetData><row>{head}</row>{body}</sheetData></worksheet>')


def points(count=20_000):
    """GeoJSON whose points each bring names of their own."""
    one = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [114.9, 25.8]}}
    features = [{**one, "properties": {f"名{n % 90}": "值" * 10}} for n in range(count)]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


# --- sound, film, the rest ----------------------------------------------------------------------------
def boxes(count=1_500_000):
    return samples.box(b"ftyp", b"isom\x00\x00\x02\x00isom") + samples.box(b"free") * count


def traks(count=90_000):
    track = samples.box(b"trak", *[samples.box(b"mdia", *[samples.box(b"hdlr", b"")] * 5)] * 2)
    return (
        samples.box(b"ftyp", b"isom\x00\x00\x02\x00isom")
        + samples.box(b"moov", *[track] * count)
        + samples.box(b"mdat", b"\x00" * 9)
    )


def chunks_of_a_wave():
    return b"RIFF\xff\xff\xff\xffWAVE" + b"junk\x00\x00\x00\x00" * (MOST // 8 - 2)


def catalogue(size):
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"X-WagtailLocalize-TranslationID: x\\n"\n\nmsgid "a"\nmsgstr ""\n'
    return (head + '"\\n\\n\\n"\n' * ((size - len(head)) // 9)).encode()


MAKERS = {
    "empty-objects.pdf": lambda: samples.pdf_bomb(9_000_000),
    "more-empty-objects.pdf": lambda: samples.pdf_bomb(26_000_000),
    "deep-pages.pdf": pdf_deep,
    "ring-of-pages.pdf": pdf_ring,
    "arrays-in-arrays.pdf": pdf_nested,
    "100000-pages.pdf": pdf_wide,
    "stream-of-600-MB.pdf": pdf_stream,
    "stream-packed-twice.pdf": lambda: pdf_stream(twice=True),
    "honest-14-MB.pdf": pdf_large,
    "49-megapixels.png": lambda: samples.flat_png(7000, 7000),
    "20000x20000.png": lambda: samples.flat_png(20_000, 20_000),
    "text-of-400-MB.png": lambda: png_with((b"zTXt", b"a\x00\x00" + _zeros(400 * MB))),
    "profile-of-400-MB.png": lambda: png_with((b"iCCP", b"a\x00\x00" + _zeros(400 * MB))),
    "900000-chunks.png": png_chunks,
    "noise.png": png_noise,
    "600000-frames.gif": gif,
    "canvas-65000.gif": lambda: gif(1000, (65000, 65000)),
    "200-frames.webp": lambda: animated("WEBP", 200, (600, 600)),
    "200-frames.png": lambda: animated("PNG", 200, (600, 600)),
    "500000-pages.tiff": tiff,
    "500-frames.tiff": tiff_of_frames,
    "says-60000x60000.jpg": lambda: jpeg_that_says(60_000, 60_000),
    "progressive-60000x60000.jpg": lambda: jpeg_that_says(60_000, 60_000, progressive=True),
    "scans-without-end.jpg": jpeg_scans,
    "noise.jpg": jpeg_noise,
    "64-megapixels.heic": lambda: samples.picture("HEIF", (8000, 8000)),
    "60-megapixels.avif": lambda: samples.picture("AVIF", (7700, 7700), speed=10),
    "unpacks-to-120-MB.docx": samples.office_bomb,
    "directory-that-lies.docx": lambda: archive(
        {"[Content_Types].xml": "<x/>", "word/document.xml": 400 * MB}, lies=True
    ),
    "60000-parts.docx": lambda: archive(
        {"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"} | {str(n): "" for n in range(60_000)}
    ),
    "zip-in-zip.zip": zip_in_zip,
    "laughs.xlsx": xml_bomb,
    "sheet-of-400-MB.xlsx": lambda: workbook(400 * MB),
    "sheet-that-lies.xlsx": lambda: workbook(400 * MB, lies=True),
    "full-sheet.xlsx": lambda: workbook(sheet_of(2000, 40, "张" * 200)),
    "long-sheet.xlsx": lambda: workbook(sheet_of(60_000, 20)),
    "long-strings.xlsx": lambda: workbook(
        sheet_of(3, 3), f'<sst xmlns="{_MAIN}">{"<si><t>" + "x" * 90 * MB + "</t></si>"}</sst>'
    ),
    "one-line.csv": lambda: "张".encode() * (MOST // 3),
    "commas.csv": lambda: b"," * 10 * MB,
    "quotes.csv": lambda: b'"' * 5 * MB,
    "line-ends.csv": lambda: b"\n" * 5 * MB,
    "numbers.txt": lambda: b"1 " * 2 * MB + b"x",
    "20000-stations.csv": lambda: stations(20_000, 14)[: 10 * MB],
    "20000-stations.xlsx": station_book,
    "500-stations.csv": lambda: stations(500),
    "wide-stations.csv": lambda: stations(1000, 88, "长" * 30)[: 10 * MB],
    "20000-points.geojson": points,
    "brackets.geojson": lambda: b"[" * 10 * MB,
    "boxes.mp4": boxes,
    "traks.mp4": traks,
    "box-of-all-sizes.mp4": lambda: samples.film()[:-108] + b"\xff\xff\xff\xffmdat" + os.urandom(14 * MB),
    "chunks.wav": chunks_of_a_wave,
    "tag-of-256-MB.mp3": lambda: b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + os.urandom(14 * MB),
    "nothing-at-all.bin": lambda: os.urandom(14 * MB),
    "catalogue-200-KB.po": lambda: catalogue(200 * 1024 - 99),
    "catalogue-15-MB.po": lambda: catalogue(MOST),
}
