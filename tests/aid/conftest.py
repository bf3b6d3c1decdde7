import functools

import pytest

from foundation.regions.models import Region
from foundation.workdays.models import CalendarDay
from foundation.workdays.services import DATA, parse_year
from tests.aid.factories import OfficeFactory, wages_topic


@pytest.fixture
def office(db):
    wages_topic()
    return OfficeFactory()


@pytest.fixture(autouse=True)
def calendar(request):
    """The working days of 2026, as the yearly notice has them."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db" if not _transactional(request) else "transactional_db")
        CalendarDay.objects.bulk_create(CalendarDay(date=day, **values) for day, values in _notices())


@functools.cache
def _notices():
    """The days of the yearly notices, read once."""
    years = (parse_year(path.read_text("utf-8"))[1] for path in sorted(DATA.glob("*.toml")))
    return [day for rows in years for day in rows.items()]


def _transactional(request):
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def places(office):
    city = Region.objects.create(
        code="360700", name="赣州市", short_name="赣州", level="prefecture", full_name="江西省赣州市"
    )
    Region.objects.create(
        code="360702",
        name="章贡区",
        short_name="章贡",
        level="county",
        full_name="江西省赣州市章贡区",
        parent=city,
    )
    for code, where in (("110105", "北京市"), ("220104", "吉林省长春市")):
        Region.objects.create(
            code=code, name="朝阳区", short_name="朝阳", level="county", full_name=f"{where}朝阳区"
        )
