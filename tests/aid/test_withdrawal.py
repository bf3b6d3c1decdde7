"""撤回 can be undone for a day: the clocks run on until then, and stop afterwards."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from aid import services, tasks
from aid.acts import TransitionNotAllowed
from aid.choices import Ground
from aid.services import first_aid
from aid.services.withdrawal import close_withdrawal, close_withdrawals
from aid.workflow import Status
from casework.models import Case
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, officer
from tests.aid.walk import given_first

pytestmark = pytest.mark.django_db
LATE = NOON.replace(day=NOON.day + 1, hour=23, minute=59)
OVER = LATE + timedelta(minutes=2)


def running(application):
    return {clock.kind: clock.due_on for clock in application.deadlines.running()}


@pytest.mark.parametrize("status", ["submitted", "accepted", "supplementing", "reviewing"])
def test_undone_it_stands_where_it_stood_and_has_lost_no_day(office, status):
    application = ApplicationFactory(office=office, **{status: True} if status != "submitted" else {})
    before = running(application)
    withdrawn = services.withdraw(application, at=NOON)
    assert withdrawn.status == Status.WITHDRAWN
    assert running(withdrawn) == {**before, "undo": date(2026, 11, NOON.day + 1)}
    undone = services.undo_withdrawal(withdrawn, at=LATE)
    assert undone.status == status
    assert running(undone) == before
    last = undone.events.last()
    assert (last.before, last.after) == (Status.WITHDRAWN, status)


def test_when_the_day_is_over_it_stays_withdrawn_and_only_the_persons_year_runs(office):
    withdrawn = services.withdraw(ApplicationFactory(office=office, accepted=True), at=NOON)
    with pytest.raises(ValidationError):
        close_withdrawal(withdrawn, at=LATE)
    assert close_withdrawals(LATE) == 0
    assert close_withdrawals(OVER) == 1
    assert close_withdrawals(OVER) == 0
    withdrawn.refresh_from_db()
    assert withdrawn.status == Status.WITHDRAWN
    assert list(running(withdrawn)) == ["limitation"]
    assert withdrawn.next_due_at is None
    with pytest.raises(ValidationError):
        services.undo_withdrawal(withdrawn, at=OVER)


def test_after_the_day_it_is_too_late_even_before_the_task_has_run(office):
    withdrawn = services.withdraw(ApplicationFactory(office=office), at=NOON)
    with pytest.raises(ValidationError):
        services.undo_withdrawal(withdrawn, at=OVER)


def test_withdrawn_undone_and_withdrawn_again(office):
    application = services.withdraw(ApplicationFactory(office=office, accepted=True), at=NOON)
    application = services.undo_withdrawal(application, at=NOON + timedelta(hours=1))
    application = services.withdraw(application, at=NOON + timedelta(hours=2))
    assert services.undo_withdrawal(application, at=LATE).status == Status.ACCEPTED


def test_what_lapsed_or_was_never_withdrawn_is_not_undone_so(office):
    with pytest.raises(TransitionNotAllowed):
        services.undo_withdrawal(ApplicationFactory(office=office), at=NOON)
    application = ApplicationFactory(office=office, supplementing=True)
    lapsed = services.lapse(application, at=NOON + timedelta(days=30))
    with pytest.raises(ValidationError):
        services.undo_withdrawal(lapsed, at=NOON + timedelta(days=30, hours=1))


def test_the_person_is_told_of_both_without_a_word_of_the_matter(office):
    application = ApplicationFactory(office=office)
    Message.objects.all().delete()
    application = services.withdraw(application, at=NOON, note="老板说撤了就给钱")
    services.undo_withdrawal(application, at=LATE)
    told = [(message.template, message.context) for message in Message.objects.order_by("pk")]
    due = f"11月{NOON.day + 1}日"
    assert told == [
        ("withdrawal", {"reference": application.reference, "due": due}),
        ("restored", {"reference": application.reference}),
    ]


def test_whoever_wants_no_sms_gets_none_of_either(office):
    application = ApplicationFactory(office=office)
    application.claimants.update(may_sms=False)
    Message.objects.all().delete()
    services.undo_withdrawal(services.withdraw(application, at=NOON), at=LATE)
    assert not Message.objects.exists()


def test_a_case_begun_by_first_aid_ends_when_the_day_is_over(office):
    approver = officer(office, Role.APPROVER)
    application = ApplicationFactory(office=office, accepted=True)
    application = first_aid.ask(application, ground=Ground.ADVANCE, at=NOON)
    application = given_first(application, ground=Ground.ADVANCE, actor=approver, at=NOON)
    case = Case.objects.get(application=application)
    before = case.status
    application = services.withdraw(application, at=NOON)
    case.refresh_from_db()
    assert case.status == before
    close_withdrawal(application, at=OVER)
    case.refresh_from_db()
    assert case.status != before


def test_the_worker_closes_them(office, time_machine):
    withdrawn = services.withdraw(ApplicationFactory(office=office), at=NOON)
    time_machine.move_to(OVER)
    assert tasks.close_withdrawals(0) == 1
    assert withdrawn.events.filter(action="close_withdrawal").exists()
