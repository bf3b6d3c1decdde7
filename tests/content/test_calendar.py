from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from icalendar import Calendar

from foundation.content.calendar import CalendarEntry, to_ics

CHINA = timezone(timedelta(hours=8))
ENTRY = CalendarEntry(
    uid="abc@testserver",
    starts_at=datetime(2026, 12, 12, 18, 30, tzinfo=CHINA),
    ends_at=datetime(2026, 12, 12, 21, 0, tzinfo=CHINA),
    changed_at=datetime(2026, 11, 1, tzinfo=UTC),
    summary="夜市咨询；问工资, 合同",
    description="第一行\n第二行",
    location="铁西区",
    url="https://testserver/zh-hans/events/a,b/",
    lat=41.8,
    lng=123.4,
)


def lines(entry):
    """The file's lines, put together again where they were folded."""
    return to_ics(entry).decode().replace("\r\n ", "").split("\r\n")


def test_a_file_as_the_standard_wants_it():
    found = lines(ENTRY)
    assert found[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert found[-3:] == ["END:VEVENT", "END:VCALENDAR", ""]
    assert set(found) == {
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
        "URL:https://testserver/zh-hans/events/a,b/",
        "GEO:41.8;123.4",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    }


def test_what_nobody_has_said_is_left_out():
    said = {
        line.split(":")[0] for line in lines(replace(ENTRY, description="", url="", location="", lat=None))
    }
    assert not said & {"DESCRIPTION", "URL", "LOCATION", "GEO"}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [("a;b", "a\\;b"), ("a,b", "a\\,b"), ("a\\b", "a\\\\b"), ("a\r\nb\nc\rd", "a\\nb\\nc\\nd"), ("好", "好")],
)
def test_text_is_escaped(text, escaped):
    assert f"SUMMARY:{escaped}" in lines(replace(ENTRY, summary=text))


@pytest.mark.parametrize(
    "text", ["x", "x" * 75, "x" * 76, "x" * 500, "汉" * 100, "𬭚" * 50, "a" + "汉字" * 80, "a, b; c\\" * 30]
)
def test_lines_are_folded_at_75_octets_and_read_back_as_they_were(text):
    file = to_ics(replace(ENTRY, summary=text))
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    assert Calendar.from_ical(file).events[0]["summary"] == text


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="aware"):
        to_ics(replace(ENTRY, starts_at=datetime(2026, 12, 12)))


def test_a_cancelled_event_says_so():
    assert "STATUS:CANCELLED" in lines(replace(ENTRY, is_cancelled=True))


def test_several_stand_in_one_file():
    file = Calendar.from_ical(to_ics(ENTRY, replace(ENTRY, uid="b", summary="第二次")))
    assert [str(event["summary"]) for event in file.events] == [ENTRY.summary, "第二次"]
