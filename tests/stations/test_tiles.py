"""A provider of map pictures: complete or not offered; without one nothing of another host is on the page."""

import json
import os
import subprocess
import sys

import pytest
from bs4 import BeautifulSoup
from django.conf import settings as project
from django.core.checks import run_checks
from django.urls import reverse

from stations.datum import from_wgs84
from tests.stations.factories import StationFactory

GOOD = {
    "MAP_TILES_URL": "https://tiles.example.cn/{z}/{x}/{y}.png",
    "MAP_TILES_ATTRIBUTION": "示例地图公司",
    "MAP_TILES_APPROVAL": "GS（示例）0000号",
    "MAP_TILES_MAX_ZOOM": 17,
    "MAP_TILES_DATUM": "gcj02",
}


def errors():
    return [found.msg for found in run_checks() if found.id == "stations.E001"]


def give(settings, **values):
    for name, value in values.items():
        setattr(settings, name, value)


def live_map(client):
    page = BeautifulSoup(client.get(reverse("stations:list"), {"region": "360702"}).content, "html.parser")
    return page.select_one("station-map")


@pytest.mark.django_db
@pytest.mark.parametrize("datum", ["gcj02", "wgs84"])
def test_a_complete_provider_is_offered_with_its_approval_and_points_in_its_datum(client, settings, datum):
    station = StationFactory()
    give(settings, **{**GOOD, "MAP_TILES_DATUM": datum})
    assert not errors()
    shown = live_map(client)
    assert shown.has_attr("hidden"), "without JavaScript there is no button that does nothing"
    assert shown["data-approval"] == "审图号：GS（示例）0000号"
    ((number, lat, lng),) = json.loads(shown["data-points"])
    assert number == 1
    assert (lat, lng) == pytest.approx(from_wgs84(station.lat, station.lng, datum), abs=1e-6)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"MAP_TILES_APPROVAL": ""}, "审图号"),
        ({"MAP_TILES_ATTRIBUTION": ""}, "MAP_TILES_ATTRIBUTION"),
        ({"MAP_TILES_URL": "https://{s}.example.cn/{z}/{x}/{y}.png"}, "one host"),
        ({"MAP_TILES_URL": "//tiles.example.cn/{z}/{x}/{y}.png"}, "one host"),
        ({"MAP_TILES_URL": "https://tiles.example.cn/{z}/{x}.png"}, "{y}"),
        ({"MAP_TILES_URL": "https://tiles.example.cn/{z}/{x}/{y}.png?k={key}"}, "no other"),
        ({"MAP_TILES_MAX_ZOOM": 0}, "MAX_ZOOM"),
        ({"MAP_TILES_DATUM": "bd09"}, "DATUM"),
    ],
)
def test_an_incomplete_provider_is_an_error_and_never_shown(client, settings, change, words):
    StationFactory()
    give(settings, **{**GOOD, **change})
    assert any(words in said for said in errors())
    assert live_map(client) is None


@pytest.mark.django_db
def test_without_a_provider_the_plan_is_the_map(client):
    StationFactory()
    assert not errors()
    assert live_map(client) is None


def image_sources(**environment):
    """The content policy's img-src, in a process that starts with this environment."""
    asked = (
        "from django.conf import settings; print(*settings.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.testing", **environment},
        cwd=project.BASE_DIR, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return answer.stdout.split()


def test_the_content_policy_opens_for_that_host_alone():
    assert image_sources() == ["'self'", "data:"]
    assert image_sources(MAP_TILES_URL=GOOD["MAP_TILES_URL"]) == [
        "'self'",
        "data:",
        "https://tiles.example.cn",
    ]
