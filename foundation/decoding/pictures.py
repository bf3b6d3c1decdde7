"""Pictures: a JPEG that shows what the sender sees, upright, without metadata."""

import io
import re
import zipfile

from PIL import Image, ImageOps
from pillow_heif import register_heif_opener

from foundation.decoding.refused import Refused

register_heif_opener()
Image.MAX_IMAGE_PIXELS = None  # our own limit, after a JPEG has said how small it can be opened

MAX_PIXELS = 64_000_000
# Short side: a screenshot of a chat is long, and its letters are as small as those of a photo of a page.
SHORT, LONG, MOST = 2000, 65_000, 40_000_000
DECODERS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
# Of editors' pictures so many pixels stay, and a PNG without anything to see through only while it is as small as this.
OURS, LARGEST_PNG = 12_000_000, 4 * 1024 * 1024
KINDS = {"MPO": "image/jpeg"}
END = b"\xff\xd9"
# A whole tag of svg: the three letters alone stand by chance in every fiftieth photo of 10 MB.
_SCRIPT = re.compile(rb"<\s*(script|html|iframe)\b|<\?php|<\s*svg\b[ -;=?-~\s]{0,500}>", re.IGNORECASE)


def copy(content):
    """(kind, JPEG). Raises Refused, and whatever a decoder raises."""
    _refuse_scripts(content)
    with Image.open(io.BytesIO(content), formats=DECODERS) as image:
        kind = KINDS.get(image.format) or image.get_format_mimetype()
        try:
            shown = _small(image)
        except OSError:
            if kind != "image/jpeg":
                raise
            shown = _without_end(content)
    shown.info.clear()  # or a comment would be written again
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=82)
    return kind, out.getvalue()


def remake(content, longest=0):
    """(kind, JPEG or PNG, its kind): the first frame, upright, without metadata, of OURS pixels at most.

    `longest`: no side is longer; 0 where that is not asked. Raises as `copy`.
    """
    _refuse_scripts(content)
    with Image.open(io.BytesIO(content), formats=(*DECODERS, "GIF")) as image:
        kind = KINDS.get(image.format) or image.get_format_mimetype()
        shown = _made_small(image, most=OURS, long=min(longest or LONG, LONG))
        is_drawn = image.format in ("PNG", "GIF")
    shown.info.clear()
    sees_through = shown.mode in ("RGBA", "LA") and shown.getextrema()[-1][0] < 255
    if is_drawn or sees_through:
        out = io.BytesIO()
        (shown if sees_through else shown.convert("RGB")).save(out, "PNG")
        if sees_through or out.tell() <= LARGEST_PNG:
            return kind, out.getvalue(), "image/png"
    out = io.BytesIO()
    _on_white(shown).save(out, "JPEG", quality=88)
    return kind, out.getvalue(), "image/jpeg"


def _refuse_scripts(content):
    if _SCRIPT.search(content) or zipfile.is_zipfile(io.BytesIO(content)):
        raise Refused("script")


def _small(image):
    """As it is shown: upright, on white, eight bits, no larger than can be read."""
    return _on_white(_made_small(image))


def _made_small(image, **bounds):
    image.draft("RGB", _size(image, **bounds))
    if image.width * image.height > MAX_PIXELS:
        raise Refused("pixels")
    eight = _eight_bits(image)
    # Small first, upright after: turning a large photo would need it in memory twice.
    eight.thumbnail(_size(eight, **bounds), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return upright(eight)


def _size(image, most=MOST, long=LONG):
    lesser, greater = sorted((image.width, image.height))
    by = min(1.0, SHORT / lesser, long / greater, (most / (lesser * greater)) ** 0.5)
    return max(1, round(image.width * by)), max(1, round(image.height * by))


def _eight_bits(image):
    """A mode whose colours can be mixed. Sixteen bits are scaled, not cut off at white."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if "transparency" in image.info or image.mode in ("PA", "La", "RGBa"):
        return image.convert("RGBA")
    return image if image.mode in ("L", "LA", "RGB", "RGBA") else image.convert("RGB")


def upright(image):
    """Turned as the telephone says; as it lies when what the telephone says is damaged."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - damaged notes are no damaged photo
        return image


def _on_white(image):
    if image.mode in ("RGBA", "LA"):
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return image.convert("RGB")


def _without_end(content):
    """A JPEG that lacks its end: shown when more than a half of it has come. What is missing is grey."""
    with Image.open(io.BytesIO(content + END), formats=("JPEG",)) as image:
        shown = _small(image)
    if _rows_that_came(shown) * 2 <= shown.height:
        raise Refused("broken")
    return shown


def _rows_that_came(image):
    grey = image.convert("L").point(lambda value: 0 if 126 <= value <= 130 else 255)
    box = grey.getbbox()
    return box[3] if box else 0
