from datetime import date

import pytest
import time_machine
from django.urls import reverse

from foundation.accounts.testing import pass_second_factor
from laws.models import Topic
from tests.laws.factories import ArticleVersionFactory, TopicFactory
from tests.laws.page_factories import explainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin_user):
    client.force_login(admin_user)
    pass_second_factor(client, admin_user)
    return client


@pytest.fixture(autouse=True)
def _on_a_sunday():
    with time_machine.travel("2026-11-22T09:00:00+08:00", tick=False):
        yield


def test_the_report_names_what_must_be_looked_at_and_why(desk):
    changed = ArticleVersionFactory(effective_to=date(2026, 11, 10))
    old = {
        "reviewed_on": date(2026, 1, 1),
        "law_as_of": date(2026, 1, 1),
        "review_due_on": date(2026, 11, 21),
    }
    explainer(1, title="过期的页", **old)
    explainer(2, title="条文变了的页", article=changed.article)
    explainer(3, title="没事的页")
    text = desk.get(reverse("explainer_review")).content.decode()
    assert "过期的页" in text
    assert "过了核对的日子" in text
    assert "条文变了的页" in text
    assert f"条文变了：{changed.article}" in text
    assert "没事的页" not in text


def test_an_editor_of_a_moved_page_is_warned_on_its_form(desk):
    changed = ArticleVersionFactory(effective_to=date(2026, 11, 10))
    moved, fine = explainer(1, article=changed.article), explainer(2)
    form = lambda page: desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"条文变了：{changed.article}" in form(moved)
    assert "条文变了" not in form(fine)


def test_a_topics_words_are_translated_on_its_form(desk):
    topic = TopicFactory(wages=True)
    address = reverse("topics_admin:edit", args=[topic.pk])
    assert "门牌名（English）" in desk.get(address).content.decode()
    data = {
        "name": "拖欠工资", "plain_name": "工资没发", "help": "", "code": "wages", "icon": "", "apply_matter": "",
        "parent": "", "door_order": "1", "is_active": "on", "plain_name__en": "Unpaid wages", "name__en": " ",
    }  # fmt: skip
    assert desk.post(address, data).status_code == 302
    assert Topic.objects.get().translations == {"en": {"plain_name": "Unpaid wages"}}
