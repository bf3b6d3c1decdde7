"""Where mobile stations will stand and the people of stations will go: for lists, pages and calendars."""

from datetime import timedelta

from django.utils.translation import gettext as _

from foundation.content.calendar import CalendarEntry
from stations.models import ScheduledVisit

AHEAD = timedelta(days=92)
SHOWN = 5


def in_region(region, at):
    """Stops there in the next three months that are to take place, the soonest first."""
    coming = ScheduledVisit.objects.taking_place().coming(at).of_public_stations().in_region(region)
    return coming.filter(starts_at__lt=at + AHEAD).select_related("station", "region")


def calendar_entry(visit, *, host, url):
    """`visit` for a phone's calendar; with its station and `url`, the page of the station."""
    station = visit.station
    said = [
        visit.offer or " ".join(str(words) for words in station.service_words),
        f"{station.name} {station.phone}",
    ]
    if visit.is_cancelled:
        said.insert(0, _("取消了：%(reason)s") % {"reason": visit.cancelled_because})
    return CalendarEntry(
        uid=f"visit-{visit.pk}@{host}",
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        changed_at=visit.changed_at or visit.starts_at - timedelta(days=30),
        summary=_("法律援助：%(place)s") % {"place": visit.place},
        description="\n".join(said),
        location=visit.place,
        url=url,
        lat=visit.lat,
        lng=visit.lng,
        is_cancelled=visit.is_cancelled,
    )
