"""A fresh demo, with the settings of production and a database of its own, for the whole run of attacks."""

import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings

from bench.pages import SITE
from bench.serving import gunicorn
from bench.submissions import database
from tests.attack.site import Attacker, Site

PASSWORD = secrets.token_hex(8)


@pytest.hookimpl(tryfirst=True)
def pytest_report_teststatus(report):
    if report.when == "call":
        return (
            ("passed", ".", "held")
            if report.passed
            else ("failed", "F", "GOT THROUGH")
            if report.failed
            else None
        )
    return None


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attacked")
    with database(os.environ["DATABASE_URL"]) as url:
        env = {
            **SITE,
            "DATABASE_URL": url,
            "DEMO": "true",
            "DEMO_PASSWORD": PASSWORD,
            "PROXY_COUNT": "1",
            "LOG_LEVEL": "ERROR",
            **{
                name: str(folder / name.lower())
                for name in ("MEDIA_ROOT", "STATIC_ROOT", "PRIVATE_ROOT", "SMS_FILE_DIR")
            },
        }
        for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                check=True,
                cwd=settings.BASE_DIR,
                env={**os.environ, **env},
                stdout=subprocess.DEVNULL,
            )
        with gunicorn("portal.wsgi:application", "/readyz", **env) as server:
            yield Site(f"http://127.0.0.1:{server.port}", server.port, url, PASSWORD)


@pytest.fixture
def stranger(site):
    return Attacker(site)


@pytest.fixture(scope="session")
def staff(site):
    """Who is signed in as a member of staff of the demo: `staff("receptionist")`, one browser for each name."""
    browsers = {}

    def browser(username):
        if username not in browsers:
            browsers[username] = Attacker(site)
            assert browsers[username].sign_in(username).status_code == 302
            assert browsers[username].get("/admin/").status_code == 200
        return browsers[username]

    return browser
