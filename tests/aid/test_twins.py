"""The same person twice: a hint that stays inside the officer's scope."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from aid.models import Application
from counter import columns, twins
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
ID, OTHER_ID = "11010519491231002X", "440524188001010014"
QUERIES = 3  # the clocks, the people, the letters


def marked(application):
    return application.claimants.with_twins().exists()


@pytest.mark.parametrize(
    ("second", "is_twin"),
    [
        ({"phone": "13900009999"}, True),  # the same ID number
        ({"id_type": "none", "id_number": ""}, True),  # phone, name and employer
        ({"id_type": "none", "id_number": "", "name": "王二"}, True),  # phone and employer
        ({"id_type": "none", "id_number": "", "employer": "另一家"}, True),  # phone and name
        ({"id_type": "none", "id_number": "", "name": "王二", "employer": "另一家"}, False),
        ({"id_type": "none", "id_number": "", "name": "王二", "employer": ""}, False),
        ({"id_number": OTHER_ID}, False),  # a workmate on the same phone
        ({"id_number": OTHER_ID, "phone": "13900009999"}, False),
    ],
)
def test_who_may_be_the_same_person(office, second, is_twin):
    one = ApplicationFactory(office=office, id_number=ID)
    other = ApplicationFactory(office=office, **{"id_number": ID, **second})
    assert marked(one) is marked(other) is is_twin


def test_nobody_is_their_own_twin(office):
    assert not marked(ApplicationFactory(office=office))


def test_two_without_number_and_employer_are_not_alike_by_what_is_empty(office):
    blank = {"id_type": "none", "id_number": "", "employer": ""}
    one = ApplicationFactory(office=office, **blank, name="王一", phone="13900001111")
    ApplicationFactory(office=office, **blank, name="王二", phone="13900001112")
    assert not marked(one)


def test_inside_the_scope_there_are_links_outside_only_an_office_and_its_phone(office):
    far = OfficeFactory(name="某市法律援助中心", phone="0797-5550123")
    here, near, away = (ApplicationFactory(office=o) for o in (office, office, far))
    user = officer(office, Role.RECEPTIONIST)
    shown = twins.found(Application.objects.prefetch_related("claimants").get(pk=here.pk), user)
    assert [(twin.application, twin.alike) for twin in shown.here] == [(near, "证件号码一样")]
    assert shown.hidden_in == [far]
    assert away not in [twin.application for twin in shown.here]


def test_the_case_page_says_it_and_shows_nothing_of_the_other_case(client, signed_in, office):
    far = OfficeFactory(name="某市法律援助中心", phone="0797-5550123")
    here = ApplicationFactory(office=office)
    near = ApplicationFactory(office=office, employer="另一家公司")
    away = ApplicationFactory(office=far, employer="外地公司")
    signed_in(client, Role.RECEPTIONIST, office)
    page = client.get(reverse("applications:inspect", args=[here.pk])).content.decode()
    assert "同一个人可能申请过两次" in page
    assert near.reference in page
    assert "某市法律援助中心" in page
    assert "0797-5550123" in page
    assert away.reference not in page
    assert "外地公司" not in page


def test_without_a_twin_the_case_page_says_nothing(client, signed_in, office):
    here = ApplicationFactory(office=office)
    signed_in(client, Role.RECEPTIONIST, office)
    assert (
        "可能申请过两次" not in client.get(reverse("applications:inspect", args=[here.pk])).content.decode()
    )


def test_the_queue_marks_twins_at_the_same_cost_for_any_length(office, django_assert_num_queries):
    user = officer(office, Role.RECEPTIONIST)
    now = timezone.now()

    def flags():
        waiting = Application.objects.visible_to(user).open()
        found = list(columns.with_all(waiting, user, now))
        columns.read_along(found)
        rows = columns.rows(found, user, now)
        return [{mark.text for mark in row.marks} for row in rows]

    ApplicationFactory(office=office, left_on=date(2026, 6, 1))
    flags()  # the scope of the officer is read once
    with django_assert_num_queries(QUERIES):
        assert "可能重复" not in flags()[0]
    for _ in range(8):
        ApplicationFactory(office=office)
    with django_assert_num_queries(QUERIES):
        assert all("可能重复" in found for found in flags())
