"""What may be read by somebody in danger: first whom to call, always the way out, nothing in the tab."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse

from laws.models import Topic
from laws.services import load_topics, read_data
from tests.cases_showcase.page_factories import case, case_index
from tests.laws.page_factories import explainer, explainer_index

pytestmark = pytest.mark.django_db
HOME = "family.home"


@pytest.fixture
def topic():
    load_topics(read_data()["topics"])
    return Topic.objects.get(code=HOME)


@pytest.fixture
def addresses(topic):
    """{name: address} of every page of the family."""
    shown = explainer(1, topic=topic, title="家里人打我，怎么办", slug="at-home")
    told = case(1, topic=Topic.objects.get(code="family.support"), title="老人要到了赡养费", slug="case-7")
    return {
        "topic": reverse("topics:detail", kwargs={"code": HOME}),
        "door": reverse("topics:detail", kwargs={"code": "family"}),
        "support": reverse("topics:detail", kwargs={"code": "family.support"}),
        "explainer": shown.url,
        "case": told.url,
        "list": f"{explainer_index().url}?topic={HOME}",
        "cases": f"{case_index().url}?topic=family",
        "start": reverse("intake:start") + f"?topic={HOME}",
    }


def test_the_page_begins_with_help_and_says_nothing_in_the_tab(client, addresses):
    for name, address in addresses.items():
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert page.title.get_text().strip() in ("法援惠民", "填表第 1 步 · 法援惠民"), name
        main = page.main.get_text(" ", strip=True)
        assert main.startswith("正在挨打、有人要打您：先离开，马上打 110。"), name
        assert "人身安全保护令" in main, name
        assert page.select_one(".safety a[href='tel:110']"), name
        assert page.select_one(".leave a[href='/leave']"), name
        if name != "start":
            assert not page.select(".button--action, .action-bar"), name
            offers = {link.get_text() for link in page.main.select("a.button[href*='/apply/']")}
            assert offers == {"找律师帮我，不收钱"} or name == "cases", name
        assert "violence" not in str(page), name


def test_the_page_leads_to_what_is_about_it_alone(client, topic):
    wide = explainer(1, lead=True, topic=topic.parent, title="家里的事，哪些能申请")
    wide.extra_topics.add(wide.extra_topics.model(topic=topic))
    wide.save_revision().publish()
    explainer(2, topic=topic, title="家里人打我，怎么办", answer="先走开，打 110。")
    page = BeautifulSoup(client.get(reverse("topics:detail", kwargs={"code": HOME})).content, "html.parser")
    assert page.select_one(".answer").get_text() == "先走开，打 110。"


def test_other_pages_keep_their_names_and_the_red_button(client, topic):
    page = BeautifulSoup(
        client.get(reverse("topics:detail", kwargs={"code": "wages"})).content, "html.parser"
    )
    assert page.title.get_text().startswith("工资没发")
    assert not page.select(".safety, .leave")
    assert page.select(".action-bar .button--action")


def test_what_was_there_before_is_marked_and_called_otherwise():
    Topic.objects.create(code="family.violence", name="家暴", plain_name="家暴")
    import_module("laws.migrations.0009_the_family_is_sensitive").forwards(apps, None)
    assert Topic.objects.get(code=HOME).is_sensitive
