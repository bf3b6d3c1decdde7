"""The review clock stands still while another body checks, for exactly those days, and nobody forgets it."""

import random
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import acts, services, sla, tasks
from aid.models import Application
from aid.services import suspend as suspensions
from aid.services import transfer
from aid.workflow import APPLICATION
from foundation.accounts.models import Role
from foundation.workdays.models import CalendarDay
from foundation.workdays.services import calendar_around
from intake import stages
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
NEAR = {"left_on": date(2025, 11, 21), "owed_from": None, "owed_to": None}


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def reviewer(office):
    return officer(office, Role.REVIEWER)


def suspend(application, actor, *, at=NOON, days=10, **values):
    said = {"reason": "away_check", "waits_for": "通渭县法律援助中心", "text": "家里几口人", **values}
    due_on = said.pop("due_on", None) or sla.local_day(at) + timedelta(days=days)
    return suspensions.suspend(application, due_on=due_on, actor=actor, at=at, **said)


def resume(application, actor, *, at, **values):
    return suspensions.resume(application, text="那边查过了", actor=actor, at=at, **values)


def review_clock(application):
    return application.deadlines.get(kind="review", cancelled_at=None)


@pytest.mark.parametrize("days", [0, 1, 5, 30])
def test_it_stands_still_for_exactly_those_days(office, reviewer, days):
    application = ApplicationFactory(office=office, accepted=True)
    limitation = application.limitation_on
    stopped = suspend(application, reviewer, days=31)
    assert review_clock(stopped).paused_since == NOON.date()
    gone_on = resume(stopped, reviewer, at=later(days))
    clock = review_clock(gone_on)
    expected = sla.review_deadline(NOON.date(), paused_days=days, calendar=calendar_around(NOON.date())).date
    assert (clock.due_on, clock.paused_days, clock.paused_since) == (expected, days, None)
    assert gone_on.limitation_on == limitation
    assert gone_on.deadlines.filter(kind="limitation", met_at=None, cancelled_at=None).exists()


def test_a_day_that_two_things_hold_is_left_out_once(office, reviewer):
    application = ApplicationFactory(office=office, accepted=True)
    suspend(application, reviewer)  # days 0–6
    ask = {"kinds": ["id"], "text": "身份证", "actor": officer(office, Role.RECEPTIONIST)}
    services.ask_supplement(application, at=later(2), **ask)
    resume(application, reviewer, at=later(6))
    assert review_clock(application).paused_since == NOON.date()  # the paper is still to come
    services.add_supplement(application, note="补来了", at=later(9))
    assert (review_clock(application).paused_days, review_clock(application).paused_since) == (9, None)
    # The other way round: the paper comes first.
    other = ApplicationFactory(office=office, accepted=True)
    services.ask_supplement(other, at=NOON, **ask)
    suspend(other, reviewer, at=later(1))
    services.add_supplement(other, note="补来了", at=later(3))
    assert review_clock(other).paused_since == NOON.date()
    resume(other, reviewer, at=later(4))
    assert review_clock(other).paused_days == 4


def test_it_is_with_others_until_its_day_and_then_with_us(office, reviewer):
    application = ApplicationFactory(office=office, accepted=True)
    rows = Application.objects
    assert application in rows.waiting_for(reviewer, NOON)
    suspended = suspend(application, reviewer)
    assert (suspended.next_due_kind, sla.local_day(suspended.next_due_at)) == ("awaited", date(2026, 11, 30))
    assert application not in rows.waiting_for(reviewer, later(9))
    assert application in rows.in_other_hands([], sla.local_day(later(9)))
    [due] = rows.waiting_for(reviewer, later(12)).with_turn_of(reviewer, later(12))
    assert due.turn == "resume"
    assert application in rows.overdue(later(13))
    resume(application, reviewer, at=later(13))
    [due] = rows.waiting_for(reviewer, later(13)).with_turn_of(reviewer, later(13))
    assert due.turn == "review"


def test_a_limitation_that_is_near_keeps_it_with_us(office, reviewer):
    near = suspend(ApplicationFactory(office=office, accepted=True, **NEAR), reviewer)
    assert near in Application.objects.waiting_for(reviewer, NOON)


def test_another_day_is_set_and_the_days_count_from_the_first(office, reviewer):
    application = suspend(ApplicationFactory(office=office, accepted=True), reviewer)
    again = suspend(application, reviewer, at=later(8), days=10, text="还要几天")
    assert (again.suspensions.get().clock.due_on, again.suspensions.get().since) == (
        date(2026, 12, 6) + timedelta(days=1),  # a Sunday moves on
        NOON.date(),
    )
    assert review_clock(resume(again, reviewer, at=later(12))).paused_days == 12


def test_a_decision_waits_for_nobody_any_more(office, reviewer):
    application = reviewed(ApplicationFactory(office=office, accepted=True), reviewer)
    suspend(application, reviewer)
    decided = services.grant(application, actor=officer(office, Role.APPROVER), at=later(4))
    assert not decided.suspensions.running().exists()
    clock = review_clock(decided)
    assert (clock.paused_days, clock.was_missed(later(40))) == (4, False)
    assert decided.events.last().data["paused_days"] == 4


def test_a_withdrawal_ends_it_when_it_is_final(office, reviewer):
    application = suspend(ApplicationFactory(office=office, accepted=True), reviewer)
    services.withdraw(application, at=later(1))
    back = services.undo_withdrawal(application, at=later(1))
    assert (back.status, back.suspensions.running().count()) == ("accepted", 1)
    services.withdraw(back, at=later(2))
    services.withdrawal.close_withdrawals(later(4))
    assert not application.suspensions.running().exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "holiday"},
        {"reason": "other"},
        {"reason": "other", "basis": " "},
        {"waits_for": " "},
        {"text": ""},
        {"due_on": NOON.date()},
        {"due_on": date(2027, 3, 1)},
    ],
)
def test_it_says_why_whom_and_by_when(office, reviewer, wrong):
    application = ApplicationFactory(office=office, accepted=True)
    with pytest.raises(ValidationError):
        suspend(application, reviewer, **wrong)
    assert review_clock(application).paused_since is None
    assert suspend(application, reviewer, reason="other", basis="省里规定第九条").suspensions.running()


def test_who_may_and_from_where(office, reviewer):
    application = ApplicationFactory(office=office, accepted=True)
    for actor in (officer(office, Role.RECEPTIONIST), officer(OfficeFactory(), Role.REVIEWER)):
        with pytest.raises(PermissionDenied):
            suspend(application, actor)
    for status in ("submitted", "granted", "refused"):
        with pytest.raises(acts.TransitionNotAllowed):
            suspend(ApplicationFactory(office=office, **{status: True}), reviewer)
    with pytest.raises(ValidationError):  # nothing stands still
        resume(application, reviewer, at=NOON)


def test_told_twice_it_is_done_once_and_a_stale_page_does_nothing(office, reviewer):
    application = ApplicationFactory(office=office, accepted=True)
    for _again in range(2):
        done = suspend(application, reviewer, key="once")
    assert done.events.filter(action="suspend").count() == 1
    with pytest.raises(services.StaleApplication):
        resume(done, reviewer, at=later(1), version=application.version - 1)


def test_the_calendar_moves_its_day_on_and_never_back(office, reviewer):
    application = suspend(ApplicationFactory(office=office, accepted=True), reviewer)
    off = CalendarDay.objects.create(date=date(2026, 11, 30), kind="rest", source="测试通知")
    assert tasks.recompute_clocks(0) == 1
    assert application.suspensions.get().clock.due_on == date(2026, 12, 1)
    assert application.events.last().data["moved"][-1]["kind"] == "awaited"
    off.delete()
    tasks.recompute_clocks(0)
    assert application.suspensions.get().clock.due_on == date(2026, 12, 1)


def test_it_goes_along_to_another_office(office, reviewer):
    there = OfficeFactory()
    clerk = officer(there, Role.RECEPTIONIST)
    application = suspend(ApplicationFactory(office=office, accepted=True), reviewer)
    transfer.offer(
        application, office=there, reason="在那里办", actor=officer(office, Role.RECEPTIONIST), at=NOON
    )
    moved = transfer.accept(application, actor=clerk, at=later(1))
    assert review_clock(moved).paused_since == NOON.date()
    assert moved in Application.objects.waiting_for(officer(there, Role.REVIEWER), later(12))


def test_the_person_reads_why_and_until_when(office, reviewer):
    application = suspend(ApplicationFactory(office=office, accepted=True), reviewer)
    own = stages.stage(application)
    assert own.due_on == date(2026, 11, 30)
    assert own.due_text.startswith("通渭县法律援助中心正在帮着核查")
    assert "时效不受影响" in own.due_text
    assert "通渭" not in stages.stage(application, for_owner=False).due_text
    assert "请别的机构核查情况，审查的日子停着" in [p.heading for p in stages.timeline(application)]
    gone_on = Application.objects.get(pk=resume(application, reviewer, at=later(2)).pk)
    assert "等您补材料" in stages.stage(gone_on).due_text


def replayed(events):
    """(status, days left out, since when it stands) as the events alone tell it."""
    status, holds, days, since, left_from = "", set(), 0, None, []
    for event in events:
        day = sla.local_day(event.at)
        act = APPLICATION.acts[event.action]
        before, status = status, event.after
        assert event.before == before
        if act.returns:
            assert status == left_from.pop()
        if event.action == "withdraw":
            left_from.append(before)
        opened = {"suspend": "awaited", "ask_supplement": "supplement"}.get(event.action)
        closed = {"resume": "awaited", "add_supplement": "supplement"}.get(event.action)
        if opened and not holds:
            since = day
        holds |= {opened} if opened else set()
        if closed in holds:
            holds.discard(closed)
            if not holds:
                days, since = days + (day - since).days, None
    return status, days, since


@pytest.mark.parametrize("seed", range(12))
def test_the_events_of_any_history_tell_the_state_and_the_days(office, seed):
    chosen = random.Random(seed)
    reviewer, clerk, approver = (
        officer(office, role) for role in (Role.REVIEWER, Role.RECEPTIONIST, Role.APPROVER)
    )
    application, at = ApplicationFactory(office=office, accepted=True), NOON
    ways = {
        "suspend": lambda: suspend(application, reviewer, at=at, days=chosen.randint(1, 20)),
        "resume": lambda: resume(application, reviewer, at=at),
        "ask": lambda: services.ask_supplement(
            application, kinds=["id"], text="缺", repeat_reason="又缺", actor=clerk, at=at
        ),
        "add": lambda: services.add_supplement(application, note="补来了", at=at),
        "review": lambda: reviewed(application, reviewer, at=at),
        "send_back": lambda: services.send_back(application, reason="再查一查", actor=approver, at=at),
        "withdraw": lambda: services.withdraw(application, at=at),
        "undo": lambda: services.undo_withdrawal(application, at=at),
    }
    done = 0
    for _step in range(14):
        at += timedelta(hours=chosen.choice([0, 5, 30, 80]))
        try:
            ways[chosen.choice(list(ways))]()
            done += 1
        except (acts.TransitionNotAllowed, ValidationError):
            continue
    application.refresh_from_db()
    clock = review_clock(application)
    assert replayed(application.events.all()) == (application.status, clock.paused_days, clock.paused_since)
    assert application.version == application.events.count()
    assert done
    assert (
        clock.due_on
        == sla.review_deadline(
            NOON.date(), paused_days=clock.paused_days, calendar=calendar_around(NOON.date())
        ).date
    )
