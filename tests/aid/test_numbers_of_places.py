"""Two agencies of one place give numbers that differ: an application keeps its own wherever it goes."""

import pytest

from aid import services
from aid.models import Application
from aid.services import transfer
from foundation.accounts.models import Office, Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db


def agency(place, parent, **more):
    office = OfficeFactory(parent=Office.objects.get(pk=parent.pk), **more)
    office.region = place
    office.save()
    officer(office, Role.RECEPTIONIST)
    return office


def test_what_changes_office_meets_no_number_like_its_own():
    bureau = OfficeFactory(kind=Office.Kind.DEPARTMENT)
    place = RegionFactory(code="360702")
    one = agency(place, bureau)
    alone = ApplicationFactory(office=one, accepted=True)
    assert alone.case_number.startswith(f"（{place.short_name}）")
    two = agency(place, bureau, short_name="园区中心")
    here, there = (ApplicationFactory(office=office) for office in (one, two))
    for application in (here, there):
        services.accept(application, actor=officer(application.office, Role.RECEPTIONIST), at=NOON)
    boss = officer(Office.objects.get(pk=bureau.pk), Role.SUPERVISOR)
    moved = transfer.reroute(here, office=two, reason="在那里办", actor=boss, at=NOON)
    numbers = Application.objects.values_list("case_number", flat=True)
    assert len(set(numbers)) == 3
    assert Application.objects.get(pk=there.pk).case_number.startswith("（园区中心）")
    assert moved.office == two
