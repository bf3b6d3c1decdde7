"""Writes: what changes a station and what belongs to it."""

from stations.services import duty, reports
from stations.services.checking import remind_of_checks
from stations.services.hotlines import confirm_hotline, load_hotlines
from stations.services.keeping import confirm_facts, keep_in_step, keep_one_in_step, records_of
from stations.services.loading import Loaded, load_stations
from stations.services.printing import print_paper

__all__ = [
    "Loaded",
    "confirm_facts",
    "confirm_hotline",
    "duty",
    "keep_in_step",
    "keep_one_in_step",
    "load_hotlines",
    "load_stations",
    "print_paper",
    "records_of",
    "remind_of_checks",
    "reports",
]
