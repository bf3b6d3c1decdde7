"""Which stations are open at a moment: the rule of hours.py, in SQL."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import TruncDate

from foundation.workdays.rules import SHANGHAI, Kind
from stations.models import Closure, OpeningHours, ScheduledVisit, SpecialDay, Station


def open_at(stations, at, calendar):
    """Those of `stations` where somebody is at the moment `at`."""
    local = at.astimezone(SHANGHAI)
    today, now = local.date(), local.time()
    begun = Q(opens__lte=now) & (Q(closes__gt=now) | Q(closes__lte=F("opens")))
    from_last_night = Q(closes__lte=F("opens"), closes__gt=now)
    visiting = Exists(
        ScheduledVisit.objects.taking_place()
        .filter(station=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
        .annotate(day=TruncDate("starts_at", tzinfo=SHANGHAI))
        .exclude(Exists(_closed_on(OuterRef("station"), OuterRef("day"))))
    )
    staffed = stations.exclude(status=Station.Status.CLOSED_TEMPORARILY).exclude(
        kind=Station.Kind.NOTICE_BOARD
    )
    return staffed.filter(
        _stretch_of(today, calendar, begun)
        | _stretch_of(today - timedelta(days=1), calendar, from_last_night)
        | Q(visiting) & Q(kind=Station.Kind.MOBILE)
    )


def _closed_on(station, day):
    return Closure.objects.filter(Q(until__isnull=True) | Q(until__gte=day), station=station, first__lte=day)


def _stretch_of(day, calendar, begun):
    """A condition: a stretch that belongs to `day` is on. `begun`: of a stretch, that it is on now."""
    special = SpecialDay.objects.filter(station=OuterRef("pk"), date=day)
    by_special = Q(Exists(special.filter(begun))) & ~Q(Exists(special.filter(opens__isnull=True)))
    by_week = ~Q(Exists(special)) & _by_week(day, calendar, begun)
    return ~Q(Exists(_closed_on(OuterRef("pk"), day))) & (by_special | by_week)


def _by_week(day, calendar, begun):
    def rows(weekday):
        return OpeningHours.objects.filter(begun, station=OuterRef("pk"), weekday=weekday)

    kind = calendar.kinds.get(day)
    own = Q(Exists(rows(day.isoweekday())))
    if kind is None:
        return own
    if not kind.is_worked:
        return Q(open_on_holidays=True) & own
    if kind is not Kind.SWAP_WORK:
        return own
    has_monday = Exists(OpeningHours.objects.filter(station=OuterRef("pk"), weekday=1))
    keeps = Q(open_on_holidays=True) | ~Q(has_monday)
    return keeps & own | ~keeps & Q(Exists(rows(1)))
