"""The real thing for a browser: production settings, gunicorn, a database of its own with the demo content."""

import json
import os
import signal
import threading
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import expect

from bench.serving import gunicorn
from foundation.accounts.testing import code_now
from foundation.vault import cipher
from tests.e2e.hearing import Ear
from tests.e2e.officer import Officer
from tests.prepared import PASSWORD, demo_site

ROOT = Path(settings.BASE_DIR)
PHONE = {"width": 360, "height": 760}
DESKTOP = {"width": 1280, "height": 900}
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in str(item.path):
            item.add_marker(pytest.mark.e2e)


@dataclass
class Site:
    url: str
    database_url: str
    password: str
    pid_file: Path
    env: dict

    def query(self, sql, *values):
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def code_of(self, username):
        """The second factor's present code; the last used step is forgotten first."""
        self.execute(
            "UPDATE accounts_authenticator SET last_step = -1 FROM accounts_user u "
            "WHERE user_id = u.id AND u.username = %s",
            username,
        )
        rows = self.query(
            "SELECT seed, seal_id FROM accounts_authenticator d JOIN accounts_user u ON u.id = d.user_id "
            "WHERE u.username = %s",
            username,
        )
        return code_now(*rows[0])

    def newest_code(self):
        """The code in the newest message that proves who has the phone."""
        context, seal_id = self.query(
            "SELECT context, seal_id FROM notices_message WHERE template = 'one_time' ORDER BY id DESC LIMIT 1"
        )[0]
        return json.loads(cipher.unseal(bytes(context), "notices.Message.context", seal_id.hex))["code"]

    def execute(self, sql, *values):
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute(sql, values)

    def forget_throttles(self):
        """All browsers of this run come from one address; as if each came from its own."""
        self.execute("DELETE FROM cache WHERE cache_key LIKE '%%aid.%%'")
        self.execute("DELETE FROM guessing_tally")

    def restart(self):
        """New processes answer from here on; whatever the old ones kept in memory is gone."""
        master = int(self.pid_file.read_text())
        before = _children(master)
        os.kill(master, signal.SIGHUP)
        until = time.monotonic() + 60
        while before & _children(master) or not _children(master):
            assert time.monotonic() < until, "the server did not restart"
            time.sleep(0.2)
        with urllib.request.urlopen(f"{self.url}/readyz", timeout=60) as answer:
            assert answer.status == 200


def _children(pid):
    return set(Path(f"/proc/{pid}/task/{pid}/children").read_text().split())


class Weather(BaseHTTPRequestHandler):
    """The neutral page that "leave at once" leads to, played here: no test goes out."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write("<title>天气</title>".encode())

    def log_message(self, *_words):
        pass


class Tiles(BaseHTTPRequestHandler):
    """A provider of map pictures, played here: each is one white dot."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "image/gif")
        self.end_headers()
        self.wfile.write(
            bytes.fromhex("47494638396101000100800000ffffff0000002c00000000010001000002024401003b")
        )

    def log_message(self, *_words):
        pass


@contextmanager
def played(handler):
    server = ThreadingHTTPServer(("localhost", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def elsewhere():
    """The address of another site."""
    with played(Weather) as address:
        yield f"{address}/"


@pytest.fixture(scope="session")
def tiles():
    """The address of a provider of map pictures."""
    with played(Tiles) as address:
        yield address


@pytest.fixture(scope="session")
def site(tmp_path_factory, elsewhere, tiles):
    folder = tmp_path_factory.mktemp("site")
    settled = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "LOG_LEVEL": "WARNING",
        "WEB_WORKERS": "1",
        "SEARCH_ASKERS": "1",  # all browsers here are one neighbourhood
        "GUNICORN_CMD_ARGS": f"--pid {folder / 'pid'}",
        "LEAVE_URL": elsewhere,
        "MAP_TILES_URL": f"{tiles}/{{z}}/{{x}}/{{y}}.gif",
        "MAP_TILES_ATTRIBUTION": "示例地图公司",
        "MAP_TILES_APPROVAL": "GS（示例）0000号",
    }
    with (
        demo_site(folder, **settled) as env,
        gunicorn("portal.wsgi:application", "/readyz", **env) as served,
    ):
        yield Site(f"http://127.0.0.1:{served.port}", env["DATABASE_URL"], PASSWORD, folder / "pid", env)


@pytest.fixture(
    params=[("phone", True), ("phone", False), ("desktop", True)], ids=["phone", "phone-no-js", "desktop"]
)
def visitor(request, browser, site):
    """A page of a fresh browser: a phone with and without JavaScript, and a desktop."""
    size, javascript = request.param
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE if size == "phone" else DESKTOP,
        is_mobile=size == "phone",
        has_touch=size == "phone",
        java_script_enabled=javascript,
        locale="zh-CN",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    problems = watch(page, site.url)
    yield page
    context.close()
    assert not problems, problems


@pytest.fixture
def open_browser(browser, site):
    """open_browser(): a page of another fresh browser, a phone unless told otherwise."""
    opened = []

    def open_one(size=PHONE, **options):
        context = browser.new_context(base_url=site.url, viewport=size, locale="zh-CN", **options)
        page = context.new_page()
        page.set_default_timeout(15_000)
        opened.append((context, watch(page, site.url)))
        return page

    yield open_one
    problems = [problem for _context, found in opened for problem in found]
    for context, _found in opened:
        context.close()
    assert not problems, problems


@pytest.fixture(scope="session")
def counter(browser, site):
    """counter("approver"): that officer, signed in, at a desk of their own. Signed in once for all tests."""
    desks = {}

    def officer(username):
        if username not in desks:
            context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="zh-CN")
            page = context.new_page()
            page.set_default_timeout(15_000)
            desks[username] = Officer(page, site, username), watch(page, site.url)
            desks[username][0].sign_in()
        return desks[username][0]

    yield officer
    problems = [problem for _officer, found in desks.values() for problem in found]
    for member, _found in desks.values():
        member.page.context.close()
    assert not problems, problems


@pytest.fixture
def phone(browser, site):
    """A receptionist signed in on a telephone of their own, which may lose its network (tests/e2e/away.py)."""
    context = browser.new_context(base_url=site.url, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    officer = Officer(page, site, "receptionist")
    officer.sign_in()
    yield officer
    context.close()


@pytest.fixture
def ear(request, open_browser):
    """At the size at which its pages are used most; tests/e2e/test_pages.py looks at public pages at both."""
    size = DESKTOP if "counter" in request.function.__name__ else PHONE
    # The content policy forbids the script that listens.
    found = Ear(open_browser(size, bypass_csp=True))
    yield found
    assert found.heard
    assert not found.found, "\n".join(found.found)


@pytest.fixture(autouse=True)
def an_address_each(request):
    """Slowing down guessers is tested elsewhere; here one address stands for many visitors."""
    if "site" in request.fixturenames:
        request.getfixturevalue("site").forget_throttles()


def watch(page, origin):
    """Collect what no page may do: contact another host, break the content policy, throw."""
    problems = []
    page.on(
        "request", lambda r: None if r.url.startswith((origin, "data:", "blob:")) else problems.append(r.url)
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda m: (
            problems.append(m.text) if m.type == "error" and "Content Security Policy" in m.text else None
        ),
    )
    return problems
