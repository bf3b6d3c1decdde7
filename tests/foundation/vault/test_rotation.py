import base64
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from foundation.notices.models import Message
from foundation.vault import files, rotation
from foundation.vault.errors import UnknownKey

NEW = base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def private(settings, tmp_path):
    options = {"location": str(tmp_path), "base_url": None}
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "private": storage}
    return tmp_path


@pytest.fixture
def messages(db):
    now = timezone.now()
    return [
        Message.objects.create(
            key=f"k{n}",
            channel="sms",
            recipient="13900005550",
            template="received",
            context={"reference": f"FY-{n}"},
            created_at=now,
            next_attempt_at=now,
        )
        for n in range(5)
    ]


def key_ids():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT get_byte(recipient, 1), get_byte(context, 1) FROM notices_message")
        return cursor.fetchall()


def test_rotation_moves_everything_to_the_newest_key(settings, private, messages, monkeypatch, capsys):
    monkeypatch.setattr("foundation.vault.rotation.BATCH", 2)
    sealed = files.seal(io.BytesIO(b"payslip"), "evidence")
    old, settings.VAULT_KEYS = settings.VAULT_KEYS, f"{settings.VAULT_KEYS},2:{NEW}"
    call_command("rotate_keys")
    assert key_ids() == [(2, 2)]
    out = capsys.readouterr().out
    assert "notices.Message: 5 rows re-sealed, 0 values unreadable" in out
    assert "files: 1 re-sealed" in out

    settings.VAULT_KEYS = f"2:{NEW}"
    assert {m.recipient for m in Message.objects.all()} == {"13900005550"}
    assert files.open_sealed(sealed.name, "evidence").read() == b"payslip"

    settings.VAULT_KEYS = old
    with pytest.raises(UnknownKey):
        _ = Message.objects.first().recipient


def test_rotation_again_does_nothing(settings, private, messages, capsys):
    call_command("rotate_keys")
    assert "notices.Message: 0 rows re-sealed, 0 values unreadable" in capsys.readouterr().out


def test_a_row_that_was_read_before_and_saved_after_keeps_the_old_key_in_use(
    settings, private, messages, monkeypatch
):
    """A page of the site holds the row while it is re-sealed, and writes back what it had read."""
    settings.VAULT_KEYS = f"{settings.VAULT_KEYS},2:{NEW}"
    held, rotate_files = Message.objects.first(), rotation.rotate_files

    def saved_meanwhile(**more):
        held.save()
        return rotate_files(**more)

    monkeypatch.setattr(rotation, "rotate_files", saved_meanwhile)
    with pytest.raises(CommandError, match="1 rows were saved under an older key"):
        call_command("rotate_keys")
    monkeypatch.undo()
    call_command("rotate_keys")
    assert key_ids() == [(2, 2)]


def test_rotation_says_what_does_not_open_and_goes_on(settings, private, messages, capsys):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notices_message SET recipient = set_byte(recipient, 20, get_byte(recipient, 20) # 1) "
            "WHERE id = %s",
            [messages[0].pk],
        )
    settings.VAULT_KEYS = f"{settings.VAULT_KEYS},2:{NEW}"
    with pytest.raises(CommandError, match="1 values do not open"):
        call_command("rotate_keys")
    assert "notices.Message: 5 rows re-sealed, 1 values unreadable" in capsys.readouterr().out


def test_unfinished_file_of_an_interrupted_run_is_cleared(settings, private, db):
    sealed = files.seal(io.BytesIO(b"x"), "evidence")
    (private / f"{sealed.name}.part").write_bytes(b"half")
    call_command("rotate_keys")
    assert list(files.all_names()) == [sealed.name]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("abc", "entry 1"),
        ("0:" + NEW, "entry 1"),
        ("256:" + NEW, "entry 1"),
        ("1:" + NEW + ",1:" + NEW, "twice"),
        ("1:short", "base64|bytes"),
        ("1:" + base64.b64encode(b"x" * 16).decode(), "16 bytes"),
    ],
)
def test_bad_keyring_is_found_by_the_system_check(settings, text, problem):
    from foundation.vault.checks import check_keys

    settings.VAULT_KEYS = text
    (error,) = check_keys(None)
    import re

    assert error.id == "vault.E001"
    assert re.search(problem, error.msg)


def test_index_key_must_be_its_own(settings):
    from foundation.vault.checks import check_keys

    settings.VAULT_INDEX_KEY = settings.VAULT_KEYS.partition(":")[2]
    assert [error.id for error in check_keys(None)] == ["vault.E004"]


def test_keyring_does_not_show_its_keys():
    from foundation.vault.keyring import keyring

    assert "only-for-tests" not in repr(keyring())
