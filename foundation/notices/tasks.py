"""Background work of the outbox and of the job queue itself, run by `manage.py procrastinate worker`."""

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from foundation.notices import services

BATCH = 100


@app.task(queueing_lock="notices.deliver", pass_context=False)
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
