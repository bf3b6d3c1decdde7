"""What officers type finds the person, however it is spelt; what they typed stands in no address and no log."""

from datetime import timedelta

import pytest

from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory

pytestmark = pytest.mark.django_db
SEARCH = "/admin/applications/search/"


def answer(client, typed):
    return client.post(SEARCH, {"q": typed}, follow=True)


def found(client, typed):
    return [row.application for row in answer(client, typed).context["table"].data]


@pytest.mark.parametrize(
    ("made", "typed"),
    [
        # names: signs, spaces, dots, Latin, marks, pinyin
        ({"name": "Nguyen Van An"}, ["Nguyen Van An", "nguyen  van an", "NGUYENVANAN", "Nguyễn Văn An"]),
        ({"name": "Nguyễn Thị Đào"}, ["Nguyễn Thị Đào", "nguyen thi dao", "NGUYEN THI ĐAO"]),
        ({"name": "李 测试"}, ["李测试", "李 测试", "李　测试", "li ceshi", "Lǐ Cèshì"]),
        (
            {"name": "阿卜杜拉·买买提"},
            ["阿卜杜拉•买买提", "阿卜杜拉．买买提", "阿卜杜拉・买买提", "阿卜杜拉 买买提", "阿卜杜拉买买提", "abudula maimaiti"],
        ),
        ({"name": "王小强"}, ["wang xiaoqiang", "WANG XIAO QIANG", "Wáng Xiǎoqiáng", "王 小 强"]),
        ({"name": "单雄"}, ["shan xiong", "单雄"]),
        ({"name": "曾绿"}, ["zeng lü", "zenglv", "曾绿"]),
        ({"name": "O’Brien Sean"}, ["O'Brien Sean", "o brien sean"]),
        # phones: whole, with the country, an end of it
        (
            {"phone": "13900005678"},
            ["13900005678", "+86 139 0000 5678", "+86-13900005678", "0086 13900005678", "８６１３９００００５６７８", "5678", "05678", "0000 5678"],
        ),
        ({"phone": "+84 912 345 678", "may_sms": False}, ["0084912345678", "+84912345678", "345678"]),
        ({"phone": "0797-5550123", "may_sms": False}, ["07975550123", "5550123", "+86 797 5550123"]),
        # papers of any kind
        ({"id_type": "passport", "id_number": "E 12345-678"}, ["E1234 5678", "e 1234 5678", "Ｅ１２３４５６７８"]),
        ({"id_type": "passport", "id_number": "C1234567"}, ["c-1234567"]),
        ({"id_type": "other", "id_number": "H 0812 3456 (01)"}, ["h0812345601", "Ｈ08123456-01"]),
        # where they worked
        ({"employer": "某某建筑有限公司"}, ["某某建筑有限公司", "某某建筑", "某某建筑公司", "某某 建筑有限公司"]),
        ({"project": "3号地块某某花园二期"}, ["3号地块某某花园二期", "３号地块 某某花园二期"]),
    ],
)  # fmt: skip
def test_it_is_found_however_it_is_typed(client, as_, office, made, typed):
    application = ApplicationFactory(office=office, **made)
    other = ApplicationFactory(
        office=office,
        name="赵不同",
        phone="13700009999",
        employer="另一家",
        project="别处",
        id_type="none",
        id_number="",
    )
    as_("receptionist")
    assert {words: found(client, words) for words in typed} == {words: [application] for words in typed}
    assert other.claimant.name == "赵不同"


@pytest.mark.parametrize("typed", ["王", "小强", "5679", "678", "1390000567", "某某", "wang"])
def test_a_part_finds_nobody(client, as_, office, typed):
    ApplicationFactory(office=office, employer="某某建筑公司")
    as_("receptionist")
    assert found(client, typed) == []
    assert "没有搜到" in answer(client, typed).content.decode()


def test_going_back_finds_it_again_and_nothing_names_it(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    posted = client.post(SEARCH, {"q": "王小强"})
    assert posted.status_code == 302
    address = posted["Location"]
    assert "王" not in address
    assert "%E7" not in address
    assert "王小强" not in str(dict(client.session.items()))
    for _again in range(2):
        page = client.get(address)
        assert [row.application for row in page.context["table"].data] == [application]
    entries = AccessEntry.objects.filter(action="aid.search_person")
    assert [(entry.actor, entry.purpose) for entry in entries] == [(me, "")] * 2  # each look


def test_it_is_forgotten_after_half_an_hour_and_is_nobody_elses(client, as_, office, time_machine):
    ApplicationFactory(office=office)
    as_("receptionist")
    address = client.post(SEARCH, {"q": "王小强"})["Location"]
    as_("receptionist")
    assert "这次搜索过期了" in client.get(address).content.decode()
    address = client.post(SEARCH, {"q": "王小强"})["Location"]
    time_machine.move_to(NOON + timedelta(minutes=40), tick=False)
    page = client.get(address)
    assert "请再输一遍" in page.content.decode()
    assert not page.context["table"].data


@pytest.mark.parametrize("token", ["", "x", "é" * 99, "王小强", "../"])
def test_a_token_that_was_never_given_is_a_forgotten_one(client, as_, token):
    as_("receptionist")
    page = client.get(SEARCH, {"found": token})
    assert page.status_code == 200
    assert "这次搜索过期了" in page.content.decode()


def test_only_the_last_few_are_kept(client, as_, office):
    as_("receptionist")
    first = client.post(SEARCH, {"q": "第一个"})["Location"]
    for n in range(5):
        last = client.post(SEARCH, {"q": f"下一个{n}"})["Location"]
    assert "这次搜索过期了" in client.get(first).content.decode()
    assert "搜“下一个4”" in client.get(last).content.decode()


def test_another_office_finds_nothing(client, as_, office):
    ApplicationFactory(office=OfficeFactory(), employer="某某建筑公司")
    as_("receptionist")
    for typed in ("王小强", "wangxiaoqiang", "5678", "13900005678", "某某建筑公司"):
        assert found(client, typed) == []
