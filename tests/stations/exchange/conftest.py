import pytest

from foundation.accounts.models import Office


@pytest.fixture
def keeper(client, staff_office, signed_in):
    client.user = signed_in(client, "supervisor", staff_office)
    client.office = staff_office
    return client


@pytest.fixture
def others(db):
    return Office.add_root(code="t-other", name="别处法律援助中心", kind=Office.Kind.AGENCY)
