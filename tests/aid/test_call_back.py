"""A number left: asked for once, called in time, forgotten a month after the last call."""

import threading
import uuid
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.utils import timezone

from aid.models import Call, CallBack
from aid.services import call_back as services
from foundation.accounts.models import Role
from foundation.regions.models import Region
from foundation.vault.models import AccessEntry
from foundation.workdays.rules import SHANGHAI
from tests.aid.factories import NOON, CallBackFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


def wish(**changes):
    return services.Asked(
        **{
            "story": "不知道该找谁。",
            "name": "王师傅",
            "phone": "13900005678",
            "notice_version": "1",
            **changes,
        }
    )


def ask(at=NOON, key=None, **changes):
    return services.ask(wish(**changes), key=key or uuid.uuid4(), at=at)


def day_of(call_back):
    return timezone.localtime(call_back.due_at, SHANGHAI).date().isoformat()


# 2026-11-18 is a Wednesday, 11-20 a Friday; 2026-10-01 begins a holiday, 2026-09-20 is a Sunday that is worked.
@pytest.mark.parametrize(
    ("asked", "call_time", "due"),
    [
        ("2026-11-18 09:00", "any", "2026-11-18"),
        ("2026-11-18 15:59", "any", "2026-11-18"),
        ("2026-11-18 16:00", "any", "2026-11-19"),
        ("2026-11-18 09:59", "morning", "2026-11-18"),
        ("2026-11-18 10:00", "morning", "2026-11-19"),
        ("2026-11-18 11:00", "noon", "2026-11-18"),
        ("2026-11-18 12:00", "noon", "2026-11-19"),
        ("2026-11-18 15:00", "afternoon", "2026-11-18"),
        ("2026-11-18 15:00", "evening", "2026-11-18"),
        ("2026-11-20 23:30", "any", "2026-11-23"),
        ("2026-11-21 08:00", "any", "2026-11-23"),
        ("2026-09-20 08:00", "any", "2026-09-20"),
        ("2026-10-01 08:00", "any", "2026-10-08"),
    ],
)
def test_it_is_called_on_the_working_day_on_which_it_can_still_be_done(office, asked, call_time, due):
    at = datetime.fromisoformat(asked).replace(tzinfo=SHANGHAI)
    assert day_of(ask(at=at, call_time=call_time)) == due


def test_the_office_is_found_as_for_an_application(places, office):
    nearer = OfficeFactory(region=Region.objects.get(code="360702"))
    assert services.ask(wish(), key=uuid.uuid4(), region_code="360702").office == nearer
    assert services.ask(wish(), key=uuid.uuid4()).office == office


def test_without_an_agency_nothing_is_promised(db):
    with pytest.raises(services.NoOffice):
        ask()
    assert not CallBack.objects.exists()


def test_the_same_page_sent_twice_is_one_call(office):
    key = uuid.uuid4()
    assert ask(key=key).pk == ask(key=key).pk
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_page_sent_twice_at_the_same_moment_is_one_call(office):
    key, found, together = uuid.uuid4(), [], threading.Barrier(4)

    def send():
        try:
            together.wait(5)
            found.append(ask(key=key).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == 4
    assert len(set(found)) == CallBack.objects.count() == 1


def test_who_called_and_when_is_written_down_each_time(office):
    me, waiting = officer(office, Role.RECEPTIONIST), CallBackFactory(office=office)
    services.not_reached(waiting, actor=me, key=uuid.uuid4(), note=" 没人接 ", at=NOON)
    later = NOON + timedelta(hours=2)
    services.done(waiting, actor=me, key=uuid.uuid4(), at=later)
    waiting.refresh_from_db()
    assert waiting.done_at == later
    assert [(c.outcome, c.note, c.actor, c.at) for c in waiting.calls.all()] == [
        ("not_reached", "没人接", me, NOON),
        ("done", "", me, later),
    ]


def test_a_button_pressed_twice_is_one_call(office):
    me, waiting, key = officer(office, Role.RECEPTIONIST), CallBackFactory(office=office), uuid.uuid4()
    for act in (services.not_reached, services.not_reached):
        act(waiting, actor=me, key=key)
    services.done(waiting, actor=me, key=(again := uuid.uuid4()))
    services.done(waiting, actor=me, key=again)
    assert Call.objects.count() == 2


def test_who_was_reached_is_not_called_again(office):
    me, waiting = officer(office, Role.RECEPTIONIST), CallBackFactory(office=office)
    services.done(waiting, actor=me, key=uuid.uuid4())
    for act in (services.done, services.not_reached):
        with pytest.raises(services.AlreadyDone):
            act(waiting, actor=me, key=uuid.uuid4())


@pytest.mark.parametrize("role", [role for role in Role if role != Role.RECEPTIONIST])
def test_only_those_who_receive_people_see_and_call(office, role):
    waiting, other = CallBackFactory(office=office), officer(office, role)
    assert not CallBack.objects.visible_to(other).exists()
    for act in (services.done, services.not_reached):
        with pytest.raises(PermissionDenied):
            act(waiting, actor=other, key=uuid.uuid4())
    with pytest.raises(PermissionDenied):
        services.reveal(waiting, actor=other)


def test_an_office_sees_its_own_and_those_below_it(office):
    below, beside = OfficeFactory(parent=office), OfficeFactory()
    mine = {CallBackFactory(office=where).pk for where in (office, below)}
    CallBackFactory(office=beside)
    seen = CallBack.objects.visible_to(officer(office, Role.RECEPTIONIST))
    assert set(seen.values_list("pk", flat=True)) == mine


def test_each_look_at_a_number_is_in_the_access_log(office):
    me, waiting = officer(office, Role.RECEPTIONIST), CallBackFactory(office=office)
    services.reveal(waiting, actor=me)
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.action, entry.object_id) == (me, "aid.reveal_call_back", str(waiting.pk))


def test_a_note_that_is_too_long_is_refused_and_nothing_is_written(office):
    me, waiting = officer(office, Role.RECEPTIONIST), CallBackFactory(office=office)
    with pytest.raises(ValidationError):
        services.done(waiting, actor=me, key=uuid.uuid4(), note="长" * 501)
    waiting.refresh_from_db()
    assert (waiting.done_at, waiting.calls.count()) == (None, 0)


def test_it_is_forgotten_a_month_after_the_last_call_and_never_before_one(office):
    me, month = officer(office, Role.RECEPTIONIST), timedelta(days=30)
    never, tried = CallBackFactory(office=office), CallBackFactory(office=office)
    services.not_reached(tried, actor=me, key=uuid.uuid4(), at=NOON)
    assert services.forget(NOON + month - timedelta(seconds=1)) == 0
    assert services.forget(NOON + month) == 1
    assert services.forget(NOON + 12 * month) == 0
    assert list(CallBack.objects.all()) == [never]
