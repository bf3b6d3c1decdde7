"""Background work of the chained logs, run by `manage.py procrastinate worker`."""

import logging
from contextlib import suppress

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.vault import heads, pruning, rights
from foundation.vault.errors import Tampered
from foundation.vault.signals import broken

log = logging.getLogger(__name__)


@app.periodic(cron="27 3 * * *")
@app.task(queueing_lock="vault.note_heads")
def note_heads(timestamp: int) -> None:
    """Each night: see that what was noted is still there, then note how far the logs go now.

    Both in the file of heads and in the system log: whoever cuts rows off the end of a table reaches neither.
    """
    problem = heads.first_loss()
    with suppress(Tampered):  # which the problem says
        for head in heads.note():
            log.warning("head of log %s", head)
    _complain(problem)


@app.periodic(cron="32 3 * * *")
@app.task(queueing_lock="vault.prune")
def prune(timestamp: int) -> int:
    """Each night: entries of the access log that a rule lets go. None while no rule is set."""
    try:
        return pruning.prune(timezone.now())
    except Tampered as error:
        _complain(str(error))
        raise


@app.periodic(cron="7 4 * * 0")
@app.task(queueing_lock="vault.verify_logs")
def verify_logs(timestamp: int) -> None:
    """Each Sunday: walk every log, and compare it with what was noted."""
    if rights.may_too_much():
        log.warning("the site signs in as the owner of its tables: see DATABASE_ROLE")
    _complain(heads.first_problem())


def _complain(problem: str) -> None:
    """A broken log is an error in the system log, a message to those who keep the site, and a failed job."""
    if problem:
        log.error("log broken: %s", problem)
        broken.send(sender=None, problem=problem)
        raise RuntimeError(problem)
