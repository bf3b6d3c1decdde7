"""The clocks. Pure functions from recorded facts and the calendar; nothing here asks what time it is.

Legal clocks run in calendar days: the first day is not counted, and a last day on a rest day moves to the
day after the rest (《民法典》第二百零一条、第二百零三条, in force 2021-01-01, read 2026-11-21). All dates are of
Asia/Shanghai. `calendar` is a foundation.workdays.rules.Calendar. The same-day promise is in there too:
rules.same_day_due.
"""

import calendar as gregorian
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from foundation.workdays.rules import (
    SHANGHAI,
    Calendar,
    LastDay,
    add_workdays,
    deadline_after,
    is_rest_day,
    same_day_due,
)

REVIEW_DAYS = 7
ASSIGN_DAYS = 3
# The law leaves this one to the agency (第四十三条: 一次性告知); ours unless an officer chooses another day.
SUPPLEMENT_DAYS = 10
FIRST_AID_DAYS = 7
# By which hour a wish for this part of the day must have come to be met the same day; else the usual hour.
CALL_HOURS = {"morning": 10, "noon": 12}


# The justice bureau answers an objection within five days (《法律援助法》第四十九条, in force 2022-01-01, read
# 2026-11-21). The fifteen days for objecting and the five for changing the caseworker are of the procedure rules
# (程序规定), not read yet: they are shown as such and nobody is turned away by them.
OBJECTION_DAYS = 15
WISH_DAYS = {"objection": 5, "change": 5}
# Office practice: the three days for sending what ends aid are of the procedure rules too, not read yet.
SEND_END_DAYS = 3
# Office practice, no law says it: within how many days what was withdrawn may be opened again. A place may set its own;
# of what is not named here nothing ends it (aid.services.reopen).
REOPEN_DAYS = {"withdrawn": 30}
# Ours, where a place has not set its own: how many working days before its end whoever must act is told of a clock, and
# after how many a clock that ran out is told to the office above. The promise of the same day has but an afternoon.
WARN_DAYS, RISE_DAYS, MOST_WARN_DAYS = 1, 2, 5
SAME_DAY_WARN_HOUR = 14


def wish_deadline(kind: str, asked_on: date, calendar: Calendar) -> date | None:
    """Last day for answering what a person asks for; None where no rule gives one."""
    return deadline_after(asked_on, WISH_DAYS[kind], calendar).date if kind in WISH_DAYS else None


def objection_ends(served_on: date, days: int = OBJECTION_DAYS) -> date:
    """The last of the `days` after the decision was served, as a reminder: who comes later is heard all the same."""
    return served_on + timedelta(days=days)


def review_deadline(received_on: date, *, paused_days: int = 0, calendar: Calendar) -> LastDay:
    """Last day for the decision: seven days from receipt, plus the days spent waiting for supplements.

    Source: 《法律援助法》第四十三条, in force 2022-01-01, read 2026-11-21; that the days of a supplement do not
    count is in the procedure rules (程序规定, wording to be checked before release).
    `paused_days`: whole calendar days; ValueError when negative.
    """
    if paused_days < 0:
        raise ValueError("paused_days is negative")
    return deadline_after(received_on, REVIEW_DAYS + paused_days, calendar)


def assign_deadline(granted_on: date, *, calendar: Calendar) -> LastDay:
    """Last day for naming who does the case: three days from the grant.

    Source: 《法律援助法》第四十三条, in force 2022-01-01, read 2026-11-21.
    """
    return deadline_after(granted_on, ASSIGN_DAYS, calendar)


def supplement_deadline(
    asked_on: date, *, days: int = SUPPLEMENT_DAYS, chosen: date | None = None, calendar: Calendar
) -> LastDay:
    """Last day for bringing what is missing; set by the agency: `days`, or the day `chosen` by an officer.

    A chosen day of rest moves on like any other last day. ValueError unless `days` is positive.
    """
    if days < 1:
        raise ValueError("days must be positive")
    return deadline_after(asked_on, days, calendar) if chosen is None else deadline_after(chosen, 0, calendar)


def paused_days(asked_on: date, answered_on: date) -> int:
    """Whole days between asking for a supplement and its arrival; ValueError when it arrives before."""
    if answered_on < asked_on:
        raise ValueError("answered before asked")
    return (answered_on - asked_on).days


def call_back_due(asked_at: datetime, call_time: str, *, calendar: Calendar, cutoff_hour: int) -> datetime:
    """By when somebody who left a number is called: the end of the working day on which it can still be done.

    `call_time`: of choices.CallTime. Whoever asks to be called in the morning and writes at noon means the next
    one. A promise of the service.
    """
    return same_day_due(asked_at, calendar, min(cutoff_hour, CALL_HOURS.get(call_time, cutoff_hour)))


def warn_on(due_on: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day before `due_on`: when whoever must act is told. ValueError when negative."""
    if days < 0:
        raise ValueError("days must not be negative")
    day = due_on
    for _step in range(days):
        day -= timedelta(days=1)
        while is_rest_day(day, calendar):
            day -= timedelta(days=1)
    return day


def rises_on(due_on: date, days: int, calendar: Calendar) -> date:
    """The `days`-th working day after `due_on`: when the office above is told that it is still not done."""
    return add_workdays(due_on, days, calendar)


def limitation_ends(employment_ended_on: date) -> date:
    """Last day to ask for arbitration over wages: one year after the employment ended.

    While the employment lasts there is no limit. The year may start again or stand still (asking the
    employer, help sought from an authority, a promise to pay), so a date in the past never turns anybody
    away. Not moved for holidays: the earlier day is the safe one.
    Source: 《劳动争议调解仲裁法》第二十七条, in force 2008-05-01, read 2026-11-21; 《民法典》第二百零二条 for a
    month without that day.
    """
    year = employment_ended_on.year + 1
    last = gregorian.monthrange(year, employment_ended_on.month)[1]
    return date(year, employment_ended_on.month, min(employment_ended_on.day, last))


@dataclass(frozen=True)
class Limit:
    """A limitation that ends within days, or has ended."""

    ends: date
    is_over: bool


def near_limit(ends: date | None, today: date) -> Limit | None:
    """The limitation when fewer than seven days are left, or none: ground for first aid, decided by a person.

    Source: 《法律援助法》第四十四条, in force 2022-01-01, read 2026-11-21.
    """
    if ends is None or (ends - today).days >= FIRST_AID_DAYS:
        return None
    return Limit(ends, is_over=ends < today)


def fixed(day: date, calendar: Calendar | None = None) -> LastDay:
    """A day set by somebody or by another rule, as the end of a clock."""
    provisional = calendar is not None and calendar.is_provisional(day)
    return LastDay(date=day, counted_to=day, shifted=False, provisional=provisional)


def undo_until(done_on: date) -> date:
    """The last day on which the person may undo what was done in their name, a promise of ours."""
    return done_on + timedelta(days=1)


def end_of(day: date) -> datetime:
    """The last second of a day in Shanghai: when what is due that day becomes late."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI) - timedelta(seconds=1)


def local_day(moment: datetime) -> date:
    """The date in Shanghai of an aware datetime."""
    return moment.astimezone(SHANGHAI).date()


def today_in_shanghai() -> date:
    """For forms, where "today" is what the person's calendar says. The clocks never ask."""
    return datetime.now(SHANGHAI).date()
