"""What people type, right and wrong, on every page of the form."""

import re

import pytest
from django.utils.html import escape

from aid.models import Application
from tests.intake.walk import GOOD, begin, fill, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

BAD = [
    ("who", {"by_other": ""}),
    ("who", {"by_other": "nonsense"}),
    ("matter", {"door": ""}),
    ("means", {"status": ""}),
    ("means", {"status": "none"}),
    ("means", {"status": "none", "household": "40", "income": "0", "pledge": "on"}),
    ("means", {"status": "none", "household": "4", "income": "不少", "pledge": "on"}),
    ("means", {"status": "none", "household": "4", "income": "3000"}),
    ("place", {"place": ""}),
    ("place", {"place": "地" * 2000}),
    ("owed", {"work_kind": "x\x00"}),
    ("employer", {"employer_phone": "不知道" * 30}),
    ("employer", {"employer": "长" * 300}),
    ("owed", {"amount_owed": "一点点"}),
    ("owed", {"amount_owed": "0"}),
    ("owed", {"amount_owed": "-5"}),
    ("owed", {"amount_owed": "9" * 30}),
    ("owed", {"amount_owed": "NaN"}),
    ("owed", {"amount_owed": "1e9"}),
    ("owed", {"amount_owed": "3000、4000"}),
    ("owed", {"amount_owed": "12.000"}),
    ("days", {"owed_from_0": "2099"}),
    ("days", {"owed_from_0": "26"}),
    ("days", {"owed_from_1": "13"}),
    ("days", {"owed_from_1": ""}),
    ("days", {"owed_from_1": "99999999999"}),
    ("days", {"left_on_2": "99999999999"}),
    ("days", {"left_on_0": "2026年6月底", "left_on_1": "", "left_on_2": ""}),
    ("days", {"left_on_0": "6月1号", "left_on_1": "", "left_on_2": ""}),
    ("days", {"left_on_0": "1826"}),
    ("days", {"owed_to_0": "2025", "owed_to_1": "1"}),
    ("days", {"left_on_1": "2", "left_on_2": "30"}),
    ("days", {"left_on_0": "2099"}),
    ("days", {"left_on_0": "", "left_on_1": "", "left_on_2": ""}),
    ("days", {"still_working": ""}),
    ("story", {"narrative": "长" * 3001}),
    ("you", {"name": "王"}),
    ("you", {"name": "王" * 31}),
    ("you", {"name": "王3"}),
    ("you", {"name": "<script>"}),
    ("you", {"id_number": "110105194912310021"}),
    ("you", {"id_number": "11010519491331002X"}),
    ("you", {"id_number": "11010520991231002X"}),
    ("you", {"id_number": "110105491231002"}),
    ("you", {"id_number": ""}),
    ("you", {"id_type": ""}),
    ("you", {"phone": "1390000567"}),
    ("you", {"phone": "十三亿"}),
    ("you", {"phone": ""}),
    ("contact", {"ways": ["telepathy"]}),
    ("contact", {"contact_note": "长" * 200}),
    ("papers", {"kind": "nonsense"}),
]


@pytest.mark.parametrize(("slug", "wrong"), BAD)
def test_a_mistake_is_said_where_it_is_and_nothing_typed_is_lost(client, slug, wrong):
    begin(client)
    fill(client, until=slug)
    sent = {**GOOD[slug], **wrong}
    page = client.post(url(slug), sent)
    assert page.status_code == 200
    text = page.content.decode()
    assert "处要改" in text
    assert re.search(r'id="id_\w+_error"', text)
    assert re.search(r"[\u4e00-\u9fff]", str(page.context["form"].errors))
    # Here and when coming back later, all that was typed still stands there.
    later = client.get(url(slug)).content.decode()
    for name, value in sent.items():
        if (
            isinstance(value, str)
            and value
            and "\x00" not in value
            and name not in ("by_other", "kind", "id_type")
        ):
            assert escape(value) in text, name
            assert escape(value) in later, name


GOODS = [
    ("you", {"name": "䶮𬭚"}),
    ("you", {"name": "阿依古丽・买买提"}),
    ("you", {"name": "Mary O'Neil"}),
    ("you", {"name": "王\x00小强"}),
    ("you", {"name": "李〇"}),
    ("you", {"name": "⽅⼩明"}),
    ("you", {"name": "张 大 山"}),
    ("you", {"name": "阿卜杜拉-买买提"}),
    ("you", {"name": "Maria Antonia Esperanza da Conceição de Souza Albuquerque"}),
    ("you", {"id_type": "none", "id_number": ""}),
    ("you", {"id_type": "passport", "id_number": "e12345678"}),
    ("you", {"id_number": "１１０１０５ 19491231 002ｘ"}),
    ("you", {"phone": "＋86 139-0000-5678"}),
    ("you", {"phone": "0797-5550148"}),
    ("owed", {"amount_owed": "12,000.50元"}),
    ("owed", {"amount_owed": "3千"}),
    ("owed", {"amount_owed": "￥1.2萬"}),
    ("days", {"still_working": "yes", "left_on_0": "2099"}),
    ("days", {"owed_from_0": "２０２６\x00"}),
    ("days", {"left_on_0": "2026 年 6 月 1 日", "left_on_1": "", "left_on_2": ""}),
    ("story", {"narrative": ""}),
    ("story", {"narrative": "第一行\r\n第二行\x00"}),
    ("employer", {"employer": "", "foreman": "", "employer_phone": ""}),
    ("employer", {"employer_phone": "12"}),
    ("employer", {"employer_phone": "400-812-3456 转 801，或者 13900005678"}),
    ("employer", {"employer_phone": "+852 5555 0148"}),
    ("employer", {"employer_phone": "不知道"}),
    ("contact", {"ways": []}),
]


@pytest.mark.parametrize(("slug", "answers"), GOODS)
def test_what_people_really_write_is_understood(client, slug, answers):
    begin(client)
    fill(client, **{slug: answers})
    assert send(client).status_code == 200
    assert Application.objects.count() == 1
