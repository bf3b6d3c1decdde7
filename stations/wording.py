"""Hours and distances in words. The sums are in hours.py and distance.py."""

from datetime import date, datetime, time

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from foundation.content.templatetags.content_tags import day_in_words
from foundation.workdays.rules import SHANGHAI, Calendar
from stations.datum import outside_china
from stations.duty import Duty
from stations.hours import Opening, Span, Timetable, next_opening, spans_on


def clock(moment: time | datetime) -> str:
    """9:00"""
    return f"{moment.hour}:{moment.minute:02d}"


def stretch(span: Span | Opening) -> str:
    """9:00–12:00, 20:00–次日 2:00"""
    if isinstance(span, Opening):
        opens, closes = clock(span.starts_at), clock(span.ends_at)
    else:
        opens, closes = clock(span.opens), clock(span.closes)
    if span.is_overnight:
        closes = _("次日 %(time)s") % {"time": closes}
    return f"{opens}–{closes}"


def weekday_name(day: date) -> str:
    names = [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")]
    return names[day.weekday()]


def day_name(day: date, today: date) -> str:
    """今天, 明天, 周一 within a week, else 12月3日（周四）."""
    ahead = (day - today).days
    if ahead == 0:
        return _("今天")
    if ahead == 1:
        return _("明天")
    if 1 < ahead < 7:
        return weekday_name(day)
    return day_in_words(day)


def describe_today(table: Timetable, at: datetime, calendar: Calendar) -> str:
    """今天 9:00–12:00，14:00–17:00 / 今天休息（搬家），周一 9:00 开门 / 今天下班了，明天 9:00 开门 / 明天 17:30–20:00 在这里.

    Where the year's holidays are not announced, it says so.
    """
    following = next_opening(table, at, calendar)
    if following is None:
        return _("近期没有安排，先打电话问")
    words = _today(table, following, at, calendar)
    if following.place or not calendar.is_provisional(following.starts_at.date()):
        return words
    return _("%(words)s（那几天怎么放假还没公布，先打电话）") % {"words": words}


def _today(table: Timetable, following: Opening, at: datetime, calendar: Calendar) -> str:
    today = at.astimezone(SHANGHAI).date()
    if following.place:
        when = {"day": day_name(following.starts_at.date(), today), "hours": stretch(following)}
        return _("%(day)s %(hours)s 在这里") % when
    if following.starts_at.date() < today:
        return _("从昨晚开到今天 %(time)s") % {"time": clock(following.ends_at)}
    spans = spans_on(table, today, calendar)
    special = table.special_on(today)
    reason = _("（%(reason)s）") % {"reason": special.reason} if special and special.reason else ""
    if following.starts_at.date() == today:
        hours = pgettext("list", "，").join(stretch(span) for span in spans)
        return _("今天 %(hours)s") % {"hours": hours} + reason
    when = {
        "day": day_name(following.starts_at.date(), today),
        "time": clock(following.starts_at),
        "reason": reason,
    }
    if spans:
        return _("今天下班了，%(day)s %(time)s 开门") % when
    return _("今天休息%(reason)s，%(day)s %(time)s 开门") % when


def on_duty(duty: Duty, today: date, is_here: bool) -> str:
    """现在有律师值班：王某 / 今天下午有律师值班 / 周四上午有律师值班：王某"""
    day = day_name(duty.date, today)
    when = _("现在") if is_here else _("%(day)s%(half)s") % {"day": day, "half": duty.half.label}
    if not duty.names:
        return _("%(when)s有律师值班") % {"when": when}
    names = pgettext("list", "、").join(duty.names)
    return _("%(when)s有律师值班：%(names)s") % {"when": when, "names": names}


def lawyer_days(days: list[str]) -> str:
    """周二、周四有律师: the weekly pattern, for a station without a roster."""
    return _("%(days)s有律师") % {"days": pgettext("list", "、").join(str(day) for day in days)}


def distance(metres: float | None) -> str:
    """600 米, 1.2 公里, 38 公里; empty when not known. As the crow flies, so no finer than one may trust."""
    if metres is None:
        return ""
    if metres < 950:
        return _("%(metres)s 米") % {"metres": max(100, round(metres / 100) * 100)}
    return _("%(km)s 公里") % {"km": f"{metres / 1000:.1f}" if metres < 2950 else f"{metres / 1000:.0f}"}


def length(metres: int) -> str:
    """200 米, 2 公里: round numbers, beside a scale bar."""
    if metres < 1000:
        return _("%(metres)s 米") % {"metres": metres}
    return _("%(km)s 公里") % {"km": metres // 1000}


def point_problem(lat: float | None, lng: float | None) -> str:
    """What is wrong with a point that somebody typed, in any datum; empty when it lies in China or is none."""
    if lat is None or lng is None or not outside_china(lat, lng):
        return ""
    if not outside_china(lng, lat):
        return _("经度和纬度写反了：中国的纬度是 3 到 54，经度是 73 到 136。")
    return _("这个点不在中国，请再看一遍。")


OPEN_NOW = gettext_lazy("正在上班")
HERE_NOW = gettext_lazy("现在就在")
RESTING = gettext_lazy("休息")
PAUSED = gettext_lazy("暂停开放")
BOARD = gettext_lazy("告示牌")
BOARD_HELP = gettext_lazy("没有人值班，牌子上有电话和说明")
NO_PLAN = gettext_lazy("暂无安排")


def coming(day: date, today: date) -> str:
    """明天来, 周六来, 12月12日来"""
    if (day - today).days >= 7:
        return _("%(day)s来") % {"day": day_in_words(day, with_weekday=False)}
    return _("%(day)s来") % {"day": day_name(day, today)}


def opens_at(moment: datetime) -> str:
    return _("%(time)s 开门") % {"time": clock(moment)}
