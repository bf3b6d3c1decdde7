"""Searching, as a worker does it: in his own words, for a place, for an article; with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import DESKTOP, PHONE

BOX = "想知道什么"


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def phone(browser, site, request):
    context = browser.new_context(viewport=PHONE, java_script_enabled=request.param, base_url=site.url)
    yield context.new_page()
    context.close()


def ask(page, words):
    page.goto("/zh-hans/search/")
    page.get_by_label(BOX).fill(words)
    page.get_by_role("button", name="搜索").click()


def fits(page):
    # Without scripts nothing can be measured: how wide the page itself is drawn.
    assert page.locator("body").bounding_box()["width"] <= PHONE["width"]


def test_slang_leads_to_what_helps(phone):
    ask(phone, "老板跑了不给结账")
    first = phone.locator("ol.rows > li").first
    expect(first.locator("mark").first).to_be_visible()
    fits(phone)
    first.get_by_role("link").first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()


def test_a_place_leads_to_its_stations_and_the_finder(phone):
    ask(phone, "章贡区 援助")
    card = phone.locator(".best")
    expect(card.get_by_role("heading")).to_contain_text("章贡区")
    expect(card.locator("li").first.get_by_role("link").first).to_contain_text("章贡区")
    fits(phone)
    card.get_by_role("link", name="看全部").click()
    expect(phone.locator("#place")).to_have_value("章贡区")


def test_an_article_stands_there_in_force(phone):
    ask(phone, "劳动合同法第38条第2项")
    card = phone.locator(".best")
    expect(card.get_by_role("link", name="第三十八条")).to_be_visible()
    expect(card.locator("mark")).to_contain_text("及时足额支付劳动报酬")
    fits(phone)


def test_ones_own_application_leads_to_its_status(phone):
    ask(phone, "我交的表怎么样了")
    phone.locator(".best").get_by_role("link", name="查进度").click()
    expect(phone.get_by_role("textbox", name="申请编号，或者收件码")).to_be_visible()
    fits(phone)


def test_words_that_nothing_has_are_named(phone):
    ask(phone, "KTV服务员拖欠工资")
    expect(phone.get_by_text("没写到“ktv”")).to_be_visible()
    expect(phone.locator("ol.rows > li").first.locator("mark").first).to_be_visible()
    fits(phone)


def test_nothing_found_leads_on(phone):
    ask(phone, "鸟鸣歌曲谱")
    expect(phone.get_by_text("没有找到“鸟鸣歌曲谱”")).to_be_visible()
    main = phone.get_by_role("main")
    expect(main.get_by_role("link", name="打 12348", exact=True).first).to_have_attribute("href", "tel:12348")
    expect(main.get_by_role("link", name="我们打给您").first).to_be_visible()
    main.get_by_role("link", name="工资没发").click()
    expect(phone).to_have_url(re.compile("/topics/wages/"))


def test_results_are_narrowed_by_a_plain_form(phone):
    ask(phone, "拖欠工资")
    phone.get_by_text("挑一挑").click()
    phone.locator("summary", has_text="哪一类").click()
    phone.get_by_role("checkbox", name="典型案例").check()
    phone.get_by_role("checkbox", name="法律解读").check()
    phone.locator("summary", has_text="在哪里").click()
    phone.get_by_role("checkbox", name="赣州市").check()
    fits(phone)
    phone.get_by_role("button", name="就看这些").click()
    expect(phone).to_have_url(re.compile("kind=.*kind=.*region=360700"))
    tags = phone.locator("ol.rows .tag").all_inner_texts()
    assert tags
    assert set(tags) <= {"典型案例", "法律解读"}
    phone.get_by_role("link", name="江西省赣州市 去掉").click()
    expect(phone).not_to_have_url(re.compile("region="))


def test_suggestions_are_walked_by_keyboard(browser, site):
    page = browser.new_context(viewport=DESKTOP, base_url=site.url).new_page()
    page.goto("/zh-hans/search/")
    box = page.get_by_role("combobox", name=BOX)
    box.press_sequentially("工伤")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("工伤")
    box.press_sequentially("认")
    expect(options.first).to_be_visible()
    chosen = options.first.inner_text()
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.get_by_label(BOX)).to_have_value(chosen)
    page.context.close()


@pytest.fixture
def worker(browser, site):
    """Another worker each time. Who asks in the very same words may get a page that was made some seconds ago."""
    contexts = []

    def asking(words):
        contexts.append(browser.new_context(viewport=PHONE, java_script_enabled=False, base_url=site.url))
        page = contexts[-1].new_page()
        ask(page, words)
        return page

    yield asking
    for context in contexts:
        context.close()


def test_what_was_asked_in_vain_is_found_once_an_editor_has_tried_and_saved_it(worker, counter):
    typed = "老鳖跑滩了"
    expect(worker(typed).get_by_text(f"没有找到“{typed}”")).to_be_visible()

    editor = counter("editor").page
    editor.goto("/admin/reports/search-unanswered/")
    editor.get_by_role("link", name=typed).first.click()
    expect(editor.get_by_text("什么都找不到")).to_be_visible()

    editor.goto("/admin/synonyms/new/")
    editor.locator("[name=way]").select_option("leads")
    editor.locator("[name=said]").fill(typed)
    editor.locator("[name=means]").fill("老板跑了、拖欠工资")
    editor.get_by_role("button", name="看看效果").click()
    expect(editor.locator("#effect").get_by_text("新来的").first).to_be_visible()
    expect(worker(f"{typed}？").get_by_text("没有找到")).to_be_visible()  # only tried

    editor.get_by_role("button", name="创建").first.click()
    expect(editor).to_have_url(re.compile("/admin/synonyms/$"))
    expect(worker(f"{typed}咋办").locator("ol.rows > li").first.locator("mark").first).to_be_visible()

    editor.goto("/admin/reports/search-unanswered/")
    editor.get_by_role("link", name=typed).first.click()
    editor.locator("[name=grade-1][value='3']").check()
    editor.get_by_role("button", name="记下评分").click()
    expect(editor.get_by_text("记下了 1 个评分")).to_be_visible()
