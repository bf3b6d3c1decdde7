"""Papers that people send: what is taken, how it is kept, what officers get to see.

The content decides, never the name. The original is sealed as it came; what is shown is a re-encoded copy
without metadata. quarantine → checked → available, or rejected.
"""

import io
import logging
import re
import struct
import threading
from dataclasses import dataclass

import filetype
import pikepdf
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from pikepdf.settings import set_qpdf_limits
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener
from procrastinate.contrib.django import app

from aid.acts import By
from aid.models import Evidence
from foundation.vault import files as vault_files

log = logging.getLogger(__name__)
register_heif_opener()
# A stream of a PDF may not unpack to more than this: two megabytes could fill two gigabytes.
set_qpdf_limits(flate_max_memory=64 * 1024 * 1024)

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 20  # at once: in a draft, or added on one page
MAX_IN_ALL = 60  # what one person may send for an application; a supplement must never find it full
MAX_PIXELS = 50_000_000
MAX_PAGES = 100
PREVIEW_EDGE = 2000
PURPOSE = "aid.evidence."  # how the sealed files of papers begin to say what they are for
IMAGES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}
PDF = "application/pdf"
# A whole tag of svg: the three letters alone stand by chance in every fiftieth photo of 10 MB.
_SCRIPT = re.compile(rb"<\s*(script|html|iframe)\b|<\?php|<\s*svg\b[ -;=?-~\s]{0,500}>", re.IGNORECASE)
# What a PDF may do when opened or clicked, or carry along; none of it belongs into a copy.
_ACTIVE = ("/OpenAction", "/AA", "/AcroForm", "/JavaScript", "/Outlines", "/Threads", "/URI", "/Names")
_ATTACHED = ("/AF", "/Collection", "/Perms", "/Extensions", "/Metadata", "/PieceInfo")
_DECODERS = ("JPEG", "PNG", "WEBP", "HEIF")
# What the decoders raise for content that somebody has put together, or that a bad line has damaged.
_BROKEN = (
    *(UnidentifiedImageError, Image.DecompressionBombError, struct.error),
    *(OSError, SyntaxError, ValueError, EOFError, RuntimeError, TypeError, LookupError, ArithmeticError),
    *(AttributeError, MemoryError),
)


def too_many():
    """The ValidationError of whoever sends more than MAX_FILES."""
    return ValidationError(_("最多 %(count)s 个文件。"), params={"count": MAX_FILES}, code="too_many")


# A photo of 50 megapixels takes 200 MB while it is opened: one at a time in each process.
_DECODING = threading.Lock()


@dataclass(frozen=True)
class Checked:
    """An upload that was looked into: the original bytes, what they are, and the safe copy."""

    content: bytes
    name: str
    content_type: str
    preview: bytes
    preview_type: str


def check(upload) -> Checked:
    """Look into an uploaded file. ValidationError says in plain words what is wrong with it."""
    name = clean_name(upload.name or "")
    if not upload.size:
        raise ValidationError(_("“%(name)s”是空的，请重新选一个文件。") % {"name": name}, code="empty")
    if upload.size > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s”太大了，最大 10 MB。可以用手机截个图再传，或者换小一点的照片。") % {"name": name},
            code="too_big",
        )
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    kind = filetype.guess_mime(content)
    if kind in IMAGES:
        preview = _image_copy(content, name)
        return Checked(content, name, kind, preview, "image/jpeg")
    if kind == PDF:
        return Checked(content, name, PDF, _pdf_copy(content, name), PDF)
    raise ValidationError(
        _("“%(name)s”不是照片，也不是 PDF，收不了。请传照片（JPG、PNG、HEIC、WebP）或者 PDF。")
        % {"name": name},
        code="type",
    )


def clean_name(name):
    """The last part of a file name without control characters, at most 100 characters."""
    name = re.sub(
        r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rsplit("/", 1)[-1]
    )
    return name.strip()[:100] or _("文件")


def _image_copy(content, name):
    """A JPEG of at most 2000 pixels a side, upright, without metadata."""
    if _SCRIPT.search(content):
        raise ValidationError(
            _("“%(name)s”里夹带了别的东西，收不了。请重新拍一张。") % {"name": name}, code="script"
        )
    try:
        with _DECODING, Image.open(io.BytesIO(content), formats=_DECODERS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError(
                    _("“%(name)s”的尺寸太大，打不开。请换一张，或者截个图再传。") % {"name": name},
                    code="pixels",
                )
            # Small first, upright after: turning a photo of 50 megapixels would need it in memory twice.
            image.draft("RGB", (PREVIEW_EDGE, PREVIEW_EDGE))
            image.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
            copy = _upright(image).convert("RGB")
            copy.info.clear()  # or a comment would be written again
            out = io.BytesIO()
            copy.save(out, "JPEG", quality=82)
    except _BROKEN as bad:
        raise ValidationError(
            _("“%(name)s”打不开，可能没传完整。请重新选一次。") % {"name": name}, code="broken"
        ) from bad
    return out.getvalue()


def _upright(image):
    """Turned as the telephone says; as it lies when what the telephone says is damaged."""
    try:
        return ImageOps.exif_transpose(image)
    except _BROKEN:
        return image


def _pdf_copy(content, name):
    """The same pages without scripts, actions and attachments."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise ValidationError(
                    _("“%(name)s”超过 100 页，请只传要紧的几页。") % {"name": name}, code="pages"
                )
            for key in (*_ACTIVE, *_ATTACHED):
                if key in pdf.Root:
                    del pdf.Root[key]
            for page in pdf.pages:
                for key in ("/AA", "/Annots", "/AF", "/Metadata", "/PieceInfo"):
                    if key in page:
                        del page[key]
            del pdf.docinfo
            out = io.BytesIO()
            pdf.save(out)
    except pikepdf.PasswordError as locked:
        raise ValidationError(
            _("“%(name)s”有密码，我们打不开。请去掉密码，或者截图再传。") % {"name": name}, code="password"
        ) from locked
    except (pikepdf.PdfError, *_BROKEN) as bad:
        raise ValidationError(
            _("“%(name)s”打不开，可能没传完整。请重新选一次。") % {"name": name}, code="broken"
        ) from bad
    return out.getvalue()


# --- keeping --------------------------------------------------------------------------------------
def keep(checked, *, kind, draft=None, application=None, added_by=By.APPLICANT):
    """Seal a checked upload. Returns the Evidence: available, or in quarantine until the scanner has seen it.

    The scanner is called by the worker, after the commit. Raises ValidationError when there is no room.
    """
    paper = Evidence(
        draft=draft,
        application=application,
        kind=kind,
        name=checked.name,
        size=len(checked.content),
        content_type=checked.content_type,
        preview_type=checked.preview_type,
        added_by=added_by,
    )
    try:
        paper.path = _store(paper, "original", checked.content)
        paper.preview_path = _store(paper, "preview", checked.preview)
    except OSError as full:
        log.exception("a paper cannot be kept")
        if paper.path:
            vault_files.delete_sealed(paper.path)
        raise ValidationError(
            _("“%(name)s”现在存不下，不是您的错。请过一会儿再传；材料以后也能补。") % {"name": checked.name},
            code="no_room",
        ) from full
    paper.save(force_insert=True)
    if settings.AID_FILE_SCANNER:
        # Robust: a queue that is down costs five minutes, not the paper.
        transaction.on_commit(lambda: _ask_scanner(str(paper.pk)), robust=True)
    else:
        examine(paper)
    return paper


def _ask_scanner(key):
    app.configure_task("aid.tasks.examine", queueing_lock=f"aid.examine:{key}").defer(key=key)


def examine(paper):
    """Let the scanner look at a paper in quarantine. Without one, the checks at the door stand alone.

    AID_FILE_SCANNER names a callable: bytes → "" or what was found. It may be slow: call this outside of
    transactions, so that nobody waits for it. When it fails, the paper stays in quarantine and
    `examine_evidence` tries again: nobody opens what was not looked at.
    """
    found = ""
    if settings.AID_FILE_SCANNER:
        try:
            with original(paper) as content:
                found = import_string(settings.AID_FILE_SCANNER)(content.read())
        except Exception as failed:  # noqa: BLE001 - whatever a scanner does, the paper waits
            log.warning("a paper waits for the scanner: %s", type(failed).__name__)
            return paper
    if found:
        paper.move_to(Evidence.State.REJECTED, reason=_("查出有害内容"))
    else:
        paper.move_to(Evidence.State.CHECKED)
        paper.move_to(Evidence.State.AVAILABLE)
    # Meanwhile it may have been sent, looked at by another worker, or taken away.
    waiting = Evidence.objects.filter(pk=paper.pk, state=Evidence.State.QUARANTINE)
    waiting.update(state=paper.state, reason=paper.reason)
    return paper


def original(paper):
    """The original as a binary file object. Raises vault.errors.Tampered while reading."""
    return vault_files.open_sealed(paper.path, _purpose(paper, "original"))


def preview(paper):
    """(binary file object, content type) of the safe copy."""
    return vault_files.open_sealed(paper.preview_path, _purpose(paper, "preview")), paper.preview_type


def discard(paper):
    """Delete a paper of a draft; its files go once that is certain."""
    names = [name for name in (paper.path, paper.preview_path) if name]
    paper.delete()
    transaction.on_commit(lambda: [vault_files.delete_sealed(name) for name in names])


def _purpose(paper, part):
    return f"{PURPOSE}{part}:{paper.pk}"


def _store(paper, part, content):
    return vault_files.seal(io.BytesIO(content), _purpose(paper, part)).name
