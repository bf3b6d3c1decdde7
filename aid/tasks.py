"""Background work of the applications, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from aid.services import arrivals, call_back, first_aid_notice, housekeeping, one_time, retention, withdrawal


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="aid.forget_drafts")
def forget_drafts(timestamp: int) -> int:
    """Each night: what the privacy notice promises."""
    return housekeeping.forget_drafts_tonight(timezone.now())


@app.periodic(cron="25 * * * *")
@app.task(queueing_lock="aid.forget_tallies")
def forget_tallies(timestamp: int) -> int:
    """Each hour: who did what how often in the hours before."""
    return housekeeping.forget_tallies(timezone.now())


@app.periodic(cron="30 3 * * *")
@app.task(queueing_lock="aid.forget_one_time_codes")
def forget_one_time_codes(timestamp: int) -> int:
    """Each night: codes by SMS are good for minutes."""
    return one_time.forget(timezone.now())


@app.periodic(cron="35 3 * * *")
@app.task(queueing_lock="aid.forget_call_backs")
def forget_call_backs(timestamp: int) -> int:
    """Each night: numbers that were called a month ago."""
    return call_back.forget(timezone.now())


@app.periodic(cron="45 3 * * *")
@app.task(queueing_lock="aid.forget_applications")
def forget_applications(timestamp: int) -> int:
    """Each night: what ended so long ago that a named rule lets it go. None while no rule is set."""
    return retention.forget_over_age(timezone.now())


@app.periodic(cron="50 * * * *")
@app.task(queueing_lock="aid.forget_arrivals")
def forget_arrivals(timestamp: int) -> int:
    """Each hour: files of which the rest never came."""
    return arrivals.forget_expired(timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="aid.forget_strays")
def forget_strays(timestamp: int) -> int:
    """Each night: papers of acts that failed halfway."""
    return housekeeping.forget_strays(timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="aid.recompute_clocks")
def recompute_clocks(timestamp: int) -> int:
    """Every ten minutes: the clocks follow the calendar of working days."""
    return housekeeping.recompute_clocks(timezone.now())


@app.periodic(cron="5-55/10 * * * *")
@app.task(queueing_lock="aid.close_withdrawals")
def close_withdrawals(timestamp: int) -> int:
    """Every ten minutes: what was withdrawn, and could be undone until yesterday was over."""
    return withdrawal.close_withdrawals(timezone.now())


@app.periodic(cron="0 8 * * *")
@app.task(queueing_lock="aid.remind_of_first_aid")
def remind_of_first_aid(timestamp: int) -> int:
    """Each morning: the approvers, of those who cannot wait."""
    return first_aid_notice.remind(timezone.now())


@app.periodic(cron="0 2 * * *")
@app.task(queueing_lock="aid.look_again")
def look_again(timestamp: int) -> int:
    """Each night: papers of the last days, with what the scanner has learnt since."""
    return housekeeping.look_again(timezone.now())


@app.task
def examine(key: str) -> None:
    """A paper that has just come: let the scanner look at it, while nobody waits."""
    housekeeping.examine(key)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="aid.examine_waiting", lock="aid.examine_waiting")
def examine_waiting(timestamp: int) -> int:
    """Every five minutes: papers that the scanner could not look at when they came."""
    return housekeeping.examine_waiting()
