"""At which station somebody helped: the list from which an officer chooses."""

import pytest
from django.urls import reverse

from tests.aid.factories import wages_topic
from tests.stations.factories import RegionFactory, StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic(places):
    return wages_topic()


def test_an_officer_chooses_among_the_stations_of_their_offices(client, as_, office):
    """Those of the whole country are no list to choose from."""
    mine, foreign = (
        StationFactory(office=office),
        StationFactory(region=RegionFactory(code="620500", name="天水市")),
    )
    as_("receptionist")
    address = reverse("applications:desk_new", args=["station"])
    offered = client.get(address).context["form"].fields["station"].queryset
    assert mine in offered
    assert foreign not in offered
    assert client.post(address, {"station": foreign.pk, "consent": "on"}).status_code == 422
