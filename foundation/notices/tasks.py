"""Background work of the outbox and of the job queue itself, run by `manage.py procrastinate worker`."""

import logging

from django.db import transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from foundation.notices import services, terms, wagtail_tasks
from foundation.retention import services as retention

log = logging.getLogger(__name__)

BATCH = 100
KEEP_FINISHED_HOURS = 72
KEEP_FAILED_HOURS = 30 * 24
# A worker says it is alive every 10 seconds.
STALLED_AFTER_SECONDS = 30
MOST_REVIVALS = 5


@app.task(queueing_lock="notices.deliver")
def deliver() -> int:
    """Send what is due; come back at once when a whole batch went out."""
    sent = services.deliver_due(timezone.now(), BATCH)
    if sent >= BATCH:
        wake()
    return sent


def wake() -> None:
    """Ask for a delivery run. One waiting run is enough, however many messages are queued."""
    try:
        with transaction.atomic():
            deliver.defer()
    except AlreadyEnqueued:
        pass


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices.sweep")
def sweep(timestamp: int) -> int:
    """Each minute: retries that have become ripe, leases that ran out, whatever a lost job left behind."""
    return services.deliver_due(timezone.now(), BATCH)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices.revive", pass_context=True)
async def revive_stalled(context, timestamp: int) -> int:
    """Each minute: put back the jobs of workers that died. Jobs are idempotent, so a second run does no harm.

    The query takes jobs whose worker's heartbeat is old and jobs "doing" whose worker is gone altogether.
    A job that has killed its worker five times is given up.
    """
    manager = context.app.job_manager
    revived = 0
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        try:
            if job.attempts >= MOST_REVIVALS:
                log.error("job %s (%s) stalled %s times and is given up", job.id, job.task_name, job.attempts)
                await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            else:
                await manager.retry_job(job, retry_at=timezone.now())
                revived += 1
        except (AlreadyEnqueued, ConnectorException):
            # Its twin is waiting already (same queueing lock): that one does the work.
            await manager.finish_job(job, status=Status.ABORTED, delete_job=False)
    return revived


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="notices.purge", pass_context=True)
async def purge_jobs(context, timestamp: int) -> None:
    """Each night: forget finished jobs after three days and failed ones after thirty."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS, include_cancelled=True, include_aborted=True)
    await manager.delete_old_jobs(nb_hours=KEEP_FAILED_HOURS, include_failed=True)


@app.periodic(cron="22 3 * * *")
@app.task(queueing_lock="notices.forget_messages")
def forget_messages(timestamp: int) -> int:
    """Each night: messages to colleagues that a rule lets go. None while no rule is set."""
    return retention.forget(terms.TO_STAFF, timezone.now())


# Behind every message: a bulk of edited pages must not keep an SMS waiting.
@app.task(queue="wagtail", priority=-10, retry=RetryStrategy(max_attempts=6, exponential_wait=4))
def run_wagtail_task(path: str, args: list, kwargs: dict) -> None:
    """One of Wagtail's own tasks; see wagtail_tasks.py."""
    wagtail_tasks.run(path, args, kwargs)
