import pytest

from search.indexing import refresh
from search.models import SearchEntry
from search.services import search
from stations.models import Station
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db


@pytest.fixture
def station():
    return Station.objects.create(
        code="t-desk",
        name="红旗大道工会驿站",
        level="county",
        kind="workstation",
        region=region(),
        address="红旗大道 1 号",
    )


def test_a_station_is_found_in_every_language_at_the_reader_s_address(station):
    refresh("stations.Station", str(station.pk))
    hit = search("工会驿站").hits[0]
    assert (hit.url, hit.extra, hit.facts) == (
        "/zh-hans/stations/t-desk/",
        {"phone": "12348"},
        ["红旗大道 1 号"],
    )
    assert search("章贡区 工作站", locale="en").hits[0].url == "/en/stations/t-desk/"
    assert search("工作站", locale="en").total == 1


def test_a_paused_station_says_so_and_a_closed_one_is_gone(station):
    station.status, station.status_note = "closed_temporarily", "装修，请去隔壁"
    station.save()
    refresh("stations.Station", str(station.pk))
    assert search("工会驿站").hits[0].facts[0] == "暂停开放"
    station.status = "closed"
    station.save()
    refresh("stations.Station", str(station.pk))
    assert not SearchEntry.objects.exists()


def test_saving_and_deleting_reach_the_index(station, committed):
    with committed():
        station.save()
    assert SearchEntry.objects.count() == 3
    with committed():
        station.delete()
    assert not SearchEntry.objects.exists()
