"""A limitation runs, and is seen, until the claim is filed: whatever becomes of the application."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from aid import acts, services, workflow
from aid.models import Application, Deadline
from aid.policies import application_policy
from aid.services import limitation, ties
from aid.services.correct import correct
from aid.workflow import Status
from casework.workflow import CASE
from casework.workflow import Status as CaseStatus
from counter import queue, words
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.test_workflow import do
from tests.aid.walk import given_first
from tests.casework.test_services import do as do_with_the_case
from tests.counter.acts import act, offered_on

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
LATER = NOON + timedelta(days=1)
NEAR = {"left_on": date(2025, 11, 21), "owed_from": None, "owed_to": None}  # three days of the year are left
WAYS = ("submitted", "accepted", "supplementing", "reviewing", "granted", "assigned", "refused", "withdrawn",
        "transferred_out", "terminated")  # fmt: skip


def standing(office, status, **kwargs):
    kwargs = {**NEAR, **kwargs}
    if status == "terminated":
        return do(
            "end_first_aid", ApplicationFactory(office=office, **kwargs), officer(office, Role.APPROVER)
        )
    if status == "merged":
        return do("merge", ApplicationFactory(office=office, **kwargs), officer(office, Role.RECEPTIONIST))
    return ApplicationFactory(office=office, **{status: True}, **kwargs)


def where_it_is_worked_on(application):
    """Itself, or the earlier one that it was merged into."""
    into = ties.holder_of(application)
    return into.other if into else application


def running(application):
    return Deadline.objects.running().filter(application=application, kind="limitation")


@pytest.mark.parametrize("status", WAYS)
def test_it_is_seen_first_wherever_the_application_stands(office, status):
    for other in ("submitted", "refused"):
        ApplicationFactory(office=office, at=NOON - timedelta(days=9), **{other: True})
    application = standing(office, status)
    boss = officer(office, Role.SUPERVISOR)
    look = queue.Look(boss, NOON)
    for tab in ("limit", "office", *(["unassigned"] if status == "granted" else [])):
        assert next(iter(queue.seen_in(queue.VIEWS[tab], Application.objects.visible_to(boss), look))) == (
            application
        ), tab
    application = Application.objects.get(pk=application.pk)
    flags = words.flags(application, TODAY, has_twin=False)
    assert [flag.tone for flag in flags if flag.text == "时效 3 天"] == ["late"]


@pytest.mark.parametrize("status", WAYS)
def test_it_is_ended_by_the_claim_that_was_filed_in_every_status(office, status):
    application = standing(office, status)
    moved = limitation.file_claim(
        application,
        filed_on=TODAY,
        filed_with="赣州市劳动人事争议仲裁委员会",
        actor=officer(office, Role.RECEPTIONIST),
        at=LATER,
    )
    assert (moved.status, moved.limitation_on) == (application.status, None)
    assert not Application.objects.limitation_near(TODAY)
    assert not moved.deadlines.get(kind="limitation").was_missed(LATER)
    told = moved.events.get(action="file_claim").data
    assert told == {"filed_on": "2026-11-18", "to": "赣州市劳动人事争议仲裁委员会"}


ENDS_IT = {"file_claim"}
OTHERS = [
    (flow, code)
    for flow in (workflow.APPLICATION, CASE)
    for code, row in flow.acts.items()
    if row.roles and code not in ENDS_IT
]


@pytest.mark.parametrize(("flow", "code"), OTHERS, ids=[code for _flow, code in OTHERS])
def test_no_other_act_of_an_officer_ends_it(office, flow, code):
    for status in flow.acts[code].sources:
        if flow is CASE:
            if status == CaseStatus.FIRST_AID:
                application = given_first(
                    standing(office, "accepted"),
                    ground="advance",
                    actor=officer(office, Role.APPROVER),
                    at=NOON,
                )
            else:
                application = standing(office, "granted" if status == CaseStatus.UNASSIGNED else "assigned")
            moved = do_with_the_case(code, application, officer(office, *Role.values))
        else:
            people = {"claimants": workmates(2, **NEAR)} if status != Status.TERMINATED else {}
            application = standing(office, status, **people)
            moved = do(code, application, officer(office, *Role.values))
        assert running(moved).count() == application.claimants.count(), (code, status)
        assert where_it_is_worked_on(moved).limitation_on == date(2026, 11, 21), (code, status)


def test_neither_the_clock_nor_the_person_ends_it(office):
    late = ApplicationFactory(office=office, supplementing=True, **NEAR)
    gone = services.lapse(late, at=NOON + timedelta(days=30))
    withdrawn = services.withdraw(ApplicationFactory(office=office, **NEAR), at=NOON)
    closed = services.withdrawal.close_withdrawal(withdrawn, at=NOON + timedelta(days=2))
    for application in (gone, withdrawn, closed):
        assert running(application).count() == 1
        assert application.limitation_on == date(2026, 11, 21)


def test_who_leaves_the_others_takes_a_limitation_along_that_runs_on(office):
    application = ApplicationFactory(
        office=office, claimants=[*workmates(1, left_on=date(2026, 6, 1)), *workmates(2, **NEAR)[1:]]
    )
    leaver = application.claimants.last()
    moved = services.leave_group(application, claimant=leaver, at=NOON)
    assert running(moved).count() == 2
    # It is their own affair by now: the others' row does not stand on top for it.
    assert moved.limitation_on == date(2027, 6, 1)


def test_of_a_group_it_ends_for_those_whose_claim_was_filed(office):
    application = ApplicationFactory(office=office, claimants=workmates(3, **NEAR))
    one, *others = application.claimants.all()
    clerk = officer(office, Role.RECEPTIONIST)
    moved = limitation.file_claim(
        application, filed_on=TODAY, filed_with="某仲裁委", claimants=[one], actor=clerk, at=LATER
    )
    assert {clock.claimant for clock in running(moved)} == set(others)
    assert moved.events.last().data["of"] == [1]
    assert moved in Application.objects.limitation_near(TODAY)
    stranger = ApplicationFactory(office=office).claimant
    for wrong in ([stranger], []):
        with pytest.raises(ValidationError):
            limitation.file_claim(
                moved, filed_on=TODAY, filed_with="某仲裁委", claimants=wrong, actor=clerk, at=LATER
            )


def test_a_filing_told_by_mistake_is_taken_back(office):
    application = ApplicationFactory(office=office, assigned=True, **NEAR)
    clerk = officer(office, Role.RECEPTIONIST)
    with pytest.raises(ValidationError):  # nothing was told yet
        limitation.unfile_claim(application, reason="记错了", actor=clerk, at=LATER)
    moved = limitation.file_claim(application, filed_on=TODAY, filed_with="某仲裁委", actor=clerk, at=LATER)
    assert Application.objects.get(pk=moved.pk).case.claim_filed_with == "某仲裁委"
    moved = limitation.unfile_claim(moved, reason="仲裁委没有收", actor=clerk, at=LATER)
    assert running(moved).get().due_on == date(2026, 11, 21)
    assert Application.objects.get(pk=moved.pk).case.claim_filed_on is None
    assert list(Application.objects.limitation_near(TODAY)) == [moved]


def test_a_claim_filed_before_the_grant_is_known_to_the_case(office):
    application = ApplicationFactory(office=office, reviewing=True, **NEAR)
    moved = limitation.file_claim(
        application, filed_on=TODAY, filed_with="某仲裁委", actor=officer(office, Role.REVIEWER), at=NOON
    )
    services.grant(moved, actor=officer(office, Role.APPROVER), at=NOON)
    assert Application.objects.get(pk=moved.pk).case.claim_filed_on == TODAY


def test_told_twice_with_one_key_it_is_told_once(office):
    application = ApplicationFactory(office=office, refused=True, **NEAR)
    clerk = officer(office, Role.RECEPTIONIST)
    for _again in range(2):
        limitation.file_claim(
            application, filed_on=TODAY, filed_with="某仲裁委", actor=clerk, key="once", at=LATER
        )
    assert application.events.filter(action="file_claim").count() == 1
    with pytest.raises(services.StaleApplication):
        limitation.file_claim(
            application,
            filed_on=TODAY,
            filed_with="某仲裁委",
            actor=clerk,
            version=application.version,
            at=LATER,
        )


@pytest.mark.parametrize(
    ("day", "where"),
    [(date(2026, 11, 30), "某仲裁委"), (date(26, 11, 18), "某仲裁委"), (date(2026, 11, 18), "  ")],
)
def test_a_claim_is_not_filed_tomorrow_nor_in_the_year_26_nor_nowhere(office, day, where):
    worker = officer(office, Role.CASEWORKER)
    application = ApplicationFactory(office=office, assigned=True, assignee=worker, **NEAR)
    with pytest.raises(ValidationError):
        limitation.file_claim(application, filed_on=day, filed_with=where, actor=worker, at=NOON)
    assert running(application).exists()


def test_who_has_no_part_in_it_cannot_end_it(office):
    mine, other = officer(office, Role.CASEWORKER), officer(office, Role.CASEWORKER)
    application = ApplicationFactory(office=office, assigned=True, assignee=mine, **NEAR)
    strangers = [officer(office, Role.APPROVER), officer(OfficeFactory(), *Role.values), other]
    for stranger in strangers:
        with pytest.raises(PermissionDenied):
            limitation.file_claim(application, filed_on=TODAY, filed_with="某仲裁委", actor=stranger, at=NOON)
    assert application_policy.user_has_permission_for_instance(mine, "file_claim", application)


def test_days_put_right_after_the_filing_start_nothing_anew(office):
    application = ApplicationFactory(office=office, **NEAR)
    clerk = officer(office, Role.RECEPTIONIST)
    moved = limitation.file_claim(application, filed_on=TODAY, filed_with="某仲裁委", actor=clerk, at=NOON)
    moved = correct(moved, moved.claimant, changes={"left_on": date(2025, 11, 25)}, at=NOON)
    assert moved.limitation_on is None


def test_an_ended_one_whose_year_is_over_bothers_nobody(office):
    over = {**NEAR, "left_on": date(2025, 11, 10)}
    refused = ApplicationFactory(office=office, refused=True, **over)
    assigned = ApplicationFactory(office=office, assigned=True, **over)
    assert list(Application.objects.limitation_near(TODAY)) == [assigned]
    assert not [f for f in words.flags(refused, TODAY, has_twin=False) if "时效" in f.text]


def test_the_case_page_offers_it_until_it_is_done(client, signed_in, office):
    signed_in(client, "receptionist", office)
    for application in (standing(office, "refused"), standing(office, "assigned")):
        address = reverse("applications:inspect", args=[application.pk])
        offered = lambda: {offer.form.action for offer in offered_on(client.get(address))}  # noqa: B023
        assert "file_claim" in offered()
        assert "unfile_claim" not in offered()
        told = act(client, application, "file_claim", filed_on="2026-11-18", filed_with="某仲裁委")
        assert told.status_code == 302
        assert "unfile_claim" in offered()
        page = client.get(address).content.decode()
        assert "交到：某仲裁委" in page
    assert acts.find("file_claim").said
