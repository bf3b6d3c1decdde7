import pytest

from tests.aid.factories import OfficeFactory, wages_topic


@pytest.fixture
def office(db):
    wages_topic()
    return OfficeFactory()
