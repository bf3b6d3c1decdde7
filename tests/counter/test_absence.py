"""Who is away: what is theirs shows to the deputy and nobody else, and only on those days."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import absence
from aid.models import Application
from aid.policies import application_policy
from casework.services import assign
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.counter.acts import case_url

pytestmark = pytest.mark.django_db
TODAY, DAY = NOON.date(), timedelta(days=1)
PAGE = "/admin/applications/absences/"


@pytest.fixture
def two(office):
    return officer(office, Role.CASEWORKER), officer(office, Role.CASEWORKER)


def away(person, deputy, since=TODAY, until=TODAY + DAY, actor=None):
    days = {"since": since, "until": until}
    return absence.announce(person, deputy=deputy, actor=actor or person, at=NOON, **days)


def seen(user):
    return Application.objects.visible_to(type(user).objects.get(pk=user.pk))


def test_the_deputy_sees_and_does_what_is_theirs_on_those_days_only(office, two, time_machine):
    me, other = two
    mine = ApplicationFactory(office=office, assigned=True, assignee=me)
    assert not seen(other).exists()
    away(me, other, since=TODAY + DAY)
    assert not seen(other).exists()
    time_machine.move_to(NOON + DAY, tick=False)
    fresh = type(other).objects.get(pk=other.pk)
    found = seen(other).prefetch_related("case__assignments").get()
    assert found == mine
    assert application_policy.user_has_permission_for_instance(fresh, "add_evidence", found)
    assert seen(me).exists()
    time_machine.move_to(NOON + 2 * DAY, tick=False)
    assert not seen(other).exists()
    assert not seen(officer(office, Role.CASEWORKER)).exists()


def test_who_answers_is_found_along_the_line_and_never_in_a_round(office, two):
    me, other = two
    third, fourth = officer(office, Role.CASEWORKER), officer(office, Role.CASEWORKER)
    away(me, other)
    assert absence.responsible_for(me, TODAY) == other
    assert absence.responsible_for(me, TODAY + 2 * DAY) == me
    assert absence.responsible_for(third, TODAY) == third
    # Fell ill afterwards: the line goes on.
    away(other, third)
    assert absence.responsible_for(me, TODAY) == third
    assert absence.stands_in_for(third, TODAY) == {me.pk, other.pk}
    away(third, fourth)
    assert absence.responsible_for(me, TODAY) == fourth
    type(fourth).objects.filter(pk=fourth.pk).update(is_active=False)
    assert absence.responsible_for(me, TODAY) == third


def test_a_round_leads_nowhere(office, two):
    from aid.models import Absence

    me, other = two
    days = {"since": TODAY, "until": TODAY, "set_by": me, "set_at": NOON}
    Absence.objects.bulk_create(
        [Absence(person=me, deputy=other, **days), Absence(person=other, deputy=me, **days)]
    )
    assert absence.responsible_for(me, TODAY) == me
    assert absence.stands_in_for(me, TODAY) == {other.pk}


def test_what_is_told_to_somebody_away_is_told_to_the_deputy_too(office, two):
    me, other = two
    away(me, other)
    granted = ApplicationFactory(office=office, granted=True)
    assign(granted, assignee=me, actor=officer(office, Role.DISPATCHER), at=NOON)
    told = [one.recipient for one in Message.objects.filter(template="staff_assigned")]
    assert sorted(told) == sorted([me.username, other.username])


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY - DAY, TODAY, "since"),
        (TODAY + DAY, TODAY, "since"),
        (TODAY - 2 * DAY, TODAY - DAY, "until"),
        (TODAY, TODAY + 400 * DAY, "until"),
    ],
)
def test_days_that_make_no_sense_are_refused(two, since, until, field):
    with pytest.raises(ValidationError) as refused:
        away(*two, since=since, until=until)
    assert field in refused.value.message_dict


def test_who_does_other_work_or_is_away_too_cannot_stand_in(office, two):
    me, other = two
    for stranger in (officer(office, Role.RECEPTIONIST), officer(OfficeFactory(), Role.CASEWORKER), me):
        with pytest.raises(ValidationError):
            away(me, stranger)
    away(other, me, since=TODAY + 5 * DAY, until=TODAY + 6 * DAY)
    with pytest.raises(ValidationError):
        away(me, other, until=TODAY + 5 * DAY)


def test_said_twice_it_is_one_and_other_days_over_it_are_refused(two):
    assert away(*two) == away(*two)
    with pytest.raises(ValidationError):
        away(*two, until=TODAY + 3 * DAY)


def test_a_supervisor_says_it_of_their_people_and_nobody_of_others(office, two):
    me, other = two
    boss, stranger = officer(office, Role.SUPERVISOR), officer(OfficeFactory(), Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        away(me, other, actor=stranger)
    with pytest.raises(PermissionDenied):
        away(me, other, actor=other)
    made = away(me, other, actor=boss)
    for someone in (stranger, other):
        with pytest.raises(PermissionDenied):
            absence.end(made, actor=someone, at=NOON)
    assert absence.end(made, actor=boss, at=NOON).ended_on == TODAY
    assert absence.end(made, actor=me, at=NOON + DAY).ended_on == TODAY
    assert absence.responsible_for(me, TODAY) == me
    acts = list(AccessEntry.objects.order_by("number").values_list("action", flat=True))
    assert acts == ["aid.absence_set", "aid.absence_end"]


def test_the_page_takes_it_says_what_is_wrong_and_ends_it(client, as_, office):
    me, other = as_("caseworker"), officer(office, Role.CASEWORKER)
    mine = ApplicationFactory(office=office, assigned=True, assignee=other)
    typed = {"person": me.pk, "deputy": other.pk, "since": "2026-11-18", "until": "2026-11-17"}
    answer = client.post(PAGE, typed)
    assert answer.status_code == 422
    assert "不能是过去的日子" in answer.content.decode()
    client.post(PAGE, {**typed, "until": "2026-11-20"})
    html = client.get(PAGE).content.decode()
    assert "正在代" in html
    assert client.post(PAGE, {**typed, "person": other.pk, "deputy": me.pk}).status_code == 422
    made = me.absences.get()
    client.post(f"{PAGE}{made.pk}/end/")
    made.refresh_from_db()
    assert made.ended_on == TODAY
    assert client.get(case_url(mine)).status_code == 404


def test_a_foreign_absence_is_not_there(client, as_):
    elsewhere = OfficeFactory()
    foreign = away(*(officer(elsewhere, Role.CASEWORKER) for _ in range(2)))
    as_("supervisor")
    assert "没有人不在" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}{foreign.pk}/end/").status_code == 404
