"""The chooser of divisions opens where the office is, not at the first of all codes."""

import re

import pytest
from django.urls import reverse

from foundation.regions.models import Region
from tests.aid.conftest import calendar, fresh_counters, office, places

__all__ = ["calendar", "fresh_counters", "office", "places"]
pytestmark = pytest.mark.django_db
CHOOSE = "region_chooser:choose"


def codes(client):
    return re.findall(r">(\d{6})<", re.sub(r"\s", "", client.get(reverse(CHOOSE)).json()["html"]))


def test_what_is_near_comes_first(client, signed_in, office, places):
    Region.objects.create(code="110101", name="东城区", level="county", full_name="北京市东城区")
    region = office.region = Region.objects.get(code="360702")
    office.save(update_fields=["region"])
    signed_in(client, "supervisor", office)
    found = codes(client)
    assert found[0][:4] == region.code[:4], found
    own = [code for code in found if code[:4] == region.code[:4]]
    assert found[: len(own)] == own


def test_an_office_without_a_place_sees_them_by_their_codes(client, signed_in, office, places):
    signed_in(client, "supervisor", office)
    office.region = None
    office.save(update_fields=["region"])
    found = codes(client)
    assert found == sorted(found)
