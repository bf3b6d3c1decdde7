"""What paper says of opening hours: the week as it is each week, never today."""

from datetime import time

import pytest

from stations.hours import Span
from stations.on_paper import week_in_words


def spans(days, *hours):
    return [Span(day, time.fromisoformat(a), time.fromisoformat(b)) for day in days for a, b in hours]


MORNING, AFTERNOON, NIGHT = ("09:00", "12:00"), ("14:00", "17:00"), ("18:30", "20:30")


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (spans(range(1, 6), MORNING, AFTERNOON), ["周一到周五 9:00–12:00，14:00–17:00"]),
        (
            spans(range(1, 6), MORNING) + spans([6], ("09:00", "11:30")),
            ["周一到周五 9:00–12:00", "周六 9:00–11:30"],
        ),
        (spans([2, 4], MORNING, NIGHT), ["周二、周四 9:00–12:00，18:30–20:30"]),
        (spans([1, 2, 3, 5, 7], MORNING), ["周一到周三、周五、周日 9:00–12:00"]),
        (spans([2, 4], NIGHT) + spans([1, 3, 5], MORNING), ["周一、周三、周五 9:00–12:00", "周二、周四 18:30–20:30"]),
        (spans(range(1, 8), ("00:00", "23:59")), ["周一到周日 0:00–23:59"]),
        ([], []),
    ],
)  # fmt: skip
def test_a_week_in_words(week, words):
    assert week_in_words(week) == words
