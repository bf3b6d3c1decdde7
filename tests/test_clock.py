"""A clock that is set wrong, back by a day or forward by a year: what is said, what is kept."""

from datetime import timedelta

import pytest
import time_machine
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from aid.models import Draft
from aid.services import housekeeping
from foundation.accounts import proof
from foundation.accounts.models import Role
from foundation.guessing import tries
from foundation.guessing.tries import Door

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=365)
DOOR = Door("clock", free=5)


@pytest.mark.parametrize("jump", [-DAY, YEAR])
def test_a_session_of_staff_ends_rather_than_lives_for_ever(client, staff_office, signed_in, jump):
    signed_in(client, Role.RECEPTIONIST, staff_office)
    home = reverse("wagtailadmin_home")
    assert client.get(home).status_code == 200
    with time_machine.travel(timezone.now() + jump):
        answer = client.get(home)
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.parametrize("jump", [-DAY, YEAR])
def test_a_fresh_proof_is_old_under_another_clock(rf, jump):
    request = rf.get("/")
    request.session = {}
    proof.given(request)
    assert proof.recently_proved(request)
    with time_machine.travel(timezone.now() + jump):
        assert not proof.recently_proved(request)


@pytest.mark.parametrize("jump", [-DAY, YEAR])
def test_who_typed_wrong_before_does_not_wait_a_day(jump):
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    for _try in range(tries.FREE_TRIES + 3):
        tries.failed(request, DOOR, "number")
    assert 0 < tries.waits(request, "number") <= tries.LONGEST_WAIT
    with time_machine.travel(timezone.now() + jump):
        assert tries.waits(request, "number") == 0


def draft(at):
    return Draft.start(at=at, language="zh-hans")


def test_a_clock_that_leapt_forward_does_not_take_what_is_being_filled_in(caplog):
    now = timezone.now()
    begun = draft(now)
    assert housekeeping.forget_drafts_tonight(now + YEAR) == 0
    assert "is the clock right?" in caplog.text
    assert housekeeping.forget_drafts_tonight(now + YEAR + DAY) == 0
    # Set right: all is as before, and nothing is remembered against the next night.
    assert housekeeping.forget_drafts_tonight(now + DAY) == 0
    assert Draft.objects.filter(pk=begun.pk).exists()
    assert housekeeping.forget_drafts_tonight(begun.expires_at + DAY) == 1


def test_after_a_worker_was_away_for_long_they_go_two_nights_later():
    begun = draft(timezone.now())
    back = begun.expires_at + 10 * DAY
    assert [housekeeping.forget_drafts_tonight(back + n * DAY) for n in range(3)] == [0, 0, 1]
