"""Papers that people bring, made up."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from aid import files


def photo():
    out = BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "PNG")
    return SimpleUploadedFile("考勤.png", out.getvalue(), content_type="image/png")


def checked_photo():
    return files.check(photo())
