"""Who has how much, and what is late where: for supervisors, of their own offices."""

from datetime import timedelta

import pytest

from aid import absence
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
PAGE = "/admin/applications/load/"


def row_of(html, words):
    return next(row for row in html.split("<tr>") if words in row)


def test_each_person_with_their_cases_and_each_office_with_what_is_late(client, as_, office, time_machine):
    me, other = (officer(office, Role.CASEWORKER, first_name=name) for name in ("甲", "乙"))
    for _ in range(2):
        ApplicationFactory(office=office, assigned=True, assignee=me)
    ApplicationFactory(office=office)
    elsewhere = OfficeFactory()
    ApplicationFactory(office=elsewhere)
    absence.announce(
        other, deputy=me, since=NOON.date(), until=NOON.date() + timedelta(days=9), actor=other, at=NOON
    )
    time_machine.move_to(NOON + timedelta(days=3), tick=False)
    as_("supervisor")
    html = client.get(PAGE).content.decode()
    assert "<td>2</td>" in row_of(html, "李甲")
    assert "<td>0</td>" in row_of(html, ">李乙<")
    assert "李甲代" in row_of(html, ">李乙<")
    late = row_of(html, office.name)
    assert "当天受理" in late
    assert f"show=overdue&amp;office={office.pk}" in late
    assert elsewhere.name not in html


def test_nobody_else(client, as_):
    as_("receptionist")
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("many", [1, 12])
def test_it_costs_the_same_for_many(client, as_, office, many, django_assert_max_num_queries):
    for _ in range(many):
        ApplicationFactory(office=office, assigned=True, assignee=officer(office, Role.CASEWORKER))
    as_("supervisor")
    client.get(PAGE)
    with django_assert_max_num_queries(20):
        client.get(PAGE)
