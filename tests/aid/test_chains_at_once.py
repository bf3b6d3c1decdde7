"""Two say yes at the same moment, each in a transaction of their own: one of them is heard, and nothing is said twice."""

import threading

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from aid import services
from aid.acts import TransitionNotAllowed
from aid.models import Decision, Share, Termination
from aid.services import anew, terminate
from foundation.accounts.models import User
from tests.aid.factories import NOON
from tests.aid.test_chains_apart import (
    BOTH,
    Lane,
    again,
    chain,
    decide_member,
    end,
    endorse_end,
    endorse_member,
    office,
    ordered,
    people,
    reported,
)

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["office", "people"]
REFUSED = (services.StaleApplication, PermissionDenied, ValidationError, TransitionNotAllowed)


def at_once(*tries):
    """[what it was refused with, None for what was done] of calls that begin at the same moment."""
    together, said = threading.Barrier(len(tries)), [None] * len(tries)

    def do(number, call):
        try:
            together.wait(10)
            call()
        except Exception as error:  # noqa: BLE001
            said[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(tries)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(error is None or isinstance(error, REFUSED) for error in said), said
    return said


def as_of_now(user):
    """As another request would read them: what they hold is remembered for one."""
    return User.objects.get(pk=user.pk)


def begun(begin, office, people):
    with transaction.atomic():
        return begin(office, people)


def waits_for(lane):
    return Termination.objects.get() if lane == Lane.END else Share.objects.get(state="ordered")


@BOTH
def test_of_two_in_the_same_link_one_is_heard(office, people, lane, begin, middle, last):
    chain(office, lane, "approver", "supervisor")
    application = begun(begin, office, people)
    two = [as_of_now(people[name]) for name in ("approver", "second")]
    said = at_once(*(lambda user=user: middle(application, user) for user in two))
    assert [error is None for error in said].count(True) == 1
    subject = waits_for(lane)
    assert subject.yes_by == [user.pk for user, error in zip(two, said, strict=True) if error is None]
    assert (subject.next_yes, subject.yes_after) == ("supervisor", [])
    assert again(application).version == application.version + 1


@BOTH
def test_one_person_says_one_yes_however_often_they_press(office, people, lane, begin, middle, last):
    chain(office, lane, "approver", "approver", "supervisor")
    application = begun(begin, office, people)
    said = at_once(*(lambda: middle(application, as_of_now(people["approver"])) for _press in range(3)))
    assert [error is None for error in said].count(True) == 1
    assert waits_for(lane).yes_by == [people["approver"].pk]


@BOTH
def test_of_two_links_of_the_same_role_each_is_said_by_another(office, people, lane, begin, middle, last):
    """Without a page that was shown both are right, one after the other; with one the second is stale."""
    chain(office, lane, "approver", "approver", "supervisor")
    application = begun(begin, office, people)
    two = [as_of_now(people[name]) for name in ("approver", "second")]
    shown = application.version
    said = at_once(*(lambda user=user: middle(application, user, version=shown) for user in two))
    assert [type(error) for error in said if error] == [services.StaleApplication]
    [late] = [user for user, error in zip(two, said, strict=True) if error]
    middle(again(application), late, version=shown + 1)
    assert sorted(waits_for(lane).yes_by) == sorted(user.pk for user in two)


def test_aid_ends_or_goes_on_and_not_both(office, people):
    chain(office, Lane.END, "approver", "supervisor")
    application = endorse_end(begun(reported, office, people), people["approver"])
    boss, judge = as_of_now(people["boss"]), as_of_now(people["judge"])
    said = at_once(
        lambda: end(application, boss),
        lambda: terminate.keep_on(application, text="没有请", actor=judge, at=NOON),
    )
    assert [error is None for error in said].count(True) == 1
    found = Termination.objects.get()
    assert found.ends is (said[0] is None)
    assert again(application).status == ("terminated" if found.ends else "granted")
    assert bool(found.number) == found.ends


def test_a_member_is_decided_once_and_not_given_back_as_well(office, people):
    chain(office, Lane.MEMBER, "approver", "supervisor")
    application = endorse_member(begun(ordered, office, people), people["approver"])
    one, two = as_of_now(people["boss"]), as_of_now(people["boss"])
    said = at_once(
        lambda: decide_member(application, one),
        lambda: decide_member(application, two),
        lambda: anew.return_member(
            application, positions=[5], reason="再看", actor=as_of_now(people["boss"]), at=NOON
        ),
    )
    assert [error is None for error in said].count(True) == 1
    decided = said[2] is not None
    apart = Decision.objects.filter(is_apart=True, kind=Decision.Kind.GRANT)
    assert apart.count() == decided
    assert Share.objects.filter(state="ordered").count() == (not decided)
