"""A timeline says what an officer was called when the act was done."""

import pytest

from aid.models import Event
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, officer
from tests.aid.walk import walk

pytestmark = pytest.mark.django_db


def test_who_is_called_something_else_later_was_called_so_then(office):
    application = walk("granted", office)
    event = application.events.get(action="accept")
    was = event.actor_label
    assert was == str(event.actor) != ""
    event.actor.last_name, event.actor.first_name = "别", "人"
    event.actor.save()
    assert application.events.get(action="accept").actor_label == was


def test_what_nobody_of_ours_did_has_no_name(office):
    assert ApplicationFactory(office=office).events.get(action="submit").actor_label == ""


def test_who_has_no_name_yet_is_called_by_the_account(office):
    nameless = officer(office, Role.RECEPTIONIST, last_name="", first_name="", username="t-nameless")
    event = Event(
        application=ApplicationFactory(office=office), actor=nameless, by="staff", action="x", after="y"
    )
    event.at = event.application.submitted_at
    event.save()
    assert event.actor_label == "t-nameless"
