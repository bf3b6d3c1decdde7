"""What people really type: told where it is wrong, in words; nothing typed is lost."""

from datetime import date

import pytest
from playwright.sync_api import expect

from aid.references import make_reference
from tests.e2e.applicant import Applicant, photo

THIS_IS_NO_PHOTO = {"name": "牌子.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>"}
EMPTY = {"name": "空的.jpg", "mimeType": "image/jpeg", "buffer": b""}
TOO_BIG = {"name": "大.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"0" * (20 * 1024 * 1024)}


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def worker(request, open_browser):
    return Applicant(open_browser(java_script_enabled=request.param))


def test_every_mistake_is_told_where_it_is_and_kept(worker):
    page = worker.page
    page.goto("/zh-hans/apply/")
    worker.press("同意，开始填")
    worker.is_told("我看过了", "同意了才能往下填")
    worker.begin()

    worker.go_on()
    worker.is_told("这张表是谁在填", "选一个")
    worker.fill_until("place")

    worker.say("在哪个市、哪个县", "某某某地方")
    worker.go_on()
    worker.is_told("是下面哪一个", "没找到这个地方")
    expect(worker.box("在哪个市、哪个县")).to_have_value("某某某地方")
    worker.say("在哪个市、哪个县", "鼓楼区")
    worker.go_on()
    worker.is_told("是下面哪一个", "不止一个")
    worker.choose("南京市鼓楼区")
    worker.go_on()
    worker.is_at("employer")

    worker.say("老板或班组长的电话", "０７９７－5550133 转 2，没人接")
    worker.go_on()
    worker.is_at("owed")

    worker.say("欠了多少钱", "一点点")
    worker.choose("按天算")
    worker.choose("工地上的活")
    worker.go_on()
    worker.is_told("欠了多少钱", "请写数字")
    expect(worker.box("欠了多少钱")).to_have_value("一点点")
    worker.say("欠了多少钱", "1.2万")
    worker.go_on()
    worker.is_at("days")
    worker.date("从哪个月开始欠的？", 2199, 1)
    worker.choose("不干了")
    worker.date("不干了的：哪天走的？", 2026, 2, 30)
    worker.go_on()
    worker.is_told("从哪个月开始欠的", "这一天还没到")
    worker.is_told("不干了的：哪天走的", "没有这一天")
    worker.date("从哪个月开始欠的？", "2025年", "３")
    worker.date("不干了的：哪天走的？", 2025, 12, 31)
    worker.go_on()
    worker.is_at("means")
    worker.fill_until("you")

    worker.say("姓名", "阿卜杜拉•买买提·𬭚䶮")
    worker.choose("居民身份证")
    worker.say("证件号码", "110105194912310021")
    worker.say("手机号", "1390000")
    worker.go_on()
    worker.is_told("证件号码", "号码对不上")
    worker.is_told("手机号", "7 位")
    expect(worker.box("姓名")).to_have_value("阿卜杜拉•买买提·𬭚䶮")
    worker.say("证件号码", "１１０１０５１９４９１２３１００２ｘ")
    worker.say("手机号", worker.telephone)
    worker.go_on()
    worker.is_at("contact")
    worker.fill_until("papers")

    for file, words in ((THIS_IS_NO_PHOTO, "牌子.jpg"), (EMPTY, "空的"), (TOO_BIG, "太大了")):
        page.get_by_label("选照片或文件").set_input_files([file])
        worker.go_on()
        worker.is_told("选照片或文件", words)
    page.get_by_label("选照片或文件").set_input_files([photo()])
    worker.press("传上，还要再加")
    expect(page.get_by_role("button", name="删掉 工地的牌子.jpg")).to_be_visible()
    worker.go_on()
    worker.is_at("check")
    for words in ("阿卜杜拉·买买提·𬭚䶮", "12,000 元", "2025年3月", "2025年12月31日"):
        expect(page.get_by_role("main")).to_contain_text(words)


def test_without_any_paper_one_can_apply(worker):
    page = worker.page
    worker.begin()
    worker.fill_until("you")
    worker.say("姓名", "麦麦提·䶮")
    worker.choose("手上没有证件")
    worker.say("手机号", worker.telephone)
    worker.go_on()
    worker.is_at("contact")
    worker.go_on()
    worker.is_at("papers")
    worker.go_on()
    worker.is_at("check")
    worker.submit()
    expect(page.get_by_role("main")).to_contain_text("您没选短信，或者留的是座机")


def test_an_unknown_number_and_a_wrong_phone_get_the_same_answer(worker):
    page = worker.page
    reference = worker.apply()
    page.context.clear_cookies()
    answers = []
    for asked, tail in ((reference, "0000"), (make_reference(date(2026, 11, 2)), "0199")):
        worker.track(asked, tail)
        answers.append(page.get_by_role("alert").inner_text())
        expect(worker.box("申请编号")).to_have_value(asked)
    assert len(set(answers)) == 1, answers
    worker.track(reference, "199")
    worker.is_told("手机号后四位", "写 4 个数字")
