"""The site with its demo content, prepared once for a run of tests: each suite and each worker has a copy."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings

from tests import database

PASSWORD = "only-for-the-tests-of-this-run"  # of the demo's staff
PREFIX = "fayuan_demo_"
OWN = ("MEDIA_ROOT", "PRIVATE_ROOT", "SMS_FILE_DIR")  # folders that a site writes into
_LOCK = 20261130  # any number that nobody else takes


@contextmanager
def demo_site(folder, **env):
    """What a site of one's own is told: production settings, a database with the demo, its files in `folder`."""
    server_url = os.environ["DATABASE_URL"]
    name = f"site_{os.getpid()}"
    own = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SITE_URL": "http://127.0.0.1",
        "HTTPS": "false",
        "DEMO": "true",
        "DEMO_PASSWORD": PASSWORD,
        **env,
        "DATABASE_URL": _address(server_url, name),
        **{one: str(folder / one.lower()) for one in OWN},
    }
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])  # the other workers wait here, then find it
        template, kept = _prepared(server, server_url, own)
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        for one in OWN:
            if (kept / one).exists():
                shutil.copytree(kept / one, own[one])
    try:
        yield {**own, "STATIC_ROOT": str(kept / "STATIC_ROOT")}
    finally:
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _prepared(server, server_url, env):
    """(name of the database to copy, folder of its files). Those of runs before go when it is made."""
    run = os.environ.get("TEST_RUN") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    name, kept = f"{PREFIX}{run[:12]}", Path(settings.BASE_DIR) / ".local" / "demo-of-tests" / run[:12]
    there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
    if name in there:
        return name, kept
    for old in there:
        if old.startswith(PREFIX):
            server.execute(f'DROP DATABASE "{old}"')
    shutil.rmtree(kept.parent, ignore_errors=True)
    # Under another name first: what is broken off leaves nothing that looks whole.
    unfinished = f"{PREFIX}unfinished"
    server.execute(f'CREATE DATABASE "{unfinished}" TEMPLATE "{database.template()}"')
    folders = {one: str(kept / one) for one in (*OWN, "STATIC_ROOT")}
    for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            check=True,
            cwd=settings.BASE_DIR,
            env={**os.environ, **env, **folders, "DATABASE_URL": _address(server_url, unfinished)},
        )
    server.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name, kept


def _address(server_url, name):
    return re.sub(r"/postgres\?", f"/{name}?", server_url)
