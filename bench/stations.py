#!/usr/bin/env python3
"""The nearest of 20,000 stations, by a place that is typed and by a position, against one station's page by its key;
and a page of the open data, JSON and GeoJSON, a hundred stations each.

Runs in a copy of the demo's public content that goes at the end. Prints ratios of 95th percentiles beside their
limit: the whole answer of the list and of the page, made by the same process in turns. Caches of pages are off. Last
the memory that the CSV of all stations takes while it is sent, to that of a fifth of them.

    bench/stations.py [--stations 20000]
"""

import argparse
import os
import random
import sys
import tracemalloc
from functools import partial

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

from bench.relevance import content
from bench.search import in_turns, own_copy, said

MOST_OF_A_PAGE = 2.0
MOST_OF_DATA, DATA = 4.0, "/api/stations"
MOST_MEMORY = 1.3
ASKED = 40
LIST = "/zh-hans/stations/"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stations", type=int, default=20_000)
    args = parser.parse_args()
    os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings.testing", LOG_LEVEL="ERROR")
    django.setup()
    content()
    with own_copy():
        measure(fill(args.stations), args.stations)


def measure(stations, number):
    from django.test import Client

    from intake import throttle

    client = Client()

    def get(path, **asked):
        assert client.get(path, asked).status_code == 200

    def page(station):
        get(f"{LIST}{station.code}/")

    def by_place(station):
        get(LIST, place=station.region.full_name)

    def by_position(station):
        answer = client.post(LIST, {"lat": station.lat + 0.01, "lng": station.lng - 0.01})
        assert b"station__far" in answer.content

    asked = random.Random(2).sample(stations, ASKED)
    for name, act in (("place", by_place), ("position", by_position)):
        said(f"{number} stations: list by {name} to one page", *in_turns(act, page, asked), MOST_OF_A_PAGE)

    throttle.PER_HOUR["data"] = 10**9
    for format in ("json", "geojson"):
        act = partial(after, get, format)
        said(f"{number} stations: 100 as {format} to one page", *in_turns(act, page, asked), MOST_OF_DATA)
    whole, fifth = (peak(client, kind) for kind in ("", "center"))
    ratio = whole / fifth
    mark = "✓" if ratio <= MOST_MEMORY else "✗"
    print(
        f"{mark} {number} stations: memory of the CSV to that of a fifth = {ratio:.2f}, at most {MOST_MEMORY}"
    )


def after(get, format, station):
    get(DATA, format=format, after=station.code)


def peak(client, kind):
    """Bytes at the most while the table is sent."""
    tracemalloc.start()
    sent = sum(
        map(len, client.get(DATA, {"format": "csv", **({"kind": kind} if kind else {})}).streaming_content)
    )
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sent
    return most


def fill(number):
    """As many stations, some in each county, about a point of their own; hours as most have them."""
    from django.db import connection

    from foundation.regions.models import Region
    from stations.models import OpeningHours, Station

    chance = random.Random(1)
    counties = list(Region.objects.in_force().formal().filter(level=Region.Level.COUNTY))
    middles = {county.pk: (chance.uniform(20, 48), chance.uniform(80, 128)) for county in counties}
    rows = []
    for place in range(number):
        county = counties[place % len(counties)]
        lat, lng = middles[county.pk]
        rows.append(
            Station(
                code=f"bench-{place}", name=f"{county.name}第{place}援助站", region=county, address=f"人民路{place}号",
                level="county" if place < len(counties) else "town",
                kind=chance.choice(["center", "workstation", "contact_point", "window", "notice_board"]),
                lat=lat + chance.gauss(0, 0.15), lng=lng + chance.gauss(0, 0.15), services=["apply", "consult"],
            )
        )  # fmt: skip
    Station.objects.bulk_create(rows, batch_size=2000)
    OpeningHours.objects.bulk_create(
        (
            OpeningHours(station=station, weekday=weekday, opens=opens, closes=closes)
            for station in rows
            for weekday in range(1, 6)
            for opens, closes in (("09:00", "12:00"), ("14:00", "17:00"))
        ),
        batch_size=5000,
    )
    with connection.cursor() as cursor:  # as the server does by itself, a little later
        cursor.execute("VACUUM ANALYZE stations_station, stations_openinghours")
    return rows


if __name__ == "__main__":
    main()
