"""What may be read by somebody in danger: first whom to call, always the way out, nothing in the tab."""

from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse

from foundation.content.searchable import SENSITIVE
from laws.models import Topic
from laws.services import load_topics, read_data
from tests.campaigns.page_factories import campaign, event
from tests.cases_showcase.page_factories import case, case_index
from tests.laws.page_factories import explainer, explainer_index
from tests.search.corpus import document, load

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
    load(
        [
            document(1, "要到了赡养费", extra={SENSITIVE: "yes"}, body="老人"),
            document(2, "老人的工资", body="工资"),
        ]
    )
    return {
        "topic": reverse("topics:detail", kwargs={"code": HOME}),
        "door": reverse("topics:detail", kwargs={"code": "family"}),
        "support": reverse("topics:detail", kwargs={"code": "family.support"}),
        "explainer": shown.url,
        "case": told.url,
        "list": f"{explainer_index().url}?topic={HOME}",
        "cases": f"{case_index().url}?topic=family",
        "event": _event(1, HOME).url,
        "campaign": campaign(7).url,
        "question": reverse("search:results") + "?q=男人打我怎么办",
        "found": reverse("search:results") + "?q=老人",
        "start": reverse("intake:start") + f"?topic={HOME}",
    }


def _event(n, *codes):
    """An event of a campaign, both filed under the topics of these codes alone."""
    page = event(n, parent=campaign(7, slug="campaign-7"))
    for filed in (page, page.get_parent().specific):
        filed.topics.set([filed.topics.model(topic=Topic.objects.get(code=code)) for code in codes])
        filed.save_revision().publish()
    return page


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


def test_a_fair_about_many_things_is_not_about_the_family(client, topic):
    html = client.get(_event(1, "wages", HOME).url).content.decode()
    page = BeautifulSoup(html, "html.parser")
    assert not page.select(".safety, .leave")
    assert page.select(".action-bar .button--action")
    assert "记到手机日历里" in html


def test_what_is_found_says_of_itself_that_others_must_not_see_it(topic):
    assert _event(1, HOME).search_document().extra == {SENSITIVE: "yes"}
    assert explainer(1, topic=topic, slug="at-home").search_document().extra == {SENSITIVE: "yes"}
    assert _event(2, "wages", HOME).search_document().extra == {}


def test_an_event_of_the_family_leaves_nothing_in_the_calendar(client, topic):
    page = client.get(_event(1, HOME).url)
    assert "记到手机日历里" not in page.content.decode()
    assert f"/apply/?topic={HOME}" in page.content.decode()


@pytest.mark.parametrize("asked", ["拖欠工资", "老板只发生活费", "工资"])
def test_results_about_work_stay_as_they_are(client, topic, asked):
    wages = [document(n, f"工资第{n}问", body="工资") for n in range(1, 4)]
    load([*wages, document(9, "结婚的事", body="彩礼、房子、工资", extra={SENSITIVE: "yes"})])
    page = BeautifulSoup(client.get(reverse("search:results"), {"q": asked}).content, "html.parser")
    assert not page.select(".safety, .leave")
    assert asked in page.title.get_text()


def test_what_was_there_before_is_marked_and_called_otherwise():
    Topic.objects.create(code="family.violence", name="家暴", plain_name="家暴")
    import_module("laws.migrations.0009_the_family_is_sensitive").forwards(apps, None)
    assert Topic.objects.get(code=HOME).is_sensitive
