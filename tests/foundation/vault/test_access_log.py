import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from foundation.accounts.models import User
from foundation.vault import tasks
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access


@pytest.fixture
def person(db):
    return User.objects.create_user("wang", last_name="王", first_name="小明")


@pytest.fixture
def entries(person, rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    request.reference = "ABCD2345"
    return [record_access(person, f"test.step{n}", person, "核对", request) for n in range(4)]


def forge(sql, *args):
    """Somebody with the database owner's rights who switches the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE vault_accessentry DISABLE TRIGGER vault_append_only")
        cursor.execute(sql, args)
        cursor.execute("ALTER TABLE vault_accessentry ENABLE TRIGGER vault_append_only")


def test_whole_chain_is_ok(entries, capsys):
    call_command("verify_access_log")
    assert f"ok, 4 entries; head 4:{entries[-1].hash}" in capsys.readouterr().out


def test_empty_log_is_ok(db, capsys):
    call_command("verify_access_log")
    assert "ok, empty" in capsys.readouterr().out


def test_entry_names_the_person_and_hides_the_address(entries):
    entry = entries[0]
    assert (entry.actor_label, entry.request_reference, entry.object_label) == (
        "王小明",
        "ABCD2345",
        "accounts.User",
    )
    assert len(entry.ip_hash) == 64


@pytest.mark.parametrize(
    ("sql", "number", "says"),
    [
        ("UPDATE vault_accessentry SET actor_label = '李' WHERE number = %s", 2, "entry 2 was changed"),
        ("UPDATE vault_accessentry SET at = at + interval '1 second' WHERE number = %s", 3, "entry 3 was"),
        ("UPDATE vault_accessentry SET prev_hash = '' WHERE number = %s", 3, "entry 3 does not follow"),
        ("DELETE FROM vault_accessentry WHERE number = %s", 1, "entry 1 is missing"),
        ("DELETE FROM vault_accessentry WHERE number = %s", 3, "entry 3 is missing"),
    ],
)
def test_forgery_is_found(entries, sql, number, says):
    forge(sql, number)
    with pytest.raises(CommandError, match=says):
        call_command("verify_access_log")


def test_cut_end_is_found_by_the_noted_head(entries):
    head = f"4:{entries[-1].hash}"
    call_command("verify_access_log", expect=head)
    forge("DELETE FROM vault_accessentry WHERE number = %s", 4)
    call_command("verify_access_log")
    with pytest.raises(CommandError, match="entry 4 is not the one noted"):
        call_command("verify_access_log", expect=head)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE vault_accessentry SET action = 'x'",
        "DELETE FROM vault_accessentry",
        "SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL vault.disposable = 'off'; TRUNCATE vault_accessentry",
    ],
)
def test_database_refuses_changes(entries, sql):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_model_refuses_changes(entries):
    for change in (
        entries[0].save,
        entries[0].delete,
        AccessEntry.objects.all().delete,
        lambda: AccessEntry.objects.update(action="x"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            change()


def test_rolled_back_act_leaves_no_hole(entries, person):
    with transaction.atomic():
        record_access(person, "test.undone", person)
        transaction.set_rollback(True)
    assert record_access(person, "test.next", person).number == 5
    call_command("verify_access_log")


def test_each_night_the_head_is_noted_elsewhere(entries, caplog):
    tasks.note_access_head(timestamp=0)
    assert f"access log head 4:{entries[-1].hash}" in caplog.text


def test_each_week_a_broken_chain_is_said_and_fails_the_job(entries, caplog):
    tasks.verify_access_log(timestamp=0)
    forge("DELETE FROM vault_accessentry WHERE number = %s", 2)
    with pytest.raises(RuntimeError, match="entry 2 is missing"):
        tasks.verify_access_log(timestamp=0)
    assert "access log broken" in caplog.text
