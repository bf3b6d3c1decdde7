from datetime import date

from cases_showcase.models import CaseIndexPage, CasePage
from tests.laws.factories import TopicFactory
from tests.laws.page_factories import add, home_page, region


def case_index():
    return CaseIndexPage.objects.filter(locale__language_code="zh-hans").first() or add(
        home_page(), CaseIndexPage(title="典型案例", slug="cases")
    )


def build_case(n=1, **values):
    defaults = {
        "title": f"修路工人拿回工钱 {n}",
        "official_title": "江西省赣州市章贡区法律援助中心对马某等23人欠薪纠纷提供法律援助案",
        "slug": f"case-{n}",
        "summary": "分包老板失联，用工资保证金付清。",
        "topic": TopicFactory(wages=True),
        "region": region(),
        "sector": "construction",
        "way": "inspection",
        "outcome": "paid_in_full",
        "people": 23,
        "amount_claimed": 412000,
        "amount_recovered": 412000,
        "days": 32,
        "closed_on": date(2026, 1, 21),
        "lesson": "工地老板找不到了，去劳动监察投诉。",
        "sections": [
            ("section", {"heading": "案情简介", "body": "<p>马某等 23 人在一段乡村公路上干活。</p>"})
        ],
        "evidence": "维权告示牌照片\n班组工资表",
        "has_consent": True,
    }
    return CasePage(**{**defaults, **values})


def case(n=1, **values):
    return add(case_index(), build_case(n, **values))
