"""Lawyers on duty around the day of loading, and what visitors said of stations. Invented."""

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from stations import services
from stations.duty import Half, half_at, monday_of
from stations.models import DutyShift, Station, StationReport

_KEYS = uuid.UUID("6c1e1f3e-0b8e-4f0e-8a55-97b1a1d2c0aa")
STATION = "gz-zhanggong-center"
# name, whether it may be shown
LAWYERS = (("王示例", True), ("李演示", False), ("赵样本", True))
SAID = (
    ("gz-zhanggong-shuinan-station", "hours", "星期三晚上去了，灯关着。", ""),
    ("gz-zhanggong-center", "address", "导航到了后门，要绕一圈。", "写清楚了从大门进，谢谢。"),
)


def load_roster(now=None):
    """Safe to repeat: nothing while there is a shift or a report already."""
    now = now or timezone.now()
    keeper = get_user_model().objects.get(username="supervisor")
    if not DutyShift.objects.exists():
        _load_duty(Station.objects.get(code=STATION), keeper, now)
    if not StationReport.objects.exists():
        _load_said(keeper, now)


def _load_duty(station, keeper, now):
    """Two weeks: somebody is there now, two have swapped, one did not come."""
    today = timezone.localdate(now)
    monday = monday_of(today)
    days = [monday + timedelta(days=n) for n in range(-7, 7) if (monday + timedelta(days=n)).weekday() < 6]
    shifts = {}
    for n, day in enumerate(days):
        name, may_show = LAWYERS[n % len(LAWYERS)]
        half = half_at(now) if day == today else (Half.MORNING, Half.AFTERNOON)[n % 2]
        shifts[day] = services.duty.plan(
            station, day=day, half=half, lawyer=name, may_show_name=may_show, actor=keeper
        )
    ahead = [day for day in days if day > today]
    if len(ahead) > 1:
        services.duty.swap(shifts[ahead[0]], other=shifts[ahead[1]], reason="开庭", actor=keeper, at=now)
    for n, day in enumerate(day for day in days if day < today):
        attendance = "absent" if n == 2 else "came"
        contacts = {} if n == 2 else {"calls": 3 + n % 4, "visits": 5 + n % 3, "cards": 4 + n % 5}
        services.duty.attend(shifts[day], attendance=attendance, actor=keeper, on=today, **contacts)


def _load_said(keeper, now):
    for n, (code, what, story, answer) in enumerate(SAID):
        report = services.reports.report(
            Station.objects.get(code=code),
            what=what,
            story=story,
            key=uuid.uuid5(_KEYS, code),
            at=now - timedelta(days=2 + n),
        )
        if answer:
            services.reports.answer(report, words=answer, actor=keeper, at=now - timedelta(days=1))
