"""What web and worker do, done by a role that owns no table: the whole way of an application, and its end."""

import os

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from aid import services
from aid.models import Application
from aid.services import housekeeping, one_time, retention
from foundation.accounts.models import Role
from foundation.notices import services as outbox
from foundation.vault import rights, tasks
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access
from tests.aid.factories import NOON, ApplicationFactory, officer
from tests.aid.walk import walk
from tests.foundation.retention.rules import rule, waited

ROLE = f"site_of_aid_tests_{os.getpid()}"


@pytest.fixture
def as_site(office, settings, tmp_path):
    """From here on the test works as that role, which goes with the test's transaction."""
    settings.AUDIT_HEADS_DIR = tmp_path

    def become():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"CREATE ROLE {ROLE}")
            rights.grant(ROLE)
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
        call_command("sign_logs")

    return become


def test_an_application_goes_its_way(office, as_site):
    as_site()
    application = walk("reviewing", office)
    services.grant(application, actor=officer(office, Role.APPROVER), text="符合条件", at=NOON)
    services.reveal(application.claimant, "phone", actor=officer(office, Role.RECEPTIONIST), purpose="回电")
    outbox.deliver_due(NOON, 10)
    housekeeping.forget_drafts(NOON)
    housekeeping.recompute_clocks(NOON)
    one_time.forget(NOON)
    tasks.note_heads(timestamp=0)
    call_command("verify_logs")
    assert application.events.count() >= 4


def test_what_ended_is_forgotten(office, as_site):
    rule("application_refused", 1)
    gone, stays = ApplicationFactory(office=office, refused=True), ApplicationFactory(office=office)
    as_site()
    tasks.note_heads(timestamp=0)
    assert retention.forget_over_age(NOON.replace(year=NOON.year + 2)) == 1
    assert list(Application.objects.all()) == [stays]
    assert AccessEntry.objects.first().object_id == str(gone.pk)
    call_command("verify_logs")  # what was noted of it went by a rule


@pytest.mark.attack
def test_what_was_noted_cannot_be_let_go_without_the_log(office, as_site):
    gone = ApplicationFactory(office=office, refused=True)
    as_site()
    tasks.note_heads(timestamp=0)
    retention._let_events_go(gone)
    retention._remove(Application.objects.filter(pk=gone.pk))
    with pytest.raises(RuntimeError, match="was noted, and is not there"):
        tasks.note_heads(timestamp=0)


@pytest.mark.attack
@pytest.mark.parametrize("table", ["vault_accessentry", "aid_event"])
def test_nothing_logged_is_changed(office, as_site, table):
    ApplicationFactory(office=office)
    as_site()
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL aid.forget = '1'; DELETE FROM {table}")


@pytest.mark.attack
def test_the_log_is_pruned_by_the_function_alone(office, as_site):
    with time_machine.travel(NOON.replace(year=2020)):
        for _ in range(3):
            record_access(None, "test.look", office)
    waited("access_log", 3)
    as_site()
    tasks.note_heads(timestamp=0)
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL vault.prune = 'on'; DELETE FROM vault_accessentry")
    record_access(None, "test.look", office)
    assert tasks.prune(timestamp=0) == 3
    call_command("verify_logs")
    for statement in ("DELETE FROM vault_accesscheckpoint", "UPDATE vault_accesscheckpoint SET last = 4"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
