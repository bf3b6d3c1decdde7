"""Background work of the cases, run by `manage.py procrastinate worker`."""

from procrastinate.contrib.django import app

from aid.models import BulkRun
from casework import bulk


@app.task
def do_bulk(pk: int) -> None:
    """An act for many, which somebody waits for or not: each row says what became of it."""
    bulk.go_on(BulkRun.objects.get(pk=pk))
