from aid.models.application import Application, Claimant
from aid.models.draft import Draft
from aid.models.papers import Evidence
from aid.models.record import Assignment, ConsentRecord, Deadline, Event, NumberSeries

__all__ = [
    "Application",
    "Assignment",
    "Claimant",
    "ConsentRecord",
    "Deadline",
    "Draft",
    "Event",
    "Evidence",
    "NumberSeries",
]
