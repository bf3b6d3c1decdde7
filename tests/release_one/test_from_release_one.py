"""What release one has written is there after the migrations: every row, and what is sealed opens.

The database that release one's own code filled lies in release_one.sql.gz; README.md says how it was made.
"""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection

HERE = Path(__file__).parent
PUPIL = HERE / "look_at_what_came.py"
DATABASE = f"fayuan_release_one_{os.getpid()}"
KEPT = ["aid_application", "aid_claimant", "aid_draft", "aid_evidence", "aid_event", "aid_deadline",
        "aid_consentrecord", "aid_numberseries"]  # fmt: skip
AN_ACT = "id, action, before, after, by, note, data, at, key, actor_id, application_id"


def address(name):
    """The test server's, for another database of it."""
    given = connection.settings_dict
    host = f"?host={given['HOST']}" if str(given["HOST"]).startswith("/") else ""
    if given["OPTIONS"].get("host"):
        host = f"?host={given['OPTIONS']['host']}"
    place = "" if host else f"{given['HOST'] or '127.0.0.1'}:{given['PORT'] or 5432}"
    password = f":{given['PASSWORD']}" if given["PASSWORD"] else ""
    return f"postgresql://{given['USER']}{password}@{place}/{name}{host}"


@pytest.fixture(scope="module")
def database(django_db_setup):
    """A database as release one left it, for this module alone."""
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            with psycopg.connect(address(DATABASE), autocommit=True) as fresh:
                fresh.execute(gzip.decompress((HERE / "release_one.sql.gz").read_bytes()).decode())
            yield address(DATABASE)
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def run(database, *arguments):
    env = {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "portal.settings.testing"}
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def facts(database):
    with psycopg.connect(database) as there:
        counts = {t: there.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in KEPT}
        events = there.execute(f"SELECT {AN_ACT} FROM aid_event ORDER BY id").fetchall()
        states = dict(
            there.execute("SELECT status, count(*) FROM aid_application GROUP BY status").fetchall()
        )
    return counts, events, states


def assignments(database, table):
    with psycopg.connect(database) as there:
        it = there.execute("SELECT %s::regclass::oid", [table]).fetchone()
        columns = "id, assignee_id, assigned_by_id, assigned_at, reason, ended_at"
        return it, there.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()


@pytest.mark.django_db
def test_nothing_is_lost_copied_or_unreadable(database):
    counts, events, states = facts(database)
    table, named = assignments(database, "aid_assignment")
    assert min(counts.values()) > 0
    assert len(named) >= 3
    assert set(states) == {
        "submitted", "accepted", "supplementing", "reviewing", "granted", "refused", "withdrawn",
        "transferred_out", "assigned",
    }  # fmt: skip

    run(database, "manage.py", "migrate", "-v0")

    counts_after, events_after, states_after = facts(database)
    assert counts_after == counts
    assert events_after == events
    assert assignments(database, "casework_assignment") == (table, named)
    assert states_after == {
        **{status: n for status, n in states.items() if status != "assigned"},
        "granted": states["granted"] + states["assigned"],
    }
    with psycopg.connect(database) as there:
        cases = dict(there.execute("SELECT status, count(*) FROM casework_case GROUP BY status").fetchall())
        strays = there.execute("SELECT count(*) FROM casework_assignment WHERE case_id IS NULL").fetchone()[0]
        kinds = dict(there.execute("SELECT kind, count(*) FROM aid_decision GROUP BY kind").fetchall())
    assert cases == {"unassigned": states["granted"], "assigned": states["assigned"]}
    assert strays == 0
    assert kinds == {"grant": states["granted"] + states["assigned"], "refuse": states["refused"]}

    said = run(database, str(PUPIL))
    assert "everything opens" in said

    run(database, "manage.py", "migrate", "-v0")
    assert facts(database) == (counts_after, events_after, states_after)
    run(database, "manage.py", "reindex")
