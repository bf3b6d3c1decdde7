"""A coming day is told as a day: “just now” is said of it otherwise."""

from datetime import date, datetime
from types import SimpleNamespace

import pytest

from foundation.content.columns import DayColumn
from foundation.workdays.rules import SHANGHAI


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2099, 1, 2, 9, 5, tzinfo=SHANGHAI), "2099-01-02 09:05"),
        (date(2099, 1, 2), "2099-01-02"),
        (None, ""),
    ],
)
def test_a_coming_day_is_written_out(value, said):
    assert DayColumn("at").get_value(SimpleNamespace(at=value)) == said
