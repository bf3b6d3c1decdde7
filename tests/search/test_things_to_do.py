"""Who wants to do something finds its button above the hits: to apply, to go on, to look up, to complain."""

from datetime import timedelta

import pytest
from django.utils import timezone

from search.answers import answers_to
from search.query import parse
from tests.campaigns.page_factories import event
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db


def answers(typed):
    return answers_to(parse(typed), home="360700")


def templates(typed):
    return [answer.template for answer in answers(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "查进度",
        "我交的表怎么样了",
        "我填的申请到哪一步了",
        "申请批了没",
        "我的申请多久有结果",
        "进度查询",
        "交上去的材料没消息",
        "my application",
        "申请了十天没人理我",
        "交了申请好几天了都没动静",
        "材料交上去半个月了还没信",
        "补材料在哪里传",
        "让我补交的证明资料怎么上传",
        "不想申请了 撤回",
        "我要撤销申请",
        "律师什么时候联系我",
        "律师怎么还没给我打电话",
        "手机号填错了要改",
        "我的电话换了",
        "搬家了，地址要告诉你们吗",
        "不想告了要撤回",
        "申请被退回来了为啥",
        "说不给我援助",
        "帮老婆看看她的案子怎样了",
        "忘了密码",
        "照片传不上去",
        "补交流水从哪里传",
    ],
)
def test_one_s_own_application_is_looked_up(typed):
    assert templates(typed) == ["intake/answers/status.html"]


@pytest.mark.parametrize("typed", ["继续填上次的申请", "上次没填完", "申请填了一半", "接着填表", "续填码"])
def test_a_form_that_was_begun_is_gone_on_with(typed):
    assert templates(typed) == ["intake/answers/resume.html"]


@pytest.mark.parametrize(
    "typed", ["我的律师不管事想换", "怎么换律师", "要投诉你们工作人员", "律师收钱", "办事员态度差"]
)
def test_who_is_not_content_is_told_how_to_say_so(typed):
    assert templates(typed) == ["intake/answers/dissatisfied.html"]


@pytest.mark.parametrize(
    "typed", ["帮我填申请表", "我不会写字", "没文化不会填", "能代填吗", "替我爸申请", "老人机上不了网怎么办"]
)
def test_who_cannot_fill_it_in_is_told_who_helps(typed):
    (answer,) = answers(typed)
    assert answer.template == "intake/answers/apply.html"
    assert answer.values["for_me"]


@pytest.mark.parametrize(
    "typed", ["请律师要交钱吗", "申请要不要交钱", "法律援助收费吗", "找你们的律师多少钱", "打官司没钱请律师"]
)
def test_who_asks_what_it_costs_is_told_that_it_costs_nothing(typed):
    assert templates(typed) == ["intake/answers/apply.html"]


@pytest.mark.parametrize("typed", ["仲裁要交钱吗", "律师收我钱了", "申请支付令要多少钱"])
def test_what_others_cost_is_not_said_for_them(typed):
    assert "intake/answers/apply.html" not in templates(typed)


@pytest.mark.parametrize("typed", ["法律援助", "找律师", "flyz", "我够不够条件", "我想告老板去哪里申请"])
def test_who_looks_for_help_is_led_to_the_form(typed):
    assert "intake/answers/apply.html" in templates(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "申请",
        "怎么申请",
        "我要申请法律援助",
        "在哪里申请",
        "網上申請",
        "How to apply for legal aid?",
        "申请表哪里下载",
        "打印申请表",
    ],
)
def test_how_to_apply(typed):
    assert templates(typed) == ["intake/answers/apply.html"]


@pytest.mark.parametrize(
    "typed",
    [
        "工伤认定怎么申请",
        "申请仲裁",
        "申请支付令",
        "仲裁多久有结果",
        "工伤认定结果什么时候出",
        "法律援助条件",
        "工程进度款",
        "补签劳动合同",
        "社保补交几年",
        "老板撤回仲裁申请",
        "不要钱的律师有没有",
        "证据材料怎么收集",
        "投诉老板",
        "老板电话换了",
        "公司搬家不通知我",
        "老板手机停机",
        "帮我要工资",
        "最近老板不发工资",
    ],
)
def test_what_is_applied_for_elsewhere_is_left_to_the_hits(typed):
    assert not [name for name in templates(typed) if name.startswith("intake/")]


# --- what takes place ---------------------------------------------------------------------------------
@pytest.fixture
def events():
    soon = timezone.now() + timedelta(days=3)
    far, near = region("210106", "铁西区", "辽宁省沈阳市铁西区"), region()
    event(1, title="夜市问法", kind="night_market", starts_at=soon, region=far)
    event(2, title="工地早班会", kind="site_visit", starts_at=soon + timedelta(days=1), region=near)
    event(3, title="返乡第一课", kind="lecture", starts_at=soon + timedelta(days=2), region=far)
    event(4, title="去年的讲座", kind="lecture", starts_at=soon - timedelta(days=300), region=near)
    event(5, title="不办了的讲座", kind="lecture", starts_at=soon, region=near, is_cancelled=True)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("有没有讲座可以听", "返乡第一课"),
        ("最近有什么活动", "工地早班会"),
        ("周末哪里有咨询会", "工地早班会"),
        ("夜市问律师是哪天", "夜市问法"),
    ],
)
def test_who_asks_what_takes_place_sees_it(events, typed, first):
    (answer,) = answers(typed)
    assert answer.template == "campaigns/answers/events.html"
    shown = [one.title for one in answer.values["events"]]
    assert shown[0] == first
    assert not {"去年的讲座", "不办了的讲座"} & set(shown)


@pytest.mark.parametrize("typed", ["促销活动骗钱", "公司搞活动不给加班费", "招聘会上被中介骗了", "法律援助"])
def test_what_only_speaks_of_an_event_is_no_wish_for_one(events, typed):
    assert "campaigns/answers/events.html" not in templates(typed)


def test_its_card_leads_to_the_event(client, events):
    html = client.get("/zh-hans/search/", {"q": "有没有讲座"}).content.decode()
    assert "返乡第一课" in html.split('class="best"')[1].split("</section>")[0]


def test_nothing_that_takes_place_is_no_card():
    assert templates("有没有讲座可以听") == []
