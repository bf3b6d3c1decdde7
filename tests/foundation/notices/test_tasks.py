"""The job queue itself, with a real worker on real rows."""

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from foundation.notices import tasks, wagtail_tasks
from foundation.notices.models import Message
from tests.foundation.notices.conftest import queue, work

pytestmark = pytest.mark.usefixtures("committed")


def statuses(task):
    return sorted(ProcrastinateJob.objects.filter(task_name=task.name).values_list("status", flat=True))


def execute(sql, *args):
    with connection.cursor() as cursor:
        cursor.execute(sql, args)


def dead_workers_job(task, **values):
    """A job that a worker took two minutes ago, since when nothing was heard of it."""
    job_id = task.defer(**values)
    execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '2 minutes') RETURNING id"
    )
    execute(
        "UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT max(id) FROM procrastinate_workers) "
        "WHERE id = %s",
        job_id,
    )
    return job_id


def test_committed_message_is_sent_by_the_worker(adapter, settings):
    settings.SMS_QUIET_HOURS = (0, 0)
    with transaction.atomic():
        queue()
    assert statuses(tasks.deliver) == ["todo"]
    work()
    assert adapter.sent == ["aid.received:1"]
    assert Message.objects.get().state == "sent"


def test_job_of_a_dead_worker_is_put_back_and_done(adapter, settings):
    settings.SMS_QUIET_HOURS = (0, 0)
    queue()
    execute("DELETE FROM procrastinate_jobs")
    dead_workers_job(tasks.deliver)
    tasks.revive_stalled.defer(timestamp=0)
    work()
    work()
    assert statuses(tasks.deliver) == ["succeeded"]
    assert adapter.sent == ["aid.received:1"]


def test_job_whose_twin_waits_is_laid_aside():
    dead_workers_job(tasks.deliver)
    tasks.deliver.configure(schedule_in={"hours": 1}).defer()
    tasks.revive_stalled.defer(timestamp=0)
    work()
    assert statuses(tasks.deliver) == ["aborted", "todo"]


def test_job_that_kills_its_workers_is_given_up():
    job_id = dead_workers_job(tasks.deliver)
    execute("UPDATE procrastinate_jobs SET attempts = 5 WHERE id = %s", job_id)
    tasks.revive_stalled.defer(timestamp=0)
    work()
    assert statuses(tasks.deliver) == ["failed"]


def test_job_whose_worker_is_gone_altogether_is_put_back():
    job_id = dead_workers_job(tasks.deliver)
    execute("UPDATE procrastinate_jobs SET worker_id = NULL WHERE id = %s", job_id)
    tasks.revive_stalled.defer(timestamp=0)
    work()
    work()
    assert statuses(tasks.deliver) == ["succeeded"]


def test_old_jobs_are_forgotten():
    for days in (1, 5):
        job_id = tasks.deliver.defer()
        execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", job_id)
        execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(days => %s) WHERE job_id = %s",
            days,
            job_id,
        )
    tasks.purge_jobs.defer(timestamp=0)
    work()
    assert statuses(tasks.deliver) == ["succeeded"]


@pytest.fixture
def through_the_queue(settings):
    from django_tasks import task_backends

    settings.TASKS = {"default": {"BACKEND": "foundation.notices.wagtail_tasks.ProcrastinateBackend"}}
    before = task_backends["default"]
    task_backends["default"] = wagtail_tasks.ProcrastinateBackend("default", {})
    yield
    task_backends["default"] = before


@pytest.mark.usefixtures("through_the_queue")
def test_wagtails_tasks_go_through_the_queue_and_run():
    from wagtail.models import Locale
    from wagtail.tasks import update_reference_index_task

    locale, _ = Locale.objects.get_or_create(language_code="zh-hans")
    result = update_reference_index_task.enqueue("wagtailcore", "locale", str(locale.pk))
    assert result.status == "READY"
    (job,) = ProcrastinateJob.objects.filter(task_name=tasks.run_wagtail_task.name)
    assert job.args["path"].endswith("update_reference_index_task")
    work()
    assert statuses(tasks.run_wagtail_task) == ["succeeded"]


@pytest.mark.usefixtures("through_the_queue")
def test_rolled_back_save_leaves_no_task():
    from wagtail.tasks import update_reference_index_task

    with transaction.atomic():
        update_reference_index_task.enqueue("wagtailcore", "locale", "1")
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_only_tasks_are_run():
    with pytest.raises(TypeError, match="not a task"):
        wagtail_tasks.run("os.system", ["true"], {})


def test_sweep_finds_what_a_lost_job_left(adapter, settings):
    settings.SMS_QUIET_HOURS = (0, 0)
    queue(not_before=timezone.now())
    execute("DELETE FROM procrastinate_jobs")
    tasks.sweep.defer(timestamp=0)
    work()
    assert adapter.sent == ["aid.received:1"]
