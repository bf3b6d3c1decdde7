"""Background work of the cases, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aid.models import BulkRun
from casework import bulk, warnings


@app.task
def do_bulk(pk: int) -> None:
    """An act for many, which somebody waits for or not: each row says what became of it."""
    bulk.go_on(BulkRun.objects.get(pk=pk))


@app.periodic(cron="15 * * * *")
@app.task(queueing_lock="casework.warn_of_clocks", lock="casework.warn_of_clocks")
def warn_of_clocks(timestamp: int) -> int:
    """Each hour: whoever must act is told before a clock ends; supervisors of what ran out."""
    return warnings.warn(timezone.now())
