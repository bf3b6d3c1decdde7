"""What the review clock stands still for: a supplement that is asked for, and a suspension.

Each is the days from its beginning up to, without, the day it ends. Where they overlap a day is left out once: the
clock stops with the first and goes on when nothing holds it any more.
"""

from datetime import date

from aid import sla
from aid.clock_rules import Kind
from aid.services import clocks
from aid.services.perform import Change

HOLDS = (Kind.SUPPLEMENT, Kind.AWAITED)


def stop(change: Change) -> None:
    """Stop the review clock today, unless it stands already."""
    change.application.deadlines.filter(kind=Kind.REVIEW, paused_since=None).running().update(
        paused_since=change.today
    )


def go_on(change: Change) -> None:
    """Let the review clock go on, unless something else holds it: the days since it stopped are added."""
    running = change.application.deadlines.running()
    clock = running.filter(kind=Kind.REVIEW, paused_since__isnull=False).first()
    if clock is None or clock.paused_since is None or running.filter(kind__in=HOLDS).exists():
        return
    paused = clock.paused_days + sla.paused_days(clock.paused_since, max(change.today, clock.paused_since))
    # From the day it runs: that of receipt, or of the order to examine again.
    began = date.fromisoformat(clock.computed_from["received_on"])
    clocks.start(change.application, Kind.REVIEW, paused_days=paused, received_on=began)
    change.data["paused_days"] = paused
