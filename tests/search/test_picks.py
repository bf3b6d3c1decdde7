"""Pages that editors put above the results: however it is asked, until their day, while they are public."""

from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from foundation.accounts.models import Role
from foundation.content.kept import reading
from search.models import Pick, PickedPage
from search.picks import picked
from tests.laws.page_factories import explainer, signer

HEADING = "编辑推荐先看"


@pytest.fixture
def pages(db):
    return [explainer(n, title=f"年底讨薪第{n}步", slug=f"step-{n}") for n in (1, 2)]


@pytest.fixture
def pick(pages):
    pick = Pick.objects.create(
        asked="过年要钱、年底讨薪", owner=signer(), expires_on=timezone.localdate() + timedelta(days=1)
    )
    for order, page in enumerate(reversed(pages)):
        PickedPage.objects.create(pick=pick, page=page, sort_order=order)
    return pick


def shown(query, prefix="/zh-hans", **more):
    content = Client().get(f"{prefix}/search/", {"q": query, **more}).content.decode()
    return content.partition(HEADING)[2].partition("</section>")[0]


@pytest.mark.parametrize(
    "query",
    [
        "过年要钱",
        "過年要錢",
        " 过年 要钱 ",
        "过年要钱怎么办？",
        "“年底讨薪”",
        "年底讨薪",
        "我想问一下年底怎么讨薪",
    ],
)
def test_however_it_is_asked(pick, query):
    content = shown(query)
    assert content.index("年底讨薪第2步") < content.index("年底讨薪第1步")


@pytest.mark.parametrize("query", ["要钱", "过年要钱工伤", "讨薪", "怎么办", "", "过年"])
def test_another_question_has_its_own_answers(pick, query):
    assert shown(query) == ""


def test_only_on_the_first_page_of_everything(pick):
    assert shown("过年要钱")
    assert shown("过年要钱", kind="case") == ""


def test_over_means_gone(pick):
    pick.expires_on = timezone.localdate() - timedelta(days=1)
    pick.save()
    assert shown("过年要钱") == ""


def test_what_is_switched_off_unpublished_or_private_is_gone(pick, pages):
    first, second = pages
    second.unpublish()
    assert "第1步" in shown("过年要钱")
    assert "第2步" not in shown("过年要钱")
    PageViewRestriction.objects.create(page=first, restriction_type=PageViewRestriction.LOGIN)
    assert shown("过年要钱") == ""
    PageViewRestriction.objects.all().delete()
    assert shown("过年要钱")
    pick.is_active = False
    pick.save()
    assert shown("过年要钱") == ""


def test_a_question_without_a_pick_costs_no_query_more(pick, django_assert_num_queries):
    connection.run_on_commit.clear()  # what the test has written counts as committed
    with reading():
        picked("过年要钱", "zh-hans")
        with django_assert_num_queries(0):
            assert picked("别的事", "zh-hans") == []


# --- in the admin ----------------------------------------------------------------------------------
def form(page, **values):
    return {
        "asked": "过年要钱", "expires_on": str(timezone.localdate() + timedelta(days=30)), "is_active": "on",
        "pages-TOTAL_FORMS": "1", "pages-INITIAL_FORMS": "0", "pages-MIN_NUM_FORMS": "1", "pages-MAX_NUM_FORMS": "3",
        "pages-0-page": page.pk, "pages-0-ORDER": "1", **values,
    }  # fmt: skip


def test_an_editor_picks_a_page(client, signed_in, staff_office, pages):
    user = signed_in(client, Role.EDITOR, staff_office)
    assert client.post(reverse("picks_admin:add"), form(pages[0], owner=user.pk)).status_code == 302
    assert "第1步" in shown("過年要錢怎麼辦")
    late = form(pages[0], owner=user.pk, expires_on=str(timezone.localdate() + timedelta(days=900)))
    assert "最长一年" in client.post(reverse("picks_admin:add"), late).content.decode()


def test_who_answers_for_it_is_told_when_it_is_over(client, signed_in, staff_office, pick):
    user = signed_in(client, Role.EDITOR, staff_office)
    home = lambda: client.get(reverse("wagtailadmin_home")).content.decode()
    Pick.objects.update(owner=user)
    assert "置顶过期了" not in home()
    Pick.objects.update(expires_on=date(2026, 1, 1))
    assert "置顶过期了" in home()
    assert "过期了" in client.get(reverse("picks_admin:index"), {"owner": user.pk}).content.decode()
    Pick.objects.update(owner=get_user_model().objects.create(username="other"))
    assert "置顶过期了" not in home()
