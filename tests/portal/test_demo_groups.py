"""The groups of the demo: one told to others, watched and visited; one of which some got aid."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aid import members
from aid.models import (
    Application,
    ApprovalChain,
    BodyNotice,
    InformedBody,
    Share,
    VisitCopy,
    VisitTask,
    Watch,
)
from foundation.accounts.models import Office, Role, User
from portal.demo import local
from portal.demo.anew import load_anew
from portal.demo.groups import load_groups
from tests.aid.factories import OfficeFactory, officer, wages_topic
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db


def test_each_stage_of_a_group_is_there():
    wages_topic()
    bureau = OfficeFactory(kind=Office.Kind.DEPARTMENT)
    agency = OfficeFactory(parent=bureau, region=region())
    officer(bureau, Role.SUPERVISOR, username="supervisor")
    for role in ("receptionist", "reviewer", "approver"):
        officer(agency, role, username=role)
    city = region("360700", "赣州市", "江西省赣州市", "prefecture")
    for model, known_by, rest in local.ROWS:
        if model is InformedBody:
            model.objects.create(**{**rest, **known_by, "region": city})
    load_groups()
    load_groups()  # again changes nothing
    told, partly = Application.objects.order_by("-submitted_at")
    assert members.of_decision(partly.decision).is_partial
    assert members.totals(partly, partly.claimants.all()).by_state == {"granted": 9, "refused": 3}
    today = timezone.localdate()
    assert BodyNotice.objects.filter(application=told).count() == 2
    assert BodyNotice.objects.overdue(today).count() == 1
    assert Watch.objects.overdue(today).count() == 1
    assert told.care_notes.count() == 2
    assert sorted(VisitTask.objects.values_list("state", "day")) == [
        ("done", today),
        ("planned", today - timedelta(days=1)),
        ("planned", today),
        ("planned", today),
        ("planned", today + timedelta(days=1)),
    ]
    route = VisitTask.objects.of_day(User.objects.get(username="receptionist"), today)
    assert [one.window for one in route] == ["8:00–9:00", "10:00–11:00", "15:00–17:00"]
    # One visit came back from a telephone, one is out.
    assert sorted(VisitCopy.objects.values_list("ended", flat=True)) == ["", "returned"]


def test_each_stage_of_a_member_decided_anew_is_there():
    wages_topic()
    bureau = OfficeFactory(kind=Office.Kind.DEPARTMENT)
    agency = OfficeFactory(parent=bureau, region=region())
    for name in ("supervisor", "supervisor2"):
        officer(bureau, Role.SUPERVISOR, username=name)
    for role in ("receptionist", "reviewer", "approver"):
        officer(agency, role, username=role)
    ApprovalChain.objects.create(
        region=agency.region, lane="member", third="supervisor", valid_from="2026-01-01", source="x"
    )
    load_anew()
    load_anew()  # again changes nothing
    group = Application.objects.get()
    waits = {
        share.claimant.position: (share.next_yes, share.proposed)
        for share in group.shares.filter(state=Share.State.ORDERED)
    }
    assert waits == {4: ("supervisor", "grant"), 5: ("approver", "")}
    assert group.decisions.get(is_apart=True).kind == "grant"
    assert members.totals(group, group.claimants.all()).by_state["granted"] == 4
