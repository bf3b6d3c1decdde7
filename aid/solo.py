"""一个人的机构: where, for a time, the one who reviewed may also grant. Set by who decides nothing there."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import sla
from aid.models.solo import SoloOffice
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User
from foundation.vault.services import record_access

LONGEST = timedelta(days=366)
DECIDES = frozenset({Role.REVIEWER, Role.APPROVER})


def setting_for(office_id: int, day: date) -> SoloOffice | None:
    """The setting in force for an office, None where two are needed."""
    return SoloOffice.objects.in_force(day).filter(office=office_id).first()


def offices_of(user: User) -> QuerySet[Office]:
    """The agencies that `user` may say this of: those they supervise, without the ones in which they decide."""
    agencies = Office.objects.active().filter(kind=Office.Kind.AGENCY)
    held = scope.of(user)
    if held.everything:
        return agencies
    theirs = agencies.filter(scope.below(held.paths({Role.SUPERVISOR})))
    return theirs.exclude(scope.below(held.paths(DECIDES)))


def shown_to(user: User) -> QuerySet[SoloOffice]:
    """The settings of the offices that `user` supervises, with what was granted under each."""
    held = scope.of(user)
    found = SoloOffice.objects.with_decisions().select_related("office", "set_by", "ended_by")
    return found if held.everything else found.filter(scope.of_offices(held.paths({Role.SUPERVISOR})))


@transaction.atomic
def allow(office: Office, *, reason: str, until: date, actor: User, at: datetime | None = None) -> SoloOffice:
    """From today to `until` one person may review and grant in `office`.

    ValidationError without a reason, for a day that is past or more than a year away, and while one is in force.
    """
    at = at or timezone.now()
    today, reason = sla.local_day(at), reason.strip()
    locked = offices_of(actor).select_for_update(of=("self",)).filter(pk=office.pk).first()
    if locked is None:
        raise PermissionDenied
    if not reason:
        raise ValidationError({"reason": _("写清楚为什么只有一个人。")})
    if not today <= until <= today + LONGEST:
        raise ValidationError({"until": _("最晚到一年以后，不能是过去的日子。")})
    if setting_for(office.pk, today):
        raise ValidationError({"office": _("这个机构已经定过，还没有到期。")})
    made = SoloOffice.objects.create(
        office=locked, reason=reason[:500], since=today, until=until, set_by=actor, set_at=at
    )
    record_access(actor, "aid.solo_allow", made, f"{locked.code} {until}")
    return made


@transaction.atomic
def end(setting: SoloOffice, *, actor: User, at: datetime | None = None) -> SoloOffice:
    """Two are needed again from today on. Done twice it is done once."""
    mine = shown_to(actor).filter(pk=setting.pk).exists()
    if not mine:
        raise PermissionDenied
    setting = SoloOffice.objects.select_for_update(of=("self",)).get(pk=setting.pk)
    today = sla.local_day(at or timezone.now())
    if setting.is_in_force(today):
        setting.ended_on, setting.ended_by = today, actor
        setting.save(update_fields=["ended_on", "ended_by"])
        record_access(actor, "aid.solo_end", setting, setting.office.code)
    return setting
