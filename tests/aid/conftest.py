import pytest

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
        from foundation.workdays.services import import_all

        import_all()


def _transactional(request):
    marker = request.node.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def fresh_counters(settings):
    from django.core.cache import cache

    cache.clear()
