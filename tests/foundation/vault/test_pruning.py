"""Old entries of the access log go by a rule alone, and what stays tells that they did."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aid.models import Application
from aid.services import hold, retention
from foundation.accounts.models import Role, User
from foundation.retention.kinds import Term
from foundation.vault import access_log, chain, heads, pruning, tasks, terms  # noqa: F401
from foundation.vault.models import AccessCheckpoint, AccessEntry
from foundation.vault.services import record_access
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer
from tests.foundation.retention.rules import rule, waited

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 3, 1, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_heads(settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path / "heads"


@pytest.fixture
def person():
    return User.objects.create_user("wang", last_name="王", first_name="小明")


def written(about, count=3, at=LONG_AGO, action="test.look"):
    with time_machine.travel(at, tick=False):
        return [record_access(None, action, about) for _ in range(count)]


@pytest.fixture
def log(person):
    """Five old entries, two of them noted outside, and two of today."""
    written(person, 2)
    heads.note()
    written(person, 3)
    heads.note()
    now = [record_access(None, "test.look", person) for _ in range(2)]
    heads.note()
    return now


def numbers():
    return sorted(AccessEntry.objects.values_list("number", flat=True))


def test_without_a_rule_nothing_goes(log):
    assert pruning.prune(timezone.now()) == 0
    rule("access_log", None)  # stopped
    assert pruning.prune(timezone.now()) == 0
    assert numbers() == [1, 2, 3, 4, 5, 6, 7]


def test_what_goes_leaves_a_checkpoint_and_the_rest_still_verifies(log):
    waited("access_log", 3)
    planned = pruning.count(Term(3, "years").before(timezone.localdate()))
    assert planned == pruning.prune(timezone.now()) == 5
    assert numbers() == [6, 7]
    [checkpoint] = AccessCheckpoint.objects.all()
    assert (checkpoint.first, checkpoint.last, checkpoint.source) == (
        1,
        5,
        "3 years: 某省法律援助档案管理办法",
    )
    call_command("verify_logs")  # and all that was noted before has gone by a rule
    tasks.note_heads(timestamp=0)
    # The log goes on, and a second night has nothing to do.
    record_access(None, "test.look", log[0])
    assert tasks.prune(timestamp=0) == 0
    assert pruning.count(date(2023, 1, 1)) == 0
    call_command("verify_logs")


def test_another_year_prunes_on_behind_the_first_checkpoint(person):
    written(person, 2)
    written(person, 2, at=LONG_AGO.replace(year=2022))
    record_access(None, "test.look", person)
    heads.note()
    with transaction.atomic():
        waited("access_log", 6)
        assert pruning.prune(timezone.now()) == 2
        waited("access_log", 3, valid_from=date(2021, 1, 1))
        assert pruning.prune(timezone.now()) == 2
    assert [str(one) for one in AccessCheckpoint.objects.all()] == ["1–2", "3–4"]
    call_command("verify_logs")


def test_the_end_of_the_log_stays_whatever_its_age(person):
    written(person, 3)
    waited("access_log", 1)
    assert pruning.prune(timezone.now()) == 2
    record_access(None, "test.look", person)
    call_command("sign_logs")
    call_command("verify_logs")


def test_who_saw_an_application_stays_known_as_long_as_there_is_one(person):
    office = OfficeFactory()
    held, other = (ApplicationFactory(office=office, refused=True, at=LONG_AGO) for _ in range(2))
    for about in (person, held, other, person, held):
        written(about, 1)
    boss = officer(office, Role.SUPERVISOR)
    hold.hold(held, reason="法院要调卷", actor=boss)
    record_access(None, "test.look", person)
    waited("access_log", 1)
    waited("application_refused", 3)
    heads.note()
    assert pruning.prune(timezone.now()) == 2
    kept = list(AccessEntry.objects.filter(action="test.look").order_by("number")[:3])
    assert [entry.object_id for entry in kept] == [str(held.pk), str(other.pk), str(held.pk)]
    call_command("verify_logs")
    # When one has gone, its entries go too; what says that it went stays.
    assert retention.forget_over_age(timezone.now() + timedelta(days=6 * 366)) == 1
    AccessEntry.objects.get(action="aid.forget_application")
    assert pruning.prune(timezone.now()) == 1
    assert list(Application.objects.all()) == [held]
    call_command("verify_logs")


def raw(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)
        return cursor.fetchone() if cursor.description else None


def checkpoint(first, last, ruling, **values):
    """One that is signed as it should be: by somebody who has the key, or in the place of the site itself."""
    begin, end = AccessEntry.objects.get(number=first), AccessEntry.objects.get(number=last)
    one = AccessCheckpoint(
        **{
            "first": first,
            "last": last,
            "prev_hash": begin.prev_hash,
            "hash": end.hash,
            "last_key_id": end.key_id,
            "rule": ruling,
            "source": "x",
            "at": timezone.now(),
            "key_id": end.key_id,
            **values,
        }
    )
    one.mac = values.get("mac") or chain.signature(one.covered(), one.key_id)
    one.save(force_insert=True)
    return one


@pytest.mark.attack
@pytest.mark.parametrize(
    "entered",
    [
        lambda: 1,  # none at all
        lambda: rule("access_log", 1).pk,  # a moment ago, written past the service as if it held for years
        lambda: waited("access_log", 1, withdrawn_at=timezone.now()).pk,
        lambda: waited("access_log", 1, valid_from=date(2099, 1, 1)).pk,
        lambda: waited("access_log", 30, "days").pk,  # less than a year
        lambda: waited("search", 1).pk,
    ],
    ids=["none", "just entered", "taken back", "not yet", "too short", "another kind"],
)
def test_nothing_is_pruned_without_a_rule_that_has_waited(log, entered):
    one = checkpoint(1, 3, entered())
    with pytest.raises(DatabaseError, match="no rule of today"), transaction.atomic():
        raw("SELECT vault_prune_entries(%s)", one.pk)
    assert len(numbers()) == 7


@pytest.mark.attack
@pytest.mark.parametrize("last", [6, 7])
def test_no_more_is_pruned_than_the_rule_says(log, last):
    one = checkpoint(1, last, waited("access_log", 1).pk)
    with pytest.raises(DatabaseError, match="may not go"), transaction.atomic():
        raw("SELECT vault_prune_entries(%s)", one.pk)


@pytest.mark.attack
def test_what_is_needed_is_not_pruned(person):
    application = ApplicationFactory(refused=True, at=LONG_AGO)
    written(application, 2)
    record_access(None, "test.look", person)
    one = checkpoint(1, 1, waited("access_log", 1).pk)
    with pytest.raises(DatabaseError, match="may not go"), transaction.atomic():
        raw("SELECT vault_prune_entries(%s)", one.pk)


@pytest.mark.attack
@pytest.mark.parametrize(
    "values", [{"mac": "0" * 64}, {"key_id": 0}, {"key_id": 77, "mac": "1" * 64}, {"prev_hash": "0" * 64}]
)
def test_a_forged_checkpoint_does_not_stand_for_entries_that_were_taken_away(log, values):
    """By who owns the tables: the trigger is switched off, the rows are deleted, a checkpoint is put in their place."""
    checkpoint(1, 5, 1, **values)
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("ALTER TABLE vault_accessentry DISABLE TRIGGER vault_append_only")
    raw("DELETE FROM vault_accessentry WHERE number <= 5")
    with pytest.raises(CommandError, match=r"checkpoint of entries|was pruned from entry"):
        call_command("verify_logs")


@pytest.mark.attack
def test_a_checkpoint_that_is_moved_covers_nothing_else(log):
    """A true one, and one more entry taken away behind it."""
    waited("access_log", 3)
    pruning.prune(timezone.now())
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("ALTER TABLE vault_accesscheckpoint DISABLE TRIGGER vault_append_only")
    raw("ALTER TABLE vault_accessentry DISABLE TRIGGER vault_append_only")
    raw("DELETE FROM vault_accessentry WHERE number = 6")
    with pytest.raises(CommandError, match="entry 6 is missing"):
        call_command("verify_logs")
    raw("UPDATE vault_accesscheckpoint SET last = 6")
    with pytest.raises(CommandError, match="checkpoint of entries 1–6 is not as it was written"):
        call_command("verify_logs")
    with pytest.raises(RuntimeError):
        tasks.note_heads(timestamp=0)


@pytest.mark.attack
def test_a_checkpoint_is_neither_changed_nor_taken_away(log):
    waited("access_log", 3)
    pruning.prune(timezone.now())
    for statement in ("DELETE FROM vault_accesscheckpoint", "UPDATE vault_accesscheckpoint SET last = 6"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            raw(statement)


@pytest.mark.attack
def test_what_shows_that_the_log_was_changed_is_not_pruned_away(log):
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("ALTER TABLE vault_accessentry DISABLE TRIGGER vault_append_only")
    raw("UPDATE vault_accessentry SET actor_label = 'x' WHERE number = 3")
    raw("ALTER TABLE vault_accessentry ENABLE TRIGGER vault_append_only")
    waited("access_log", 3)
    with pytest.raises(RuntimeError, match="entry 3 was changed"):
        tasks.prune(timestamp=0)
    assert len(numbers()) == 7
