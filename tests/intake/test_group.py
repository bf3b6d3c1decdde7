"""Hard case 15: a group of ten and more, from the roster to the application."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid.models import Application, Draft
from tests.intake.walk import GOOD, begin, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
ROSTER = url("roster")
NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
GROUP = {
    **{
        slug: GOOD[slug]
        for slug in ("matter", "place", "employer", "days", "means", "story", "you", "contact", "call")
    },
    "who": {"by_other": "group"},
    "owed": {"pay_type": "day", "work_kind": "site"},
    "means": {"status": "migrant"},
}
ORDER = ("matter", "who", "place", "employer", "owed", "days", "means", "story", "you")


def to_roster(client, **changes):
    begin(client)
    for slug in ORDER:
        response = client.post(url(slug), {**GROUP[slug], **changes.get(slug, {})})
        assert response.status_code == 302, (slug, response.context["form"].errors)
    assert response["Location"] == ROSTER


def table(count, first=1):
    """`count` invented workmates as they would be pasted."""
    return "\n".join(
        f"{NAMES[n // 20 % 20]}{'大小'[n // 400]}{NAMES[n % 20]}\t139{n:08d}\t{20 + n % 10}\t300\t{n}"
        for n in range(first, first + count)
    )


def paste(client, text):
    return client.post(ROSTER, {"paste": text}, follow=True)


def mine(client, amount="12*280-1000", **more):
    return client.post(ROSTER, {"row": "me", "amount-me": amount, "save": "1", **more})


def held(client):
    return Draft.objects.get(pk=client.session["aid_draft"]).answers["roster"]


def finish(client):
    response = client.post(ROSTER, {"go": "1"}, follow=True)
    assert "roster" not in response.context, [(m.number, m.errors) for m in response.context["roster"].wrong]
    client.post(url("contact"), GROUP["contact"])
    client.post(url("call"), GROUP["call"])
    client.post(url("papers"), {"kind": ""})
    send(client)
    return Application.objects.get()


@pytest.mark.parametrize(("count", "is_folded"), [(9, False), (500, True)])
def test_the_check_page_of_many_reads_each_one_folded(client, count, is_folded):
    to_roster(client)
    mine(client)
    paste(client, table(count - 1))
    client.post(ROSTER, {"go": "1"})
    for slug, typed in (("contact", {"ways": []}), ("papers", {"kind": ""})):
        client.post(url(slug), typed)
    page = client.get(url("check")).content.decode()
    assert page.count("21 × 300 − 1 = ") == 1
    assert ("一个一个看" in page) is is_folded


@pytest.mark.parametrize(("count", "is_flagged"), [(9, False), (10, True)])
def test_ten_workers_are_a_group_case_and_nine_are_not(client, office, count, is_flagged):
    to_roster(client)
    mine(client)
    paste(client, table(count - 1))
    application = finish(client)
    people = list(application.claimants.all())
    assert len(people) == count
    assert application.is_group_case is is_flagged
    assert people[0].is_representative
    assert people[0].amount_owed == Decimal(2360)
    assert people[0].facts["reckoning"] == "12 × 280 − 1,000"
    assert [p.is_representative for p in people[1:]] == [False] * (count - 1)
    assert people[1].amount_owed == Decimal(21 * 300 - 1)
    assert len({p.receipt_code for p in people}) == count
    # Each has a limitation of their own.
    assert application.deadlines.filter(claimant__isnull=False).count() == count


def test_five_hundred_are_taken_and_one_more_is_asked_back(client, office):
    to_roster(client)
    mine(client)
    paste(client, table(100))
    too_many = paste(client, table(400, first=101))
    assert "最多 500 人" in too_many.content.decode()
    assert table(400, first=101).split("\n")[0] in too_many.content.decode()
    assert len(held(client)) == 101
    paste(client, table(399, first=101))
    application = finish(client)
    assert application.claimants.count() == 500


def test_a_wrong_row_stays_where_it_is_and_costs_no_other(client, office):
    to_roster(client)
    mine(client)
    page = paste(client, "钱大一 1390000000 5000\n孙大二 13900000002 5000\n李大三 13900000003 20×280-6600")
    wrong = {m.number: m.errors for m in page.context["roster"].wrong}
    assert set(wrong) == {2, 4}
    assert "10 位" in wrong[2]["phone"]
    assert "已拿的比该得的还多" in wrong[4]["amount"]
    html = page.content.decode()
    assert 'value="1390000000"' in html
    assert "20×280-6600" in html
    stopped = client.post(ROSTER, {"go": "1"}, follow=True)
    assert "还有要改的" in stopped.content.decode()
    bad = next(row["key"] for row in held(client) if row.get("phone") == "1390000000")
    later = next(row["key"] for row in held(client) if "6600" in row.get("amount", ""))
    client.post(ROSTER, {
        "row": [bad, later], f"name-{bad}": "钱大一", f"phone-{bad}": "13900000001", f"amount-{bad}": "5000",
        f"name-{later}": "李大三", f"phone-{later}": "13900000003", f"amount-{later}": "20×280-600", "save": "1",
    })  # fmt: skip
    assert finish(client).claimants.count() == 4


def test_many_wrong_rows_are_named_page_by_page(client, office):
    to_roster(client)
    mine(client)
    names = [f"钱{NAMES[n // 20]}{NAMES[n % 20]}" for n in range(60)]
    page = paste(client, "\n".join(f"{name} 1390000000 300" for name in names))
    assert len(page.context["roster"].wrong) == 60
    html = page.content.decode()
    assert "有 60 行要改" in html
    assert html.count('<li><a href="#') == 10
    assert "这一页下面还有 14 行" in html
    assert re.findall(r'value="(\d)">第 \d 页有 (\d+) 行', html) == [("2", "25"), ("3", "11")]
    # Three stand open, the others say what is wrong in their line; each link leads to something that is seen.
    assert len(re.findall(r'<details id="row-[0-9a-f]+" open>', html)) == 3
    assert html.count('class="roster__why"') == 21
    for anchor in re.findall(r'<li><a href="#([^"]+)">第', html):
        assert f'id="{anchor}"' in html
    # The button for another page keeps what was typed here.
    key = held(client)[3]["key"]
    client.post(ROSTER, {"row": key, f"name-{key}": "改过名", f"phone-{key}": "139000", "turn": "2"})
    assert held(client)[3]["name"] == "改过名"


def test_nothing_is_wrong_before_anything_was_typed(client, office):
    to_roster(client)
    assert client.get(ROSTER).context["wrong"].here == []
    client.post(ROSTER, {"row": "me", "amount-me": "", "save": "1"})
    assert len(client.get(ROSTER).context["wrong"].here) == 1


def test_duplicate_ids_are_asked_about(client, office):
    to_roster(client, you={"id_type": "none", "id_number": ""})
    mine(client)
    page = paste(
        client,
        "姓名,手机,身份证号,欠薪\n钱一,13900000001,11010519491231002X,100\n孙二,13900000002,11010519491231002x,100",
    )
    errors = [m.errors for m in page.context["roster"].members]
    assert errors[1] == {}
    assert "跟第 2 行的号码一样" in errors[2]["id_number"]


def test_no_id_shared_phone_and_another_mans_card_are_taken_and_marked(client, office):
    to_roster(client)
    mine(client)
    page = paste(
        client,
        "姓名\t手机\t欠薪\t备注\n钱一\t13900000001\t100\t\n孙二\t13900000001\t100\t打他老婆的卡\n李三\t\t100\t",
    )
    assert [m.marks for m in page.context["roster"].members[1:]] == [
        ["no_id", "shared_phone"],
        ["no_id", "card", "shared_phone"],
        ["no_phone", "no_id"],
    ]
    people = list(finish(client).claimants.all())
    assert [p.phone_is_shared for p in people] == [False, True, True, True]
    assert people[2].facts["card"] == "other"
    assert people[3].phone == people[0].phone
    assert [(p.may_sms, p.say_who_we_are) for p in people[1:]] == [(False, False)] * 3


def test_who_still_works_there_has_no_clock_of_their_own(client, office):
    to_roster(client)
    mine(client)
    paste(client, "姓名,手机,欠薪,离场日期\n钱一,13900000001,100,还在干\n孙二,13900000002,100,25/06/2026")
    application = finish(client)
    people = list(application.claimants.all())
    assert [(p.still_working, str(p.left_on)) for p in people[1:]] == [(True, "None"), (False, "2026-06-25")]
    assert not application.deadlines.filter(claimant=people[1]).exists()


def test_pasting_the_same_table_twice_adds_nobody(client, office):
    to_roster(client)
    mine(client)
    paste(client, table(5))
    assert "已经在名册里" in paste(client, table(5)).content.decode()
    assert len(held(client)) == 6


def test_my_own_row_in_the_table_is_mine(client, office):
    to_roster(client)
    paste(client, "买买提·吐尔逊 13900005678 12 280 1000\n钱大一 13900000001 5000")
    rows = held(client)
    assert len(rows) == 2
    assert rows[0]["amount"] == "12 × 280 - 1000"


def test_rows_are_typed_without_a_table(client, office):
    to_roster(client)
    mine(client)
    more = client.post(ROSTER, {"new": ["n0"], "name-n0": "钱大一", "phone-n0": "13900000001",
                                "amount-n0": "12天280一天,给了1000", "more": "1"}, follow=True)  # fmt: skip
    assert len(more.context["new_rows"]) == 6
    assert [m.sum.total for m in more.context["roster"].members] == [2360, 2360]
    key = held(client)[1]["key"]
    client.post(ROSTER, {"row": key, f"name-{key}": "钱大一", "remove": key})
    assert len(held(client)) == 1
    alone = client.post(ROSTER, {"go": "1"}, follow=True)
    assert "至少要有两个人" in alone.content.decode()


def test_groups_are_offered_where_workers_have_one_matter(client, office):
    begin(client)
    client.post(url("matter"), {"door": "other"})
    page = client.get(url("who")).content.decode()
    assert "我们一群人" not in page
    assert "各交一份" in page


def test_the_roster_is_sealed_in_the_draft_and_forgotten_when_sent(client, office):
    to_roster(client)
    mine(client)
    paste(client, table(2))
    draft = Draft.objects.get(pk=client.session["aid_draft"])
    raw = (
        Draft.objects.filter(pk=draft.pk)
        .extra(select={"raw": "answers::text"})
        .values_list("raw", flat=True)[0]
    )
    assert "大" not in raw
    finish(client)
    draft.refresh_from_db()
    assert draft.answers == {}


def test_the_roster_leads_nowhere_without_a_group(client, office):
    begin(client)
    assert client.get(ROSTER)["Location"] == reverse("intake:step", args=["matter"])


def upload(client, content, name="名单.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(ROSTER, {"file": file, "upload": "1"}, follow=True)


def test_a_gbk_csv_is_taken_with_its_wrong_rows(client, office):
    to_roster(client)
    mine(client)
    lines = "序号,姓名,手机,身份证号,天数,日工资,已付\n1,钱大一,13900000001,,28,300,2000\n2,孙大二,139000,1.10105E+17,28,300,\n"
    page = upload(client, lines.encode("gb18030"))
    members = page.context["roster"].members
    assert members[1].sum.total == 6400
    assert set(members[2].errors) == {"phone", "id_number"}
    assert "1.10105E+17" in members[2].errors["id_number"]
    assert members[2].typed["phone"] == "139000"


@pytest.mark.parametrize("sign", ["\t", ",", "，"])
def test_a_text_file_is_taken_as_a_pasted_table_is(client, office, sign):
    to_roster(client)
    mine(client)
    lines = "姓名 手机 天数 日工资 已付\n钱大一 13900000001 28 300 2000\n合计 - 28 300 2000".replace(
        " ", sign
    )
    page = upload(client, lines.encode("gb18030"), "名单.txt")
    assert [member.sum.total for member in page.context["roster"].members] == [2360, 6400]
    assert "这些不像是人，没有加：合计 - 28 300 2000" in page.content.decode()


def test_the_empty_sheet_is_read_back_when_filled_in(client, office):
    to_roster(client)
    mine(client)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/zh-hans/apply/roster.xlsx").content))
    book.active.append(["钱大一", "13900000001", "11010519491231002X", 28, 300, 2000, None, "2026-06-30", ""])
    content = io.BytesIO()
    book.save(content)
    page = upload(client, content.getvalue(), "名单.xlsx")
    member = page.context["roster"].members[1]
    assert (member.sum.total, str(member.values["left_on"])) == (6400, "2026-06-30")


def test_sheets_that_were_not_read_are_named(client, office):
    to_roster(client)
    mine(client)
    book = openpyxl.Workbook()
    book.active.append(["钱大一", "13900000001", 300])
    book.create_sheet("七月").append(["孙大二", "13900000002", 300])
    content = io.BytesIO()
    book.save(content)
    page = upload(client, content.getvalue(), "名单.xlsx").content.decode()
    assert "没有读：七月。" in page


def test_a_file_that_is_no_table_says_what_to_do(client, office):
    to_roster(client)
    page = upload(client, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "名单.xls")
    assert "另存为" in page.content.decode()


def test_turning_a_page_keeps_what_was_typed_on_it(client, office):
    to_roster(client)
    page = paste(client, table(40)).content.decode()
    assert 'name="turn" value="2"' in page
    key = held(client)[3]["key"]
    typed = {"row": key, f"name-{key}": "改过名", f"phone-{key}": "13912345678", f"amount-{key}": "4321"}
    answer = client.post(ROSTER, {**typed, "turn": "2"})
    assert answer["Location"] == f"{ROSTER}?page=2#list"
    assert held(client)[3]["name"] == "改过名"
    assert client.post(ROSTER, {"turn": "二\x00"}).status_code == 302


def test_who_applies_alone_after_all_keeps_no_workmates(client, office):
    to_roster(client)
    mine(client)
    paste(client, table(3))
    client.post(url("who"), {"by_other": "no"})
    assert "roster" not in Draft.objects.get(pk=client.session["aid_draft"]).answers
