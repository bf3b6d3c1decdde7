"""A day-old account that reviews or decides is shown to who audits."""

from datetime import timedelta

import pytest

from aid.models import Event
from counter import fresh_hands
from foundation.accounts.models import Membership, User
from tests.aid.factories import officer
from tests.aid.walk import walk

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
AGO = timedelta(days=30)


@pytest.fixture
def decided(office):
    """A granted application, whose reviewer and approver have long been there; and the two."""
    application = walk("granted", office)
    User.objects.update(date_joined=application.submitted_at - AGO)
    Membership.objects.update(since=application.submitted_at - AGO)
    return application


def flagged():
    return [event.application for event in fresh_hands.decisions()]


def hand(application, action):
    return application.events.get(action=action)


def test_hands_that_have_long_been_there_are_not_flagged(decided):
    assert flagged() == []


@pytest.mark.parametrize(("ago", "is_flagged"), [(timedelta(hours=23), True), (timedelta(hours=25), False)])
def test_a_decider_is_flagged_within_a_day_of_the_making(decided, ago, is_flagged):
    event = hand(decided, "grant")
    User.objects.filter(pk=event.actor_id).update(date_joined=event.at - ago)
    assert (decided in flagged()) == is_flagged


def test_a_role_of_today_is_as_fresh_as_an_account(decided):
    event = hand(decided, "grant")
    Membership.objects.filter(user=event.actor).update(since=event.at - timedelta(hours=1))
    assert decided in flagged()


def test_a_fresh_reviewer_flags_the_decision_of_another(decided, office):
    puppet = officer(office, "reviewer")
    event = hand(decided, "grant")
    at = event.at - timedelta(minutes=5)
    Event(application=decided, action="review", after="reviewing", by="staff", actor=puppet, at=at).save()
    User.objects.filter(pk=puppet.pk).update(date_joined=at - timedelta(hours=2))
    assert flagged() == [decided]


def test_the_page_names_number_and_hands_to_superusers(decided, admin_client, admin_user):
    from foundation.accounts.testing import pass_second_factor

    event = hand(decided, "grant")
    User.objects.filter(pk=event.actor_id).update(date_joined=event.at - timedelta(hours=1))
    pass_second_factor(admin_client, admin_user)
    page = admin_client.get("/admin/reports/fresh-hands/").content.decode()
    assert decided.reference in page
    assert event.actor_label in page
