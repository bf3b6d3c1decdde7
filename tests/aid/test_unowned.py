"""Nothing lies where nobody works: not routed there, and shown to who can move it when the last one leaves."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.models import Application
from aid.services import transfer
from casework.services import assign
from foundation.accounts.keeping import deactivate
from foundation.accounts.models import Role
from foundation.accounts.services import give_role
from foundation.regions.models import Region
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, UserFactory, officer, submission
from tests.counter.acts import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(office, places):
    """The office of the city with its county below, each with a receptionist; and who supervises both."""
    office.region = Region.objects.get(code="360700")
    office.save()
    county = OfficeFactory(parent=office, region=Region.objects.get(code="360702"))
    office.refresh_from_db()
    return office, county, officer(office, Role.RECEPTIONIST), officer(county, Role.RECEPTIONIST)


def send():
    return services.submit(submission(region_code="360702"), key=uuid.uuid4(), at=NOON)


def leave(person):
    deactivate(person, actor=UserFactory(is_superuser=True))


def lose_the_role(person):
    person.memberships.all().delete()


@pytest.mark.parametrize("how", [leave, lose_the_role])
def test_who_leaves_takes_the_routing_along(city, how):
    office, county, _above, clerk = city
    assert (send().office, send().routing_reason) == (county, "county")
    how(clerk)
    sent = send()
    assert (sent.office, sent.routing_reason) == (office, "unstaffed")
    give_role(officer(office, Role.EDITOR), Role.RECEPTIONIST, county)
    assert send().office == county


def test_an_office_that_closes_and_one_without_a_place_take_nothing(city):
    office, county, *_people = city
    county.is_active = False
    county.save()
    assert send().office == office
    county.is_active, county.region = True, None
    county.save()
    assert (send().office, send().routing_reason) == (office, "prefecture")


def test_a_reviewer_alone_or_a_receptionist_above_is_nobody_at_the_desk(city):
    office, county, _above, clerk = city
    lose_the_role(clerk)
    officer(county, Role.REVIEWER, Role.APPROVER, Role.DISPATCHER)
    assert send().office == office


def test_what_lies_there_when_the_last_one_leaves_stands_above_everything(client, signed_in, city):
    office, county, *_people = city
    due = ApplicationFactory(office=county)
    assigned = ApplicationFactory(office=county, assigned=True, left_on=date(2025, 11, 21))
    ApplicationFactory(office=county, refused=True)
    ApplicationFactory(office=office)
    boss = signed_in(client, "supervisor", office)
    assert "没有受理员的机构" not in client.get("/admin/").content.decode()
    for one in county.memberships.filter(role=Role.RECEPTIONIST).select_related("user"):
        leave(one.user)
    assert set(Application.objects.unowned()) == {due, assigned}
    home = client.get("/admin/").content.decode()
    assert "有 2 件在没有受理员的机构里" in home
    assert home.index("没有受理员的机构") < home.index("等我处理的")
    rows = client.get("/admin/applications/?show=unowned").context["table"].data
    assert {row.application for row in rows} == {due, assigned}
    assert due in Application.objects.waiting_for(boss, NOON)
    before = list(assigned.deadlines.values_list("kind", "due_on", "met_at", "cancelled_at"))
    for application in (due, assigned):
        answer = act(client, application, "reroute", office=office.pk, reason="那里的人走了")
        assert answer.status_code == 302
        moved = Application.objects.get(pk=application.pk)
        assert (moved.office, moved.reference, moved.status) == (
            office,
            application.reference,
            application.status,
        )
    assert list(assigned.deadlines.values_list("kind", "due_on", "met_at", "cancelled_at")) == before
    assert "没有受理员的机构" not in client.get("/admin/").content.decode()


def test_a_case_of_a_lawyer_who_left_stands_there_too(client, signed_in, city):
    office, county, *_people = city
    lawyer = officer(county, Role.CASEWORKER)
    application = ApplicationFactory(office=county, granted=True)
    assign(application, assignee=lawyer, actor=officer(county, Role.DISPATCHER), at=NOON)
    signed_in(client, "supervisor", office)
    type(lawyer).objects.filter(pk=lawyer.pk).update(
        is_active=False
    )  # past the screen, which asks who takes over
    assert "有 1 件的承办人走了" in client.get("/admin/").content.decode()
    signed_in(client, "reviewer", office)
    assert "承办人走了，没有人办" not in client.get("/admin/").content.decode()


def test_it_goes_nowhere_where_nobody_is_or_where_one_does_not_supervise(city):
    office, county, *_people = city
    application = ApplicationFactory(office=county)
    boss, foreign, empty = officer(office, Role.SUPERVISOR), OfficeFactory(), OfficeFactory(parent=office)
    officer(foreign, Role.RECEPTIONIST)
    for where in (foreign, empty, county):
        with pytest.raises(ValidationError):
            transfer.reroute(application, office=where, reason="那里的人走了", actor=boss, at=NOON)
    with pytest.raises(ValidationError):
        transfer.reroute(application, office=office, reason=" ", actor=boss, at=NOON)
    for actor in (officer(county, Role.RECEPTIONIST), officer(foreign, Role.SUPERVISOR)):
        with pytest.raises(PermissionDenied):
            transfer.reroute(application, office=office, reason="那里的人走了", actor=actor, at=NOON)
    assert Application.objects.get(pk=application.pk).office == county
