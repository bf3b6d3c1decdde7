"""“Wrong? Tell us”: what visitors say of a station, and what its office did about it."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.models import Station, StationReport

LONGEST = 200


def report(
    station: Station, *, what: str, story: str = "", key: UUID, at: datetime | None = None
) -> StationReport:
    """Keep what somebody says, once for each `key` of the form."""
    values = {"station": station, "what": what, "story": story, "reported_at": at or timezone.now()}
    return StationReport.objects.get_or_create(key=key, defaults=values)[0]


@transaction.atomic
def answer(report: StationReport, *, words: str, actor, at: datetime | None = None) -> StationReport:
    """What was done about it. Raises PermissionDenied; ValidationError without words, or when it is done already."""
    if not actor.has_perm("stations.change_station"):
        raise PermissionDenied
    mine = StationReport.objects.within_scope_of(actor)
    held = mine.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if held is None:
        raise PermissionDenied
    words = words.strip()
    if not words:
        raise ValidationError(_("写一句怎么办的：改了什么，或者为什么不用改。"))
    if len(words) > LONGEST:
        raise ValidationError(_("太长了，最多 200 字。"))
    if held.done_at:
        raise ValidationError(_("别人已经办了。"))
    held.done_at, held.done_by, held.answer = at or timezone.now(), actor, words
    held.save(update_fields=["done_at", "done_by", "answer"])
    return held
