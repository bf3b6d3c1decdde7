from contextlib import contextmanager

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from search import vocabulary
from search.tasks import QUEUE


def waiting():
    """The jobs of search that wait, in the order in which a worker takes them."""
    return ProcrastinateJob.objects.filter(queue_name=QUEUE, status="todo").order_by("-priority", "id")


def work():
    """Run the jobs that are due, those that they ask for too, in this test's transaction."""
    while job := waiting().filter(scheduled_at=None).first():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.pk])
        app.tasks[job.task_name](**job.args)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """What a change sets off once it is committed, the worker's part of it too."""

    @contextmanager
    def run():
        with django_capture_on_commit_callbacks(execute=True):
            yield
        work()

    return run


@pytest.fixture(autouse=True)
def words_of_the_file(request, monkeypatch):
    """Without a database there are no rows of editors."""
    if not request.node.get_closest_marker("django_db") and "db" not in request.fixturenames:
        monkeypatch.setattr(vocabulary, "_kept_rows", tuple)
