"""What pages show of editors' pictures is drawn by foundation.decoding, in a process of its own.

`mend_renditions` gives Wagtail's one way to a rendition, `Filter.run`, that process: templates, rich text, the admin's
lists and its address generator all come through it. What cannot be made shows as a missing picture, never as an error.
"""

from contextlib import nullcontext
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import get_image_dimensions
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, Filter, SourceImageIOError, WagtailImageFieldFile

from foundation.decoding import bounded
from foundation.decoding.refused import Refused

_QUALITY = {"jpeg": 76, "webp": 80, "avif": 61}  # as Wagtail's


class NotMade(SourceImageIOError, InvalidFilterSpecError):
    """Too large, damaged, or there was no turn: Wagtail shows a missing picture."""


class Made(NamedTuple):
    """What Wagtail wants to know of a rendition: the file, and the name of its format."""

    f: BinaryIO
    format_name: str


class _Asked:
    """Stands where filters expect the picture: they only say what they want of it."""

    ground = None

    def set_background_color_rgb(self, colour):
        self.ground = list(colour)
        return self


def mend_renditions():
    """Once, when the site starts."""
    Filter.run = _run
    AbstractImage.generate_rendition_file = _file
    WagtailImageFieldFile.get_image_dimensions = _dimensions


def _dimensions(self):
    """(width, height) by the head of the file, which is one that we have drawn; Wagtail would decode all of it."""
    return get_image_dimensions(self)


_as_wagtail = AbstractImage.generate_rendition_file


def _file(self, *args, **kwargs):
    """As Wagtail's, without leaving its temporary file open."""
    with _as_wagtail(self, *args, **kwargs) as made:
        return ContentFile(made.read(), name=made.name)


def _run(self, image, output, source=None):
    with nullcontext(source) if source is not None else image.open_file() as file:
        try:
            made = bounded.rendition(file, _work(self, image))
        except Refused as refused:
            output.close()
            raise NotMade(refused.code) from refused
    output.write(made.copy)
    output.seek(0)
    return Made(output, made.copy_kind.removeprefix("image/"))


def _work(spec, image):
    asked, env = _Asked(), {}
    for operation in spec.filter_operations:
        operation.run(asked, image, env)
    return {
        "plans": {
            f"{width}x{height}": _plan(spec, image, (width, height))
            for width, height in ((image.width, image.height), (image.height, image.width))
        },
        "format": env.get("output-format", ""),
        "lossless": "lossless" in env.get("output-format-options", ()),
        "quality": {
            name: env.get(
                f"{name}-quality", getattr(settings, f"WAGTAILIMAGES_{name.upper()}_QUALITY", usual)
            )
            for name, usual in _QUALITY.items()
        },
        "ground": asked.ground,
        "conversions": getattr(settings, "WAGTAILIMAGES_FORMAT_CONVERSIONS", {}),
    }


def _plan(spec, image, size):
    """What is cut out of a picture of `size`, and how large that is shown."""
    transform = spec.get_transform(image, size)
    return [list(transform.get_rect().round()), list(transform.size)]
