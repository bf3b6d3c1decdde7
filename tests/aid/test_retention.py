"""Applications that ended long ago: which go, what goes with them, what stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import SET_NULL

from aid import services
from aid.models import Application, Deadline, Decision, DeskEntry, Draft, Group, Tie, Wish
from aid.services import arrivals, first_aid, issue, retention, serve, wishes, withdrawal, word
from aid.status import OPEN, Status
from casework import services as casework
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.retention.kinds import Term
from foundation.vault import files as vault_files
from foundation.vault.chain import first_break
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.needs import one_of_each
from tests.aid.photos import checked_photo
from tests.aid.walk import given_first
from tests.foundation.retention.rules import rule

pytestmark = pytest.mark.django_db
YEARS = 10
LATER = NOON.replace(year=NOON.year + YEARS) + timedelta(days=3)
TERM = Term(YEARS, "years")
RULE = "某省法律援助档案管理办法 第九条"


@pytest.fixture
def ruled():
    for kind in retention.ENDED:
        rule(kind, YEARS, clause="第九条")


def over_age(kind="application_refused", at=LATER):
    return list(retention.over_age(at, kind, TERM))


@pytest.mark.parametrize("status", sorted(frozenset(Status) - {Status.MERGED}))  # of that: test_ties.py
def test_only_what_ended_goes(office, ruled, status):
    if status == Status.TERMINATED:
        boss = officer(office, Role.APPROVER)
        application = given_first(ApplicationFactory(office=office), ground="advance", actor=boss, at=NOON)
        first_aid.end(application, text="约好的材料一直没有补来。", actor=boss, at=NOON)
    else:
        ApplicationFactory(office=office, **{status: True})
        withdrawal.close_withdrawals(NOON + timedelta(days=1, hours=13))
    assert retention.forget_over_age(LATER) == (0 if status in OPEN else 1)
    assert Application.objects.exists() == (status in OPEN)


def test_nothing_goes_before_its_time(office, ruled):
    application = ApplicationFactory(office=office, refused=True)
    last = application.events.last().at
    day = timedelta(days=1)
    assert not over_age(at=last.replace(year=last.year + YEARS) - day)
    assert over_age(at=last.replace(year=last.year + YEARS) + day) == [application]
    # Something was done with it since.
    wishes.ask(application, application.claimant, Wish.Kind.RATING, score=5, at=last + 400 * day)
    assert not over_age()


def test_nothing_goes_while_somebody_waits_for_an_answer(office, ruled):
    application = ApplicationFactory(office=office, refused=True)
    wishes.ask(application, application.claimant, Wish.Kind.OBJECTION, text="收条不是我签的", at=NOON)
    assert not over_age()
    services.uphold(application, text="付清了", actor=officer(office, Role.SUPERVISOR), at=NOON)
    assert over_age() == [application]


def test_nothing_goes_while_a_clock_runs(office, ruled):
    """A limitation outlives its application: one that is over runs no more, one that is ahead does."""
    application = ApplicationFactory(office=office, refused=True)
    limitation = application.deadlines.running().get()
    assert limitation.kind == Deadline.Kind.LIMITATION
    assert over_age() == [application]
    application.deadlines.filter(pk=limitation.pk).update(due_at=LATER + timedelta(days=1))
    assert not over_age()
    application.deadlines.filter(pk=limitation.pk).update(due_at=NOON, kind=Deadline.Kind.ACCEPT)
    assert not over_age()


def test_nothing_goes_while_its_case_runs(office, ruled):
    application = ApplicationFactory(office=office, assigned=True)
    Application.objects.update(status=Status.WITHDRAWN)  # no act leads here
    assert not over_age("application_withdrawn")
    assert retention.forget_over_age(LATER) == 0
    [line] = retention.plan(LATER, "application_withdrawn", TERM, None).stays
    assert (line.name, line.why) == (application.reference, "还在办。不想办了可以先撤回。")


def test_without_a_rule_of_the_day_nothing_goes(office):
    application = ApplicationFactory(office=office, refused=True)
    assert retention.forget_over_age(LATER) == 0
    rule("application_withdrawn", YEARS)  # of another kind
    rule("application_refused", YEARS, valid_from=LATER.date() + timedelta(days=1))
    rule("application_refused", YEARS, valid_from=NOON.date(), withdrawn_at=NOON)
    assert retention.forget_over_age(LATER) == 0
    rule("application_refused", YEARS, valid_from=NOON.date())
    rule("application_refused", None, valid_from=LATER.date())  # stopped
    assert retention.forget_over_age(LATER) == 0
    assert list(Application.objects.all()) == [application]


def test_each_kind_goes_by_its_own_rule(office):
    """And every status that ends belongs to exactly one."""
    assert sorted(s for some in retention.ENDED.values() for s in some) == sorted(
        set(Status) - OPEN - {Status.MERGED}  # that one goes with the one it is done under
    )
    refused = ApplicationFactory(office=office, refused=True)
    ApplicationFactory(office=office, withdrawn=True)
    withdrawal.close_withdrawals(NOON + timedelta(days=1, hours=13))
    rule("application_withdrawn", YEARS)
    assert retention.forget_over_age(LATER) == 1
    assert list(Application.objects.all()) == [refused]


@pytest.mark.parametrize("years", [1, 9, 10, 11])
def test_the_dry_run_is_what_then_goes(office, years):
    """Of every way to end or not to end, held and not held, with and without an open question."""
    for status in (s for s in Status.values if s not in (Status.TERMINATED, Status.MERGED)):
        ApplicationFactory(office=office, **{status: True})
        held = ApplicationFactory(office=office, **{status: True})
        Application.objects.filter(pk=held.pk).update(is_held=True)
    full(office)
    withdrawal.close_withdrawals(NOON + timedelta(days=1, hours=13))
    asks = Application.objects.filter(status=Status.REFUSED, is_held=False).first()
    ApplicationFactory(office=office, refused=True)
    wishes.ask(asks, asks.claimant, Wish.Kind.OBJECTION, text="收条不是我签的", at=NOON)
    for kind in retention.ENDED:
        rule(kind, years)
    plans = {kind: retention.plan(LATER, kind, Term(years, "years"), None) for kind in retention.ENDED}
    before = set(Application.objects.values_list("reference", flat=True))
    gone = retention.forget_over_age(LATER)
    assert gone == sum(plan.count for plan in plans.values()) == (0 if years > YEARS else 4)
    went = before - set(Application.objects.values_list("reference", flat=True))
    assert went == {line.name for plan in plans.values() for line in plan.goes}
    stayed = [line for plan in plans.values() for line in plan.stays]
    assert all(line.why for line in stayed)
    assert len(stayed) == (0 if years > YEARS else 4)
    # Nothing is left to do, and a second night says the same.
    assert retention.forget_over_age(LATER) == 0
    assert not any(retention.plan(LATER, kind, Term(years, "years"), None).count for kind in retention.ENDED)


def test_a_keeper_is_shown_the_list_of_their_own_offices_and_the_number_of_all(office):
    mine = ApplicationFactory(office=office, refused=True)
    ApplicationFactory(office=OfficeFactory(), refused=True)
    plan = retention.plan(LATER, "application_refused", TERM, officer(office, Role.OPERATOR))
    assert (plan.count, [line.name for line in plan.goes]) == (2, [mine.reference])


# What goes with an application. Whoever hangs a new kind of row on it looks whether it should, and adds it here.
GOES = {
    *(
        "aid.Claimant",
        "aid.Event",
        "aid.Deadline",
        "aid.ConsentRecord",
        "aid.Evidence",
        "aid.IssuedPaper",
        "aid.Serving",
        "aid.Wish",
        "aid.Word",
        "aid.WantedPaper",
    ),
    *("aid.FirstAid", "aid.Decision", "aid.DeskEntry", "aid.Group", "aid.Draft", "aid.Arrival"),
    *("aid.Share", "aid.Concern", "aid.BodyNotice", "aid.Watch", "aid.CareNote", "aid.VisitTask"),
    "aid.VisitCopy",
    *(
        "aid.Suspension",
        "aid.Letter",
        "aid.ClockWarning",
        "aid.Termination",
        "aid.BulkItem",
        "aid.RedactedCopy",
        "aid.Tie",
        "aid.Attachment",
    ),
    *("casework.Case", "casework.Assignment"),
}


def hanging(model, found):
    for relation in model._meta.get_fields(include_hidden=True):
        goes = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if goes and relation.on_delete is not SET_NULL and relation.related_model not in found:
            found.add(relation.related_model)
            hanging(relation.related_model, found)
    return found


def full(office):
    """A group with a row of each kind, ended long ago."""
    approver, clerk = officer(office, Role.APPROVER), officer(office, Role.RECEPTIONIST)
    application = ApplicationFactory(office=office, claimants=workmates(3))
    papers = [(checked_photo(), "iou")]
    services.add_evidence(application, papers=papers, without={"contract": "没签过"}, actor=clerk, at=NOON)
    wishes.ask(application, application.claimant, Wish.Kind.RATING, text="好", score=5, at=NOON)
    given_first(application, ground="advance", text="先办", actor=approver, at=NOON)
    lawyer = officer(office, Role.CASEWORKER)
    casework.assign(application, assignee=lawyer, actor=officer(office, Role.DISPATCHER), at=NOON)
    first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=NOON)
    for version in range(2):
        before = application.issued.first() if version else None
        issue.issue_paper(application, kind="ending", replaces=before, why="日期错了", actor=clerk, at=NOON)
    word.write_to(application, text="明天来一趟。", papers=[checked_photo(30)], actor=clerk, at=NOON)
    served = {"served_on": NOON.date(), "how": "by_hand", "to": "self", "proof": "signed"}
    serve.serve(application, **served, actor=clerk, at=NOON)
    one = {"application": application}
    Group.objects.create(**one)
    DeskEntry.objects.create(**one, channel="phone", operator=clerk, office=office, opened_at=NOON)
    arrivals.begin(application, place="files", fingerprint="f" * 64, name="长录音.m4a", size=100)
    draft = Draft.start(at=NOON, language="zh-hans")
    draft.application, draft.claimant = application, application.claimant
    draft.save()
    Decision.objects.get_or_create(
        **one, kind=Decision.Kind.GRANT, defaults={"decided_on": NOON.date(), "decided_by": approver}
    )
    one_of_each(application)
    return application


def sealed_of(application):
    rows = application.evidence.values_list("path", "preview_path")
    issued = application.issued.values_list("path", flat=True)
    return {name for row in rows for name in row if name} | set(issued)


def test_everything_of_it_goes_and_nothing_of_another(office, ruled, django_capture_on_commit_callbacks):
    models = hanging(Application, set())
    assert {model._meta.label for model in models} == GOES
    gone, other = full(office), full(office)
    Application.objects.filter(pk=other.pk).update(status=Status.GRANTED)
    for one, two in ((gone, other), (other, gone)):
        made = {"since": NOON, "made_by": officer(office, Role.RECEPTIONIST)}
        Tie.objects.create(application=one, other=two, kind="link", **made)
    models.remove(Tie)  # of the two together
    before = {model: model._base_manager.count() for model in models}
    assert all(count and count % 2 == 0 for count in before.values()), before
    messages = Message.objects.filter(channel="sms").count()
    theirs, others = sealed_of(gone), sealed_of(other)
    with django_capture_on_commit_callbacks(execute=True):
        assert retention.forget_over_age(LATER) == 1
    assert Application.objects.get() == other
    assert {model: model._base_manager.count() * 2 for model in models} == before
    left = set(vault_files.all_names())
    assert theirs
    assert not Tie.objects.exists()
    assert not theirs & left
    assert others <= left
    assert messages
    assert Message.objects.filter(channel="sms").count() * 2 == messages
    # What is left of it.
    entry = AccessEntry.objects.get(action="aid.forget_application")
    assert (entry.actor, entry.object_id) == (None, str(gone.pk))
    assert entry.purpose == f"{gone.reference} {office.code} terminated 2026-11-18 · 10 years: {RULE}"
    assert not first_break(AccessEntry.objects.order_by("number"))


def test_the_events_of_others_stay_append_only(office, ruled):
    going, other = ApplicationFactory(office=office, refused=True), ApplicationFactory(office=office)

    def refused(statement, application):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            connection.cursor().execute(f"{statement} WHERE application_id = %s", [application.pk])

    refused("DELETE FROM aid_event", going)
    retention._let_events_go(going)
    assert not going.events.exists()
    refused("DELETE FROM aid_event", other)
    with pytest.raises(DatabaseError, match="has not ended"), transaction.atomic():
        retention._let_events_go(other)


def test_one_that_moved_meanwhile_stays(office, ruled, monkeypatch):
    application = ApplicationFactory(office=office, refused=True)
    look, looks = retention.over_age, []

    def look_and_ask(at, kind, term):
        if kind == "application_refused":
            if looks:  # the second look is the one under lock
                wishes.ask(application, application.claimant, Wish.Kind.OBJECTION, text="没签", at=NOON)
            looks.append(at)
        return look(at, kind, term)

    monkeypatch.setattr(retention, "over_age", look_and_ask)
    assert retention.forget_over_age(LATER) == 0
    assert len(looks) == 2
    assert Application.objects.exists()


def test_the_command_lists_and_deletes_nothing(office, ruled):
    application = ApplicationFactory(office=office, refused=True)
    call_command("retention", "application_refused", on=LATER.date(), stdout=(out := StringIO()))
    assert f"application_refused: 1 would go, 0 held back · 10 years: {RULE}" in out.getvalue()
    assert f"\t{application.reference}\t{office.name}\t2026-11-18" in out.getvalue()
    assert Application.objects.exists()
