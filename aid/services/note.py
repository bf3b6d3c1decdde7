"""内部备注: what colleagues should know, and nobody else."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid.models import Application
from aid.record_acts import NOTE
from aid.services.perform import perform


def note(
    application: Application,
    *,
    text: str,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Put `text` into the record, for colleagues alone. It is as good on a page of before: `version` is not looked at."""
    if not text.strip():
        raise ValidationError({"text": _("写下要记的。")})
    return perform(application, NOTE, lambda change: None, actor=actor, key=key, note=text, at=at)
