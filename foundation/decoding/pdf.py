"""PDF: the same pages as the sender sees them, without what acts, asks or carries something along."""

import io
import resource

import pikepdf
from pikepdf.settings import set_qpdf_limits

from foundation.decoding import pdf_notes
from foundation.decoding.refused import Refused

MAX_PAGES = 100
# Scans lie in it as they came and take no more; a few kilobytes can hold millions of empty objects.
_MEMORY, _STREAM = 320 * 1024 * 1024, 48 * 1024 * 1024
# What a PDF may do when opened or clicked, or carry along; none of it belongs into a copy.
_ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/Outlines", "/Threads", "/URI", "/Names")
_ATTACHED = ("/AF", "/Collection", "/Perms", "/Extensions", "/Metadata", "/PieceInfo")
_OF_PAGES = ("/AA", "/Annots", "/AF", "/Metadata", "/PieceInfo")


def look_over(content):
    """That every object of it can be read. Raises Refused, and whatever the decoder raises."""
    with _opened(content) as pdf:
        if not len(pdf.pages):
            raise Refused("broken")
        pdf.save(io.BytesIO())
        _refuse_what_was_left_out(pdf.get_warnings())


def _opened(content):
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    set_qpdf_limits(
        flate_max_memory=_STREAM,
        png_max_memory=_STREAM,
        tiff_max_memory=_STREAM,
        run_length_max_memory=_STREAM,
    )
    try:
        return pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as locked:
        raise Refused("password") from locked


def copy(content):
    """The copy as bytes. Raises Refused, and whatever the decoder raises."""
    with _opened(content) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise Refused("pages")
        if not len(pdf.pages):
            raise Refused("broken")
        if pdf.Root.get("/NeedsRendering", False):
            raise Refused("form")  # its pages only say that another program is needed
        said = pdf.get_warnings()
        pdf_notes.draw(pdf)
        for key in (*_ACTIVE, *_ATTACHED):
            if key in pdf.Root:
                del pdf.Root[key]
        for page in pdf.pages:
            for key in _OF_PAGES:
                if key in page:
                    del page[key]
        del pdf.docinfo
        out = io.BytesIO()
        pdf.save(out)
        _refuse_what_was_left_out([*said, *pdf.get_warnings()])
    return out.getvalue()


def _refuse_what_was_left_out(warnings):
    """What it has no room for it leaves out, and says so: nobody would see what the sender sees."""
    if any("bad_alloc" in warning or "memory limit" in warning for warning in warnings):
        raise Refused("heavy")
