"""Each night: the index made true again, whatever a signal missed, and old questions forgotten."""

from django.core.management import call_command
from procrastinate.contrib.django import app

from search import indexing


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="search.rebuild")
def rebuild(timestamp: int) -> int:
    """Documents written; what did not change costs one look each."""
    return indexing.rebuild().written


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="search.purge")
def purge(timestamp: int) -> None:
    call_command("purge_search_queries", verbosity=0)
