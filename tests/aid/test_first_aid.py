"""先行援助: a request with the application or later, a person's decision, papers by a day, and what becomes of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.acts import TransitionNotAllowed
from aid.models import Application, FirstAid, LocalPaperDays, Wish
from aid.services import clocks, first_aid, first_aid_notice
from aid.services.first_aid import Urgency
from casework import services as casework
from casework.workflow import Status as CaseStatus
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.notices.services import mark_read
from foundation.workdays.services import calendar_around
from intake import stages
from tests.aid.factories import NOON, ApplicationFactory, facts, officer, submission, workmates
from tests.aid.walk import given_first, reviewed
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 18)


def send(office, *, left_on=date(2026, 6, 1), key="6d0e7c1e-6d55-4d35-9c7d-0d5d3a6b1c11", **more):
    return services.submit(submission(claimants=[facts(left_on=left_on)], **more), key=key, at=NOON)


def granted(office, **more):
    application = ApplicationFactory(office=office)
    approver = officer(office, Role.APPROVER)
    return given_first(application, ground="limitation", actor=approver, at=NOON, **more), approver


def test_a_limitation_that_ends_within_days_is_a_request_at_once(office):
    """Journey 4: the employment ended 362 days ago, and she has not noticed."""
    application = send(office, left_on=TODAY - timedelta(days=362))
    asked = application.first_aid
    assert (asked.state, asked.ground, asked.deadline) == ("asked", "limitation", application.limitation_on)
    assert application.first_aid_waits
    assert [event.action for event in application.events.all()] == ["submit", "ask_first_aid"]
    assert Application.objects.due_first(TODAY).first() == application


@pytest.mark.parametrize("left_on", [TODAY - timedelta(days=358), TODAY - timedelta(days=400)])
def test_a_limitation_that_is_far_or_over_asks_for_nothing(office, left_on):
    assert not hasattr(send(office, left_on=left_on), "first_aid")


def test_what_the_person_says_cannot_wait_is_a_request(office):
    wish = Urgency("preservation", words="老板在卖机器")
    asked = send(office, first_aid=wish).first_aid
    assert (asked.ground, asked.deadline, asked.words) == ("preservation", None, "老板在卖机器")


def test_a_request_stands_above_a_limitation_that_is_nearer(office):
    near = ApplicationFactory(office=office, left_on=TODAY - timedelta(days=364))
    asked = send(office, first_aid=Urgency("advance"))
    assert list(Application.objects.due_first(TODAY)) == [asked, near]
    approver, reviewer = officer(office, Role.APPROVER), officer(office, Role.REVIEWER)
    assert asked not in Application.objects.waiting_for(approver, NOON)  # an officer looks at it first
    assert asked in Application.objects.waiting_for(reviewer, NOON)
    first_aid.propose(asked, note="老板在卖机器", actor=reviewer, at=NOON)
    assert asked in Application.objects.waiting_for(approver, NOON)


def test_granting_opens_a_case_and_sets_a_day_for_the_papers(office):
    application, approver = granted(office, text="补身份证照片。")
    application = Application.objects.get(pk=application.pk)
    aid = application.first_aid
    assert (aid.state, aid.papers_due_on, aid.decided_by) == ("granted", date(2026, 11, 25), approver)
    assert application.status == "submitted"
    assert application.case.status == CaseStatus.FIRST_AID
    assert {c.kind for c in application.deadlines.running()} >= {"accept", "review", "assign", "first_aid"}
    assert not application.first_aid_waits


def test_the_agency_sets_the_day(office, settings):
    settings.AID_FIRST_AID_PAPER_DAYS = 10
    assert granted(office)[0].first_aid.papers_due_on == date(2026, 11, 30)  # the tenth day is a Saturday
    assert granted(office, papers_due_on=date(2026, 12, 2))[0].first_aid.papers_due_on == date(2026, 12, 2)
    with pytest.raises(ValidationError):
        granted(office, papers_due_on=TODAY)


def test_the_row_of_the_agencys_place_goes_before_the_setting_of_the_site(office):
    office.region = RegionFactory()
    office.save()
    LocalPaperDays.objects.create(
        region=office.region,
        days=14,
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 1),
        source="某规定",
    )
    application, _approver = granted(office)
    assert application.first_aid.papers_due_on == date(2026, 12, 2)
    clock = application.deadlines.get(kind="first_aid")
    assert clock.computed_from == {"granted_on": "2026-11-18", "days": "14"}
    LocalPaperDays.objects.update(valid_to=date(2026, 11, 18))  # over
    assert granted(office)[0].first_aid.papers_due_on == date(2026, 11, 25)
    clock.refresh_from_db()
    assert not clocks.moved(clock, calendar_around(TODAY))  # what was promised stays


@pytest.mark.parametrize("days", [0, 366])
def test_a_number_of_days_that_cannot_be_is_told_so(days):
    row = LocalPaperDays(region=RegionFactory(), days=days, valid_from=TODAY, source="x")
    with pytest.raises(ValidationError):
        row.full_clean()


def test_only_an_approver_decides_and_only_once(office):
    application, approver = granted(office)
    with pytest.raises(ValidationError):
        first_aid.grant(application, ground="limitation", actor=approver)
    with pytest.raises(ValidationError):
        first_aid.refuse(application, text="不急", actor=approver)
    for role in (Role.RECEPTIONIST, Role.REVIEWER):
        with pytest.raises(PermissionDenied):
            first_aid.end(application, text="约好的材料一直没有补来。", actor=officer(office, role))


def test_refused_the_application_is_reviewed_like_any_other(office):
    application = send(office, first_aid=Urgency("advance"))
    moved = first_aid.refuse(application, text="还有半年。", actor=officer(application.office, Role.APPROVER))
    assert (moved.status, moved.first_aid.state, moved.first_aid_waits) == ("submitted", "refused", False)
    again = first_aid.ask(moved, ground="limitation", actor=officer(application.office, Role.RECEPTIONIST))
    assert again.first_aid_waits


def test_the_lawyer_is_named_before_the_decision_and_stays_after_it(office):
    application, approver = granted(office)
    lawyer = officer(office, Role.CASEWORKER)
    casework.assign(application, assignee=lawyer, actor=officer(office, Role.DISPATCHER))
    first_aid.settle(application, actor=officer(office, Role.RECEPTIONIST))
    services.accept(application, actor=officer(office, Role.RECEPTIONIST))
    reviewed(application, officer(office, Role.REVIEWER))
    application = services.grant(application, actor=approver)
    assert (application.status, application.case.status) == ("granted", CaseStatus.ASSIGNED)
    assert not application.deadlines.running().filter(kind__in=["assign", "first_aid"]).exists()
    assert application.first_aid.state == FirstAid.State.SETTLED


def test_granted_before_a_lawyer_is_named_the_first_clock_goes_on(office):
    application, approver = granted(office)
    services.accept(application, actor=officer(office, Role.RECEPTIONIST))
    reviewed(application, officer(office, Role.REVIEWER))
    application = services.grant(application, actor=approver)
    assert application.case.status == CaseStatus.UNASSIGNED
    assert application.deadlines.filter(kind="assign").count() == 1


def test_papers_that_do_not_come_end_nothing_until_a_person_says_so(office):
    application, approver = granted(office)
    late = NOON + timedelta(days=30)
    assert application.deadlines.running().get(kind="first_aid").was_missed(late)
    assert Application.objects.get(pk=application.pk).status == "submitted"
    with pytest.raises(ValidationError):
        first_aid.end(application, text="没来", actor=approver)
    ended = first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=late)
    assert (ended.status, ended.first_aid.state, ended.case.status) == (
        "terminated",
        "ended",
        CaseStatus.ENDED,
    )
    assert not ended.deadlines.running().exclude(kind="limitation").exists()
    with pytest.raises(TransitionNotAllowed):
        services.accept(ended, actor=officer(office, Role.RECEPTIONIST))


def test_a_refusal_ends_the_case_that_first_aid_opened(office):
    application, approver = granted(office)
    services.accept(application, actor=officer(office, Role.RECEPTIONIST))
    reviewed(application, officer(office, Role.REVIEWER), advice="refuse")
    refused = services.refuse(
        application,
        reasons=["not_eligible"],
        text="查明不符合法律援助的条件。",
        law="第三十一条",
        actor=approver,
    )
    assert refused.case.status == CaseStatus.ENDED


def test_a_request_that_nobody_decided_ends_with_the_decision(office):
    application = send(office, first_aid=Urgency("advance"))
    services.accept(application, actor=officer(office, Role.RECEPTIONIST), at=NOON)
    reviewed(application, officer(office, Role.REVIEWER))
    services.grant(application, actor=officer(office, Role.APPROVER), at=NOON)
    application = Application.objects.get(pk=application.pk)
    assert application.asked_first is None
    assert not Application.objects.first_aid_matters().exists()
    assert stages.first_aid(application) is None


def test_who_has_first_aid_and_no_lawyer_yet_is_among_the_unassigned(office):
    application, _approver = granted(office)
    assert application in Application.objects.unassigned()
    dispatcher = officer(office, Role.DISPATCHER)
    assert application in Application.objects.waiting_for(dispatcher, NOON)
    lawyer = officer(office, Role.CASEWORKER)
    casework.assign(application, assignee=lawyer, actor=officer(office, Role.DISPATCHER), at=NOON)
    assert not Application.objects.unassigned().exists()


def test_first_aid_assigned_refused_and_granted_after_all_names_somebody_anew(office):
    application, approver = granted(office)
    lawyer, dispatcher = officer(office, Role.CASEWORKER), officer(office, Role.DISPATCHER)
    casework.assign(application, assignee=lawyer, actor=dispatcher, at=NOON)
    services.accept(application, actor=officer(office, Role.RECEPTIONIST), at=NOON)
    reviewed(application, officer(office, Role.REVIEWER), advice="refuse")
    services.refuse(
        application,
        reasons=["other"],
        text="查明工资已经全部付清了。",
        law="法律援助法",
        actor=approver,
        at=NOON,
    )
    assert application not in Application.objects.visible_to(lawyer)
    Wish.objects.create(
        application=application, claimant=application.claimant, kind=Wish.Kind.OBJECTION, asked_at=NOON
    )
    boss = officer(office, Role.SUPERVISOR)
    services.order_review(application, text="收条不是本人签的", actor=boss, at=NOON)
    reviewed(application, officer(office, Role.REVIEWER))
    services.grant(application, actor=officer(office, Role.APPROVER), at=NOON)
    assert application in Application.objects.unassigned()
    casework.assign(application, assignee=lawyer, actor=dispatcher, at=NOON)
    assert Application.objects.get(pk=application.pk).case.assignee == lawyer


# --- who is told --------------------------------------------------------------------------------------
def letters(user, template="staff_first_aid"):
    return list(Message.objects.inbox_of(user).filter(template=template))


def test_the_approver_is_told_at_once_and_not_again_before_reading_it(office):
    approver, other = officer(office, Role.APPROVER), officer(office, Role.REVIEWER)
    application = ApplicationFactory(office=office)
    first_aid.ask(application, ground="advance", actor=other, at=NOON)
    (letter,) = letters(approver)
    assert application.reference in letter.text()
    assert letter.link.endswith("/admin/applications/?show=urgent")
    assert letters(other) == []
    first_aid.ask(ApplicationFactory(office=office), ground="advance", actor=other, at=NOON)
    assert len(letters(approver)) == 1
    mark_read(approver)
    send(office, left_on=TODAY - timedelta(days=362))
    assert len(letters(approver)) == 2


def test_the_nearest_office_with_an_approver_is_told(office):
    below = office.add_child(name="章贡工作站", kind=office.kind)
    chief = officer(office, Role.APPROVER)
    assert first_aid_notice.approvers_of(below) == [chief]
    near = officer(below, Role.APPROVER)
    assert first_aid_notice.approvers_of(below) == [near]
    assert first_aid_notice.approvers_of(office) == [chief]
    near.is_active = False
    near.save()
    assert first_aid_notice.approvers_of(below) == [chief]


def test_each_morning_says_once_how_many_wait(office):
    approver, receptionist = officer(office, Role.APPROVER), officer(office, Role.RECEPTIONIST)
    waiting = [ApplicationFactory(office=office) for _ in range(3)]
    for application in waiting:
        first_aid.ask(application, ground="advance", actor=receptionist, at=NOON)
    first_aid.refuse(waiting[0], text="还来得及", actor=approver, at=NOON)
    morning = NOON + timedelta(hours=20)
    assert [first_aid_notice.remind(morning), first_aid_notice.remind(morning)] == [1, 1]
    (letter,) = letters(approver, "staff_first_aid_waits")
    assert "2 件" in letter.text()
    for application in waiting[1:]:
        first_aid.refuse(application, text="还来得及", actor=approver, at=NOON)
    assert first_aid_notice.remind(morning + timedelta(days=1)) == 0


def test_a_worker_who_does_not_speak_for_all_cannot_ask(office):
    group = ApplicationFactory(office=office, claimants=workmates(3))
    group.claimants.filter(position=1).update(is_representative=True)
    speaker, other = group.claimants.all()[:2]
    with pytest.raises(PermissionDenied):
        first_aid.ask(group, ground="advance", person=other, at=NOON)
    first_aid.ask(group, ground="advance", person=speaker, at=NOON)
    assert FirstAid.objects.get(application=group).asked_by == "applicant"
