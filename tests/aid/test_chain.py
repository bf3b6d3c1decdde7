"""Who owns the database changes what was done, and is found."""

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from aid import services
from aid.chain import EventLog
from aid.models import Application, Event
from aid.services.retention import _remove
from foundation.accounts.models import Role
from foundation.vault import cipher, heads
from tests.aid.factories import ApplicationFactory, officer

pytestmark = pytest.mark.attack


@pytest.fixture(autouse=True)
def own_heads(settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path / "heads"


@pytest.fixture
def acts(office):
    """Two applications, of the first of which two things were done."""
    first, _second = ApplicationFactory(office=office), ApplicationFactory(office=office)
    services.accept(first, actor=officer(office, Role.RECEPTIONIST))
    heads.note()
    call_command("verify_logs")
    return list(first.events.order_by("number"))


def forge(*statements):
    """Somebody with the database owner's rights who switches the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE aid_event DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE aid_event ENABLE TRIGGER USER")


def test_each_act_follows_the_one_before_it(acts):
    assert [event.number for event in acts] == [1, 2]
    assert acts[1].prev_hash == acts[0].hash
    assert EventLog().first_break() == ""


@pytest.mark.parametrize(
    "change",
    [
        "action = 'withdraw'",
        "at = at - interval '1 day'",
        "after = 'granted'",
        "key = 'another'",
        'data = \'{"office": "t-other"}\'',
        "by = 'timer', actor_id = NULL",
        "note = NOTE",
    ],
)
def test_an_act_that_was_changed_is_found(acts, change):
    note = cipher.seal("同意".encode(), "aid.Event.note", acts[1].seal_id.hex).hex()
    change = change.replace("NOTE", rf"'\x{note}'")
    forge(f"UPDATE aid_event SET {change} WHERE id = {acts[1].pk}")
    with pytest.raises(CommandError, match="entry 2 was changed"):
        call_command("verify_logs")


def test_an_act_that_went_to_another_application_is_found(acts):
    other = Event.objects.exclude(application=acts[0].application).get()
    forge(
        f"UPDATE aid_event SET number = 9 WHERE id = {other.pk}",
        f"UPDATE aid_event SET application_id = {other.application_id} WHERE id = {acts[0].pk}",
    )
    with pytest.raises(CommandError, match="acts: application"):
        call_command("verify_logs")


@pytest.mark.parametrize("which", [0, 1])
def test_an_act_that_is_gone_is_found(acts, which):
    forge(f"DELETE FROM aid_event WHERE id = {acts[which].pk}")
    with pytest.raises(CommandError, match=["entry 1 is missing", "2:[0-9a-f]+ was noted"][which]):
        call_command("verify_logs")


def test_all_acts_of_one_application_gone_are_found(acts):
    forge(f"DELETE FROM aid_event WHERE application_id = {acts[0].application_id}")
    with pytest.raises(CommandError, match="has no act at all"):
        call_command("verify_logs")


def test_an_application_taken_away_with_its_acts_is_found(acts):
    forge(f"DELETE FROM aid_event WHERE application_id = {acts[0].application_id}")
    _remove(Application.objects.filter(pk=acts[0].application_id))
    assert EventLog().first_break() == ""
    with pytest.raises(CommandError, match=rf"acts: {acts[0].application_id}:2:[0-9a-f]+ was noted"):
        call_command("verify_logs")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE aid_event SET action = 'x'",
        "UPDATE aid_event SET number = number + 1",
        "DELETE FROM aid_event",
    ],
)
def test_the_database_refuses_it_already(acts, statement):
    refused = pytest.raises(DatabaseError, match="append-only")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
