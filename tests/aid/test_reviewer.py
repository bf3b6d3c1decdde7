"""定审查员: the review is the turn of one, until they are away or review no more."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from aid.acts import TransitionNotAllowed
from aid.models import Absence, Application
from aid.services import transfer
from aid.services.perform import StaleApplication
from aid.services.reviewer import set_reviewer
from counter import words
from foundation.accounts.models import Role, User
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(office):
    return ApplicationFactory(office=office, accepted=True)


def waits_for(user):
    return Application.objects.waiting_for(User.objects.get(pk=user.pk), timezone.now()).exists()


def test_it_is_in_the_list_of_who_was_named_and_of_nobody_else(office, accepted):
    one, other = officer(office, Role.REVIEWER), officer(office, Role.REVIEWER)
    assert waits_for(one)
    assert waits_for(other)
    boss = officer(office, Role.SUPERVISOR)
    done = set_reviewer(accepted, reviewer=one, reason="她办过同一个工地", actor=boss)
    assert (waits_for(one), waits_for(other)) == (True, False)
    assert words.holder(done) == (str(one), False)
    assert done.events.last().note == f"审查员：{one}\n她办过同一个工地"
    assert done.version == accepted.version  # nothing that others decide by


@pytest.mark.parametrize("why", ["left", "away", "no_role"])
def test_nobody_waits_for_who_is_not_there(office, accepted, why):
    one, other = officer(office, Role.REVIEWER), officer(office, Role.REVIEWER)
    set_reviewer(accepted, reviewer=one, actor=officer(office, Role.DISPATCHER))
    assert not waits_for(other)
    if why == "left":
        User.objects.filter(pk=one.pk).update(is_active=False)
    elif why == "no_role":
        one.memberships.all().delete()
    else:
        today = timezone.localdate()
        until = today + timedelta(days=2)
        Absence.objects.create(
            person=one, deputy=other, since=today, until=until, set_by=other, set_at=timezone.now()
        )
    assert waits_for(other)


def test_another_office_names_its_own(office, accepted):
    one = officer(office, Role.REVIEWER)
    boss = officer(office, Role.SUPERVISOR)
    set_reviewer(accepted, reviewer=one, actor=boss)
    near = OfficeFactory(parent=office)
    officer(near, Role.RECEPTIONIST)
    moved = transfer.reroute(
        Application.objects.get(pk=accepted.pk),
        office=near,
        reason="那里办",
        actor=User.objects.get(pk=boss.pk),
    )
    assert moved.reviewer is None


def test_who_is_refused(office, accepted):
    boss, one = officer(office, Role.SUPERVISOR), officer(office, Role.REVIEWER)
    for wrong in (officer(office, Role.APPROVER), officer(OfficeFactory(), Role.REVIEWER)):
        with pytest.raises(ValidationError, match="不是本机构的审查员"):
            set_reviewer(accepted, reviewer=wrong, actor=boss)
    with pytest.raises(PermissionDenied):
        set_reviewer(accepted, reviewer=one, actor=one)
    with pytest.raises(StaleApplication):
        set_reviewer(accepted, reviewer=one, actor=boss, version=99)
    for _twice in range(2):
        set_reviewer(accepted, reviewer=one, actor=boss, key="k")
    assert accepted.events.filter(action="set_reviewer").count() == 1
    with pytest.raises(ValidationError, match="已经定了"):
        set_reviewer(accepted, reviewer=one, actor=boss)
    with pytest.raises(TransitionNotAllowed):
        set_reviewer(ApplicationFactory(office=office, granted=True), reviewer=one, actor=boss)
