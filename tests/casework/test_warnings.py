"""Who is told before a clock ends, and of one that ran out: once, the right person, up the tree, anew when it moves."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from aid import absence, services
from aid.models import Application, ClockWarning, Deadline, LocalWarnDays
from casework import warnings
from counter import reading, reckoned
from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from foundation.workdays.models import CalendarDay
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.counter.acts import case_url
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Received on Wednesday the 18th: the decision is due on Wednesday the 25th.
EVE = NOON + 6 * DAY
PLAIN = {"left_on": date(2026, 10, 1)}


def told(step="soon", kind="review"):
    return {one.told for one in ClockWarning.objects.filter(step=step, kind=kind).select_related("told")}


@pytest.fixture
def staff(office):
    return {
        role: officer(office, role)
        for role in (Role.RECEPTIONIST, Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)
    }


@pytest.mark.parametrize(("status", "role"), [("accepted", Role.REVIEWER), ("reviewing", Role.APPROVER)])
def test_whose_turn_it_is_hears_once_the_day_before(office, staff, status, role):
    application = ApplicationFactory(office=office, **PLAIN, **{status: True})
    assert warnings.warn(EVE - DAY) == 0
    warnings.warn(EVE)
    assert told() >= {staff[role]}
    assert told().isdisjoint(set(staff.values()) - {staff[role]})
    assert warnings.warn(EVE) == warnings.warn(EVE + timedelta(hours=3)) == 0
    (message,) = Message.objects.inbox_of(staff[role])
    assert message.link == case_url(application)
    assert message.context == {"reference": application.reference, "clock": "审查决定", "due": "11月25日"}
    assert not Message.objects.exclude(channel="staff").filter(template__startswith="staff_clock").exists()


def test_the_promise_of_the_day_is_warned_of_in_its_afternoon(office, staff):
    ApplicationFactory(office=office, **PLAIN)
    assert warnings.warn(NOON) == 0
    assert warnings.warn(NOON + timedelta(hours=2)) == 1
    assert told(kind="accept") == {staff[Role.RECEPTIONIST]}


def test_up_the_tree_after_it_step_by_step(office, staff):
    top = OfficeFactory()
    Office.objects.get(pk=office.pk).move(Office.objects.get(pk=top.pk), "first-child")
    office.refresh_from_db()
    above = officer(Office.objects.get(pk=top.pk), Role.SUPERVISOR)
    application = ApplicationFactory(office=office, accepted=True, **PLAIN)
    warnings.warn(EVE)
    warnings.warn(EVE + DAY)  # the last day itself
    assert not told("late")
    warnings.warn(EVE + 2 * DAY)
    assert (told("late"), told("above")) == ({staff[Role.SUPERVISOR]}, set())
    warnings.warn(EVE + 3 * DAY)
    assert told("above") == {above}
    # A page says who was told; what is done is warned of no more.
    page = reading.fill(reading.selected(Application.objects.all()).get(pk=application.pk))[0]
    clock = next(one for one in page.deadlines.all() if one.kind == "review")
    assert len(reckoned.warned(clock, page.warnings.all())) == 3
    Deadline.objects.update(met_at=EVE + 3 * DAY)
    assert not ClockWarning.objects.standing().exists()
    assert warnings.warn(EVE + 30 * DAY) == 0


def test_a_clock_that_the_calendar_moves_is_warned_of_anew(office, staff):
    ApplicationFactory(office=office, accepted=True, **PLAIN)
    warnings.warn(EVE)
    CalendarDay.objects.update_or_create(date=date(2026, 11, 25), defaults={"kind": "rest", "source": "通知"})
    assert services.housekeeping.recompute_clocks(EVE) == 1
    assert not ClockWarning.objects.standing().filter(kind="review").exists()
    assert warnings.warn(EVE + DAY)
    rows = ClockWarning.objects.filter(kind="review", told=staff[Role.REVIEWER])
    assert sorted(rows.values_list("due_on", flat=True)) == [date(2026, 11, 25), date(2026, 11, 26)]


def test_the_lead_is_the_places_and_counts_working_days(office, staff):
    county = region()
    Office.objects.filter(pk=office.pk).update(region=county)
    office.refresh_from_db()
    LocalWarnDays.objects.create(region=county, days=3, up_days=4, valid_from=date(2026, 1, 1), source="通知")
    ApplicationFactory(office=office, accepted=True, **PLAIN)
    friday = datetime(2026, 11, 20, 9, tzinfo=NOON.tzinfo)
    assert warnings.warn(friday - DAY) == 0
    assert warnings.warn(friday) == 1  # Friday, Monday, Tuesday


def test_of_a_limitation_hears_whoever_has_the_case_or_who_stands_in(office, staff):
    one, deputy = officer(office, Role.CASEWORKER), officer(office, Role.CASEWORKER)
    ApplicationFactory(office=office, assigned=True, assignee=one, left_on=date(2025, 11, 25))
    absence.announce(one, deputy=deputy, since=NOON.date(), until=NOON.date() + 9 * DAY, actor=one, at=NOON)
    warnings.warn(NOON + DAY)
    assert told(kind="limitation") == {deputy}


def test_a_limitation_that_was_over_before_anybody_asked_is_no_alarm(office, staff):
    ApplicationFactory(office=office, accepted=True, left_on=date(2024, 1, 1))
    warnings.warn(EVE)
    assert not told(kind="limitation")


def test_of_many_workers_whose_days_are_the_same_one_is_told_of(office, staff):
    ApplicationFactory(office=office, accepted=True, claimants=workmates(4, left_on=date(2025, 11, 24)))
    warnings.warn(NOON)
    assert ClockWarning.objects.filter(kind="limitation", told=staff[Role.REVIEWER]).count() == 1


def test_nobody_there_and_the_nearest_supervisor_hears(office):
    boss = officer(office, Role.SUPERVISOR)
    ApplicationFactory(office=office, accepted=True, **PLAIN)
    warnings.warn(EVE)
    assert told() == {boss}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_nobody_twice(office):
    reviewer = officer(office, Role.REVIEWER)
    with transaction.atomic():
        for _n in range(3):
            ApplicationFactory(office=office, accepted=True, **PLAIN)

    def run():
        warnings.warn(EVE)
        connection.close()

    workers = [threading.Thread(target=run) for _n in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    warnings.warn(EVE)
    assert ClockWarning.objects.filter(kind="review", told=reviewer).count() == 3
    assert Message.objects.inbox_of(reviewer).filter(template="staff_clock_soon").count() == 3
