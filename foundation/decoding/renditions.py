"""What pages show of a picture: cut, made small, in the format that was asked. Runs in the bounded process.

`work` is put together by foundation.content.pictures:

    {"plans": {"640x480": [[left, top, right, bottom], [width, height]], …}, "format": "webp" | "", "lossless": false,
     "quality": {"jpeg": 76, "webp": 80, "avif": 61}, "ground": [255, 255, 255] | null, "conversions": {"png": "jpeg"}}

A plan for each size that the picture may turn out to have: as it lies, and turned upright.
"""

import io

from PIL import Image

from foundation.decoding import pictures
from foundation.decoding.refused import Refused

MOST = 16_000_000  # pixels of what is made
_WRITTEN = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF"}
# What browsers show of the formats that are read.
_INSTEAD = {"gif": "png", "heif": "jpeg", "mpo": "jpeg"}


def make(content, work):
    """(kind, the rendition, its kind). Raises Refused, and whatever a decoder raises."""
    with Image.open(io.BytesIO(content), formats=(*pictures.DECODERS, "GIF")) as image:
        if image.width * image.height > pictures.MAX_PIXELS:
            raise Refused("pixels")
        kind = image.format.lower()
        whole = _drawable(pictures.upright(image))
    rect, size = work["plans"].get(f"{whole.width}x{whole.height}") or (None, None)
    if rect is None:
        raise Refused("broken")  # another picture than the one that is known
    if size[0] * size[1] > MOST:
        raise Refused("pixels")
    made = whole.crop(_within(rect, whole))
    made = made if made.size == tuple(size) else made.resize(size, Image.Resampling.LANCZOS)
    kind = _INSTEAD.get(kind, kind)
    wanted = work["format"] or work["conversions"].get(kind, kind)
    wanted = wanted if wanted in _WRITTEN else "jpeg"
    ground = work["ground"] or ([255, 255, 255] if wanted == "jpeg" else None)
    if ground and made.mode == "RGBA":
        under = Image.new("RGBA", made.size, tuple(ground))
        under.alpha_composite(made)
        made = under.convert("RGB")
    out = io.BytesIO()
    made.save(out, _WRITTEN[wanted], **_options(wanted, work))
    return f"image/{kind}", out.getvalue(), f"image/{wanted}"


def _drawable(image):
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _within(rect, image):
    left, top, right, bottom = rect
    left, top = min(max(left, 0), image.width - 1), min(max(top, 0), image.height - 1)
    return left, top, max(min(right, image.width), left + 1), max(min(bottom, image.height), top + 1)


def _options(wanted, work):
    if wanted == "jpeg":
        return {"quality": work["quality"]["jpeg"], "progressive": True, "optimize": True}
    if wanted == "png":
        return {"optimize": True}
    return {"lossless": True} if work["lossless"] else {"quality": work["quality"][wanted]}
