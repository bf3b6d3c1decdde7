"""OFFLINE_COPIES=false reaches the telephones: no page is kept there any more, what was written is given back all the same."""

import contextlib
import socket
import threading

import pytest
from playwright.sync_api import expect

from bench.serving import gunicorn
from tests.e2e.away import AWAY, group, lying_there, plan, take, unlock
from tests.e2e.conftest import PHONE
from tests.e2e.officer import Officer

LEFT = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""


class Door:
    """One address behind which another server may stand from now on."""

    def __init__(self, port):
        self.behind, self.open = port, set()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with contextlib.suppress(OSError):
            while True:
                here, _address = self.listening.accept()
                there = socket.create_connection(("127.0.0.1", self.behind))
                self.open |= {here, there}
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one, other):
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            end.close()
            self.open.discard(end)

    def lead_to(self, port):
        self.behind = port
        self.shut(self.open)

    def shut(self, sockets):
        for one in list(sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.listening.close()
        self.shut(self.open)


@pytest.fixture
def door(site):
    door = Door(int(site.url.rsplit(":", 1)[1]))
    yield door
    door.close()


def test_switched_off_no_page_is_kept_and_what_was_written_comes_back(browser, site, door):
    context = browser.new_context(base_url=f"http://127.0.0.1:{door.port}", viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    officer = Officer(page, site, "receptionist")
    officer.sign_in()
    plan(officer, "渡口值班室", pk=group(site))
    take(page, "渡口值班室")
    page.get_by_role("button", name="打开").click()
    unlock(page)
    page.get_by_label("去过了", exact=True).check()
    page.get_by_label("结果怎样").fill("关掉以前写的")
    expect(page.get_by_text("存好了，是加密的")).to_be_visible()
    assert page.evaluate(LEFT) == {"caches": ["visit-shell-1"], "workers": 1}

    off = {**site.env, "OFFLINE_COPIES": "false", "GUNICORN_CMD_ARGS": ""}
    with gunicorn("portal.wsgi:application", "/readyz", **off) as served:
        door.lead_to(served.port)
        page.goto(AWAY)
        page.evaluate("() => navigator.serviceWorker.getRegistration().then((one) => one?.update())")
        page.wait_for_function(f"async () => (await ({LEFT})()).caches.length === 0")
        page.goto(AWAY)
        assert page.evaluate(LEFT) == {"caches": [], "workers": 0}
        assert lying_there(page)["count"] == 1
        page.get_by_role("button", name="打开").click()
        unlock(page)
        expect(page.get_by_label("结果怎样")).to_have_value("关掉以前写的")
        page.get_by_role("button", name="交回").click()
        expect(page.get_by_text("交回了，已经记在申请里")).to_be_visible()
        assert lying_there(page)["count"] == 0
        door.lead_to(int(site.url.rsplit(":", 1)[1]))
    context.close()
    done = site.query(
        "SELECT count(*) FROM aid_visitcopy WHERE ended = 'returned' AND ended_at > now() - interval '5 min'"
    )
    assert done[0][0] >= 1
