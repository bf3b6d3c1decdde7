"""When a station is open, as paper may say it: what stays true when today is over. The caller fetches `with_schedule`."""

from itertools import groupby

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from stations import wording
from stations.choices import WEEKDAYS
from stations.models import Station

_STOPS = 4


def hours_of(station, *, is_lasting=False):
    """Lines: the week, or the next stops of a mobile station; then the days on which it is otherwise, with dates.

    `is_lasting`: of a paper that hangs or is carried about for months, without those days.
    """
    if station.is_paused:
        return [station.status_note]
    if station.kind == Station.Kind.NOTICE_BOARD:
        return [str(wording.BOARD_HELP)]
    table = station.timetable
    regular = [_stop(visit) for visit in table.visits[:_STOPS]] or week_in_words(table.weekly)
    if not regular:
        return [_("时间不固定，去之前先打电话问。")]
    if is_lasting:
        return regular
    return [*regular, *(_closure(shut) for shut in table.shut), *map(_special, sorted(table.special.items()))]


def holidays_of(station):
    """What holidays do to the week; empty for what keeps no weekly hours."""
    table = station.timetable
    if not table.weekly or table.visits or station.kind == Station.Kind.NOTICE_BOARD:
        return ""
    return _("节假日照常开。") if table.on_holidays else _("法定节假日休息，调休按国家安排。")


def _closure(shut):
    first = wording.day_in_words(shut.first)
    if shut.last is None:
        return _("%(first)s起不开：%(why)s") % {"first": first, "why": shut.reason}
    if shut.last == shut.first:
        return _("%(first)s不开：%(why)s") % {"first": first, "why": shut.reason}
    days = {"first": first, "last": wording.day_in_words(shut.last), "why": shut.reason}
    return _("%(first)s到%(last)s不开：%(why)s") % days


def _special(dated):
    day, special = dated
    said = {"first": wording.day_in_words(day), "why": special.reason}
    if not special.spans:
        return _("%(first)s不开：%(why)s") % said
    hours = pgettext("list", "，").join(wording.stretch(span) for span in special.spans)
    return _("%(first)s %(hours)s：%(why)s") % {**said, "hours": hours}


def _stop(visit):
    starts, ends = timezone.localtime(visit.starts_at), timezone.localtime(visit.ends_at)
    when = {
        "day": wording.day_in_words(starts.date()),
        "from": wording.clock(starts),
        "to": wording.clock(ends),
    }
    return _("%(day)s %(from)s–%(to)s，%(place)s") % {**when, "place": visit.place}


def week_in_words(spans):
    """周一到周五 9:00–12:00，14:00–17:00 / 周六 9:00–12:00: days with the same hours on one line."""
    by_day = {day: tuple(same) for day, same in groupby(sorted(spans), key=lambda span: span.weekday)}
    days_of: dict = {}
    for day, mine in by_day.items():
        hours = pgettext("list", "，").join(wording.stretch(span) for span in mine)
        days_of.setdefault(hours, []).append(day)
    return [f"{_days(days)} {hours}" for hours, days in days_of.items()]


def _days(days):
    """周一到周五、周日: days of the week in order; three or more in a row as from and to."""
    names = dict(WEEKDAYS)
    runs = [
        [day for _n, day in run] for _key, run in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0])
    ]
    words = []
    for run in runs:
        if len(run) > 2:
            words.append(_("%(first)s到%(last)s") % {"first": names[run[0]], "last": names[run[-1]]})
        else:
            words += [str(names[day]) for day in run]
    return pgettext("list", "、").join(words)
