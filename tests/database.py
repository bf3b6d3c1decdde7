"""The tables of a test run: built once for each state of the migrations, then copied by every process.

What the migrations leave lies in a database of its own, named after a hash of their files; PostgreSQL copies it
in a second, where building it takes most of a minute. A new one starts from an old one where migrations were
only added since: each tells in its comment which files it was built from.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings
from psycopg import sql

PREFIX = "fayuan_template_"
# Transaction tests empty all tables between them. No other database has a function that lets them.
DISPOSABLE = """
CREATE OR REPLACE FUNCTION vault_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;
"""
_LOCK = 20261128  # any number that nobody else takes


def template():
    """The name of the database that holds what the present migrations leave. Made when it is not there."""
    files = _files()
    name = PREFIX + hashlib.sha256((DISPOSABLE + json.dumps(files)).encode()).hexdigest()[:16]
    server_url = os.environ["DATABASE_URL"]
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # the other workers wait here, then find it
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in there:
            olds = sorted(old for old in there if old.startswith(PREFIX))
            _build(
                server,
                name,
                files,
                server_url,
                next((o for o in olds if _leads_to(server, o, files)), "template1"),
            )
            for old in olds:
                server.execute(f'DROP DATABASE IF EXISTS "{old}"')
    return name


def again(connection):
    """The database of this process as it was in the beginning: tests of whole transactions leave it empty."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')


def _build(server, name, files, server_url, start):
    """Under another name first: a build that is broken off leaves nothing that looks whole."""
    unfinished = "fayuan_unfinished"
    server.execute(f'DROP DATABASE IF EXISTS "{unfinished}"')
    server.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{start}"')
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--settings", "portal.settings.testing"]
    where = re.sub(r"/[^/?]*(\?|$)", rf"/{unfinished}\1", server_url, count=1)
    subprocess.run(migrate, check=True, cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": where})
    with psycopg.connect(where) as built:
        built.execute(DISPOSABLE)
    server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    comment = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
        sql.Identifier(name), sql.Literal(json.dumps(files))
    )
    server.execute(comment)


def _leads_to(server, old, files):
    """Whether all that an old database was built from is still there, unchanged."""
    told = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    comment = server.execute(told, [old]).fetchone()[0]
    return bool(comment) and json.loads(comment).items() <= files.items()


def _files():
    """{"app name of a migration": a hash of its file}."""
    return {
        f"{app.label} {path.name}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for app in sorted(apps.get_app_configs(), key=lambda app: app.label)
        for path in sorted((Path(app.path) / "migrations").glob("*.py"))
    }
