from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from search import tasks
from search.models import SearchEntry, SearchQuery
from tests.laws.page_factories import explainer_index
from tests.search.conftest import waiting, work
from tests.search.pages import explainer
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db


def asked_for():
    return [(job.task_name, job.args.get("label"), job.args["pk"]) for job in waiting()]


def asked_for_themselves():
    """Without what rests on them, as the articles that an explainer cites."""
    return [job for job in asked_for() if job[0] == "search.tasks.index" and job[1] != "laws.Article"]


def test_saving_asks_for_a_job_and_leaves_the_index_alone(django_capture_on_commit_callbacks):
    with CaptureQueriesContext(connection) as queries, django_capture_on_commit_callbacks(execute=True):
        page, station = explainer(), StationFactory()
    assert not [query["sql"] for query in queries if "search_search" in query["sql"]]
    assert asked_for_themselves() == [
        ("search.tasks.index", "laws.ExplainerPage", str(page.pk)),
        ("search.tasks.index", "stations.Station", str(station.pk)),
    ]
    work()
    assert {entry.object_id for entry in SearchEntry.objects.all()} == {str(page.pk), str(station.pk)}


def test_many_saves_are_one_job(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = explainer()
        for title in ("讨薪一", "讨薪二", "讨薪三"):
            page.title = title
            page.save_revision().publish()
    assert len(asked_for_themselves()) == 1
    assert len(asked_for()) == len(set(asked_for()))
    work()
    assert SearchEntry.objects.get().title == "讨薪三"


def test_a_change_that_is_undone_asks_for_nothing(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        StationFactory()
        transaction.set_rollback(True)
    assert not asked_for()


def test_what_holds_for_a_whole_branch_is_one_job_in_the_request(
    committed, django_capture_on_commit_callbacks
):
    with committed():
        pages = [explainer(n) for n in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=explainer_index(), restriction_type="login")
    assert asked_for() == [("search.tasks.index_below", None, explainer_index().pk)]
    assert not SearchEntry.objects.filter(object_id__in=[page.pk for page in pages]).exists()


def test_losing_the_queue_loses_neither_what_was_saved_nor_for_long_its_finding(
    django_capture_on_commit_callbacks,
):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO procrastinate_jobs_away")
    with django_capture_on_commit_callbacks(execute=True):
        page = explainer()
    assert type(page).objects.get(pk=page.pk).live
    assert tasks.rebuild(0) == 1


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
