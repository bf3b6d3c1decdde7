"""An officer's first page: what is at risk first, what waits act by act with its day; for supervisors who has how much."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aid import services
from aid.models import Absence
from casework.services import assign
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def page(client):
    return client.get(HOME).content.decode()


def panel(client, name):
    found = [one for one in client.get(HOME).context["panels"] if getattr(one, "name", "") == name]
    return found[0].get_context_data({}) if found else None


def test_what_waits_is_said_act_by_act_the_first_due_first(client, as_, office):
    clerk = officer(office, Role.RECEPTIONIST)
    late = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    new = ApplicationFactory(office=office)
    services.accept(ApplicationFactory(office=office), actor=clerk, at=NOON)  # the reviewer's now
    ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    said = panel(client, "now")
    (row,) = said["todo"]
    assert (str(row["label"]), row["count"], row["due"].tone) == ("受理", "2", "late")
    assert row["url"] == reverse("applications:inspect", args=[late.pk]) + "?do=accept#act-accept"
    assert said["first"] == row["url"]
    html = page(client)
    assert "该我做 2 件，2 件有风险" in html
    assert html.index(late.reference) < html.index(new.reference)


def test_a_limitation_stands_above_what_is_only_late(client, as_, office):
    late = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    left_on = NOON.date() - timedelta(days=361)
    near = ApplicationFactory(office=office, still_working=False, left_on=left_on)
    as_("receptionist")
    html = page(client)
    assert html.index(near.reference) < html.index(late.reference)
    assert "时效" in html
    assert str(near.pk) in panel(client, "now")["first"]


def test_with_nothing_to_do_it_says_nothing(client, as_, office):
    ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    assert panel(client, "now") == {"waiting": 0}
    assert "从最急的开始办" not in page(client)


@pytest.mark.parametrize("role", ["receptionist", "reviewer", "approver", "dispatcher", "caseworker"])
def test_who_has_how_much_is_for_supervisors(client, as_, role):
    as_(role)
    assert panel(client, "load") is None


def test_a_supervisor_sees_who_has_how_much_and_where_it_is_late(client, as_, office):
    lawyer, other = officer(office, Role.CASEWORKER), OfficeFactory()
    foreign = officer(other, Role.CASEWORKER)
    case = ApplicationFactory(office=office, granted=True)
    assign(case, assignee=lawyer, actor=officer(office, Role.DISPATCHER), at=NOON)
    ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    ApplicationFactory(office=other, at=NOON - timedelta(days=6))
    as_("supervisor")
    said = panel(client, "load")
    assert [(row["person"], row["cases"]) for row in said["people"]] == [(lawyer, 1)]
    assert foreign not in [row["person"] for row in said["people"]]
    assert [(row["office"], row["count"]) for row in said["late"]] == [(office.name, 1)]
    shown = client.get(said["late"][0]["url"]).context
    assert shown["found"] == "1"


def test_who_is_away_in_one_s_offices_is_said(client, as_, office):
    day = NOON.date()
    spell = {"since": day, "until": day + timedelta(days=2)}
    for where in (office, OfficeFactory()):
        person, deputy = officer(where, Role.REVIEWER), officer(where, Role.REVIEWER)
        Absence.objects.create(person=person, deputy=deputy, set_by=deputy, set_at=NOON, **spell)
    as_("receptionist")
    (one,) = panel(client, "away")["away"]
    assert one.person.memberships.get().office == office
    assert "今天谁不在" in page(client)


def test_an_editor_has_none_of_it(client, as_):
    as_("editor")
    assert not {"now", "load", "away"} & {getattr(one, "name", "") for one in client.get(HOME).context["panels"]}  # fmt: skip
