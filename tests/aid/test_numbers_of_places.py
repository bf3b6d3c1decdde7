"""Two agencies of one place give numbers that differ, without gaps: an application keeps its own wherever it goes."""

import pytest
from django.db import IntegrityError, transaction

from aid import services
from aid.models import Application
from aid.services import transfer
from aid.services.perform import StaleApplication
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


@pytest.fixture
def two():
    """Two agencies of one place, of which the second was set up later."""
    bureau = OfficeFactory(kind=Office.Kind.DEPARTMENT)
    place = RegionFactory(code="360702")
    one = agency(place, bureau, short_name="城区中心")
    before = [taken(one), taken(one)]
    return bureau, one, agency(place, bureau, short_name="园区中心"), before


def taken(office, at=NOON):
    application = ApplicationFactory(office=office, at=at)
    done = services.accept(application, actor=officer(office, Role.RECEPTIONIST), at=at)
    return done.case_number


def counted(numbers):
    return [int(number.partition("第")[2].removesuffix("号")) for number in numbers]


def test_each_counts_on_without_gaps_when_the_form_of_its_numbers_changes(two):
    _bureau, one, other, before = two
    own, theirs = [*before, taken(one)], [taken(other), taken(other)]
    own.append(taken(one))
    assert counted(own) == [1, 2, 3, 4]
    assert counted(theirs) == [1, 2]
    assert len({*own, *theirs}) == 6
    assert [number.split("援")[0] for number in own] == [
        "（章贡）",
        "（章贡）",
        "（城区中心）",
        "（城区中心）",
    ]


def test_an_act_that_fails_takes_no_number_from_either(two):
    _bureau, one, other, _before = two
    for office in (one, other):
        stale = ApplicationFactory(office=office)
        with pytest.raises(StaleApplication):
            services.accept(stale, actor=officer(office, Role.RECEPTIONIST), version=99, at=NOON)
    assert counted([taken(one), taken(other)]) == [3, 1]


def test_one_that_is_called_as_the_place_is_gives_none_that_the_first_gave_for_it(two):
    bureau, one, _other, before = two
    third = agency(one.region, bureau, short_name=one.region.short_name)
    assert taken(third) not in before
    fourth = agency(one.region, bureau, short_name="园区中心")
    assert taken(fourth).startswith(f"（{fourth.name}）")


def test_what_has_the_number_of_before_goes_where_another_has_the_same(two):
    """Both gave them for the place, when it alone stood before a number."""
    bureau, one, other, before = two
    theirs = ApplicationFactory(office=other)
    services.accept(theirs, actor=officer(other, Role.RECEPTIONIST), at=NOON)
    Application.objects.filter(pk=theirs.pk).update(case_number=before[0])
    boss = officer(Office.objects.get(pk=bureau.pk), Role.SUPERVISOR)
    mine = Application.objects.get(case_number=before[0], office=one)
    moved = transfer.reroute(mine, office=other, reason="在那里办", actor=boss, at=NOON)
    assert (moved.office, moved.case_number, moved.numbered_by) == (other, before[0], one)
    with pytest.raises(IntegrityError, match="aid_case_number_of_office"), transaction.atomic():
        Application.objects.filter(pk=moved.pk).update(numbered_by=other)
