"""A mark says something and why; nothing routine gets one; what the person said is unread until it is answered."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from aid import services
from aid.models import Wish
from aid.services import wishes
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, facts, officer, workmates
from tests.counter.acts import act

pytestmark = pytest.mark.django_db
QUEUE = "/admin/applications/"


def number(born):
    """An invented number of somebody born on that day."""
    from stdnum.cn import ric

    body = f"110105{born:%Y%m%d}001"
    return body + ric.calc_check_digit(body + "0")


def years_ago(years):
    return NOON.date().replace(year=NOON.year - years) - timedelta(days=30)


def marks(client, application, show="office"):
    page = client.get(QUEUE, {"show": show}).context
    rows = [*(page["pinned"].data if page["pinned"] else []), *page["table"].data]
    [row] = [one for one in rows if one.application.pk == application.pk]
    return {mark.text: mark.why for mark in row.marks}


def test_the_usual_claim_has_no_mark_at_all(client, as_, office):
    application = ApplicationFactory(office=office, id_number=number(years_ago(40)), may_call=True)
    as_("receptionist")
    assert marks(client, application) == {}


@pytest.mark.parametrize(
    ("made", "mark", "reason"),
    [
        ({"id_number": number(years_ago(66))}, "60岁以上", "66 岁"),
        ({"id_number": number(years_ago(17))}, "问监护人", "民法典第十八条"),
        ({"id_number": number(years_ago(15))}, "没有监护人", "法律援助法第四十条"),
        ({"narrative": "我右腿残疾，走不了远路"}, "可能有残疾", "残疾"),
        ({"narrative": "还欠工程款没有结"}, "工程款？", "由人判断"),
        ({"narrative": "我带了8个工人在那里干"}, "带班的？", "带了8个工人"),
        ({"foreman": "王小强"}, "带班的？", "班组长"),
        ({"amount_owed": Decimal(860000)}, "数目大", "86 万元"),
        ({"amount_owed": Decimal(860000)}, "数目对不上？", "9347 元"),
    ],
)
def test_a_mark_carries_its_reason_on_the_row_and_on_the_case(client, as_, office, made, mark, reason):
    application = ApplicationFactory(office=office, **{"id_number": number(years_ago(40)), **made})
    as_("receptionist")
    assert reason in marks(client, application)[mark]
    assert mark in client.get(f"{QUEUE}{application.pk}/").content.decode()


def test_several_who_gave_one_phone(client, as_, office):
    people = workmates(3, phone="13900005678")
    application = ApplicationFactory(office=office, claimants=people)
    as_("receptionist")
    assert "3 个人" in marks(client, application)["一个电话？"]


@pytest.mark.parametrize(
    ("years", "made", "granted"),
    [
        (15, {}, False),
        (15, {"by_other": True, "agent_type": "statutory", "helper_relation": "guardian"}, True),
        (15, {"by_other": True, "agent_type": "entrusted", "helper_relation": "workmate"}, False),
        (17, {}, True),
        (40, {}, True),
    ],
)
def test_nobody_under_sixteen_is_granted_aid_without_a_guardian(client, as_, office, years, made, granted):
    application = ApplicationFactory(
        office=office, reviewing=True, claimants=[facts(id_number=number(years_ago(years)))], **made
    )
    as_("approver")
    answer = act(client, application, "grant")
    application.refresh_from_db()
    assert (application.status == "granted") == granted
    assert ("没有监护人（法定代理人）代为申请，现在不能同意援助" in answer.content.decode()) != granted
    if not granted:
        with pytest.raises(ValidationError, match="监护人"):
            services.grant(application, actor=officer(office, Role.APPROVER), at=NOON)


@pytest.mark.parametrize(
    "made", [{}, {"accepted": True}, {"granted": True}, {"assigned": True}, {"refused": True}]
)
def test_what_a_person_says_is_unread_in_every_state_until_it_is_answered(client, as_, office, made):
    application = ApplicationFactory(office=office, **made)
    older = ApplicationFactory(office=office)
    wishes.ask(older, older.claimant, Wish.Kind.COMPLAINT, text="等了很久", at=NOON - timedelta(hours=2))
    wishes.ask(application, application.claimant, Wish.Kind.COMPLAINT, text="没有人理我", at=NOON)
    application.refresh_from_db()
    me = as_("dispatcher")
    page = client.get(QUEUE, {"show": "asked"})
    assert [row.application for row in page.context["table"].data] == [application, older]  # newest first
    assert "投诉" in marks(client, application, "asked")["新留言"]
    home = client.get("/admin/").content.decode()
    assert "当事人的留言，还没有答复" in home
    assert json.dumps("新留言 2")[1:-1] in home  # the menu
    for one in (application, older):
        wishes.answer(one, wish=one.wishes.get(), text="今天给您回电话", actor=me, at=NOON)
    assert "新留言" not in marks(client, application, "all")
    assert "新留言" not in client.get("/admin/").content.decode()
