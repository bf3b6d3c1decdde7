"""Background work of the access log, run by `manage.py procrastinate worker`."""

import logging

from procrastinate.contrib.django import app

from foundation.vault.chain import first_break
from foundation.vault.models import AccessEntry

log = logging.getLogger(__name__)


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="vault.note_access_head")
def note_access_head(timestamp: int) -> None:
    """Each night: write the head of the access log into the system log, for `verify_access_log --expect`.

    Whoever cuts rows off the end of the table does not reach the log kept elsewhere.
    """
    head = AccessEntry.objects.order_by("number").last()
    if head is not None:
        log.warning("access log head %s:%s", head.number, head.hash)


@app.periodic(cron="7 4 * * 0")
@app.task(queueing_lock="vault.verify_access_log")
def verify_access_log(timestamp: int) -> None:
    """Each Sunday: walk the whole chain. A broken one is an error in the log and a failed job."""
    if problem := first_break(AccessEntry.objects.order_by("number").iterator(chunk_size=2000)):
        log.error("access log broken: %s", problem)
        raise RuntimeError(problem)
