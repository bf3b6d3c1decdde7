import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from foundation.accounts.models import User
from foundation.vault import access_log, chain, heads, tasks
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access


@pytest.fixture(autouse=True)
def own_heads(settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path / "heads"


@pytest.fixture
def person(db):
    return User.objects.create_user("wang", last_name="王", first_name="小明")


@pytest.fixture
def entries(person, rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    request.reference = "ABCD2345"
    made = [record_access(person, f"test.step{n}", person, "核对", request) for n in range(4)]
    heads.note()
    return made


def forge(sql, *args):
    """Somebody with the database owner's rights who switches the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE vault_accessentry DISABLE TRIGGER vault_append_only")
        cursor.execute(sql, args)
        cursor.execute("ALTER TABLE vault_accessentry ENABLE TRIGGER vault_append_only")


def test_whole_chain_is_ok(entries, capsys):
    call_command("verify_logs")
    assert f"ok, 4 entries; head 4:{entries[-1].hash}" in capsys.readouterr().out


def test_empty_log_is_ok(db, capsys):
    call_command("sign_logs")
    call_command("verify_logs")
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
        call_command("verify_logs")


@pytest.mark.attack
@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("DELETE FROM vault_accessentry WHERE number = %s", 4),
        ("DELETE FROM vault_accessentry WHERE number >= %s", 2),
        ("DELETE FROM vault_accessentry WHERE number >= %s", 1),
    ],
)
def test_a_cut_end_is_found(entries, sql, number):
    forge(sql, number)
    assert access_log.AccessLog().first_break() == ""
    with pytest.raises(CommandError, match="was noted, and is not there"):
        call_command("verify_logs")
    with pytest.raises(RuntimeError, match="was noted, and is not there"):
        tasks.verify_logs(timestamp=0)
    with pytest.raises(RuntimeError, match="was noted, and is not there"):
        tasks.note_heads(timestamp=0)  # not only on Sundays


@pytest.mark.attack
def test_an_end_that_was_cut_and_grew_again_is_found(entries, person):
    forge("DELETE FROM vault_accessentry WHERE number >= %s", 3)
    for step in range(5):
        record_access(person, f"test.later{step}", person)
    assert access_log.AccessLog().first_break() == ""
    with pytest.raises(CommandError, match=r"access: 4:[0-9a-f]+ was noted"):
        call_command("verify_logs")


def rewrite(entries, key_id):
    """As somebody would who owns the database and has read this code, but not the environment."""
    prev_hash = entries[1].hash
    for entry in entries[2:]:
        entry.actor_label, entry.prev_hash, entry.key_id = "李四", prev_hash, key_id
        values = entry.covered() | ({"key_id": key_id} if key_id else {})
        entry.hash = prev_hash = hashlib.sha256(chain.canonical(values)).hexdigest()
        forge(
            "UPDATE vault_accessentry SET actor_label='李四', prev_hash=%s, hash=%s, key_id=%s WHERE number=%s",
            *(entry.prev_hash, entry.hash, key_id, entry.number),
        )


@pytest.mark.attack
@pytest.mark.parametrize(
    ("key_id", "says"),
    [(0, "entry 3 is not signed"), (1, "entry 3 was changed"), (9, "entry 3 is signed by key 9")],
)
def test_a_chain_rewritten_without_the_key_is_found(entries, key_id, says):
    rewrite(entries, key_id)
    with pytest.raises(CommandError, match=says):
        call_command("verify_logs")


@pytest.mark.attack
def test_a_whole_log_rewritten_in_the_old_form_is_found(entries):
    forge("DELETE FROM vault_accessentry WHERE number > 2")
    prev_hash = ""
    for entry in entries[:2]:
        entry.prev_hash, entry.key_id = prev_hash, 0
        entry.hash = prev_hash = chain.signature(entry.covered(), 0)
        forge(
            "UPDATE vault_accessentry SET prev_hash=%s, hash=%s, key_id=0 WHERE number=%s",
            *(entry.prev_hash, entry.hash, entry.number),
        )
    heads.path().unlink()
    with pytest.raises(CommandError, match="entry 2 is the last and not signed"):
        call_command("verify_logs")


def unsigned(count):
    """Entries as they were written before there was a key."""
    prev_hash = ""
    for number in range(1, count + 1):
        entry = AccessEntry(number=number, at=timezone.now(), action="test.old", prev_hash=prev_hash)
        entry.hash = prev_hash = chain.signature(entry.covered(), 0)
        entry.save(force_insert=True)


def test_what_was_logged_before_there_was_a_key_is_verified_and_signed_once(db, capsys):
    unsigned(3)
    with pytest.raises(CommandError, match="not signed"):
        call_command("verify_logs")
    call_command("sign_logs")
    call_command("sign_logs")
    last = AccessEntry.objects.first()
    assert (last.number, last.action, last.purpose) == (4, "vault.sign_log", "3 entries, whole")
    call_command("verify_logs")
    assert "2 heads noted" in capsys.readouterr().out
    forge("UPDATE vault_accessentry SET action = 'x' WHERE number = 2")
    with pytest.raises(CommandError, match="entry 2 was changed"):
        call_command("verify_logs")


def test_what_was_changed_before_there_was_a_key_is_said_as_it_is_signed(db):
    unsigned(3)
    forge("UPDATE vault_accessentry SET action = 'x' WHERE number = 2")
    call_command("sign_logs")
    assert AccessEntry.objects.first().purpose == "entry 2 was changed"
    with pytest.raises(CommandError, match="entry 2 was changed"):
        call_command("verify_logs")


def test_entries_of_an_older_key_stay_signed(entries, person, settings):
    settings.AUDIT_KEYS += "," + settings.AUDIT_KEYS.replace("1:", "2:").replace("b25", "b26")
    assert record_access(person, "test.next", person).key_id == 2
    call_command("verify_logs")
    settings.AUDIT_KEYS = settings.AUDIT_KEYS.partition(",")[2]
    with pytest.raises(CommandError, match="entry 1 is signed by key 1, which AUDIT_KEYS does not hold"):
        call_command("verify_logs")


def test_a_head_from_the_system_log_is_compared(entries):
    call_command("verify_logs", expect=f"4:{entries[-1].hash}")
    with pytest.raises(CommandError, match="entry 4 is not the one noted"):
        call_command("verify_logs", expect=f"4:{entries[-2].hash}")


@pytest.mark.attack
@pytest.mark.parametrize("change", ["forge", "take", "swap", "garbage"])
def test_a_file_of_heads_that_was_touched_is_found(entries, person, change):
    record_access(person, "test.next", person)
    heads.note()
    lines = heads.path().read_text().splitlines(keepends=True)
    lines = {
        "forge": [lines[0], lines[1].replace('"number": 4', '"number": 3'), lines[2]],
        "take": [lines[0], lines[2]],
        "swap": [lines[0], lines[2], lines[1]],
        "garbage": [*lines, "{}\n"],
    }[change]
    heads.path().write_text("".join(lines))
    with pytest.raises(CommandError, match="is not as it was written"):
        call_command("verify_logs")


@pytest.mark.attack
@pytest.mark.parametrize("emptied", [True, False])
def test_a_file_of_heads_that_is_gone_is_found(entries, emptied):
    heads.path().write_text("") if emptied else heads.path().unlink()
    with pytest.raises(CommandError, match="nothing is noted"):
        call_command("verify_logs")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE vault_accessentry SET action = 'x'",
        "DELETE FROM vault_accessentry",
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
    call_command("verify_logs")


def test_each_night_the_head_is_noted_elsewhere(entries, person, caplog):
    last = record_access(person, "test.next", person)
    tasks.note_heads(timestamp=0)
    assert f"head of log access 5:{last.hash}" in caplog.text
    assert [head.number for _log, head in heads.noted()] == [0, 4, 5]
    assert oct(heads.path().stat().st_mode)[-3:] == "600"
    caplog.clear()
    tasks.note_heads(timestamp=0)
    assert not caplog.text


def test_each_week_a_broken_chain_is_said_and_fails_the_job(entries, caplog):
    tasks.verify_logs(timestamp=0)
    forge("DELETE FROM vault_accessentry WHERE number = %s", 2)
    with pytest.raises(RuntimeError, match="entry 2 is missing"):
        tasks.verify_logs(timestamp=0)
    assert "log broken" in caplog.text
