from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from wagtail_localize.fields import get_translatable_fields

from campaigns.models import CampaignPage, EventPage
from campaigns.services import load_campaigns
from tests.campaigns.page_factories import SHANGHAI, campaign, campaign_index, event
from tests.laws.factories import TopicFactory
from tests.laws.page_factories import locale, region

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with time_machine.travel(NOW, tick=False):
        yield


def html(client, page):
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("starts_in", "hours", "cancelled", "status"),
    [
        (1, 2, False, "upcoming"),
        (0, 2, False, "now"),
        (-1, 2, False, "now"),
        (-2, 2, False, "past"),
        (-3, 2, False, "past"),
        (1, 2, True, "cancelled"),
        (-3, 2, True, "cancelled"),
    ],
)
def test_what_an_event_is_at_a_moment(starts_in, hours, cancelled, status):
    starts_at = NOW + timedelta(hours=starts_in)
    page = EventPage(starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), is_cancelled=cancelled)
    assert page.status(NOW) == status


def test_what_comes_next_stands_first_and_the_past_stands_apart(client):
    later = event(1, starts_at=NOW + timedelta(days=9))
    soon = event(2, starts_at=NOW + timedelta(days=1))
    running = event(3, starts_at=NOW - timedelta(hours=1))
    old = event(4, starts_at=NOW - timedelta(days=9))
    older = event(5, starts_at=NOW - timedelta(days=10))
    assert list(EventPage.objects.upcoming(NOW)) == [running, soon, later]
    assert list(EventPage.objects.past(NOW)) == [old, older]
    text = html(client, campaign_index())
    places = [text.index(page.title) for page in (running, soon, later, old, older)]
    assert places == sorted(places)
    assert "正在进行" in text


def test_an_event_to_come_says_just_come(client):
    text = html(client, event(capacity=400))
    assert "不用报名，直接来" in text
    assert "12月12日（周六） 18:30–21:30" in text
    assert "400" in text
    assert ".ics" in text


def test_a_past_event_says_what_was_done(client):
    page = event(
        starts_at=NOW - timedelta(days=7), report="<p>当天风大。</p>", people=326, leaflets=850,
        consultations=143, applications=21,
    )  # fmt: skip
    text = html(client, page)
    for words in [
        "当天风大",
        "来了 326 人",
        "发出 850 份资料",
        "解答 143 人次",
        "收下 21 份申请",
        "已经结束",
    ]:
        assert words in text, words
    assert "不用报名" not in text
    assert ".ics" not in text


def test_a_past_event_without_a_report_is_honest(client):
    assert "情况还在整理" in html(client, event(starts_at=NOW - timedelta(days=7)))


def test_a_cancelled_event_keeps_people_from_coming(client):
    text = html(client, event(is_cancelled=True))
    assert "请不要过去" in text
    assert "不用报名" not in text


def test_an_event_goes_into_the_phones_calendar(client):
    page = event()
    response = client.get(f"/zh-hans/events/{page.pk}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    body = response.content.decode()
    assert "DTSTART:20261212T103000Z" in body
    assert f"UID:{page.translation_key}@testserver" in body
    page.unpublish()
    assert client.get(f"/zh-hans/events/{page.pk}.ics").status_code == 404


def test_an_empty_list_says_whom_to_call(client):
    assert "近期没有安排活动" in html(client, campaign_index())


def test_a_campaign_shows_promises_and_its_events(client):
    page = campaign()
    event(1), event(2, starts_at=NOW - timedelta(days=2))
    text = html(client, page)
    for words in [
        "一次说清还缺什么",
        "工地至少去一次",
        "没拿到工钱的都可以来",
        "夜市法律咨询 1",
        "夜市法律咨询 2",
    ]:
        assert words in text, words


def test_campaigns_end_with_their_last_day():
    page = campaign()
    assert list(CampaignPage.objects.running(date(2027, 2, 5))) == [page]
    assert not CampaignPage.objects.running(date(2027, 2, 6)).exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": NOW - timedelta(days=99)}, "ends_at"),
        ({"lat": 25.8}, "lat"),
        ({"lat": 125.8, "lng": 1}, "lat"),
    ],
)
def test_what_an_event_cannot_be(values, field):
    page = event()
    for name, value in values.items():
        setattr(page, name, value)
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert field in caught.value.message_dict


def test_events_of_a_topic_and_of_a_region():
    page = event()
    assert list(EventPage.objects.about(TopicFactory(wages=True))) == [page]
    assert not EventPage.objects.about(TopicFactory(code="injury")).exists()
    assert list(EventPage.objects.in_region(region("360700", "赣州市", "江西省赣州市", "prefecture"))) == [
        page
    ]


@pytest.mark.parametrize(
    ("page_type", "translated"),
    [
        (CampaignPage, {"host", "goals", "promises", "body", "report"}),
        (EventPage, {"place", "activities", "report"}),
    ],
)
def test_what_a_translator_is_given(page_type, translated):
    fields = {f.field_name for f in get_translatable_fields(page_type) if f.is_translated(page_type())}
    common = {"title", "seo_title", "search_description", "slug", "summary", "search_words"}
    assert fields == common | translated


@pytest.mark.parametrize("make", [campaign, event])
def test_a_draft_can_be_previewed(rf, make):
    page = make()
    page.title = "草稿"
    assert "草稿" in page.serve_preview(rf.get("/"), "").render().content.decode()


def test_campaigns_load_with_their_events(client, django_capture_on_commit_callbacks):
    TopicFactory(wages=True), region()
    data = {
        "campaigns": [
            {
                "slug": "winter", "title": "冬季行动", "summary": "拿到工钱", "starts_on": date(2026, 11, 15),
                "ends_on": date(2027, 2, 5), "host": "援助中心", "topics": ["wages"], "goals": ["一", "二"],
                "promises": ["不收钱"], "sections": [{"heading": "谁可以来", "body": "都可以。"}],
                "translations": {"en": {"title": "Winter"}},
            }
        ],
        "events": [
            {
                "slug": "launch", "title": "启动日", "summary": "当面问", "kind": "launch", "campaign": "winter",
                "starts_at": NOW, "ends_at": NOW + timedelta(hours=3), "place": "广场", "region": "360702",
                "lat": 25.8, "lng": 114.9, "capacity": 40, "activities": ["问律师"], "topics": ["wages"],
                "station": "none", "report": {"text": "好。", "people": 3, "leaflets": 4, "consultations": 5},
                "translations": {"en": {"title": "Launch"}},
            }
        ],
    }  # fmt: skip
    index = campaign_index()
    with django_capture_on_commit_callbacks(execute=True):
        assert load_campaigns(index, data) == 2
        assert load_campaigns(index, data) == 0
    page = EventPage.objects.get(slug="launch", locale=index.locale)
    assert (page.people, page.applications, page.get_parent().slug) == (3, None, "winter")
    assert CampaignPage.objects.get(slug="winter", locale=locale("en")).title == "Winter"
    assert "Launch" in html(client, EventPage.objects.get(slug="launch", locale=locale("en")))
