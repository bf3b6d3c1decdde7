"""A paper is read beside the case: the place, the focus and what is typed stay."""

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.aid.photos import photo
from tests.e2e.applicant import Applicant
from tests.e2e.hearing import serious

WORDS = "写到一半的审查意见，还没有写完"
LOOKS = "SELECT count(*) FROM vault_accessentry WHERE action = 'aid.open_preview'"


def a_pdf():
    made, out = pikepdf.new(), io.BytesIO()
    for _page in range(2):
        made.add_blank_page(page_size=(595, 842))
    made.save(out)
    return out.getvalue()


@pytest.fixture
def at_the_case(open_browser, counter):
    """A reviewer at a case with a paper of two pages and a photo, with half an opinion typed."""
    reference = Applicant(open_browser()).apply()
    clerk = counter("receptionist")
    clerk.accept(reference)
    for name, kind, content in (
        ("合同.pdf", "application/pdf", a_pdf()),
        ("考勤.png", "image/png", photo().read()),
    ):
        clerk.open(reference)
        box = clerk.act("加交材料")
        box.locator("[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
        box.get_by_label("说明").fill("当面交来的")
        box.get_by_role("button", name="加进案卷").click()
        clerk.is_done("加交材料", reference)
    reviewer = counter("reviewer")
    reviewer.open(reference)
    reviewer.act("提出审查意见").get_by_label("审查意见").fill(WORDS)
    return reviewer.page


def test_it_is_turned_and_gone_through_and_closed_where_one_was(at_the_case, site):
    page, here, before = at_the_case, at_the_case.url, site.query(LOOKS)[0][0]
    paper, picture = (
        page.locator(".case__papers li").filter(has_text=name).get_by_role("link", name="看一看")
        for name in ("合同.pdf", "考勤.png")
    )
    panel = page.locator("[data-beside]")
    title, sheet, tools = panel.get_by_role("heading"), panel.locator("img"), panel.get_by_role("toolbar")

    paper.focus()
    page.keyboard.press("Enter")
    expect(title).to_contain_text("第 1 页")
    expect(sheet).to_have_js_property("complete", True)
    assert sheet.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert not serious(page, "[data-beside]")
    expect(tools).to_contain_text("1/2")
    page.keyboard.press("r")
    expect(sheet).to_have_attribute("src", re.compile("turn=90"))
    tools.get_by_role("link", name="放大").click()
    expect(panel.locator(".viewer__page--2")).to_be_visible()
    expect(tools.get_by_role("link", name="放大")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(title).to_contain_text("第 2 页，共 2 页")
    assert site.query(LOOKS)[0][0] > before

    # Beside it the case is worked on: its keys are letters there.
    opinion = page.get_by_label("审查意见")
    opinion.press("End")
    opinion.press_sequentially("r")
    expect(opinion).to_have_value(WORDS + "r")
    expect(title).to_contain_text("第 2 页，共 2 页")
    panel.get_by_role("button", name="关上").click()
    expect(panel).to_be_hidden()
    expect(paper).to_be_focused()

    # On a phone it stands over the page; Escape leads back as well.
    page.set_viewport_size({"width": 390, "height": 800})
    picture.click()
    expect(title).to_contain_text("第 1 页")
    assert panel.evaluate("one => one.matches(':modal')")
    assert not serious(page, "[data-beside]")
    page.keyboard.press("Escape")
    expect(picture).to_be_focused()
    expect(opinion).to_have_value(WORDS + "r")
    assert page.url == here
    # Without a line it says so, and nothing is lost.
    page.context.set_offline(True)
    paper.click()
    expect(panel.get_by_role("alert")).to_contain_text("现在打不开")
    page.context.set_offline(False)
    panel.get_by_role("button", name="关上").click()
    expect(opinion).to_have_value(WORDS + "r")
