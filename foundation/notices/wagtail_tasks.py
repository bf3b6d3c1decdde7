"""Wagtail's own background tasks (search index, reference index) through our queue.

A `django_tasks` backend that defers to procrastinate in the caller's transaction: a rolled-back save leaves no
task, and a search engine that is down does not hold an editor's save. Results cannot be looked up; Wagtail
does not ask for them.
"""

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json


class ProcrastinateBackend(BaseTaskBackend):
    supports_defer = True

    def enqueue(self, task, args, kwargs):
        from foundation.notices.tasks import run_wagtail_task

        self.validate_task(task)
        args, kwargs = normalize_json(list(args)), normalize_json(kwargs)
        job_id = run_wagtail_task.configure(schedule_at=task.run_after).defer(
            path=task.module_path, args=args, kwargs=kwargs
        )
        result = TaskResult(
            task=task,
            id=str(job_id),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result


def run(path: str, args: list, kwargs: dict) -> None:
    """Run the task that `path` names. Raises TypeError when it is not a task."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is not a task")
    task.call(*args, **kwargs)
