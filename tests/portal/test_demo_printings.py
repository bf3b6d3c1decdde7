"""The demo's printings, after people have printed the same edition once more."""

import pytest

from portal.demo import printings
from portal.demo.printings import STATIONS, load_printings
from stations.models import Printing
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db


def test_the_demo_starts_again_after_people_have_printed(monkeypatch):
    monkeypatch.setattr(printings.papers, "content_of", lambda station, paper, day: {"name": station.name})
    stations = [StationFactory(code=code) for code in STATIONS]
    load_printings()
    held = Printing.objects.count()
    for paper in Printing.Paper.values:
        last = Printing.objects.latest_edition(stations[0], paper)
        last.pk = None
        last.save()
    load_printings()
    assert Printing.objects.count() == held + len(Printing.Paper.values)
