"""Background work of the stations, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from stations import services
from stations.exchange import services as exchange
from stations.models import StationImport


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="stations.keep_in_step")
def keep_in_step(timestamp: int) -> int:
    """Each hour, so also right after midnight in China: closures begin and end by themselves."""
    return services.keep_in_step(timezone.localdate())


@app.task(queue="stations")
def check_import(pk: int) -> None:
    """A long file: say of each row what it comes to."""
    kept = StationImport.objects.filter(pk=pk, state=StationImport.State.CHECKING).first()
    if kept:
        exchange.check(kept)


@app.task(queue="stations")
def write_import(pk: int) -> None:
    """A long file that somebody wants: take it over whole, or say why not."""
    kept = StationImport.objects.filter(pk=pk, state=StationImport.State.WRITING).first()
    if kept:
        try:
            exchange.write(kept, at=timezone.now())
        except exchange.Overtaken as overtaken:
            exchange.note(kept, str(overtaken))


@app.periodic(cron="30 0 1 * *")
@app.task(queueing_lock="stations.remind_of_checks")
def remind_of_checks(timestamp: int) -> int:
    """On the first of the month, at half past eight in China: what was not checked for half a year."""
    return services.remind_of_checks(timezone.localdate())


@app.periodic(cron="52 3 * * *")
@app.task(queueing_lock="stations.forget_reports")
def forget_reports(timestamp: int) -> int:
    """Each night: what visitors said and was done about half a year ago."""
    return services.reports.forget(timezone.now())
