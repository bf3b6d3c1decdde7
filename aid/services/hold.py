"""保留: nothing lets an application go while it is held, neither a rule nor a request (aid.services.retention)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.models import Application
from aid.services.perform import Change, perform


def hold(
    application: Application,
    *,
    reason: str,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Keep it whatever its age. `reason`: why; it stands sealed in the record, with who says so."""
    return _set("hold", application, True, reason, actor, version, key, at)


def lift(
    application: Application,
    *,
    reason: str,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    return _set("lift_hold", application, False, reason, actor, version, key, at)


def _set(code, application, is_held, reason, actor, version, key, at):
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚为什么。")})

    def write(change: Change) -> None:
        if change.application.is_held == is_held:
            raise ValidationError(_("已经是这样了。"))
        change.application.is_held = is_held

    return perform(application, code, write, actor=actor, version=version, key=key, note=reason, at=at)
