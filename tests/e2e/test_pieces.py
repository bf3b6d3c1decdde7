"""A photo on a line that drops: what came stays, the rest follows, it is there once. Without a script it comes whole."""

import re

import pytest
from playwright.sync_api import expect

from aid.slots import SLOTS
from tests.e2e.applicant import Applicant, photo
from tests.e2e.conftest import PHONE

PIECES = "**/apply/papers/pieces/"
BOX = "选照片或文件"


@pytest.fixture
def worker(request, browser, site):
    """Somebody at the page of one kind of paper; dropped requests are part of it, so nobody watches the console."""
    context = browser.new_context(
        base_url=site.url,
        viewport=PHONE,
        locale="zh-CN",
        java_script_enabled=getattr(request, "param", True),
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    worker = Applicant(page)
    worker.begin()
    worker.fill_until("papers")
    worker.slot = f"/zh-hans/apply/papers/{SLOTS['site_photo'].number}/"
    page.goto(worker.slot)
    yield worker
    context.close()


class Cut:
    """Lets so many pieces through, then none; counts the bytes that came to be sent."""

    def __init__(self, page, after):
        self.left, self.offsets = after, []
        page.route(PIECES, self)

    def __call__(self, route):
        offset = route.request.headers.get("x-offset")
        if offset is not None:
            if self.left == 0:
                return route.abort()
            self.left -= 1
            self.offsets.append(int(offset))
        return route.continue_()


def _papers(site, worker):
    return site.query(
        "SELECT e.size, e.kind FROM aid_evidence e JOIN aid_draft d ON d.id = e.draft_id "
        "WHERE d.application_id IS NULL ORDER BY d.created_at DESC, e.added_at LIMIT 3"
    )


def test_the_line_drops_in_the_middle_of_a_photo_and_it_goes_on(worker, site):
    page, picture = worker.page, photo(big=True)
    line = Cut(page, after=2)
    page.get_by_label(BOX).set_input_files([picture])
    # The size is said before anything is sent, beside a small picture of it.
    expect(page.locator("paper-pieces")).to_contain_text(re.compile(r"JPEG · \d+ KB.*一共 \d+ KB", re.DOTALL))
    expect(page.locator("paper-pieces canvas")).to_have_count(1)
    assert line.offsets == []
    worker.go_on()
    expect(page.get_by_role("status")).to_contain_text("线断了，传到的都在")
    line.left = 100
    page.get_by_role("button", name="现在接着传").click()
    worker.is_at("papers")
    expect(page.get_by_role("main")).to_contain_text("传了 1 个")
    assert line.offsets == sorted(set(line.offsets))
    assert _papers(site, worker)[0] == (len(picture["buffer"]), "site_photo")


def test_chosen_again_after_a_reload_it_goes_on_where_it_was(worker, site):
    page, picture = worker.page, photo(big=True)
    Cut(page, after=2)
    page.get_by_label(BOX).set_input_files([picture])
    worker.go_on()
    expect(page.get_by_role("status")).to_contain_text("线断了")
    page.unroute(PIECES)
    page.goto(worker.slot)
    expect(page.get_by_role("main")).to_contain_text("再选一次这个文件")
    line = Cut(page, after=100)
    page.get_by_label(BOX).set_input_files([picture])
    worker.go_on()
    worker.is_at("papers")
    assert min(line.offsets) > 0
    assert _papers(site, worker)[0] == (len(picture["buffer"]), "site_photo")


def test_one_bad_file_costs_no_good_one_and_a_large_photo_is_made_smaller(worker, site):
    page = worker.page
    bad = {"name": "坏的.jpg", "mimeType": "image/jpeg", "buffer": b"<html>" * 20_000}
    large = photo(name="大.jpg", side=3600)
    page.get_by_label(BOX).set_input_files([bad, large, photo(name="小.jpg")])
    expect(page.locator("paper-pieces")).to_contain_text("缩小了再传")
    page.get_by_role("button", name="不传这个 小.jpg").click()
    worker.go_on()
    expect(page.locator(".field__error")).to_contain_text("坏的.jpg")
    expect(page.locator(".rows").first).to_contain_text("大.jpg")
    (one,) = _papers(site, worker)[:1]
    assert one[0] < len(large["buffer"])


@pytest.mark.parametrize("worker", [False], indirect=True, ids=["no-js"])
def test_without_a_script_the_box_sends_it(worker, site):
    picture = photo(big=True)
    expect(worker.page.locator("paper-pieces")).to_be_hidden()
    worker.page.get_by_label(BOX).set_input_files([picture])
    worker.go_on()
    worker.is_at("papers")
    assert _papers(site, worker)[0] == (len(picture["buffer"]), "site_photo")
