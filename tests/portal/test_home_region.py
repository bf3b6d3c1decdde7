"""The home page knows whom its bureau serves: a door to go to, before the visitor has said where they are."""

import pytest
from django.core.exceptions import ValidationError

from foundation.content.models import SiteIdentity
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stations(db):
    ganzhou = RegionFactory(code="360700", name="赣州市")
    tianshui = RegionFactory(code="620500", name="天水市")
    StationFactory(name="章贡区的站", region=RegionFactory(code="360702", parent=ganzhou))
    StationFactory(name="秦州区的站", region=RegionFactory(code="620502", name="秦州区", parent=tianshui))


def serve(home, code):
    SiteIdentity.objects.update_or_create(site=home.get_site(), defaults={"home_region": code})


def test_a_station_of_the_bureaus_own_region_is_shown(client, home, stations):
    serve(home, "620500")
    html = client.get("/zh-hans/").content.decode()
    assert "秦州区的站" in html
    assert "章贡区的站" not in html


def test_the_visitors_own_region_goes_first(client, home, stations):
    serve(home, "620500")
    assert "章贡区的站" in client.get("/zh-hans/?region=360702").content.decode()


def test_without_a_region_the_card_asks_where_the_visitor_is(client, home, stations):
    html = client.get("/zh-hans/").content.decode()
    assert "章贡区的站" not in html
    assert "说出您在哪里" in html


def test_an_unknown_code_is_refused_in_the_settings(home, stations):
    identity = SiteIdentity(site=home.get_site(), home_region="999999")
    with pytest.raises(ValidationError) as refused:
        identity.full_clean()
    assert list(refused.value.message_dict) == ["home_region"]


def test_the_list_of_stations_begins_with_the_bureaus_own(client, home, stations):
    serve(home, "620500")
    html = client.get("/zh-hans/stations/").content.decode()
    assert html.index("秦州区的站") < html.index("章贡区的站")
