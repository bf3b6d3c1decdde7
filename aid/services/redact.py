"""遮一份副本: a paper again, with boxes burned into its pixels. The original stays as it was sealed."""

import io
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import File
from django.utils.translation import gettext as _

from aid import files
from aid.acts import By
from aid.models import Application, Evidence, RedactedCopy
from aid.policies import application_policy
from aid.services.perform import Change, perform
from foundation.decoding import bounded
from foundation.decoding.refused import Refused

MOST = 100  # boxes
_KINDS = ("image/jpeg", "application/pdf")
_WHOLE = 1000  # thousandths of a page


def may_be_redacted(paper: Evidence) -> bool:
    """Whether there is a copy with pages to draw on."""
    return (
        paper.state == Evidence.State.AVAILABLE and bool(paper.preview_path) and paper.preview_type in _KINDS
    )


def redact_paper(
    application: Application,
    *,
    paper: Evidence,
    boxes: dict[int, list[list[int]]],
    reason: str,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """A new paper with `boxes` ({page: [[left, top, right, bottom]]}, in thousandths) in black, and why.

    It changes nothing that others decide by: `version` is not looked at. ValidationError for a paper of another
    application, boxes that are none, and a paper that cannot be drawn.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("写明为什么遮、给谁看。")})
    if not application_policy.user_has_permission_for_instance(actor, "redact_paper", application):
        raise PermissionDenied
    if paper.application_id != application.pk or not may_be_redacted(paper):
        raise ValidationError(_("这一份不能遮：没有可以看的副本。"))
    _check(boxes)
    checked = _made(paper, boxes)

    def write(change: Change) -> None:
        copy = files.keep(checked, kind=paper.kind, application=change.application, added_by=By.STAFF)
        copy.title = (_("%(paper)s（遮过的副本）") % {"paper": paper.label})[:60]
        copy.save(update_fields=["title"])
        RedactedCopy.objects.get_or_create(copy=copy, defaults={"original": paper})
        change.data.update(paper=str(paper.pk), copy=str(copy.pk), boxes=sum(map(len, boxes.values())))
        change.note = reason.strip()

    return perform(application, "redact_paper", write, actor=actor, key=key, at=at)


def _check(boxes: dict[int, list[list[int]]]) -> None:
    found = [box for some in boxes.values() for box in some]
    if not found:
        raise ValidationError({"boxes": _("先画出要遮的地方。")})
    whole = all(
        0 <= left < right <= _WHOLE and 0 <= top < bottom <= _WHOLE for left, top, right, bottom in found
    )
    if len(found) > MOST or not whole:
        raise ValidationError({"boxes": _("画的地方不对：要在页面里面，左边小于右边，上边小于下边。")})


def _made(paper: Evidence, boxes: dict[int, list[list[int]]]) -> files.Checked:
    """What the bounded child draws, looked into as everything that comes in."""
    content, content_type = files.preview(paper)
    try:
        with content:
            drawn = bounded.redact(io.BytesIO(content.read()), boxes)
    except Refused as refused:
        why = (
            _("这一份太长，遮不了：最多 40 页。")
            if refused.code == "pages"
            else _("现在遮不了，等一会儿再试。")
        )
        raise ValidationError(why) from refused
    ending = "pdf" if content_type == "application/pdf" else "jpg"
    return files.check(File(io.BytesIO(drawn), name=f"redacted.{ending}"))
