from datetime import date

import pytest
import time_machine
from django.urls import reverse

from foundation.accounts.testing import pass_second_factor
from laws.models import ExplainerFigure, Parameter, Topic
from tests.laws.factories import ArticleVersionFactory, ParameterFactory, TopicFactory
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


# --- figures --------------------------------------------------------------------------------------
def states(page, figure):
    ExplainerFigure.objects.create(page=page, figure=figure)


def review_report(desk):
    return desk.get(reverse("explainer_review")).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"effective_to": date(2026, 11, 10)},  # ended
        {"effective_from": date(2026, 11, 10)},  # begun
        {"corrected_on": date(2026, 11, 21)},  # overwritten
    ],
)
def test_a_figure_that_moved_brings_the_pages_that_state_it(desk, change):
    figure = ParameterFactory(name="最低工资")
    touched, untouched = explainer(1, title="写到最低工资的页"), explainer(2, title="没写到的页")
    states(touched, figure)
    states(untouched, ParameterFactory(code="other"))
    assert "最低工资的页" not in review_report(desk)
    Parameter.objects.filter(pk=figure.pk).update(**change)
    text = review_report(desk)
    assert "写到最低工资的页" in text
    assert "数额变了：最低工资" in text
    assert "没写到的页" not in text


def test_a_new_row_of_a_figure_counts_for_pages_that_chose_the_old_one(desk):
    page = explainer(1, title="写到最低工资的页")
    states(page, ParameterFactory())
    ParameterFactory(value=2200, effective_from=date(2026, 11, 15))
    assert page.title in review_report(desk)


def test_a_figure_touches_the_pages_that_cite_its_article(desk):
    article = ArticleVersionFactory().article
    explainer(1, title="引了这一条的页", article=article)
    ParameterFactory(article=article, effective_from=date(2026, 11, 15))
    assert "引了这一条的页" in review_report(desk)


def test_whoever_changes_a_figure_sees_the_pages_it_touches(desk):
    figure = ParameterFactory()
    page = explainer(1, title="写到最低工资的页")
    states(page, figure)
    address = reverse("parameters_admin:edit", args=[figure.pk])
    assert (
        f'href="{reverse("wagtailadmin_pages:edit", args=[page.pk])}"' in desk.get(address).content.decode()
    )
    data = {"name": "最低工资", "code": figure.code, "value": "2100", "unit": "CNY", "source": "测试"}
    assert desk.post(address, {**data, "effective_from": "2025-01-01"}).status_code == 302
    assert page.title in review_report(desk)


def test_a_figure_saved_unchanged_asks_nobody_to_look_again():
    figure = ParameterFactory(value="2000")
    figure.refresh_from_db()
    figure.note = "月标准"
    figure.save(update_fields=["note"])
    figure.refresh_from_db()
    assert figure.corrected_on is None
    figure.value = 2100
    figure.save(update_fields=["value"])
    figure.refresh_from_db()
    assert figure.corrected_on == date(2026, 11, 22)
