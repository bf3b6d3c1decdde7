from stations.models.hotline import Hotline
from stations.models.schedule import Closure, OpeningHours, ScheduledVisit, SpecialDay
from stations.models.station import Station, StationQuerySet

__all__ = [
    "Closure",
    "Hotline",
    "OpeningHours",
    "ScheduledVisit",
    "SpecialDay",
    "Station",
    "StationQuerySet",
]
