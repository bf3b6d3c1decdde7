from datetime import date

import pytest

from search import tasks
from search.models import SearchEntry, SearchQuery
from tests.laws.page_factories import explainer

pytestmark = pytest.mark.django_db


def test_at_night_what_was_missed_is_found_again():
    explainer()
    SearchEntry.objects.all().delete()
    assert tasks.rebuild(0) == 1
    assert tasks.rebuild(0) == 0


def test_questions_are_forgotten_after_ninety_days(time_machine):
    time_machine.move_to("2026-11-22 12:00+08:00")
    for day in (date(2026, 8, 23), date(2026, 8, 24)):
        SearchQuery.objects.create(day=day, text="讨薪", locale="zh-hans", hits=1)
    tasks.purge(0)
    assert [query.day for query in SearchQuery.objects.all()] == [date(2026, 8, 24)]
