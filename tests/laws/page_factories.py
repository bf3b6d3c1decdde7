"""A small tree of real pages: a home page with the three index pages, and what hangs below."""

from datetime import date

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Page

from foundation.regions.models import Region
from laws.models import ExplainerIndexPage, ExplainerPage
from tests.laws.factories import ArticleVersionFactory, TopicFactory


def home_page():
    from portal.models import HomePage
    from portal.services import ensure_locales_and_root

    return HomePage.objects.filter(locale__language_code="zh-hans").first() or ensure_locales_and_root(
        hostname="testserver", port=80
    )


def locale(code="zh-hans"):
    return Locale.objects.get(language_code=code)


def add(parent: Page, page: Page) -> Page:
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def signer():
    return get_user_model().objects.get_or_create(username="signer")[0]


def explainer_index():
    return ExplainerIndexPage.objects.filter(locale__language_code="zh-hans").first() or add(
        home_page(),
        ExplainerIndexPage(title="看懂法律", slug="explainers", summary="一句话答案，一步一步怎么办。"),
    )


def explainer(n=1, *, topic=None, article=None, parent=None, **values):
    defaults = {
        "title": f"干完活拿不到工资，先做这几件事 {n}",
        "slug": f"explainer-{n}",
        "answer": "可以先找劳动监察投诉，也可以申请仲裁，两样都不收钱。",
        "topic": topic or TopicFactory(wages=True),
        "law_as_of": date(2026, 11, 1),
        "reviewed_on": date(2026, 11, 20),
        "review_due_on": date(2027, 2, 20),
        "reviewer": "赣州市法律援助中心律师",
        "reviewed_by": signer(),
        "body": [
            (
                "steps",
                {"heading": "怎么办", "steps": [{"heading": "把账算清楚", "text": "<p>哪天到哪天。</p>"}]},
            ),
            ("checklist", {"heading": "能当证据的东西", "items": ["工资条", "考勤表"]}),
            (
                "questions",
                {"heading": "", "questions": [{"question": "没合同呢？", "answer": "<p>也行。</p>"}]},
            ),
        ],
    }
    page = ExplainerPage(**{**defaults, **values})
    page.citations.add(
        page.citations.model(article=article or ArticleVersionFactory().article, says="不得拖欠。")
    )
    return add(parent or explainer_index(), page)


def region(code="360702", name="章贡区", full_name="江西省赣州市章贡区", level="county"):
    return Region.objects.get_or_create(
        code=code, defaults={"name": name, "full_name": full_name, "level": level}
    )[0]
