"""Who has how much, and what is late where: for supervisors, of their own offices."""

import re
from datetime import timedelta

import pytest

from aid import absence, services
from aid.services.lateness import explain_late
from casework import warnings
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
PAGE = "/admin/applications/load/"


def row_of(html, words):
    return next(row for row in html.split("<tr>") if words in row)


def told(row):
    """The words of each cell, without what only a screen reader says."""
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
    return [re.sub(r'<span class="w-sr-only">.*?</span>|<[^>]+>', "", cell).strip() for cell in cells]


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
    people = html.partition('id="people"')[2]
    assert told(row_of(people, "李甲"))[1] == "2"
    assert told(row_of(people, ">李乙<"))[1:3] == ["0", "0"]
    assert "李甲代" in row_of(people, ">李乙<")
    late = row_of(html.partition("现在晚在哪里</h2>")[2], office.name)
    assert told(late) == [office.name, "当天受理", "1"]
    assert f"show=overdue&amp;office={office.pk}&amp;clock=accept" in late
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
    with django_assert_max_num_queries(24):
        client.get(PAGE)


def late_ones(office):
    """Two decided too late, one of them with its reason; one still open, of which the reviewer was told."""
    when = NOON + timedelta(days=9)
    boss = officer(office, Role.APPROVER, first_name="审批")
    reviewer = officer(office, Role.REVIEWER, first_name="审查")
    for number in range(2):
        granted = ApplicationFactory(office=office, reviewing=True)
        services.grant(granted, actor=boss, at=when)
        if number:
            clock = granted.deadlines.get(kind="review").pk
            explain_late(granted, clock=clock, code="staff", text="病了", actor=boss, at=when)
    waiting = ApplicationFactory(office=office, accepted=True)
    warnings.warn(when)
    return waiting, reviewer


def test_what_ran_out_and_why_by_office_and_by_person(client, as_, office, time_machine):
    late_ones(office)
    time_machine.move_to(NOON + timedelta(days=10), tick=False)
    as_("supervisor")
    html = client.get(PAGE).content.decode().partition('id="why"')[2]
    assert told(row_of(html, "审查决定")) == [
        office.name,
        "审查决定",
        "1",
        "2",
        "2",
        "人手不够，办的人不在 1",
    ]
    assert told(row_of(html, "李审批")) == ["李审批", "0", "2", "1"]
    assert told(row_of(html, "李审查")) == ["李审查", "1", "0", "1"]
    assert "没有超期的" in client.get(PAGE, {"since": "2026-01-01", "until": "2026-02-01"}).content.decode()
    page = client.get(PAGE, {"since": "2026-02-01", "until": "2026-01-01"})
    assert "不能比开头的日子早" in page.content.decode()


def test_it_is_taken_away_as_a_table_and_that_is_written_down(client, as_, office, time_machine):
    waiting, _reviewer = late_ones(office)
    late_ones(OfficeFactory())
    time_machine.move_to(NOON + timedelta(days=10), tick=False)
    as_("supervisor")
    answer = client.get(PAGE, {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    reviews = [line for line in lines[1:] if "审查决定" in line]
    assert len(reviews) == 3
    assert any(waiting.reference in line and line.endswith(",") for line in reviews)
    assert sum("李审批" in line for line in reviews) == 2
    assert sum("人手不够，办的人不在" in line for line in reviews) == 1
    assert AccessEntry.objects.filter(action="aid.export", purpose__startswith="csv late").count() == 1
