import pytest
from wagtail.models import PageViewRestriction

from foundation.content.kept import KeptMiddleware
from laws.models import ExplainerPage
from tests.laws.page_factories import explainer, explainer_index, locale

pytestmark = pytest.mark.django_db


def offered():
    return set(ExplainerPage.objects.published_in(locale()))


def test_a_page_behind_a_login_is_offered_to_nobody_nor_what_lies_below():
    first, second = explainer(1), explainer(2)
    assert offered() == {first, second}
    own = PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert offered() == {second}
    own.delete()
    PageViewRestriction.objects.create(page=explainer_index(), restriction_type="password", password="x")
    assert offered() == set()


def test_restrictions_cost_a_request_no_query(committed, django_assert_num_queries):
    explainer()
    chinese = locale()
    committed()

    def request(_request):
        ExplainerPage.objects.published_in(chinese)  # whether there are any is known now
        with django_assert_num_queries(1):
            list(ExplainerPage.objects.published_in(chinese))

    KeptMiddleware(request)(None)
