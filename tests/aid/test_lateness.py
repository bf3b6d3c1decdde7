"""Why a clock ran out: said once, by the office, with a kind and with words."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.models import Application, Deadline
from aid.services.lateness import explain_late
from counter import words
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=9)
WHY = {"code": "staff", "text": "审批人住院，没有人代。"}


@pytest.fixture
def decided_late(office):
    """The decision came on the 27th; it was due on the 25th."""
    application = ApplicationFactory(office=office, reviewing=True)
    return services.grant(application, actor=officer(office, Role.APPROVER), at=LATE)


def review_of(application):
    return application.deadlines.get(kind="review")


def test_the_office_says_why_once(office, decided_late):
    clerk = officer(office, Role.RECEPTIONIST)
    clock = review_of(decided_late)
    explain_late(decided_late, clock=clock.pk, **WHY, actor=clerk, key="k", at=LATE)
    explain_late(decided_late, clock=clock.pk, **WHY, actor=clerk, key="k", at=LATE)
    event = Application.objects.get(pk=decided_late.pk).events.filter(action="explain_late").get()
    assert (review_of(decided_late).late_reason, event.note) == ("staff", WHY["text"])
    assert words.event_facts(event) == ["审查决定", "超期原因：人手不够，办的人不在"]
    with pytest.raises(ValidationError, match="已经写过"):
        explain_late(decided_late, clock=clock.pk, **WHY, actor=clerk, at=LATE)


@pytest.mark.parametrize("changed", [{"text": " "}, {"code": "sick"}, {"clock": 0}])
def test_what_makes_no_sense_is_refused(office, decided_late, changed):
    sent = {"clock": review_of(decided_late).pk, **WHY, **changed}
    with pytest.raises(ValidationError):
        explain_late(decided_late, **sent, actor=officer(office, Role.REVIEWER), at=LATE)
    assert not Deadline.objects.exclude(late_reason="").exists()


def test_a_clock_in_time_and_one_of_the_person_need_no_reason(office, decided_late):
    clerk = officer(office, Role.REVIEWER)
    for kind in ("assign", "limitation"):
        clock = decided_late.deadlines.get(kind=kind).pk
        with pytest.raises(ValidationError, match="没有超期"):
            explain_late(decided_late, clock=clock, **WHY, actor=clerk, at=LATE)


@pytest.mark.parametrize("who", [Role.CASEWORKER, None])
def test_not_by_others(office, decided_late, who):
    person = officer(office, who) if who else officer(OfficeFactory(), Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        explain_late(decided_late, clock=review_of(decided_late).pk, **WHY, actor=person, at=LATE)


def test_missed_says_the_same_as_was_missed(office, decided_late):
    ApplicationFactory(office=office)
    withdrawn = ApplicationFactory(office=office, accepted=True)
    services.withdraw(withdrawn, at=LATE)
    reviewed(ApplicationFactory(office=office, accepted=True), officer(office, Role.REVIEWER))
    every = Deadline.objects.filter(kind__in=("accept", "review", "assign"))
    for at in (NOON, LATE, LATE + timedelta(days=9)):
        assert set(Deadline.objects.missed(at)) == {one for one in every if one.was_missed(at)}
