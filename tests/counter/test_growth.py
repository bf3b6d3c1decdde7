"""An application costs the same for one worker and for sixty, for one paper, event or assignment and for sixty."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid import services
from aid.models import Application, Event, Evidence
from casework.models import Assignment
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import (
    NOON,
    ApplicationFactory,
    OfficeFactory,
    officer,
    submission,
    wages_topic,
    workmates,
)
from tests.intake.test_track import opened

pytestmark = pytest.mark.django_db
MANY = 60


@pytest.fixture
def two(office, time_machine):
    """(an application of one worker, one of sixty with as many papers, events and assignments), both assigned."""
    time_machine.move_to(NOON, tick=False)
    # A caseworker is named: the page says who.
    small, large = (
        ApplicationFactory(office=office, claimants=workmates(n, phone_is_shared=True), assigned=True)
        for n in (1, MANY)
    )
    Evidence.objects.bulk_create(
        Evidence(application=large, size=1, content_type="image/png", state="available") for _ in range(MANY)
    )
    Evidence.objects.create(application=small, size=1, content_type="image/png", state="available")
    actor = officer(office, Role.RECEPTIONIST)
    Event.objects.bulk_create(
        Event(application=large, action="add_evidence", after=large.status, by="staff", actor=actor, at=NOON)
        for _ in range(MANY)
    )
    for application, count in ((small, 1), (large, MANY)):
        Assignment.objects.bulk_create(
            Assignment(
                case=application.case,
                assignee=officer(office, Role.CASEWORKER),
                assigned_by=actor,
                assigned_at=NOON,
                ended_at=NOON + timedelta(hours=1),
            )
            for _ in range(count)
        )
    return small, large


def queries(ask):
    with CaptureQueriesContext(connection) as captured:
        ask()
    return [query["sql"] for query in captured]


def compare(name, one, many, most):
    """Many cost no more than one, and not more than was agreed."""
    grown = [sql[:160] for sql in many if sql not in one]
    print(f"{name}: {len(one)} queries for one, {len(many)} for {MANY}")
    assert len(many) <= len(one), grown
    assert len(many) <= most


def get(client, address):
    response = client.get(address)
    assert response.status_code == 200


def test_the_case_page(client, signed_in, office, two):
    signed_in(client, Role.RECEPTIONIST, office)
    # Each has a twin, so that all that is said of twins is asked for.
    for application in two:
        first = application.claimants.first()
        ApplicationFactory(office=office, name=first.name, phone=first.phone, id_type="none", id_number="")
    pages = [reverse("applications:inspect", args=[one.pk]) for one in two]
    get(client, pages[0])
    small, large = (queries(lambda page=page: get(client, page)) for page in pages)
    compare("case page", small, large, 44)  # three write down in the session that it was opened


def test_the_queue(client, signed_in, office, two):
    signed_in(client, Role.RECEPTIONIST, office)
    counts = []
    for application in two:
        Application.objects.exclude(pk=application.pk).update(office=OfficeFactory())
        Application.objects.filter(pk=application.pk).update(office=office)
        page = reverse("applications:index") + "?show=all"
        get(client, page)
        counts.append(queries(lambda page=page: get(client, page)))
    compare("queue", *counts, 30)


def test_the_status_page(client, two):
    counts = []
    for application in two:
        opened(client, application)
        get(client, reverse("intake:status"))
        counts.append(queries(lambda: get(client, reverse("intake:status"))))
    compare("status page", *counts, 22)


def test_sending(office):
    wages_topic()
    groups = [submission(claimants=workmates(n, may_sms=True)) for n in (1, 1, MANY)]
    counts = [queries(lambda one=one: services.submit(one, key=uuid.uuid4(), at=NOON)) for one in groups]
    compare("submit", *counts[1:], 45)
    assert Message.objects.filter(template="received").count() == MANY + 2


def test_granting(office, django_capture_on_commit_callbacks):
    actor = officer(office, Role.APPROVER)
    groups = [ApplicationFactory(office=office, claimants=workmates(n), reviewing=True) for n in (1, 1, MANY)]
    with django_capture_on_commit_callbacks() as woken:
        counts = [queries(lambda one=one: services.grant(one, actor=actor, at=NOON)) for one in groups]
    compare("grant", *counts[1:], 45)
    assert Message.objects.filter(template="decided").count() == MANY + 2
    assert len([call for call in woken if "wake" in repr(call)]) == len(groups)
