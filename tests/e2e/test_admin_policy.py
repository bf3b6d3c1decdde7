"""The admin under its content policy: no screen is refused anything, and no script in a page runs."""

import pytest
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Error

from tests.e2e.conftest import DESKTOP
from tests.e2e.officer import Officer
from tests.test_access import all_addresses

# What is no page to look at, or ends the session.
NOT_PAGES = (
    "jsi18n",
    "sprite",
    "logout",
    "login",
    "export",
    "ping",
    "/api/",
    "sheet",
    "download",
    "welcome",
    "process",
)
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) =>
  window.refused.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
"""
INLINE = "[...document.scripts].filter((s) => !s.src && !s.type.includes('json')).map((s) => s.textContent)"
RUN = """() => { window.ran = false;
const script = document.createElement("script");
script.textContent = "window.ran = true"; document.body.append(script);
const image = document.createElement("img");
image.setAttribute("onerror", "window.ran = true"); image.src = "/none"; document.body.append(image);
const mark = document.createElement("span");
mark.dataset.start = "eval"; mark.dataset.options = '"window.ran = true"'; document.body.append(mark);
return new Promise((done) => setTimeout(() => done(window.ran), 500)); }"""


@pytest.fixture
def admin(browser, site):
    """A superuser's browser that writes down what the policy refuses, and errors of scripts."""
    context = browser.new_context(base_url=site.url, viewport=DESKTOP, locale="zh-CN")
    page = context.new_page()
    Officer(page, site, "admin").sign_in()
    page.add_init_script(LISTEN)
    page.thrown = []
    page.on("pageerror", lambda error: page.thrown.append(str(error)))
    yield page
    context.close()


def addresses(site):
    """Every screen without arguments, and one of each kind that has some."""

    pages = site.query(
        "SELECT DISTINCT ON (content_type_id) id FROM wagtailcore_page p WHERE depth > 1 ORDER BY content_type_id, id"
    )
    for (pk,) in pages:
        yield reverse("wagtailadmin_pages:edit", args=[pk])
    for name, _pattern in all_addresses():
        for args in ([], [1]):
            try:
                address = reverse(name, args=args)
            except NoReverseMatch:
                continue
            if address.startswith("/admin/") and not any(part in address for part in NOT_PAGES):
                yield address


def look(page, address):
    """What the policy refused, and what scripts threw, on one screen."""
    page.thrown.clear()
    try:
        answer = page.goto(address, wait_until="load")
    except Error:
        return []  # a download, or an answer without a page
    if not answer or answer.status != 200 or "html" not in answer.headers.get("content-type", ""):
        return []
    refused = page.evaluate("window.refused ?? []")
    if refused and all("chooserUrls" in script for script in page.evaluate(INLINE)):
        # The translation editor's one script, for which admin-start.js has done its work already.
        refused = [what for what in refused if not what.startswith("script-src-elem inline")]
    return [*refused, *page.thrown]


def test_no_screen_is_refused_anything(admin, site):
    seen, wrong = 0, []
    for address in addresses(site):
        seen += 1
        wrong += [f"{address}: {what}" for what in look(admin, address)]
    assert not wrong, "\n".join(wrong)
    assert seen > 150


@pytest.mark.attack
def test_a_script_in_a_page_of_the_admin_does_not_run(admin):
    """Whatever somebody gets into a page: a name, a note, a title."""
    admin.goto("/admin/")
    assert admin.evaluate(RUN) is False
