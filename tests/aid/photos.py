"""Papers that people bring, made up."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from aid import files


def photo(side=20):
    out = BytesIO()
    Image.new("RGB", (side, side), "white").save(out, "PNG")
    return SimpleUploadedFile("考勤.png", out.getvalue(), content_type="image/png")


def checked_photo(side=20):
    return files.check(photo(side))
