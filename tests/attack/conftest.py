"""A fresh demo, with the settings of production and a database of its own, for the whole run of attacks."""

import pytest

from bench.pages import SITE
from bench.serving import gunicorn
from tests.attack.site import Attacker, Site
from tests.prepared import PASSWORD, demo_site


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
    settled = {**SITE, "PROXY_COUNT": "1", "LOG_LEVEL": "ERROR"}
    with (
        demo_site(tmp_path_factory.mktemp("attacked"), **settled) as env,
        gunicorn("portal.wsgi:application", "/readyz", **env) as server,
    ):
        yield Site(f"http://127.0.0.1:{server.port}", server.port, env["DATABASE_URL"], PASSWORD)


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
