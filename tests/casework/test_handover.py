"""Nobody's account is shut while their cases run: they go to a colleague first, in our screens and in Wagtail's."""

import pytest
from django.urls import reverse

from aid.models import Deadline
from casework import handover
from casework.models import Assignment
from foundation.accounts import keeping
from foundation.accounts.handover import StillHolds
from foundation.accounts.models import Role, User
from foundation.notices.models import Message
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaving(office):
    return officer(office, Role.CASEWORKER)


@pytest.fixture
def staying(office):
    return officer(office, Role.CASEWORKER)


@pytest.fixture
def cases(office, leaving):
    return [ApplicationFactory(office=office, assigned=True, assignee=leaving) for _n in range(3)]


def days(cases):
    rows = Deadline.objects.filter(application__in=cases).order_by("pk")
    return list(rows.values_list("kind", "due_on", "met_at", "cancelled_at"))


def active(person):
    return User.objects.get(pk=person.pk).is_active


def test_the_cases_go_to_a_colleague_and_no_day_begins_anew(office, leaving, staying, cases):
    boss, before = officer(office, Role.SUPERVISOR), days(cases)
    with pytest.raises(StillHolds):
        keeping.deactivate(leaving, actor=boss)
    assert active(leaving)
    keeping.deactivate(leaving, actor=boss, to=staying)
    assert not active(leaving)
    assert handover.of(leaving) is None
    assert {one.assignee for one in Assignment.objects.current()} == {staying}
    assert days(cases) == before
    for case in cases:
        event = case.events.get(action="hand_over")
        assert event.data == {"assignee": staying.pk, "before": leaving.pk, "ordered_by": boss.pk}
        assert str(boss) in event.note
    assert Message.objects.inbox_of(staying).filter(template="staff_assigned").count() == 3


def test_who_has_nothing_in_hand_just_goes(office, leaving):
    ApplicationFactory(office=office, assigned=True, assignee=leaving).case.assignments.update(
        ended_at="2026-01-01T00Z"
    )
    keeping.deactivate(leaving, actor=officer(office, Role.SUPERVISOR))
    assert not active(leaving)


def test_nobody_takes_over_what_they_could_not_be_named_for(office, leaving, cases):
    stranger, reviewer = officer(OfficeFactory(), Role.CASEWORKER), officer(office, Role.REVIEWER)
    gone = officer(office, Role.CASEWORKER)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    boss = officer(office, Role.SUPERVISOR)
    for to in (stranger, reviewer, gone, leaving, None):
        with pytest.raises(StillHolds):
            keeping.deactivate(leaving, actor=boss, to=to)
    assert active(leaving)
    assert {one.assignee for one in Assignment.objects.current()} == {leaving}


def test_our_screen_asks_where_they_go(client, signed_in, office, leaving, staying, cases):
    signed_in(client, "supervisor", office)
    address = reverse("people_active", args=[leaving.pk])
    page = client.get(address).content.decode()
    assert "3 件没有办完的案子" in page
    assert f'<option value="{staying.pk}">' in page
    stranger = officer(OfficeFactory(), Role.CASEWORKER)
    for to in ("", "x", str(stranger.pk)):
        assert "先选一位接手的人" in client.post(address, {"to": to}).content.decode()
        assert active(leaving)
    assert client.post(address, {"to": staying.pk}).status_code == 302
    assert not active(leaving)
    assert {one.assignee for one in Assignment.objects.current()} == {staying}


@pytest.fixture
def superuser(client, signed_in, office):
    me = signed_in(client, "operator", office)
    User.objects.filter(pk=me.pk).update(is_superuser=True)
    return me


def test_wagtails_own_screens_shut_nobody_out_who_has_cases(client, superuser, leaving, cases):
    address = reverse("wagtailusers_users:edit", args=[leaving.pk])
    sent = {"username": leaving.username, "first_name": "新名", "last_name": "李", "email": "li@example.test"}
    page = client.post(address, sent, follow=True).content.decode()
    assert active(leaving)
    assert "3 件没有办完的案子" in page
    assert reverse("people_active", args=[leaving.pk]) in page
    # What else was typed there is kept.
    assert User.objects.get(pk=leaving.pk).first_name == "新名"
    deleted = client.post(reverse("wagtailusers_users:delete", args=[leaving.pk]))
    assert deleted["Location"] == reverse("people_active", args=[leaving.pk])
    bulk = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    client.post(f"{bulk}?id={leaving.pk}", {"mark_as_active": "False"})
    assert active(leaving)


def test_there_whoever_has_nothing_in_hand_goes_as_before(client, superuser, leaving):
    sent = {"username": leaving.username, "first_name": "某", "last_name": "李", "email": "li@example.test"}
    client.post(reverse("wagtailusers_users:edit", args=[leaving.pk]), sent)
    assert not active(leaving)
