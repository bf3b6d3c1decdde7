from stations.models.hotline import Hotline
from stations.models.schedule import OpeningHours, ScheduledVisit
from stations.models.station import Station, StationQuerySet

__all__ = ["Hotline", "OpeningHours", "ScheduledVisit", "Station", "StationQuerySet"]
