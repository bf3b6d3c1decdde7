"""Web and worker wait for the database as long as docs/environment.md says; commands as long as they need."""

import os
import runpy
import subprocess
import sys

import pytest
from django.conf import settings

from portal import process
from tests.deploy.test_outages import PRODUCTION

ASK = """
import sys
import portal.wsgi
from django.db import connection
with connection.cursor() as cursor:
    for name in sys.argv[1:]:
        cursor.execute(f"SHOW {name}")
        print(cursor.fetchone()[0])
"""


def limits_of(kind, **environment):
    """(lock_timeout, statement_timeout) of a process that was started as `kind`."""
    return settings_of(kind, "lock_timeout", "statement_timeout", **environment)


def settings_of(kind, *names, **environment):
    """What PostgreSQL says of its settings `names` to a process that was started as `kind`."""
    program = (
        ASK
        if kind == "web"
        else ASK.replace(
            "import portal.wsgi", f"import django, portal.process as p; p.kind = {kind!r}; django.setup()"
        )
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *names],
        check=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, **PRODUCTION, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    return tuple(done.stdout.split())


@pytest.mark.parametrize(
    ("kind", "environment", "limits"),
    [
        ("web", {}, ("5s", "20s")),
        ("worker", {}, ("30s", "10min")),
        ("", {}, ("0", "0")),
        ("web", {"WEB_LOCK_SECONDS": "2", "WEB_STATEMENT_SECONDS": "0"}, ("2s", "0")),
        ("worker", {"WORKER_LOCK_SECONDS": "7", "WORKER_STATEMENT_SECONDS": "70"}, ("7s", "70s")),
    ],
)
def test_each_process_has_its_patience(kind, environment, limits):
    assert limits_of(kind, **environment) == limits


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["procrastinate", "worker", "--concurrency", "2"], "worker"),
        (["procrastinate", "healthchecks"], ""),
        (["prepare", "--demo"], ""),
        (["migrate"], ""),
        ([], ""),
    ],
)
def test_manage_says_which_command_is_the_worker(arguments, kind, monkeypatch):
    monkeypatch.setattr(process, "kind", "")
    monkeypatch.setattr(sys, "argv", ["manage.py", *arguments])
    monkeypatch.setattr("django.core.management.execute_from_command_line", lambda _argv: None)
    runpy.run_path(str(settings.BASE_DIR / "manage.py"), run_name="__main__")
    assert process.kind == kind


@pytest.mark.parametrize("kind", ["web", "worker", ""])
def test_no_question_is_compiled_or_shared_out(kind):
    assert settings_of(kind, "jit", "max_parallel_workers_per_gather") == ("off", "0")
