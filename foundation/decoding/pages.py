"""Pages of a copy as pictures, and a copy with black boxes burned in. Runs in the bounded process.

What is opened here is the copy that `look_into` made, never a file as it came.
"""

import io
import json
import resource

import pikepdf
import pypdfium2
from PIL import Image, ImageDraw

from foundation.decoding.refused import Refused

LONGEST = 2200  # pixels: small print of a scanned page is still read
MOST_REDACTED = 40  # pages
TURNS = {
    0: None,
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}
THOUSAND = 1000  # boxes are told in thousandths of the page
_MEMORY = 640 * 1024 * 1024


def page(content, number, turn):
    """(how many pages there are, the page as JPEG, its kind). Pages count from 1, `turn` goes clockwise."""
    pages = _Pages(content)
    if not 1 <= number <= len(pages):
        raise Refused("pages")
    shown = pages.drawn(number - 1)
    if (way := TURNS.get(turn % 360)) is not None:
        shown = shown.transpose(way)
    return str(len(pages)), _jpeg(shown), "image/jpeg"


def redact(content, boxes):
    """(kind, the same pages as pictures with `boxes` in black, its kind). `boxes`: JSON {page: [[left, top, right, bottom]]}.

    Nothing but pixels goes over: no text, no note, no metadata.
    """
    pages, wanted = _Pages(content), {int(number): some for number, some in json.loads(boxes).items()}
    if len(pages) > MOST_REDACTED or not wanted or not set(wanted) <= set(range(1, len(pages) + 1)):
        raise Refused("pages")
    made = [_jpeg(_covered(pages.drawn(at), wanted.get(at + 1, ()))) for at in range(len(pages))]
    if not pages.is_pdf:
        return "image/jpeg", made[0], "image/jpeg"
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for one in made:
            _add(pdf, one)
        pdf.save(out)
    return "application/pdf", out.getvalue(), "application/pdf"


class _Pages:
    def __init__(self, content):
        self.is_pdf = b"%PDF-" in content[:1024]
        if self.is_pdf:
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
            self.source = pypdfium2.PdfDocument(content)
        else:
            self.source = Image.open(io.BytesIO(content), formats=("JPEG",))

    def __len__(self):
        return len(self.source) if self.is_pdf else 1

    def drawn(self, at):
        if not self.is_pdf:
            shown = self.source.convert("RGB")
            shown.info.clear()
            return shown
        sheet = self.source[at]
        width, height = sheet.get_size()
        if min(width, height) <= 0:
            raise Refused("broken")
        shown = sheet.render(scale=min(LONGEST / max(width, height), 4)).to_pil().convert("RGB")
        sheet.close()
        return shown


def _covered(shown, boxes):
    draw = ImageDraw.Draw(shown)
    for left, top, right, bottom in boxes:
        draw.rectangle(
            (
                left * shown.width // THOUSAND,
                top * shown.height // THOUSAND,
                -(-right * shown.width // THOUSAND),
                -(-bottom * shown.height // THOUSAND),
            ),
            fill="black",
        )
    return shown


def _jpeg(shown):
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=82)
    return out.getvalue()


def _add(pdf, jpeg):
    with Image.open(io.BytesIO(jpeg)) as size:
        width, height = size.size
    picture = pikepdf.Stream(pdf, jpeg)
    picture.Type, picture.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    picture.Width, picture.Height, picture.BitsPerComponent = width, height, 8
    picture.ColorSpace, picture.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    by = 842 / max(width, height)
    wide, high = round(width * by, 2), round(height * by, 2)
    content = pikepdf.Stream(pdf, f"q {wide} 0 0 {high} 0 0 cm /P Do Q".encode())
    pdf.pages.append(
        pikepdf.Page(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=[0, 0, wide, high],
                Contents=pdf.make_indirect(content),
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_indirect(picture))),
            )
        )
    )
