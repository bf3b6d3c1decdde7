"""Whose turn it has become by name, or in a chain, finds a message in their inbox: the number, and nothing of the person."""

import pytest

from aid.services import approve
from aid.services.reviewer import set_reviewer
from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_approval import Lane, chain, people, place
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
__all__ = ["people", "place"]


def told(template):
    return [one.recipient for one in Message.objects.filter(template=template).order_by("pk")]


def test_who_is_next_in_a_chain_is_told_when_it_comes_to_them(office, place, people):
    chain(place, Lane.MAJOR, "approver", "supervisor")
    above = officer(OfficeFactory(), Role.SUPERVISOR)
    group = ApplicationFactory(office=office, accepted=True, claimants=workmates(10))
    group = reviewed(group, people["reviewer"])
    assert told("staff_next_yes") == []
    approve.endorse(group, actor=people["approver"], at=NOON, key="once")
    approve.endorse(group, actor=people["approver"], at=NOON, key="once")
    assert told("staff_next_yes") == [people["boss"].username]
    message = Message.objects.get(template="staff_next_yes")
    assert message.context == {"reference": group.reference}
    assert message.link.endswith(f"/{group.pk}/")
    assert above.username not in told("staff_next_yes")


def test_where_the_office_has_nobody_the_nearest_above_is_told(office, place, people):
    top = OfficeFactory(name="某市司法局", kind=Office.Kind.DEPARTMENT)
    under = OfficeFactory(parent=top)
    under.region = place
    under.save()
    chain(place, Lane.GREEN, "approver", "supervisor")
    boss = officer(Office.objects.get(pk=top.pk), Role.SUPERVISOR)
    application = ApplicationFactory(office=under, accepted=True)
    application = reviewed(application, officer(under, Role.REVIEWER))
    approve.endorse(application, actor=officer(under, Role.APPROVER), at=NOON)
    assert told("staff_next_yes") == [boss.username]


def test_who_has_said_yes_is_not_asked_again(office, place, people):
    chain(place, Lane.GREEN, "approver", "approver")
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    approve.endorse(application, actor=people["approver"], at=NOON)
    assert told("staff_next_yes") == []
    another = officer(office, Role.APPROVER)
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    approve.endorse(application, actor=another, at=NOON)
    assert told("staff_next_yes") == [people["approver"].username]


def test_who_is_named_for_the_review_is_told_and_not_who_names_themselves(office):
    application = ApplicationFactory(office=office, accepted=True)
    one, boss = officer(office, Role.REVIEWER), officer(office, Role.SUPERVISOR, Role.REVIEWER)
    set_reviewer(application, reviewer=one, actor=boss, at=NOON)
    assert told("staff_reviewer") == [one.username]
    message = Message.objects.get(template="staff_reviewer")
    assert message.context == {"reference": application.reference}
    set_reviewer(application, reviewer=boss, actor=boss, at=NOON)
    assert told("staff_reviewer") == [one.username]
