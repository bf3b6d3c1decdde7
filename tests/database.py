"""The tables of a test run: built once for each state of the migrations, then copied by every process.

What the migrations leave lies in a database of its own, named after a hash of their files; PostgreSQL copies it
in a second, where building it takes most of a minute.
"""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
from django.apps import apps
from django.conf import settings

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
    name = PREFIX + _fingerprint()
    server_url = os.environ["DATABASE_URL"]
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # the other workers wait here, then find it
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        if name not in there:
            for old in sorted(there):
                if old.startswith(PREFIX):
                    server.execute(f'DROP DATABASE IF EXISTS "{old}"')
            _build(server, name, server_url)
    return name


def again(connection):
    """The database of this process as it was in the beginning: tests of whole transactions leave it empty."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template()}"')


def _build(server, name, server_url):
    """Under another name first: a build that is broken off leaves nothing that looks whole."""
    unfinished = f"{PREFIX}unfinished"
    server.execute(f'CREATE DATABASE "{unfinished}"')
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--settings", "portal.settings.testing"]
    where = re.sub(r"/[^/?]*(\?|$)", rf"/{unfinished}\1", server_url, count=1)
    subprocess.run(migrate, check=True, cwd=settings.BASE_DIR, env={**os.environ, "DATABASE_URL": where})
    with psycopg.connect(where) as built:
        built.execute(DISPOSABLE)
    server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')


def _fingerprint():
    digest = hashlib.sha256(DISPOSABLE.encode())
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label} {path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:16]
