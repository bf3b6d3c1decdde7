from tests.aid.conftest import calendar, fresh_counters, office

__all__ = ["calendar", "fresh_counters", "office"]
