"""A caseworker who is away with a deputy, and a list that the supervisor keeps for the office."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid import absence, saved_lists, sla
from aid.models import Absence, SavedList


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
    if not SavedList.objects.exists():
        for who, name, query in (
            ("supervisor", "超期的，老的在前", "show=overdue&sort=old"),
            ("dispatcher", "绿色通道，等指派", "show=unassigned&sort=limit"),
        ):
            mine = people[who]
            office = saved_lists.offices_of(mine).first()
            saved_lists.keep(mine, name=name, query=query, office=office, at=now)
