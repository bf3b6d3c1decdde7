from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.models import CampaignIndexPage, CampaignPage, EventPage
from tests.laws.factories import TopicFactory
from tests.laws.page_factories import add, home_page, region

SHANGHAI = ZoneInfo("Asia/Shanghai")


def campaign_index():
    return CampaignIndexPage.objects.filter(locale__language_code="zh-hans").first() or add(
        home_page(), CampaignIndexPage(title="普法活动", slug="campaigns")
    )


def campaign(n=1, **values):
    index = campaign_index()
    found = CampaignPage.objects.filter(slug=f"campaign-{n}", locale=index.locale).first()
    if found:
        return found
    defaults = {
        "title": f"冬季根治欠薪专项活动 {n}",
        "slug": f"campaign-{n}",
        "summary": "过年前把工钱拿到手。",
        "starts_on": date(2026, 11, 15),
        "ends_on": date(2027, 2, 5),
        "host": "赣州市法律援助中心",
        "goals": "欠薪申请都有人办\n工地至少去一次",
        "promises": "不收钱\n一次说清还缺什么",
        "body": [("heading", "谁可以来"), ("paragraph", "<p>没拿到工钱的都可以来。</p>")],
    }
    page = CampaignPage(**{**defaults, **values})
    page.topics.add(page.topics.model(topic=TopicFactory(wages=True)))
    return add(index, page)


def event(n=1, *, starts_at=None, hours=3, parent=None, **values):
    starts_at = starts_at or datetime(2026, 12, 12, 18, 30, tzinfo=SHANGHAI)
    defaults = {
        "title": f"夜市法律咨询 {n}",
        "slug": f"event-{n}",
        "summary": "下班来问，不收钱。",
        "kind": EventPage.Kind.NIGHT_MARKET,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=hours),
        "place": "南门文化广场东侧",
        "region": region(),
        "activities": "当面问律师\n当场交援助申请",
    }
    page = EventPage(**{**defaults, **values})
    page.topics.add(page.topics.model(topic=TopicFactory(wages=True)))
    return add(parent or campaign(), page)
