"""存下我们县, in Chromium: asked for, read without a line, and gone when somebody leaves."""

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.hearing import TARGETS, serious

SCRIPTS = Path(settings.BASE_DIR) / "portal" / "saved"
CHOOSE = "/zh-hans/saved/?region=360702"
LEFT_BEHIND = """async () => ({
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    stored: [localStorage.length, sessionStorage.length],
})"""
NOTHING = {"caches": [], "workers": 0, "stored": [0, 0]}


@pytest.fixture
def page(open_browser):
    return open_browser(PHONE, bypass_csp=False)


def left_behind(page):
    return page.evaluate(LEFT_BEHIND)


def save(page, explainers=1):
    page.goto(CHOOSE)
    boxes = page.get_by_role("checkbox")
    chosen = []
    for n in range(explainers):
        boxes.nth(n).check()
        chosen.append(page.locator(".saved-explainers label").nth(n).inner_text().strip())
    page.get_by_role("button", name="存下章贡区").click()
    expect(page.get_by_text("存好了")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from here on the worker answers
    assert page.evaluate("navigator.serviceWorker.controller !== null")
    return chosen


def test_unless_somebody_asks_nothing_is_stored(page):
    for path in ("/zh-hans/", "/zh-hans/stations/?region=360702", "/zh-hans/stations/hotlines/", CHOOSE):
        page.goto(path)
    assert left_behind(page) == NOTHING


def test_what_was_kept_opens_without_a_line_and_says_how_old_it_is(page):
    (title,) = save(page)
    page.context.set_offline(True)
    page.goto("/zh-hans/stations/hotlines/")
    expect(page.locator("#saved-age")).to_have_text("今天存的，可能有变。")
    expect(page.get_by_role("heading", level=1)).to_contain_text("电话")
    expect(page.locator("a[href='tel:12348']").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.site-header')).backgroundColor") != ""
    page.get_by_role("navigation", name="存下的页").get_by_role("link", name="地点").click()
    expect(page.locator(".saved-station").first).to_be_visible()
    expect(page.locator("#saved-age")).to_be_visible()
    page.get_by_role("navigation", name="存下的页").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator("#saved-age")).to_be_visible()


def test_without_a_line_another_place_is_not_answered_with_this_one_unsaid(page):
    save(page)
    page.context.set_offline(True)
    for elsewhere in ("?place=天水市", "?region=620500"):
        page.goto(f"/zh-hans/stations/{elsewhere}")
        expect(page.locator("#saved-age")).to_contain_text("别处的看不到，这是存下的章贡区")
    for here in ("", "?region=360702", "?place=章贡", "?place=赣州章贡区"):
        page.goto(f"/zh-hans/stations/{here}")
        expect(page.locator("#saved-age")).to_have_text("今天存的，可能有变。")


def test_a_station_known_by_its_own_address_is_found_in_the_copy(page):
    page.goto("/zh-hans/stations/?region=360702")
    address = (
        page.locator(".rows .station a[href*='/stations/']").first.get_attribute("href").partition("?")[0]
    )
    save(page, explainers=0)
    page.context.set_offline(True)
    page.goto(address)
    code = address.rstrip("/").rpartition("/")[2]
    assert page.url.endswith(f"#s-{code}")
    expect(page.locator(f"#s-{code}")).to_be_in_viewport()


@pytest.mark.parametrize(
    "path", ["/zh-hans/", "/zh-hans/apply/", "/zh-hans/search/?q=工资", "/zh-hans/track/"]
)
def test_what_was_not_kept_says_so_and_whom_to_call(page, path):
    if path in (
        "/zh-hans/apply/",
        "/zh-hans/track/",
    ):  # what is a visitor's own is not kept, even when it was open
        page.goto(path)
    save(page, explainers=0)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("现在没有网")
    expect(page.get_by_role("main").locator("a[href='tel:12348']")).to_be_visible()
    expect(page.locator("#saved-age")).to_have_count(0)


def test_only_public_pages_lie_in_it_and_they_fit(page):
    save(page, explainers=2)
    for path in (
        "/zh-hans/apply/",
        "/zh-hans/search/?q=工资",
        "/zh-hans/track/",
        "/display?type=big&next=/zh-hans/",
    ):
        page.goto(path)
    kept = page.evaluate("""async () => {
        const [name, ...others] = await caches.keys();
        const cache = await caches.open(name);
        const bodies = await Promise.all((await cache.matchAll()).map((one) => one.blob()));
        return {
            others,
            paths: (await cache.keys()).map((one) => new URL(one.url).pathname + new URL(one.url).search),
            bytes: bodies.reduce((sum, one) => sum + one.size, 0),
        };
    }""")
    assert kept["others"] == []
    allowed = (
        r"/zh-hans/saved/(offline/|360702/(stations|phones|explainers/\d+)/)|/static/[\w./-]+|/saved-meta"
    )
    assert all(re.fullmatch(allowed, path) for path in kept["paths"]), kept["paths"]
    assert kept["bytes"] <= 305 * 1024  # the note about itself included


def test_after_leaving_nothing_is_left(browser, site, elsewhere):
    context = browser.new_context(base_url=site.url, viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    save(page)
    page.goto("/zh-hans/apply/")
    page.get_by_role("link", name="有人来了，马上离开").click()
    page.wait_for_url(elsewhere)
    page.goto("/zh-hans/")
    assert left_behind(page) == NOTHING
    context.close()


def test_leaving_without_a_line_leaves_nothing_either(page):
    save(page)
    page.context.set_offline(True)
    page.goto("/zh-hans/stations/hotlines/")
    page.get_by_role("link", name="有人来了，马上离开").click()
    page.wait_for_timeout(1500)
    page.context.set_offline(False)
    page.goto("/zh-hans/")
    assert left_behind(page)["caches"] == []
    assert left_behind(page)["workers"] == 0


def test_it_is_refreshed_and_deleted_by_a_button(page):
    save(page)
    before = left_behind(page)["caches"]
    page.get_by_role("button", name="换成最新的").click()
    expect(page.get_by_text("存好了")).to_be_visible()
    after = left_behind(page)["caches"]
    assert len(after) == 1
    assert after != before
    page.goto("/zh-hans/saved/360702/phones/")
    page.get_by_role("button", name="从这个手机上删掉").click()
    expect(page.get_by_text("删掉了")).to_be_visible()
    assert left_behind(page)["caches"] == []
    page.goto("/zh-hans/")
    assert left_behind(page) == NOTHING


def age(page, days):
    page.evaluate(
        """async (days) => {
            const [name] = await caches.keys();
            const cache = await caches.open(name);
            const meta = await (await cache.match("/saved-meta")).json();
            meta.savedAt -= days * 24 * 3600 * 1000;
            await cache.put("/saved-meta", new Response(JSON.stringify(meta)));
        }""",
        days,
    )


def test_it_says_its_age_and_deletes_itself_after_a_month(page):
    save(page, explainers=0)
    age(page, 3)
    page.context.set_offline(True)
    page.goto("/zh-hans/stations/hotlines/")
    expect(page.locator("#saved-age")).to_have_text("存于 3 天前，可能有变。")
    page.context.set_offline(False)
    age(page, 40)
    page.goto("/zh-hans/")
    page.wait_for_timeout(500)
    page.goto("/zh-hans/stations/")
    assert left_behind(page)["caches"] == []


@pytest.mark.parametrize("broken", ["**/saved/360702/phones/", "**/static/css/base*.css"])
def test_what_fails_half_way_leaves_nothing_and_keeps_the_copy_before(page, broken):
    page.goto(CHOOSE)
    page.route(
        broken, lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_()
    )
    page.get_by_role("button", name="存下章贡区").click()
    expect(page.get_by_text("没有存成，什么也没留下")).to_be_visible()
    assert left_behind(page) == NOTHING
    page.unroute(broken)
    save(page, explainers=0)
    before = left_behind(page)
    full = "Cache.prototype.put = () => Promise.reject(new DOMException('', 'QuotaExceededError'))"
    page.evaluate(f"() => {{ {full} }}")
    page.get_by_role("button", name="换成最新的").click()
    expect(page.get_by_text("手机里放不下，什么也没存")).to_be_visible()
    assert left_behind(page) == before


def test_what_does_not_fit_is_said_in_words(page):
    page.goto(CHOOSE)
    words = "选的太多：要 999 KB"
    page.route(
        "**/manifest.json*", lambda route: route.fulfill(json={"fits": False, "problem": words}, status=200)
    )
    page.get_by_role("button", name="存下章贡区").click()
    expect(page.get_by_text(words)).to_be_visible()
    assert left_behind(page) == NOTHING


@pytest.fixture
def switch():
    """A site that is nothing but its worker; `switch.name` says which of the two it hands out."""

    class Worker(BaseHTTPRequestHandler):
        def do_GET(self):
            is_worker = self.path == "/worker.js"
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_worker else "text/html")
            self.send_header("Cache-Control", "no-cache")
            self.end_headers()
            self.wfile.write((SCRIPTS / server.name).read_bytes() if is_worker else b"<title>x</title>")

        def log_message(self, *_words):
            pass

    server = ThreadingHTTPServer(("localhost", 0), Worker)
    server.name = "worker.js"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_operator_takes_it_back(browser, switch):
    """Switched off, `/worker.js` is another script (tests/portal/test_saved.py); the next visit fetches it."""
    context = browser.new_context(base_url=f"http://localhost:{switch.server_port}")
    page = context.new_page()
    page.goto("/")
    page.evaluate("""async () => {
        const cache = await caches.open("saved-1-1");
        await cache.put("/saved-meta", new Response(JSON.stringify({ savedAt: Date.now(), days: 30 })));
        await navigator.serviceWorker.register("/worker.js");
        await navigator.serviceWorker.ready;
    }""")
    page.goto("/")
    assert left_behind(page) == {**NOTHING, "caches": ["saved-1-1"], "workers": 1}
    switch.name = "worker-off.js"
    page.goto("/")  # a visit, and the browser asks for the worker again
    page.evaluate("() => navigator.serviceWorker.getRegistration().then((one) => one && one.update())")
    for _try in range(50):
        if left_behind(page)["caches"] == []:
            break
        page.wait_for_timeout(100)
    page.goto("/")
    assert left_behind(page) == NOTHING
    context.close()


def test_without_javascript_the_page_explains_and_the_short_pages_read(open_browser):
    page = open_browser(PHONE, java_script_enabled=False)
    page.goto(CHOOSE)
    expect(page.get_by_role("button", name="存下章贡区")).to_be_hidden()
    expect(page.get_by_text("您不点，什么也不存")).to_be_visible()
    page.get_by_role("link", name="江西省赣州市章贡区：电话").click()
    expect(page.locator("a[href='tel:12348']").first).to_be_visible()


def test_nothing_serious_for_axe_on_any_of_its_pages(open_browser):
    page = open_browser(PHONE, bypass_csp=True)
    save(page)
    saved = page.locator("[data-pages] a").evaluate_all("all => all.map((one) => one.getAttribute('href'))")
    found = []
    for path in [CHOOSE, "/zh-hans/saved/offline/", "/en/saved/?region=360702", *saved]:
        page.goto(path)
        found += [f"{path}: {line}" for line in serious(page, options=TARGETS)]
        if page.evaluate("document.documentElement.scrollWidth") > PHONE["width"]:
            found.append(f"{path} is too wide")
    assert not found, "\n".join(found)
