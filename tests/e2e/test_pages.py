"""Every kind of public page as a browser gets it: light, accessible, nobody else's host."""

import re
import urllib.request

import pytest

from tests.e2e.conftest import DESKTOP, PHONE, watch
from tests.e2e.hearing import TARGETS, TARGETS_ALONE, serious

WEIGHT_LIMIT = 100 * 1024  # bytes over the wire for a first view, everything included


@pytest.fixture(scope="module")
def listed(site):
    """Every Chinese address of the site map."""
    with urllib.request.urlopen(f"{site.url}/sitemap.xml") as response:
        return re.findall(r"<loc>[^<]*?(/zh-hans/[^<]*)</loc>", response.read().decode())


@pytest.fixture(scope="module")
def addresses(listed):
    """One address of each kind of page, from the site map, besides the fixed ones."""
    found = {
        "home": "/zh-hans/",
        "stations": "/zh-hans/stations/",
        "hotlines": "/zh-hans/stations/hotlines/",
        "search": "/zh-hans/search/?q=工资",
        "search nothing": "/zh-hans/search/?q=qqqqqq",
        "search narrowed": "/zh-hans/search/?q=工资&topic=wages&region=360700&sort=new",
        "search for a place": "/zh-hans/search/?q=章贡区 援助",
        "search for an article": "/zh-hans/search/?q=劳动合同法38条",
        "suggestions": "/zh-hans/search/suggest/?q=工",
        "apply": "/zh-hans/apply/",
        "track": "/zh-hans/track/",
        "resume": "/zh-hans/apply/resume/",
        "site map": "/zh-hans/site-map/",
        "not found": "/zh-hans/no-such-page/",
        "english home": "/en/",
        "traditional home": "/zh-hant/",
    }
    kinds = {
        "explainers": "laws/",
        "cases": "cases/",
        "events": "events/",
        "topic": "topics/",
        "statute": "laws/statutes/",
        "stations": "stations/",
    }
    for kind, prefix in kinds.items():
        for address in listed:
            rest = address.removeprefix("/zh-hans/")
            if rest == prefix:
                found[kind] = address
            elif rest.startswith(prefix) and rest.count("/") == prefix.count("/") + 1:
                found[f"one of {kind}"] = address
            elif rest.startswith(prefix) and rest.count("/") == prefix.count("/") + 2:
                found[f"one below {kind}"] = address
    return found


@pytest.fixture
def open_page(browser, site):
    contexts = []

    def open_in(size, **options):
        context = browser.new_context(base_url=site.url, viewport=size, locale="zh-CN", **options)
        contexts.append(context)
        return context.new_page()

    yield open_in
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", ["home", "one of explainers", "stations", "apply"])
def test_a_first_view_is_light(open_page, site, addresses, kind):
    page = open_page(PHONE)
    problems = watch(page, site.url)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    received = []
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(addresses[kind], wait_until="networkidle")
    assert len(received) >= 2, "nothing was measured"
    assert sum(received) <= WEIGHT_LIMIT, f"{sum(received) / 1024:.0f} KB in {len(received)} responses"
    assert not problems, problems


@pytest.mark.parametrize(
    ("size", "colours"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone-light", "desktop-dark"]
)
def test_nothing_serious_for_axe_on_any_kind_of_page(open_page, addresses, size, colours):
    assert {
        "explainers",
        *("one of explainers", "one of cases", "one of events", "one below events"),
        *("one of topic", "one of stations"),
    } <= set(addresses)
    page = open_page(size, bypass_csp=True, color_scheme=colours)
    found = []
    for kind, address in addresses.items():
        page.goto(address)
        found += [f"{kind} {address}: {line}" for line in serious(page, options=TARGETS)]
    assert not found, "\n".join(found)


def test_targets_keep_their_size_on_every_topic_and_filtered_list(open_page, listed):
    page = open_page(PHONE, bypass_csp=True)
    page.goto("/zh-hans/cases/")
    links = page.locator("#narrow a")
    filters = [f"/zh-hans/cases/{query}" for query in links.evaluate_all("all => all.map(a => a.search)")]
    topics = [address for address in listed if address.startswith("/zh-hans/topics/")]
    assert len(topics) > 7
    assert len(filters) > 15
    found = []
    for address in topics + filters:
        page.goto(address)
        found += [f"{address}: {line}" for line in serious(page, options=TARGETS_ALONE)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("path", ["cases/?topic=injury", "topics/wages/", "apply/", "track/"])
def test_the_bar_at_the_foot_never_cuts_a_target_in_two(open_page, path):
    """Each height of a screen cuts elsewhere."""
    page = open_page(PHONE, bypass_csp=True)
    page.goto(f"/zh-hans/{path}")
    found = []
    for height in range(600, 700, 9):
        page.set_viewport_size({"width": 360, "height": height})
        found += [f"{height} px: {line}" for line in serious(page, options=TARGETS_ALONE)]
    assert not found, "\n".join(found)


def test_no_page_is_wider_than_the_phone_even_at_double_text(open_page, addresses):
    page = open_page({"width": 360, "height": 760})
    wide = []
    for kind, address in addresses.items():
        page.goto(address)
        for size in ("100%", "200%"):
            page.evaluate(
                "size => { document.documentElement.style.fontSize = size === '100%' ? '' : '36px' }", size
            )
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 361:
                wide.append(f"{kind} {address} at {size}: {width} px")
    assert not wide, "\n".join(wide)


def bottom(locator):
    box = locator.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_first_screen_of_a_phone_holds_eight_doors_and_the_search(open_page, language):
    page = open_page(PHONE)
    page.goto(f"/{language}/")
    doors = page.locator(".door")
    assert doors.count() == 8
    assert bottom(doors.last) < bottom(page.locator("main input[name=q]")) <= PHONE["height"]


def test_the_first_screen_of_the_form_holds_the_way_in(open_page):
    page = open_page(PHONE)
    page.goto("/zh-hans/apply/")
    leave = page.locator(".leave").bounding_box()
    assert bottom(page.get_by_role("button", name="同意，开始填")) <= leave["y"]
