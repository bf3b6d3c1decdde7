import uuid
from datetime import timedelta

import pytest

from tests.aid.conftest import calendar, fresh_counters, office, places
from tests.aid.factories import NOON

__all__ = ["calendar", "fresh_counters", "office", "places"]


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine):
    time_machine.move_to(NOON + timedelta(minutes=5), tick=False)


@pytest.fixture
def as_(client, signed_in, office):
    """as_("receptionist"): the client signed in with that role in the office; the user."""
    return lambda role, at=None: signed_in(
        client, role, at or office, username=f"u-{role}-{uuid.uuid4().hex[:6]}"
    )
