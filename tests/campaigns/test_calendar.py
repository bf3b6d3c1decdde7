from datetime import UTC, datetime, timedelta, timezone

import pytest

from campaigns.calendar import CalendarEntry, escape, fold, stamp, to_ics

CHINA = timezone(timedelta(hours=8))
ENTRY = CalendarEntry(
    uid="abc@testserver",
    starts_at=datetime(2026, 12, 12, 18, 30, tzinfo=CHINA),
    ends_at=datetime(2026, 12, 12, 21, 0, tzinfo=CHINA),
    changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    summary="夜市咨询；问工资, 合同",
    description="第一行\n第二行",
    location="铁西区",
    lat=41.8,
    lng=123.4,
)


def test_a_file_as_the_standard_wants_it():
    assert to_ics(ENTRY).split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fayuan-huimin//events//ZH",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "UID:abc@testserver",
        "DTSTAMP:20261101T000000Z",
        "DTSTART:20261212T103000Z",
        "DTEND:20261212T130000Z",
        "SUMMARY:夜市咨询；问工资\\, 合同",
        "STATUS:CONFIRMED",
        "DESCRIPTION:第一行\\n第二行",
        "LOCATION:铁西区",
        "GEO:41.800000;123.400000",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("a;b", "a\\;b"), ("a,b", "a\\,b"), ("a\\b", "a\\\\b"), ("a\r\nb\nc\rd", "a\\nb\\nc\\nd"), ("好", "好")],
)
def test_text_is_escaped(text, escaped):
    assert escape(text) == escaped


@pytest.mark.parametrize(
    "line", ["x", "x" * 75, "x" * 76, "x" * 500, "汉" * 100, "𬭚" * 50, "a" + "汉字" * 80]
)
def test_lines_are_folded_at_75_octets_and_unfold_to_themselves(line):
    folded = fold(line)
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))
    assert folded.replace("\r\n ", "") == line


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        stamp(datetime(2026, 12, 12))


def test_a_cancelled_event_says_so():
    assert "STATUS:CANCELLED" in to_ics(CalendarEntry(**{**ENTRY.__dict__, "is_cancelled": True}))
