"""Papers that people send: what is taken, how it is kept, what officers get to see.

The content decides, never the name. The original is sealed as it came, with its hash; what is shown is a copy
without metadata, made by foundation.decoding in a process of its own. quarantine → checked → available, or
rejected.
"""

import hashlib
import io
import logging
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from aid.acts import By
from aid.clamd import ScannerDown, Unscannable
from aid.models import Evidence
from foundation.decoding import bounded
from foundation.decoding.refused import Refused
from foundation.vault import files as vault_files

log = logging.getLogger(__name__)

MAX_BYTES = 20 * 1024 * 1024
MAX_MEDIA_BYTES = 50 * 1024 * 1024  # of sound and film; see also client_max_body_size in deploy/nginx.conf
MEDIA_NAMES = (".m4a", ".mp3", ".amr", ".aac", ".wav", ".mp4", ".3gp", ".3gpp", ".mov")
MAX_FILES = 20  # at once: in a draft, or added on one page
MAX_IN_ALL = 60  # what one person may send for an application; a supplement must never find it full
EXAMINE = "aid.tasks.examine"
# One that is being done ends by itself, and finds no paper; its row goes with the others that are done.
_FORGET_JOBS = (
    "DELETE FROM procrastinate_jobs WHERE task_name = %s AND args->>'key' = %s AND status <> 'doing'"
)
PURPOSE = "aid.evidence."  # how the sealed files of papers begin to say what they are for
# By the codes of foundation.decoding: what is wrong, and what to do instead.
REFUSALS = {
    "type": gettext_lazy(
        "“%(name)s”这种文件收不了。能收照片、PDF、Word、Excel、录音和短视频；别的请截个图，或者打印出来拍照。"
    ),
    "archive": gettext_lazy("“%(name)s”是压缩包，收不了。请先解压，把里面的照片或文件一个一个传上来。"),
    "broken": gettext_lazy("“%(name)s”打不开，可能没传完整。请重新选一次；还不行就截个图，或者拍张照片。"),
    "password": gettext_lazy("“%(name)s”有密码，我们打不开。请去掉密码，或者截图再传。"),
    "pixels": gettext_lazy("“%(name)s”的尺寸太大，打不开。请换一张，或者截个图再传。"),
    "pages": gettext_lazy("“%(name)s”超过 100 页，请只传要紧的几页。"),
    "form": gettext_lazy(
        "“%(name)s”这种表格要专门的软件才看得见。请在您那里打开，截图或者另存成普通的 PDF 再传。"
    ),
    "macro": gettext_lazy(
        "“%(name)s”里带着会自己运行的程序（宏），收不了。请另存成不带宏的文件或者 PDF，也可以截图。"
    ),
    "script": gettext_lazy("“%(name)s”里夹带了别的东西，收不了。请重新拍一张，或者截个图再传。"),
    "heavy": gettext_lazy("“%(name)s”里面太复杂，打开它太费力，收不了。请截图，或者打印出来拍照再传。"),
    "busy": gettext_lazy("现在传文件的人太多，“%(name)s”还没有收下。请过一两分钟再传一次。"),
    "later": gettext_lazy("这一次传的太费时间，“%(name)s”还没有看。请把剩下的再传一次，一次少传几个。"),
    "empty": gettext_lazy("“%(name)s”是空的，请重新选一个文件。"),
    "too_big": gettext_lazy(
        "“%(name)s”太大了：最大 20 MB，录音、录像 50 MB。照片可以截个图再传；录音、录像请剪短，或者拷到手机、U 盘里"
        "带到窗口来。"
    ),
}


def too_many():
    """The ValidationError of whoever sends more than MAX_FILES."""
    return ValidationError(_("最多 %(count)s 个文件。"), params={"count": MAX_FILES}, code="too_many")


@dataclass(frozen=True)
class Checked:
    """An upload that was looked into: the file itself, what it is, and the safe copy, where there is one.

    `preview_type` without a `preview`: the original itself is what browsers play.
    """

    source: Any
    name: str
    size: int
    sha256: str
    content_type: str
    preview: bytes
    preview_type: str

    @property
    def content(self):
        self.source.seek(0)
        return self.source.read()


def check(upload) -> Checked:
    """Look into an uploaded file. ValidationError says in plain words what is wrong with it and what helps."""
    name = clean_name(upload.name or "")
    check_size(name, upload.size)
    try:
        opened = bounded.look_into(upload)
    except Refused as refused:
        raise refusal(refused.code, name) from refused
    if upload.size > MAX_BYTES and not opened.kind.startswith(("audio/", "video/")):
        raise refusal("too_big", name)  # it was only called a film
    upload.seek(0)
    digest = hashlib.sha256()
    for piece in iter(lambda: upload.read(64 * 1024), b""):
        digest.update(piece)
    return Checked(upload, name, upload.size, digest.hexdigest(), opened.kind, opened.copy, opened.copy_kind)


def check_size(name, size):
    """ValidationError for a file that is empty, or larger than what is taken of what it is called."""
    if not size:
        raise refusal("empty", name)
    if size > (MAX_MEDIA_BYTES if name.lower().endswith(MEDIA_NAMES) else MAX_BYTES):
        raise refusal("too_big", name)


def refusal(code, name):
    """The ValidationError with the words of REFUSALS for a file of that name."""
    name = clean_name(name or "")
    return ValidationError(REFUSALS[code] % {"name": name}, code=code)


def clean_name(name):
    """The last part of a file name without control characters, at most 100 characters."""
    name = re.sub(
        r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name.replace("\\", "/").rsplit("/", 1)[-1]
    )
    return name.strip()[:100] or _("文件")


# --- keeping --------------------------------------------------------------------------------------
def keep(checked, *, kind, draft=None, application=None, added_by=By.APPLICANT):
    """Seal a checked upload. Returns the Evidence: available, or in quarantine until the scanner has seen it.

    The same file again is the one that is there. The caller holds the draft's or the application's lock. The
    scanner is called by the worker, after the commit. Raises ValidationError when there is no room.
    """
    if twin := same(checked, draft or application):
        return twin
    paper = Evidence(
        draft=draft,
        application=application,
        kind=kind,
        name=checked.name,
        size=checked.size,
        sha256=checked.sha256,
        content_type=checked.content_type,
        preview_type=checked.preview_type,
        added_by=added_by,
    )
    try:
        checked.source.seek(0)
        paper.path = _store(paper, "original", checked.source)
        if checked.preview:
            paper.preview_path = _store(paper, "preview", io.BytesIO(checked.preview))
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


def same(checked, owner):
    """The paper of a draft or application that is this very file; None when it has not come yet."""
    held = owner.evidence.exclude(state=Evidence.State.REJECTED)
    return held.filter(sha256=checked.sha256).first()


def _ask_scanner(key):
    app.configure_task(EXAMINE, queueing_lock=f"aid.examine:{key}").defer(key=key)


def examine(paper):
    """Let the scanner look at a paper. Without one, the checks at the door stand alone.

    AID_FILE_SCANNER names a callable: binary stream → "" or what was found. It may be slow: call this outside of
    transactions, so that nobody waits for it. When it cannot say, the paper stays as it is and is looked at again
    later: nobody opens what was not looked at. Raises ScannerDown when it does not answer at all.
    """
    seen = {"examined_at": timezone.now()}
    try:
        found = _scanned(paper)
    except Unscannable:
        Evidence.objects.filter(pk=paper.pk).update(**seen)
        return paper
    except ScannerDown:
        Evidence.objects.filter(pk=paper.pk).update(**seen)
        raise
    before = paper.state
    if found:
        paper.move_to(Evidence.State.REJECTED, reason=_("查出有害内容"))
    elif before == Evidence.State.QUARANTINE:
        paper.move_to(Evidence.State.CHECKED)
        paper.move_to(Evidence.State.AVAILABLE)
    # Meanwhile it may have been sent, looked at by another worker, or taken away.
    same_still = Evidence.objects.filter(pk=paper.pk, state=before)
    same_still.update(state=paper.state, reason=paper.reason, **seen)
    return paper


def _scanned(paper):
    """What the scanner finds. Raises ScannerDown, Unscannable."""
    if not settings.AID_FILE_SCANNER:
        return ""
    try:
        with original(paper) as content:
            return import_string(settings.AID_FILE_SCANNER)(content)
    except ScannerDown as down:
        log.warning("the scanner does not answer: %s", down)
        raise
    except Exception as failed:
        # A file that is gone or changed is a matter of its own; whatever else a scanner does, the paper waits.
        log.warning("a paper cannot be looked at: %s", type(failed).__name__)
        raise Unscannable from failed


def original(paper):
    """The original as a binary file object. Raises vault.errors.Tampered while reading."""
    return vault_files.open_sealed(paper.path, _purpose(paper, "original"))


def preview(paper):
    """(binary file object, content type) of what is shown: the safe copy, or the sound and film itself."""
    if not paper.preview_path:
        return original(paper), paper.preview_type
    return vault_files.open_sealed(paper.preview_path, _purpose(paper, "preview")), paper.preview_type


def discard(paper):
    """Delete a paper, and what the queue knows of it; its files go once that is certain."""
    names = [name for name in (paper.path, paper.preview_path) if name]
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_JOBS, [EXAMINE, str(paper.pk)])
    paper.delete()
    transaction.on_commit(lambda: [vault_files.delete_sealed(name) for name in names])


def _purpose(paper, part):
    return f"{PURPOSE}{part}:{paper.pk}"


def _store(paper, part, stream):
    return vault_files.seal(stream, _purpose(paper, part)).name
