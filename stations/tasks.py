"""Background work of the stations, run by `manage.py procrastinate worker`."""

from django.contrib.auth import get_user_model
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.retention import services as retention
from stations import services, terms
from stations.exchange import services as exchange
from stations.exchange import undoing
from stations.exchange.progress import Progress
from stations.models import StationImport

State = StationImport.State


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="stations.keep_in_step")
def keep_in_step(timestamp: int) -> int:
    """Each hour, so also right after midnight in China: closures begin and end by themselves."""
    return services.keep_in_step(timezone.localdate())


@app.task(queue="stations")
def check_import(pk: int) -> None:
    """A long file: say of each row what it comes to."""
    _at_work(pk, State.CHECKING, lambda kept, progress: exchange.check(kept, progress=progress))


@app.task(queue="stations")
def write_import(pk: int) -> None:
    """A long file that somebody wants: take it over whole, or say why not."""
    at = timezone.now()
    _at_work(pk, State.WRITING, lambda kept, progress: exchange.write(kept, at=at, progress=progress))


@app.task(queue="stations")
def undo_import(pk: int, user: int) -> None:
    """A long file that `user` does not want any more."""
    at, actor = timezone.now(), get_user_model().objects.get(pk=user)
    _at_work(
        pk, State.UNDOING, lambda kept, progress: undoing.undo(kept, actor=actor, at=at, progress=progress)
    )


def _at_work(pk, state, act):
    """One step of an import, whole or not at all. A worker that is killed leaves the state; its job comes back."""
    kept = StationImport.objects.filter(pk=pk, state=state).first()
    if kept is None:
        return
    try:
        with Progress(pk) as progress:
            act(kept, progress)
    except exchange.NotNow:
        pass  # a twin of this job was faster
    except exchange.Overtaken as overtaken:
        exchange.note(kept, str(overtaken))
    except Exception:
        exchange.give_up(kept, state)
        raise


@app.periodic(cron="30 0 1 * *")
@app.task(queueing_lock="stations.remind_of_checks")
def remind_of_checks(timestamp: int) -> int:
    """On the first of the month, at half past eight in China: what was not checked for half a year."""
    return services.remind_of_checks(timezone.localdate())


@app.periodic(cron="52 3 * * *")
@app.task(queueing_lock="stations.forget_reports")
def forget_reports(timestamp: int) -> int:
    """Each night: what visitors said and was done about half a year ago."""
    return retention.forget(terms.REPORTS, timezone.now())
