"""A caseworker who is away with a deputy."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid import absence, sla
from aid.models import Absence


def load_colleagues(now=None):
    """Safe to repeat."""
    now = now or timezone.now()
    names = ["caseworker2", "caseworker", "supervisor", "dispatcher"]
    people = get_user_model().objects.in_bulk(names, field_name="username")
    if not Absence.objects.exists():
        since = sla.local_day(now) + timedelta(days=3)
        absence.announce(
            people["caseworker2"],
            deputy=people["caseworker"],
            since=since,
            until=since + timedelta(days=4),
            actor=people["supervisor"],
            at=now,
        )
