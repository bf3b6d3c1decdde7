"""A visit on a telephone: who takes it, how it comes back once, what ends it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid.models import VisitCopy, VisitTask
from aid.services import visit_copies, visits
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import checked_photo

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=5)


@pytest.fixture
def clerk(office):
    return officer(office, Role.RECEPTIONIST)


@pytest.fixture
def task(office, clerk):
    return planned(ApplicationFactory(office=office), clerk)


def planned(application, clerk, days=0):
    visits.plan_visit(
        application, claimant=application.claimants.get(), officer=clerk, day=NOON.date() + timedelta(days=days),
        place="幸福路 12 号", purpose="sign", actor=clerk, at=NOON,
    )  # fmt: skip
    return VisitTask.objects.latest("pk")


def give(copy, clerk, **more):
    said = {"outcome": "done", "result": "签了字", "at": LATER, **more}
    return visit_copies.give_back(copy, actor=clerk, **said)


def entries():
    return list(AccessEntry.objects.order_by("number").values_list("action", flat=True))


def test_taken_and_given_back_it_is_the_result_of_the_visit(task, clerk):
    copy = visit_copies.take(task, actor=clerk, at=NOON)
    assert list(VisitCopy.objects.out(LATER)) == [copy]
    give(copy, clerk, witness="李村长", there_at=NOON, signed=checked_photo(), photos=[checked_photo(30)])
    task.refresh_from_db()
    assert (task.state, task.result, task.witness, task.there_at) == ("done", "签了字", "李村长", NOON)
    kinds = set(task.application.evidence.values_list("kind", flat=True))
    assert kinds == {"confirmation", "site_photo"}
    assert not VisitCopy.objects.out(LATER).exists()
    assert entries() == ["aid.take_visit", "aid.give_visit_back"]


def test_sent_again_it_counts_once(task, clerk):
    copy = visit_copies.take(task, actor=clerk, at=NOON)
    give(copy, clerk)
    give(copy, clerk)
    assert task.application.events.filter(action="finish_visit").count() == 1
    assert entries().count("aid.give_visit_back") == 1


def test_what_is_wrong_with_the_words_leaves_the_copy_out(task, clerk):
    copy = visit_copies.take(task, actor=clerk, at=NOON)
    with pytest.raises(ValidationError, match="写结果"):
        give(copy, clerk, result=" ")
    give(copy, clerk)
    assert VisitCopy.objects.get().ended == "returned"


def test_only_whose_visit_it_is_takes_it_or_gives_it_back(task, clerk, office):
    boss = officer(office, Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        visit_copies.take(task, actor=boss, at=NOON)
    copy = visit_copies.take(task, actor=clerk, at=NOON)
    for act in (give, visit_copies.drop):
        with pytest.raises(PermissionDenied):
            act(copy, boss) if act is give else act(copy, actor=boss)
    assert VisitTask.objects.get().is_planned


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_role_that_is_gone_takes_nothing_and_gives_nothing_back(task, clerk, when):
    copy = None if when == "before" else visit_copies.take(task, actor=clerk, at=NOON)
    clerk.memberships.all().delete()
    clerk = type(clerk).objects.get(pk=clerk.pk)
    with pytest.raises(PermissionDenied):
        give(copy, clerk) if copy else visit_copies.take(task, actor=clerk, at=NOON)
    assert VisitTask.objects.get().is_planned


def test_of_another_office_it_is_not_taken(clerk):
    stranger = officer(OfficeFactory(), Role.RECEPTIONIST)
    task = planned(ApplicationFactory(office=stranger.memberships.get().office), stranger)
    VisitTask.objects.update(officer=clerk)
    with pytest.raises(PermissionDenied):
        visit_copies.take(task, actor=clerk, at=NOON)


def test_not_long_before_and_not_when_it_is_over(office, clerk):
    application = ApplicationFactory(office=office)
    with pytest.raises(ValidationError, match="还早"):
        visit_copies.take(planned(application, clerk, days=3), actor=clerk, at=NOON)
    task = planned(application, clerk, days=2)
    visit_copies.take(task, actor=clerk, at=NOON)
    visits.cancel_visit(application, visit=task.pk, why="人不在", actor=clerk, at=NOON)
    with pytest.raises(ValidationError, match="不去了"):
        visit_copies.take(task, actor=clerk, at=NOON)


def recall(task, actor, **more):
    said = {"visit": task.pk, "why": "手机丢了", "at": LATER, **more}
    return visit_copies.recall_visit(task.application, actor=actor, **said)


def by_ending(name, task, clerk, office):
    result = {"visit": task.pk, "outcome": "missed", "result": "门锁着", "actor": clerk, "at": NOON}
    if name == "revoked":
        recall(task, officer(office, Role.SUPERVISOR), at=NOON)
    elif name == "replaced":
        visit_copies.take(task, actor=clerk, at=NOON)
    elif name == "dropped":
        visit_copies.drop(VisitCopy.objects.get(), actor=clerk, at=NOON)
    elif name == "missed":
        visits.finish_visit(task.application, **result)
    elif name == "cancelled":
        visits.cancel_visit(task.application, visit=task.pk, why="人不在", actor=clerk, at=NOON)


@pytest.mark.parametrize("state", ["revoked", "replaced", "dropped", "missed", "cancelled", "expired"])
def test_what_ended_meanwhile_is_not_given_back_and_says_why(task, clerk, office, state):
    copy = visit_copies.take(task, actor=clerk, at=NOON)
    by_ending(state, task, clerk, office)
    when = NOON + timedelta(days=3) if state == "expired" else LATER
    with pytest.raises(visit_copies.NotOut) as refused:
        give(copy, clerk, at=when)
    assert refused.value.state == state
    assert not task.application.events.filter(action="finish_visit", data__outcome="done").exists()


def test_what_is_called_back_is_out_no_more_and_is_called_back_once(task, clerk, office):
    boss = officer(office, Role.SUPERVISOR)
    visit_copies.take(task, actor=clerk, at=NOON)
    with pytest.raises(ValidationError, match="写清楚"):
        recall(task, boss, why=" ")
    recall(task, boss, key="one")
    recall(task, boss, key="one")
    with pytest.raises(ValidationError, match="没有带在外面"):
        recall(task, boss)
    assert task.application.events.filter(action="recall_visit").count() == 1
    again = visit_copies.take(task, actor=clerk, at=LATER)
    give(again, clerk)
    with pytest.raises(PermissionDenied):
        recall(task, officer(OfficeFactory(), Role.SUPERVISOR))
