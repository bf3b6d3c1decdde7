"""Leaving a group can be undone until the next day is over: words at the gate may have made them leave."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from aid import services, sla
from aid.models import Claimant
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def group(office):
    return ApplicationFactory(office=office, claimants=workmates(3))


def leave(group, person, at=NOON):
    services.leave_group(group, claimant=person, at=at)
    return Claimant.objects.get(pk=person.pk)


def clocks_of(person):
    return {clock.kind: clock.due_on for clock in person.deadlines.running()}


def test_whoever_leaves_and_comes_back_has_the_clock_of_before(group):
    last = group.claimants.last()
    before = clocks_of(last)
    assert before
    last = leave(group, last)
    assert clocks_of(last) == before  # it is their own and never stops
    services.undo_leaving(group, claimant=last, at=NOON + timedelta(hours=5))
    last.refresh_from_db()
    assert last.takes_part
    assert clocks_of(last) == before
    group.refresh_from_db()
    assert group.limitation_on == min(clocks_of(one)["limitation"] for one in group.claimants.all())


def test_until_the_last_second_of_the_next_day_and_not_after(group):
    last = leave(group, group.claimants.last())
    until = sla.end_of(sla.local_day(NOON) + timedelta(days=1))
    assert last.may_return_until == until
    assert group.may_return(until) == [last]
    assert not group.may_return(until + timedelta(seconds=1))
    with pytest.raises(ValidationError, match="可以回来的日子过了"):
        services.undo_leaving(group, claimant=last, at=until + timedelta(seconds=1))
    services.undo_leaving(group, claimant=last, at=until)


def test_who_takes_part_has_nothing_to_undo(group):
    with pytest.raises(ValidationError):
        services.undo_leaving(group, claimant=group.claimants.first(), at=NOON)
    last = leave(group, group.claimants.last())
    services.undo_leaving(group, claimant=last, at=NOON)
    with pytest.raises(ValidationError):
        services.undo_leaving(group, claimant=last, at=NOON)


def test_who_spoke_for_the_others_does_so_again_where_there_is_room(office):
    group = ApplicationFactory(office=office, claimants=workmates(7))
    people = list(group.claimants.all())
    boss = officer(office, Role.RECEPTIONIST)
    services.change_reps(group, representatives=people[:5], actor=boss, at=NOON)
    leave(group, people[4])
    services.undo_leaving(group, claimant=people[4], at=NOON)
    assert group.claimants.filter(is_representative=True).count() == 5
    leave(group, people[4], at=LATER)
    services.change_reps(group, representatives=[*people[:4], people[5]], actor=boss, at=LATER)
    services.undo_leaving(group, claimant=people[4], at=LATER)
    assert not Claimant.objects.get(pk=people[4].pk).is_representative


def test_who_left_is_told_and_by_when_it_can_be_undone(office):
    group = ApplicationFactory(office=office, claimants=workmates(3, may_sms=True))
    last = leave(group, group.claimants.last())
    [told] = Message.objects.filter(template="left_group")
    day = sla.local_day(NOON) + timedelta(days=1)
    assert f"{day.month}月{day.day}日结束前可上网回来" in told.text()
    services.undo_leaving(group, claimant=last, at=NOON)
    leave(group, last)
    assert Message.objects.filter(template="left_group").count() == 2  # each time
    assert Message.objects.filter(template="restored").count() == 1
