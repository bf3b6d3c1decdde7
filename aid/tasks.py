"""Background work of the applications, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aid.services import housekeeping


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="aid.forget_drafts")
def forget_drafts(timestamp: int) -> int:
    """Each night: what the privacy notice promises."""
    return housekeeping.forget_drafts(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="aid.examine_waiting")
def examine_waiting(timestamp: int) -> int:
    """Every five minutes: papers that the scanner could not look at when they came."""
    return housekeeping.examine_waiting()
