"""Lawyers on duty by half-days: what is said of them, swaps, attendance, the roster of a week."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from foundation.accounts.models import Office
from foundation.workdays.rules import SHANGHAI, Calendar, Kind
from stations import duty, services
from stations.duty import Duty, Half
from stations.hours import Span, Timetable
from stations.models import DutyShift, DutySwap
from tests.stations.factories import StationFactory

MONDAY = date(2026, 11, 23)
WEEK = Timetable([Span(day, time(9), time(17)) for day in range(1, 6)])
CALENDAR = Calendar({MONDAY + timedelta(days=2): Kind.STATUTORY}, frozenset({2026}))


def local(hour, days=0):
    return datetime.combine(MONDAY + timedelta(days=days), time(hour), SHANGHAI)


@pytest.mark.parametrize(("hour", "half"), [(0, 1), (11, 1), (12, 2), (17, 2), (18, 3), (23, 3)])
def test_parts_of_the_day(hour, half):
    assert duty.half_at(local(hour)) == half


@pytest.mark.parametrize(
    ("shifts", "hour", "expected"),
    [
        ([(0, 1, "王某")], 9, [(0, 1, ("王某",))]),
        ([(0, 1, "王某")], 12, []),  # over
        ([(0, 2, ""), (0, 2, "李某"), (0, 1, "王某")], 12, [(0, 2, ("李某",))]),
        ([(1, 1, ""), (0, 3, "")], 9, [(0, 3, ()), (1, 1, ())]),
        ([(2, 1, "王某")], 9, []),  # a holiday
        ([(5, 1, "王某")], 9, []),  # a Saturday on which the station is closed
        ([(7, 1, "王某")], 9, []),  # more than a week ahead
    ],
)
def test_what_is_on_or_comes_within_a_week(shifts, hour, expected):
    rows = [(MONDAY + timedelta(days=day), half, name) for day, half, name in shifts]
    found = duty.coming(rows, WEEK, local(hour), CALENDAR)
    assert found == [Duty(MONDAY + timedelta(days=day), Half(half), names) for day, half, names in expected]


@pytest.fixture
def station(staff_office):
    return StationFactory(office=staff_office, lawyer_days=[1, 2, 3, 4, 5])


@pytest.fixture
def keeper(client, signed_in, staff_office):
    return signed_in(client, "supervisor", staff_office)


def shift(station, lawyer="王建国", days=0, half=1, **more):
    return DutyShift.objects.create(
        station=station, date=MONDAY + timedelta(days=days), half=half, lawyer=lawyer, **more
    )


def page(client, station, hour=10):
    with travel(local(hour), tick=False):
        return client.get(station.get_absolute_url()).content.decode()


def test_a_name_is_public_only_with_consent(client, station):
    shift(station)
    html = page(client, station)
    assert "现在有律师值班" in html
    assert "王建国" not in html
    DutyShift.objects.update(may_show_name=True)
    assert "现在有律师值班：王建国" in page(client, station)


@pytest.mark.parametrize("attendance", ["absent", "left_early"])
def test_who_is_away_is_not_said_to_be_there(client, station, attendance):
    shift(station, may_show_name=True, attendance=attendance)
    html = page(client, station)
    assert "有律师值班" not in html
    assert "周一到周五有律师</b>" in html  # the weekly pattern, as nobody else is on the roster


def test_the_roster_goes_before_the_weekly_pattern(client, station):
    shift(station, days=1, half=2)
    html = page(client, station)
    assert "明天下午有律师值班" in html
    assert "周一到周五有律师</b>" not in html


@pytest.mark.django_db
def test_a_week_is_copied_once(station, keeper):
    shift(station, may_show_name=True, attendance="came", calls=3)
    shift(station, "李红", days=2)
    following = MONDAY + timedelta(days=7)
    assert services.duty.copy_week(station, to=following, actor=keeper) == 2
    assert services.duty.copy_week(station, to=following, actor=keeper) == 0
    copied = station.shifts.of_week(following).first()
    assert (copied.lawyer, copied.may_show_name, copied.attendance, copied.calls) == ("王建国", True, "", 0)


def test_two_swap_and_their_consents_go_with_them(station, keeper):
    mine, other = shift(station, may_show_name=True), shift(station, "李红", days=1, half=2)
    services.duty.swap(mine, other=other, reason="开庭", actor=keeper)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert [(one.lawyer, one.may_show_name) for one in (mine, other)] == [("李红", False), ("王建国", True)]
    assert set(DutySwap.objects.values_list("shift", "other", "before", "after", "reason")) == {
        (mine.pk, other.pk, "王建国", "李红", "开庭"),
        (other.pk, mine.pk, "李红", "王建国", "开庭"),
    }


def test_the_office_names_somebody_else(station, keeper):
    mine = shift(station, may_show_name=True)
    services.duty.swap(mine, lawyer="赵敏", actor=keeper)
    mine.refresh_from_db()
    assert (mine.lawyer, mine.may_show_name) == ("赵敏", False)
    assert mine.swaps.get().other is None


@pytest.mark.parametrize("how", ["nobody", "both", "same", "taken", "attended", "elsewhere"])
def test_what_cannot_be_swapped(station, keeper, how):
    mine, other = shift(station), shift(station, "李红", days=1)
    if how == "taken":
        shift(station, "李红")
    if how == "attended":
        DutyShift.objects.filter(pk=mine.pk).update(attendance="came")
    if how == "elsewhere":
        other = shift(StationFactory(office=station.office), "李红")
    wish = {"nobody": {}, "both": {"other": other, "lawyer": "赵敏"}, "same": {"lawyer": " 王建国"}}.get(
        how, {"other": other}
    )
    with pytest.raises(ValidationError):
        services.duty.swap(mine, actor=keeper, **wish)
    mine.refresh_from_db()
    assert mine.lawyer == "王建国"
    assert not DutySwap.objects.exists()


def test_attendance_waits_for_its_day(station, keeper):
    mine = shift(station)
    with pytest.raises(ValidationError, match="还没有到"):
        services.duty.attend(mine, attendance="came", actor=keeper, on=MONDAY - timedelta(days=1))
    with pytest.raises(ValidationError, match="没来"):
        services.duty.attend(mine, attendance="absent", calls=2, actor=keeper, on=MONDAY)
    services.duty.attend(mine, attendance="came", calls=2, visits=5, actor=keeper, on=MONDAY)
    mine.refresh_from_db()
    assert (mine.attendance, mine.calls, mine.visits) == ("came", 2, 5)
    with pytest.raises(ValidationError, match="不能删"):
        services.duty.remove(mine, actor=keeper)


def test_another_offices_roster_is_not_found(client, keeper):
    foreign = StationFactory(office=Office.add_root(code="t-far", name="别处", kind=Office.Kind.AGENCY))
    theirs = shift(foreign)
    for address in (
        reverse("station_register:duty", args=[foreign.pk]),
        reverse("station_register:duty_copy", args=[foreign.pk]),
        reverse("station_register:shift", args=[theirs.pk]),
    ):
        assert client.post(address, {"act": "remove"}).status_code == 404
    with pytest.raises(PermissionDenied):
        services.duty.remove(theirs, actor=keeper)


def test_the_screen_plans_copies_swaps_and_notes_who_came(client, keeper, station):
    roster = reverse("station_register:duty", args=[station.pk])
    today = timezone.localdate()
    typed = {"date": str(today), "half": "1", "lawyer": "王建国", "may_show_name": "on"}
    assert client.post(roster, typed).status_code == 302
    again = client.post(roster, typed)
    assert again.status_code == 422
    assert "已经排上了" in again.content.decode()
    assert "王建国" in client.get(roster).content.decode()
    address = reverse("station_register:shift", args=[DutyShift.objects.get().pk])
    assert client.post(address, {"act": "swap", "lawyer": "赵敏"}).status_code == 302
    assert "王建国 → 赵敏" in client.get(address).content.decode()
    wrong = client.post(address, {"act": "attend", "attendance": "", "calls": "0", "visits": "0"})
    assert wrong.status_code == 422
    assert (
        client.post(address, {"act": "attend", "attendance": "came", "calls": "1", "visits": "2"}).status_code
        == 302
    )
    assert client.post(address, {"act": "nothing"}).status_code == 404
    next_week = today - timedelta(days=today.weekday() - 7)
    copy = reverse("station_register:duty_copy", args=[station.pk])
    assert client.post(f"{copy}?week={next_week}").status_code == 302
    assert station.shifts.count() == 2
    lines = b"".join(client.get(reverse("duty_report"), {"export": "csv"})).decode("utf-8-sig").splitlines()
    assert len(lines) == 3


@pytest.mark.parametrize("week", ["", "x", "2026-02-30", "0001-01-01", "9999-12-31"])
def test_a_week_that_is_none_is_this_one(client, keeper, station, week):
    address = reverse("station_register:duty", args=[station.pk])
    assert client.get(address, {"week": week}).status_code == 200
