import pytest
from django.db import transaction

from foundation.regions import services


@pytest.fixture(scope="module")
def all_regions(django_db_setup, django_db_blocker):
    """The real table, loaded once a module: every name test is about the real names."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        services.load_regions()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def regions(all_regions, db):
    """`all_regions`, and what the test changes is undone after it."""
