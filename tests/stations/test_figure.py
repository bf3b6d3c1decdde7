"""The plan beside the list and on a station's own page; and what a station's page says on paper."""

from datetime import datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from foundation.workdays import services as workdays
from foundation.workdays.rules import SHANGHAI
from stations.models import ScheduledVisit
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def on_a_sunday():
    workdays.import_all()
    with time_machine.travel(SUNDAY, tick=False):
        yield


def page_of(client, address, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    assert len(response.content) < 60_000
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def van():
    station = StationFactory(kind="mobile", lat=None, lng=None, hours=[])
    starts = SUNDAY + timedelta(days=2)
    ScheduledVisit.objects.create(
        station=station, starts_at=starts, ends_at=starts + timedelta(hours=3), place="公交站", lat=25.86, lng=114.9
    )  # fmt: skip
    return station


def test_each_mark_leads_to_the_row_of_its_number(client, van):
    """A disc where somebody is, a square where nobody is, a diamond for the van where it stops next."""
    StationFactory(name="星期天也开", hours=[(7, "09:00", "17:00")], lat=25.80)
    StationFactory(name="没登记位置", lat=None, lng=None)
    StationFactory(name="平时开", lat=25.84)
    page = page_of(client, reverse("stations:list"), region="360702")
    rows = {row["id"]: row for row in page.select("ol.rows > li")}
    assert list(rows) == ["s1", "s2", "s3", "s4"]
    marks = page.select("#picture a")
    assert len(marks) == 3
    shapes = {"正在上班": "circle.open", "来": "path.van", "休息": "rect.shut"}
    for mark in marks:
        row = rows[mark["href"].removeprefix("#")]
        name, tag = row.select_one(".station__head a").text, row.select_one(".tag").text
        number = mark.select_one("text").text
        assert mark["aria-label"] == f"{number} {name}"
        assert row.select_one(".pin text").text == number
        shape = next(shape for words, shape in shapes.items() if words in tag)
        assert mark.select_one(shape)
        assert row.select_one(f".pin {shape}")
    assert (
        "没登记位置"
        in rows[f"s{page.select_one('figcaption').text.split('还没有登记位置的站：')[1][0]}"].text
    )


def test_a_list_without_positions_has_no_plan(client):
    StationFactory(lat=None, lng=None)
    page = page_of(client, reverse("stations:list"), region="360702")
    assert not page.select("#picture")


def on_paper(page):
    """The words of an article as a printer gets them."""
    for hidden in page.select(".no-print, .visually-hidden, .buttons, script, .button"):
        hidden.decompose()
    return page.select_one("article").get_text(" ", strip=True)


@pytest.mark.parametrize("phone", ["0797-5550102", "12348"])
def test_paper_has_phone_address_bus_and_the_week_and_no_today(client, phone):
    station = StationFactory(phone=phone, directions="坐 102 路到市民中心", address="文明大道 1 号")
    StationFactory(name="邻站", lat=station.lat + 0.02)
    page = page_of(client, station.get_absolute_url())
    week = page.select_one("table.week").find_parent("section")
    assert page.select_one("#directions") in week.find_previous_siblings("section")
    assert page.select_one(".station__code svg.qr")
    said = on_paper(page)
    order = [
        said.index(words)
        for words in (f"电话 {phone}", "文明大道 1 号", "102 路", "周一到周五 9:00–12:00，14:00–17:00")
    ]
    assert order == sorted(order)
    assert "今天" not in said
    assert "明天" not in said
    assert "邻站" in said
    assert ("没人接打 12348" in said) == (phone != "12348")


def test_paper_of_a_van_has_the_dates_of_its_stops(client, van):
    said = on_paper(page_of(client, van.get_absolute_url()))
    assert "11月24日（周二） 10:00–13:00，公交站" in said
