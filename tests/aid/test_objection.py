"""An objection: the bureau's five days, what comes late, and what the bureau may order."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services, tasks
from aid.models import Application, Wish
from aid.services import serve, wishes
from counter import words
from foundation.accounts.models import Office, Role
from foundation.workdays.models import CalendarDay
from laws.models import Parameter
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates

pytestmark = pytest.mark.django_db


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def office(db):
    return OfficeFactory(parent=OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT))


@pytest.fixture
def boss(office):
    return officer(office.get_parent(), Role.SUPERVISOR)


@pytest.fixture
def refused(office):
    return ApplicationFactory(office=office, refused=True)


def object_(application, at=NOON, person=None):
    return wishes.ask(
        application, person or application.claimant, Wish.Kind.OBJECTION, text="钱没有付清", at=at
    )


def bureau(application):
    return application.deadlines.get(kind="bureau", cancelled_at=None)


def test_the_bureau_has_five_days_and_its_supervisor_sees_them_run_out(refused, boss):
    application = object_(refused)
    assert bureau(application).due_on == date(2026, 11, 23)
    assert application.next_due_kind == "bureau"
    [one] = Application.objects.waiting_for(boss, later(6)).with_turn_of(boss, later(6))
    assert one.turn == "uphold"
    assert words.due(one.next_due_at, one.next_due_kind, later(6)).tone == "late"
    assert list(Application.objects.objected()) == [application]
    answered = wishes.uphold(application, text="付清了，有收条", actor=boss, at=later(6))
    assert (bureau(answered).met_at, bureau(answered).was_missed(later(6))) == (later(6), True)
    assert answered.next_due_at is None


def test_a_second_who_objects_moves_nothing(office, boss):
    application = ApplicationFactory(office=office, refused=True, claimants=workmates(2))
    first, second = application.claimants.all()
    object_(application, person=first)
    object_(application, later(3), person=second)
    assert bureau(application).due_on == date(2026, 11, 23)


def test_its_days_follow_the_calendar(refused):
    application = object_(refused)
    CalendarDay.objects.create(date=date(2026, 11, 23), kind="rest", source="测试通知")
    assert tasks.recompute_clocks(0) == 1
    assert bureau(application).due_on == date(2026, 11, 24)
    assert application.events.last().data["moved"][0]["kind"] == "bureau"


def test_whoever_comes_late_is_heard_and_it_is_said(office, refused):
    assert "is_late" not in object_(refused, later(15)).events.last().data
    other = object_(ApplicationFactory(office=office, refused=True), later(16))
    event = other.events.last()
    assert event.data["is_late"]
    assert "过了提异议的日子才提的，照样收" in words.event_facts(event)
    assert other.wishes.open().count() == 1


def test_how_many_days_is_a_dated_figure(refused, office):
    def figure(days, since):
        Parameter.objects.create(
            code="objection_days",
            name="提异议的日子",
            value=Decimal(days),
            unit="calendar_day",
            effective_from=since,
            source="测试",
        )

    figure(20, date(2026, 11, 19))  # not yet on the day of the decision
    assert wishes.objection_ends(refused) == date(2026, 12, 3)
    figure(30, date(2026, 1, 1))
    assert wishes.objection_ends(refused) == date(2026, 12, 18)
    clerk = officer(office, Role.RECEPTIONIST)
    said = {"how": "by_hand", "to": "self", "proof": "signed", "actor": clerk, "at": later(2)}
    served = serve.serve(refused, served_on=date(2026, 11, 20), **said)
    assert served.deadlines.get(kind="objection").due_on == date(2026, 12, 10)


def test_the_bureau_may_order_a_grant(refused, boss):
    application = object_(refused)
    ordered = wishes.order_grant(application, text="收条不是本人签的，给予援助", actor=boss, at=later(2))
    assert (ordered.status, ordered.case.status) == ("granted", "unassigned")
    assert (ordered.decision.kind, ordered.decision.decided_by) == ("grant", boss)
    assert ordered.deadlines.running().get(kind="assign").due_on == date(2026, 11, 23)
    assert bureau(ordered).met_at
    dispatcher = officer(ordered.office, Role.DISPATCHER)
    assert ordered in Application.objects.waiting_for(dispatcher, later(2))
    with pytest.raises(ValidationError):  # it is answered
        wishes.answer(ordered, wish=ordered.wishes.get(), text="好", actor=boss, at=later(2))


def test_who_orders_it_has_not_decided_it_and_a_child_needs_a_guardian(office, boss):
    child = ApplicationFactory(office=office, refused=True, id_number="110105201201012379")
    if child.claimant.born_on is None:
        pytest.fail("the number is one of a child")
    object_(child)
    with pytest.raises(ValidationError):
        wishes.order_grant(child, text="给予援助", actor=boss, at=later(1))
    refused = ApplicationFactory(office=office, refused=True)
    object_(refused)
    for actor in (officer(office, Role.APPROVER), officer(OfficeFactory(), Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            wishes.order_grant(refused, text="给予援助", actor=actor, at=later(1))
    with pytest.raises(services.StaleApplication):
        wishes.order_grant(refused, text="给予援助", actor=boss, version=1, at=later(1))
