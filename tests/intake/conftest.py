from tests.aid.conftest import calendar, fresh_counters, office, places

__all__ = ["calendar", "fresh_counters", "office", "places"]
