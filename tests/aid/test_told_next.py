"""Whose turn it has become by name, or in a chain, finds a message in their inbox: the number, and nothing of the person."""

import pytest

from aid import acts, links, services
from aid.services import anew, approve, first_aid, terminate
from aid.services.reviewer import set_reviewer
from foundation.accounts.models import Membership, Office, Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_approval import Lane, chain, people, place
from tests.aid.test_chains_apart import AGAIN, again, ordered
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


def ends(office, by, *, report="他自己请了律师，昨天当面说的。"):
    case = ApplicationFactory(office=office, assigned=True, assignee=by)
    return terminate.report(case, reason="own_lawyer", text=report, actor=by, at=NOON)


def test_who_is_next_to_end_aid_is_told_by_number_alone(office, place, people):
    chain(place, Lane.END, "approver", "supervisor")
    case = ends(office, officer(office, Role.CASEWORKER))
    assert told("staff_next_yes") == []
    for _twice in range(2):
        approve.endorse_end(case, note="问过本人", actor=people["approver"], at=NOON, key="once")
    assert told("staff_next_yes") == [people["boss"].username]
    assert Message.objects.get(template="staff_next_yes").context == {"reference": case.reference}


def test_who_reported_is_not_told_to_say_yes_to_it(office, place, people):
    """They hold the role that is next, and the policy lets them say nothing: another does, or who is above."""
    chain(place, Lane.END, "approver", "supervisor")
    both = officer(office, Role.CASEWORKER, Role.SUPERVISOR)
    case = ends(office, both)
    approve.endorse_end(case, actor=people["approver"], at=NOON)
    assert told("staff_next_yes") == [people["boss"].username]


def test_where_only_who_proposed_it_is_in_the_office_the_nearest_above_is_told(place, office):
    top = OfficeFactory(name="某市司法局", kind=Office.Kind.DEPARTMENT)
    under = OfficeFactory(parent=top)
    under.region = place
    under.save()
    above = officer(Office.objects.get(pk=top.pk), Role.SUPERVISOR)
    chain(place, Lane.END, "approver", "supervisor")
    case = ends(under, officer(under, Role.CASEWORKER, Role.SUPERVISOR))
    approve.endorse_end(case, actor=officer(under, Role.APPROVER), at=NOON)
    assert told("staff_next_yes") == [above.username]


def test_who_is_next_for_some_of_a_group_is_told_once_for_all_of_them(office, place):
    roles = {"judge": Role.SUPERVISOR, "boss": Role.SUPERVISOR, "approver": Role.APPROVER}
    people = {name: officer(office, role) for name, role in roles.items()}
    chain(place, Lane.MEMBER, "approver", "supervisor")
    group = ordered(office, people, 2, 5, 6)
    assert told("staff_next_yes") == []
    anew.endorse_member(
        group, positions=[2, 5], outcome="grant", text=AGAIN, actor=people["approver"], at=NOON
    )
    # The judge ordered it, and may not say yes to what comes of that.
    assert told("staff_next_yes") == [people["boss"].username]
    anew.endorse_member(
        again(group), positions=[6], outcome="refuse", text=AGAIN, actor=people["approver"], at=NOON
    )
    assert told("staff_next_yes") == [people["boss"].username] * 2


def test_who_asked_for_first_aid_is_not_told_to_say_yes_to_it(office, place, people):
    chain(place, Lane.FIRST_AID, "approver", "reviewer")
    application = ApplicationFactory(office=office, accepted=True)
    application = first_aid.ask(
        application, ground="preservation", words="机器下周拉走", actor=people["reviewer"], at=NOON
    )
    another = officer(office, Role.REVIEWER)
    approve.endorse_first_aid(application, actor=people["approver"], at=NOON)
    assert told("staff_next_yes") == [another.username]


def officers_of(office, role):
    held = Membership.objects.filter(office=office, role=role)
    return set(held.values_list("user__username", flat=True))


def sent_back(application, by):
    for _twice in range(2):
        services.send_back(application, reason="社保没有查", actor=by, at=NOON, key="once")


def test_sent_back_every_reviewer_of_the_office_is_told_by_number_alone(office, people):
    another, above = officer(office, Role.REVIEWER), officer(OfficeFactory(), Role.REVIEWER)
    both = officer(office, Role.APPROVER, Role.REVIEWER)
    application = reviewed(ApplicationFactory(office=office, accepted=True), people["reviewer"])
    sent_back(application, both)
    assert told("staff_sent_back") == [people["reviewer"].username, another.username]
    assert above.username not in told("staff_sent_back")
    message = Message.objects.filter(template="staff_sent_back").first()
    assert message.context == {"reference": application.reference}
    assert message.link.endswith(f"/{application.pk}/")


def test_sent_back_who_was_named_for_the_review_is_told_alone_while_they_review(office, people):
    named, boss = officer(office, Role.REVIEWER), officer(office, Role.SUPERVISOR)
    application = ApplicationFactory(office=office, accepted=True)
    application = set_reviewer(application, reviewer=named, actor=boss, at=NOON)
    application = reviewed(application, people["reviewer"])
    sent_back(application, people["approver"])
    assert told("staff_sent_back") == [named.username]
    application = reviewed(again(application), people["reviewer"])
    named.memberships.all().delete()
    services.send_back(application, reason="再看", actor=people["approver"], at=NOON)
    assert told("staff_sent_back") == [named.username, people["reviewer"].username]


def test_of_an_agency_without_reviewers_those_above_are_told(office):
    top = OfficeFactory(name="某市司法局", kind=Office.Kind.DEPARTMENT)
    under = OfficeFactory(parent=top)
    above = officer(Office.objects.get(pk=top.pk), Role.REVIEWER)
    application = reviewed(ApplicationFactory(office=under, accepted=True), above)
    sent_back(application, officer(under, Role.APPROVER))
    assert told("staff_sent_back") == [above.username]


def test_who_begins_again_for_some_of_a_group_is_told_once_and_not_who_gave_it_back(office, place):
    roles = {"judge": Role.SUPERVISOR, "boss": Role.SUPERVISOR, "approver": Role.APPROVER}
    people = {name: officer(office, role) for name, role in roles.items()}
    another = officer(office, Role.APPROVER, Role.SUPERVISOR)
    chain(place, Lane.MEMBER, "approver", "supervisor")
    group = ordered(office, people, 2, 5)
    group = anew.endorse_member(
        group, positions=[2, 5], outcome="grant", text=AGAIN, actor=people["approver"], at=NOON
    )
    for _twice in range(2):
        anew.return_member(group, positions=[2, 5], reason="再看", actor=another, at=NOON, key="once")
    everybody = officers_of(office, Role.APPROVER)
    assert {another.username, people["approver"].username} < everybody
    assert len(told("staff_sent_back")) == len(everybody) - 1
    assert set(told("staff_sent_back")) == everybody - {another.username}
    message = Message.objects.filter(template="staff_sent_back").first()
    assert message.context == {"reference": group.reference}


def test_what_gives_back_names_its_message_in_the_table():
    back = [act for flow in acts.workflows() for act in flow.acts.values() if act.link == links.ANY]
    assert {act.code for act in back if act.colleagues == ("staff_sent_back",)} == {
        "send_back",
        "return_member",
    }


def test_each_yes_in_the_middle_names_its_message_in_the_table():
    middle = [act for flow in acts.workflows() for act in flow.acts.values() if act.link == links.MIDDLE]
    assert len(middle) == 4
    assert {act.colleagues for act in middle} == {("staff_next_yes",)}
