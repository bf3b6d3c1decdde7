"""The officer's copy of a picture shows what the sender sees."""

import io
import struct
import zlib

import pytest
from PIL import Image

from foundation.decoding import bounded, pictures
from tests.foundation.decoding import samples
from tests.foundation.decoding.test_bounded import refused


def copy(content):
    opened = bounded.look_into(io.BytesIO(content))
    assert opened.copy_kind == "image/jpeg"
    return Image.open(io.BytesIO(opened.copy))


def near(pixel, expected, by=3):
    return all(abs(a - b) <= by for a, b in zip(pixel, expected, strict=True))


def middle(image):
    return image.getpixel((image.width // 2, image.height // 2))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_pictures_of_phones_are_taken(kind):
    assert near(middle(copy(samples.picture(kind, colour=(200, 30, 60)))), (200, 30, 60), by=8)


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"])
def test_heic_of_any_brand_that_the_decoder_opens_is_taken(brand):
    assert near(middle(copy(samples.branded(brand))), (210, 180, 140), by=8)


def transparent(mode, **options):
    image = Image.new(mode, (60, 40), {"RGBA": (0, 0, 0, 0), "LA": (0, 0), "P": 0}[mode])
    if mode == "P":
        image.putpalette([0, 0, 0] + [255, 255, 255] * 255)
    return samples.saved(image, **options)


@pytest.mark.parametrize(
    "content",
    [
        transparent("RGBA"),
        transparent("LA"),
        transparent("P", transparency=0),
        samples.saved(Image.new("RGB", (60, 40)), transparency=(0, 0, 0)),
        samples.saved(Image.new("L", (60, 40)), transparency=0),
        samples.saved(Image.new("RGBA", (60, 40)), "WEBP", lossless=True),
        samples.png_of((60, 40), 16, 6, [b"\x80\x00\x40\x00\x20\x00\x00\x00" * 60] * 40),
    ],
    ids=["RGBA", "LA", "palette", "colour key", "grey key", "WebP", "16 bits"],
)
def test_what_is_transparent_is_drawn_on_white(content):
    assert near(middle(copy(content)), (255, 255, 255))


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (samples.png_of((60, 40), 16, 0, [b"\x80\x00" * 60] * 40), (128, 128, 128)),
        (samples.png_of((60, 40), 16, 0, [b"\x10\x00" * 60] * 40), (16, 16, 16)),
        (samples.png_of((60, 40), 16, 2, [b"\x80\x00\x40\x00\x20\x00" * 60] * 40), (128, 64, 32)),
        (samples.png_of((60, 40), 16, 4, [b"\x80\x00\xff\xff" * 60] * 40), (128, 128, 128)),
    ],
    ids=["grey", "dark grey", "colours", "grey with alpha"],
)
def test_a_scan_of_16_bits_is_neither_white_nor_black(content, colour):
    assert near(middle(copy(content)), colour)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (samples.picture("JPEG", mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0)),
        (samples.saved(Image.new("RGB", (60, 40), "red").convert("P")), (255, 0, 0)),
        (samples.picture("PNG", mode="1", colour=0), (0, 0, 0)),
        (samples.picture("JPEG", mode="L", colour=90), (90, 90, 90)),
    ],
    ids=["CMYK", "palette", "fax", "grey"],
)
def test_colours_stay_what_they_are(content, colour):
    assert near(middle(copy(content)), colour, by=6)


def test_a_long_screenshot_of_a_chat_stays_readable():
    chat = Image.new("RGB", (1080, 20_000), "white")
    chat.paste("black", (100, 19_000, 900, 19_002))  # a stroke of a letter near the end
    shown = copy(samples.saved(chat))
    assert shown.size == (1080, 20_000)
    assert near(shown.getpixel((500, 19_001)), (0, 0, 0), by=60)


def test_a_longer_one_than_a_jpeg_can_be_is_still_read():
    shown = copy(samples.flat_png(600, 70_000))
    assert shown.height <= 65_000
    assert shown.width > 540


@pytest.mark.parametrize(("size", "shown"), [((4000, 1000), (4000, 1000)), ((4000, 3000), (2667, 2000))])
def test_the_short_side_is_what_is_limited(size, shown):
    assert copy(samples.picture(size=size)).size == shown


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_turned_photos_stand_upright(kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    assert copy(samples.picture(kind, size=(300, 100), exif=exif)).size == (100, 300)


def test_a_turned_heic_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert copy(samples.picture("HEIF", size=(300, 100), exif=exif.tobytes())).size == (100, 300)


NOISE = samples.saved(Image.effect_noise((400, 300), 80).convert("RGB"), "JPEG")


@pytest.mark.parametrize("missing", [1, 2, 40])
def test_a_jpeg_without_its_end_marker_is_taken(missing):
    whole, cut = copy(NOISE), copy(NOISE[:-missing])
    assert cut.size == whole.size
    assert near(middle(cut), middle(whole), by=0)


def test_a_jpeg_of_which_most_has_come_is_taken_and_of_which_little_has_come_is_not():
    assert copy(NOISE[: len(NOISE) * 9 // 10]).size == (400, 300)
    assert refused(NOISE[: len(NOISE) * 3 // 10]) == "broken"


def test_a_grey_photo_is_no_damaged_one():
    assert copy(samples.picture(colour=(128, 128, 128))).size == (60, 40)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_half_of_any_other_picture_is_broken(kind):
    content = samples.saved(Image.effect_noise((400, 300), 80).convert("RGB"), kind)
    assert refused(content[: len(content) // 2]) == "broken"


def test_of_an_animated_picture_the_first_is_shown():
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(
        out, "WEBP", save_all=True, append_images=[Image.new("RGB", (60, 40), "blue")] * 50, duration=100
    )
    assert near(middle(copy(out.getvalue())), (255, 0, 0), by=8)


@pytest.mark.parametrize("size", [(50_000, 50_000), (9000, 9000)])
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(size):
    bare = samples.flat_png(size[0], 1)
    head = bare.index(b"IHDR") + 8
    content = bare[:head] + struct.pack(">I", size[1]) + bare[head + 4 :]
    check = struct.pack(">I", zlib.crc32(content[head - 8 : head + 9]))
    content = content[: head + 9] + check + content[head + 13 :]
    assert refused(content) == "pixels"


def test_the_photo_of_a_phone_with_108_megapixels_is_opened_small():
    shown = copy(samples.picture(size=(12_000, 9000)))
    assert shown.size == (2667, 2000)


def test_a_heic_of_48_megapixels_fits_into_the_memory():
    assert copy(samples.picture("HEIF", size=(8064, 6048))).size == (2667, 2000)


@pytest.mark.parametrize(
    "hidden",
    [b"<script>alert(1)</script>", b'<svg onload="alert(1)">', b"<?php x", samples.office("a.txt")],
    ids=["script", "svg", "php", "zip"],
)
def test_a_picture_that_is_something_else_as_well_is_refused(hidden):
    assert refused(samples.picture() + hidden) == "script"


def test_whatever_a_decoder_raises_is_a_broken_file(monkeypatch):
    from foundation.decoding import child

    for error in (TypeError, KeyError, RuntimeError, ZeroDivisionError):
        monkeypatch.setattr(pictures, "copy", lambda content, error=error: _raise(error))
        monkeypatch.setattr(child.os, "_exit", lambda code: None)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(samples.picture())))
        out = io.BytesIO()
        monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out))
        child.main("look")
        assert b'"broken"' in out.getvalue()


def _raise(error):
    raise error("damaged")
