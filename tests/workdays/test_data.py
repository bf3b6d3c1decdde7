"""The data files against two libraries, and their loading."""

from datetime import date, timedelta
from io import StringIO

import chinese_calendar
import pytest
from django.core.management import call_command
from lunar_python import Lunar, Solar

from foundation.accounts.testing import pass_second_factor
from foundation.workdays import services
from foundation.workdays.models import CalendarDay
from foundation.workdays.rules import is_statutory_rest, is_workday


@pytest.mark.parametrize("year", [2025, 2026])
def test_every_day_is_as_another_table_has_it(calendar, year):
    day = date(year, 1, 1)
    while day.year == year:
        assert is_workday(day, calendar) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_there_are_thirteen_statutory_days(calendar, year):
    first = date(year, 1, 1)
    assert sum(is_statutory_rest(first + timedelta(days=n), calendar) for n in range(365)) == 13


def solar(year, month, day):
    return date.fromisoformat(Lunar.fromYmd(year, month, day).getSolar().toYmd())


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_statutory_days_are_where_the_lunar_calendar_puts_them(calendar, year):
    spring = solar(year, 1, 1)
    qingming = next(d for d in range(3, 7) if Solar.fromYmd(year, 4, d).getLunar().getJieQi() == "清明")
    expected = {spring + timedelta(days=n) for n in (-1, 0, 1, 2)}
    expected |= {date(year, 1, 1), date(year, 4, qingming), date(year, 5, 1), date(year, 5, 2)}
    expected |= {solar(year, 5, 5), solar(year, 8, 15), *(date(year, 10, d) for d in (1, 2, 3))}
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(365))
    assert {day for day in days if is_statutory_rest(day, calendar)} == expected


def test_loading_is_idempotent_and_keeps_what_a_person_entered(db):
    call_command("load_calendar", stdout=StringIO())
    count = CalendarDay.objects.count()
    CalendarDay.objects.filter(date="2026-10-10").update(kind="rest", is_manual=True, source="测试通知")
    CalendarDay.objects.filter(date="2026-10-07").update(name="?")
    CalendarDay.objects.create(date="2026-07-07", kind="rest", source="旧文件")
    done = {d.year: d for d in services.import_all()}
    assert (done[2026].created, done[2026].updated, done[2026].removed, done[2026].kept_manual) == (
        0,
        1,
        1,
        1,
    )
    assert CalendarDay.objects.count() == count
    assert CalendarDay.objects.get(date="2026-10-10").kind == "rest"


def test_the_calendar_of_some_days_is_one_query(db, django_assert_num_queries):
    services.import_all()
    with django_assert_num_queries(1):
        calendar = services.calendar_around(date(2026, 11, 22))
    assert calendar.years == {2025, 2026}
    assert calendar.provisional_years == {2027}


def test_a_year_to_obtain_is_reported_in_time(db):
    services.import_all()
    assert services.years_to_obtain(date(2026, 11, 1)) == []
    assert services.years_to_obtain(date(2026, 11, 22)) == [2027]
    assert services.years_to_obtain(date(2028, 3, 1)) == [2028]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("off = [2026-01-01]\nstatutory = [2026-01-02]", "outside the days off"),
        ("off = [2026-01-01]\nstatutory = [2026-01-01]\nwork = [2026-01-05]", "no weekend"),
        ("off = [2025-12-31, 2026-01-01]\nstatutory = [2026-01-01]", "outside 2026"),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(line, message):
    text = f'year = 2026\nprovisional = false\nsource = "测试"\n[[holiday]]\nname = "元旦"\n{line}\n'
    with pytest.raises(ValueError, match=message):
        services.parse_year(text)


def test_a_day_edited_in_the_admin_is_marked_as_such(admin_client, admin_user):
    pass_second_factor(admin_client, admin_user)
    response = admin_client.post(
        "/admin/calendar_days/new/",
        {"date": "2027-02-14", "kind": "swap_work", "name": "春节", "source": "2027年放假通知"},
    )
    assert response.status_code == 302, response.content.decode()[:500]
    assert CalendarDay.objects.get(date="2027-02-14").is_manual
