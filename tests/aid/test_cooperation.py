"""Letters between agencies: asked, taken note of, answered; who is asked sees the letter and not the application."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services, sla
from aid.models import Application, Evidence, Letter
from aid.policies import application_policy
from aid.services import cooperation
from aid.services import suspend as suspensions
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import checked_photo

pytestmark = pytest.mark.django_db
SAID = {"facts": "在工地干了四个月没拿到钱", "asked": "家里几口人、有没有低保", "kind": "check_means"}


def later(days):
    return NOON + timedelta(days=days)


@pytest.fixture
def there(db):
    office = OfficeFactory()
    office.clerk = officer(office, Role.RECEPTIONIST)
    return office


@pytest.fixture
def reviewer(office):
    return officer(office, Role.REVIEWER)


@pytest.fixture
def application(office):
    return ApplicationFactory(office=office, accepted=True)


def ask(application, actor, *, at=NOON, **values):
    said = {**SAID, "due_on": date(2026, 11, 27), **values}
    return cooperation.ask(application, actor=actor, at=at, **said)


def test_the_office_that_is_asked_answers_without_seeing_the_application(application, reviewer, there):
    asked = ask(application, reviewer, office=there, shares=["name", "id_number"])
    letter = asked.letters.get()
    assert (letter.to, letter.state, letter.from_office) == (there.name, "sent", application.office)
    assert list(Letter.objects.received_by(there.clerk).unanswered()) == [letter]
    assert asked not in Application.objects.visible_to(there.clerk)
    assert not application_policy.user_has_permission_for_instance(there.clerk, "view", asked)
    with pytest.raises(PermissionDenied):
        services.withdraw(asked, actor=there.clerk, at=NOON)
    cooperation.acknowledge(asked, letter=letter, actor=there.clerk, at=later(1))
    answered = cooperation.answer(
        asked,
        letter=letter,
        text="一家四口，没有低保",
        papers=[(checked_photo(), "means")],
        actor=there.clerk,
        at=later(2),
    )
    letter.refresh_from_db()
    assert (letter.state, letter.answer, letter.answered_by) == (
        "answered",
        "一家四口，没有低保",
        there.clerk,
    )
    assert Evidence.objects.get(application=answered).added_by == "staff"
    assert answered.events.last().data["papers"] == ["means"]
    assert not Letter.objects.received_by(there.clerk).unanswered()


def test_what_the_other_side_may_know_is_what_the_letter_shares(application, reviewer, there):
    letter = ask(application, reviewer, office=there, shares=["name"]).letters.get()
    assert cooperation.shared(letter, letter.claimant) == [("name", "姓名", "王小强")]
    assert cooperation.values(letter)["person"] == [("name", "姓名", "王小强")]
    assert cooperation.values(letter)["asked"] == SAID["asked"]


def test_a_check_of_means_stops_the_review_and_the_last_answer_lets_it_go_on(application, reviewer, there):
    ask(application, reviewer, office=there, suspends=True)
    two = ask(application, reviewer, to="某县民政局", suspends=True, due_on=date(2026, 12, 2), at=later(1))
    first, second = two.letters.order_by("pk")
    standing = application.suspensions.running().get()
    assert (standing.since, standing.clock.due_on) == (NOON.date(), date(2026, 12, 2))
    cooperation.answer(two, letter=first, text="查过了", actor=there.clerk, at=later(3))
    assert application.suspensions.running().exists()
    cooperation.heard(two, letter=second, what="declined", text="李科长说查不了", actor=reviewer, at=later(5))
    assert not application.suspensions.running().exists()
    clock = application.deadlines.get(kind="review")
    assert (clock.paused_days, clock.paused_since) == (5, None)


def test_only_a_check_of_means_stops_it(application, reviewer, there):
    with pytest.raises(ValidationError):
        ask(application, reviewer, office=there, kind="collect_evidence", suspends=True)
    asked = ask(application, reviewer, office=there, kind="collect_evidence")
    assert not asked.suspensions.exists()
    granted = ApplicationFactory(office=application.office, granted=True)
    with pytest.raises(ValidationError):  # the review is over
        ask(granted, reviewer, office=there, suspends=True)
    assert ask(granted, reviewer, office=there).letters.count() == 1


def test_declined_it_says_why_and_waits_to_be_read(application, reviewer, there):
    asked = ask(application, reviewer, office=there)
    letter = asked.letters.get()
    with pytest.raises(ValidationError):
        cooperation.decline(asked, letter=letter, text=" ", actor=there.clerk, at=NOON)
    cooperation.decline(asked, letter=letter, text="人不在我们县", actor=there.clerk, at=later(1))
    assert list(Letter.objects.unread()) == [letter]
    services.review(asked, opinion="够", advice="grant", check="exempt", actor=reviewer, at=later(1))
    [one] = Application.objects.waiting_for(reviewer, later(1)).with_turn_of(reviewer, later(1))
    assert one.turn == "coop_close"
    cooperation.close(asked, letter=letter, note="", actor=reviewer, at=later(1))
    assert not Application.objects.waiting_for(reviewer, later(1))


def test_overdue_it_is_seen_by_both_and_may_be_called_off_with_a_reason(application, reviewer, there):
    asked = ask(application, reviewer, office=there, suspends=True)
    letter, late = asked.letters.get(), sla.local_day(later(12))
    assert list(Letter.objects.received_by(there.clerk).late(late)) == [letter]
    assert asked in Application.objects.waiting_for(reviewer, later(12))
    with pytest.raises(ValidationError):
        cooperation.close(asked, letter=letter, note=" ", actor=reviewer, at=later(12))
    cooperation.close(asked, letter=letter, note="等不到，按承诺书办", actor=reviewer, at=later(12))
    assert application.deadlines.get(kind="review").paused_days == 12
    with pytest.raises(ValidationError):  # it is over
        cooperation.answer(asked, letter=letter, text="查过了", actor=there.clerk, at=later(12))


def test_resumed_by_hand_the_answer_changes_no_clock(application, reviewer, there):
    asked = ask(application, reviewer, office=there, suspends=True)
    suspensions.resume(asked, text="先不等了", actor=reviewer, at=later(2))
    before = application.deadlines.get(kind="review").due_on
    cooperation.answer(asked, letter=asked.letters.get(), text="查过了", actor=there.clerk, at=later(6))
    assert application.deadlines.get(kind="review").due_on == before


def test_a_body_outside_is_spoken_for_and_an_office_of_ours_is_not(application, reviewer, there):
    inside = ask(application, reviewer, office=there).letters.get()
    outside = ask(application, reviewer, to="某县民政局").letters.get(to_office=None)
    say = {"actor": reviewer, "at": later(1), "text": "李科长来电话"}
    with pytest.raises(ValidationError):
        cooperation.heard(application, letter=inside, what="answered", **say)
    with pytest.raises(ValidationError):
        cooperation.heard(application, letter=outside, what="closed", **say)
    with pytest.raises(ValidationError):
        cooperation.answer(application, letter=outside, text="查过了", actor=there.clerk, at=later(1))
    cooperation.heard(application, letter=outside, what="acknowledged", **say)
    cooperation.heard(application, letter=outside, what="answered", **say)
    outside.refresh_from_db()
    assert (outside.state, outside.answer) == ("answered", "李科长来电话")


def test_nobody_else_answers_and_nobody_else_asks(application, reviewer, there):
    letter = ask(application, reviewer, office=there).letters.get()
    other = OfficeFactory()
    strangers = (reviewer, officer(there, Role.APPROVER), officer(other, Role.RECEPTIONIST))
    for actor in strangers:
        with pytest.raises(PermissionDenied):
            cooperation.answer(application, letter=letter, text="查过了", actor=actor, at=NOON)
    # An office that answers another letter of the same application does not answer this one.
    clerk = officer(other, Role.RECEPTIONIST)
    ask(application, reviewer, office=other)
    with pytest.raises(ValidationError):
        cooperation.answer(application, letter=letter, text="查过了", actor=clerk, at=NOON)
    with pytest.raises(PermissionDenied):
        ask(application, officer(application.office, Role.RECEPTIONIST), office=there)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"to": "民政局", "due_on": NOON.date()},
        {"to": "民政局", "due_on": date(2027, 3, 1)},
        {"to": "民政局", "facts": " "},
        {"to": "民政局", "asked": ""},
        {"to": "民政局", "kind": "dance"},
        {"to": "民政局", "shares": ["bank_account"]},
    ],
)
def test_it_says_whom_what_and_by_when(application, reviewer, there, wrong):
    with pytest.raises(ValidationError):
        ask(application, reviewer, **wrong)
    with pytest.raises(ValidationError):
        ask(application, reviewer, office=there, to="民政局")
    for where in (OfficeFactory(), application.office):  # nobody works there; it is here
        with pytest.raises(ValidationError):
            ask(application, reviewer, office=where)
    stranger = ApplicationFactory(office=application.office).claimant
    with pytest.raises(ValidationError):
        ask(application, reviewer, office=there, claimant=stranger)
    assert not Letter.objects.exists()


def test_told_twice_it_is_done_once_and_of_two_answers_the_first_counts(application, reviewer, there):
    for _again in range(2):
        asked = ask(application, reviewer, office=there, key="once")
    letter = asked.letters.get()
    for _again in range(2):
        cooperation.answer(asked, letter=letter, text="查过了", actor=there.clerk, at=NOON, key="twice")
    with pytest.raises(ValidationError):
        cooperation.answer(asked, letter=letter, text="又查了", actor=there.clerk, at=NOON)
    with pytest.raises(services.StaleApplication):
        cooperation.close(asked, letter=letter, note="", actor=reviewer, version=application.version, at=NOON)


def test_when_the_application_ends_nobody_waits_for_the_letter(application, reviewer, there):
    ask(application, reviewer, office=there, suspends=True)
    services.withdraw(application, at=later(1))
    assert Letter.objects.unanswered().exists()  # it may be undone
    services.undo_withdrawal(application, at=later(1))
    Application.objects.filter(pk=application.pk).update(status="refused")
    assert not Letter.objects.received_by(there.clerk).unanswered()
