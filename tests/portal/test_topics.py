import pytest

from tests.campaigns.page_factories import event
from tests.cases_showcase.page_factories import case
from tests.laws.factories import TopicFactory
from tests.laws.page_factories import explainer, home_page

pytestmark = pytest.mark.django_db


def test_behind_a_door_stand_advice_cases_and_events(client):
    explainer(1, lead=True, title="先做这四件事"), explainer(2, title="证据怎么留"), case(), event()
    text = client.get("/zh-hans/topics/wages/").content.decode()
    for words in [
        "工资没发",
        "可以先找劳动监察投诉",
        "证据怎么留",
        "修路工人拿回工钱",
        "夜市法律咨询",
        'href="tel:12348"',
    ]:
        assert words in text, words


def test_a_topic_without_pages_says_whom_to_call(client):
    home_page()
    TopicFactory(code="family", plain_name="家里的事")
    text = client.get("/zh-hans/topics/family/").content.decode()
    assert "还没有写好的文章" in text


@pytest.mark.parametrize(("code", "offered"), [("unsure", True), ("unsure.aid", False), ("wages", False)])
def test_who_cannot_say_what_it_is_is_offered_a_call(client, code, offered):
    home_page()
    parent = TopicFactory(code="unsure") if code == "unsure.aid" else None
    TopicFactory(code=code, parent=parent)
    assert ("/apply/call-back/" in client.get(f"/zh-hans/topics/{code}/").content.decode()) == offered


@pytest.mark.parametrize("code", ["nothing", "x" * 500, "ＷＡＧＥＳ", "retired"])
def test_an_unknown_topic_is_not_found(client, code):
    home_page()
    TopicFactory(code="retired", is_active=False)
    assert client.get(f"/zh-hans/topics/{code}/").status_code == 404
