"""Background work of the stations, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from stations import services


@app.periodic(cron="1 * * * *")
@app.task(queueing_lock="stations.keep_in_step")
def keep_in_step(timestamp: int) -> int:
    """Each hour, so also right after midnight in China: closures begin and end by themselves."""
    return services.keep_in_step(timezone.localdate())
