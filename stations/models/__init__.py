from stations.models.duty import DutyShift, DutySwap
from stations.models.exchange import ImportedRow, ImportProgress, StationImport
from stations.models.hotline import Hotline, HotlineUse, Problem
from stations.models.printing import Printing
from stations.models.report import StationReport
from stations.models.schedule import Closure, OpeningHours, ScheduledVisit, SpecialDay
from stations.models.station import Station, StationQuerySet

__all__ = [
    "Closure",
    "DutyShift",
    "DutySwap",
    "Hotline",
    "HotlineUse",
    "ImportProgress",
    "ImportedRow",
    "OpeningHours",
    "Printing",
    "Problem",
    "ScheduledVisit",
    "SpecialDay",
    "Station",
    "StationImport",
    "StationQuerySet",
    "StationReport",
]
