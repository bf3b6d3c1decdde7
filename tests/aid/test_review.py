"""Two people decide: an opinion by one, the decision by another; alone only where a supervisor says so, never a refusal."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from aid import services, solo
from aid.acts import TransitionNotAllowed
from aid.models import Application, SoloOffice
from aid.policies import application_policy
from aid.services import wishes
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import given_first, reviewed

pytestmark = pytest.mark.django_db
REFUSAL = {"reasons": ["other"], "text": "查明工资已经全部付清了。", "law": "法律援助法"}
TODAY, UNTIL = NOON.date(), date(2026, 12, 31)


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine):
    time_machine.move_to(NOON + timedelta(minutes=5), tick=False)


@pytest.mark.parametrize("status", ["submitted", "accepted", "supplementing"])
@pytest.mark.parametrize("act", ["grant", "refuse"])
def test_nothing_is_decided_without_an_opinion(office, status, act):
    application = ApplicationFactory(office=office, **{status: True})
    with pytest.raises(TransitionNotAllowed):
        getattr(services, act)(
            application, actor=officer(office, Role.APPROVER), at=NOON, **(REFUSAL if act == "refuse" else {})
        )


def test_papers_that_come_after_the_opinion_ask_for_another_one(office):
    application = ApplicationFactory(office=office, reviewing=True)
    services.ask_supplement(
        application, kinds=["id"], text="身份证", actor=officer(office, Role.REVIEWER), at=NOON
    )
    application = services.add_supplement(application, note="补来了", at=NOON)
    with pytest.raises(TransitionNotAllowed):
        services.grant(application, actor=officer(office, Role.APPROVER), at=NOON)


def test_an_objection_that_is_upheld_asks_for_another_opinion_also_where_there_was_none(office):
    from aid.models import Wish
    from aid.services import first_aid

    approver = officer(office, Role.APPROVER)
    application = given_first(ApplicationFactory(office=office), ground="advance", actor=approver, at=NOON)
    first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=NOON)
    Wish.objects.create(
        application=application, claimant=application.claimant, kind=Wish.Kind.OBJECTION, asked_at=NOON
    )
    ordered = wishes.order_review(
        application, text="材料寄到了", actor=officer(office, Role.SUPERVISOR), at=NOON
    )
    with pytest.raises(TransitionNotAllowed):
        services.grant(ordered, actor=officer(office, Role.APPROVER), at=NOON)


def test_an_opinion_says_the_matter_the_means_and_the_advice(office):
    application = ApplicationFactory(office=office, accepted=True)
    moved = reviewed(
        application,
        officer(office, Role.REVIEWER),
        matter="dismissal",
        exemption="",
        check="data",
        advice="refuse",
    )
    found = {"matter": "dismissal", "exemption": "", "check": "data", "advice": "refuse"}
    found["chain"] = ["approver"]
    assert moved.events.last().data == found
    assert (moved.matter, moved.exemption, moved.exemption_article, moved.lane) == (
        "dismissal",
        "",
        "",
        "usual",
    )
    again = services.send_back(moved, reason="免查的，再看", actor=officer(office, Role.APPROVER), at=NOON)
    moved = reviewed(
        again, officer(office, Role.REVIEWER), matter="wages", exemption="migrant_wages", check="exempt"
    )
    assert (moved.exemption_article, moved.lane) == ("《法律援助法》第四十二条第三项", "green")


@pytest.mark.parametrize(
    "wrong",
    [
        {"advice": "nonsense"},
        {"check": "nonsense"},
        {"check": "exempt", "exemption": ""},
        {"check": "pledge"},  # and says that it is exempt
        {"exemption": "nonsense"},
        {"matter": "nonsense"},
    ],
)
def test_an_opinion_that_contradicts_itself_is_none(office, wrong):
    application = ApplicationFactory(office=office, accepted=True)
    with pytest.raises(ValidationError):
        reviewed(application, officer(office, Role.REVIEWER), **wrong)
    application.refresh_from_db()
    assert (application.status, application.exemption) == ("accepted", "migrant_wages")


def test_it_goes_back_with_a_reason_and_its_clock_runs_on(office):
    application = ApplicationFactory(office=office, reviewing=True)
    due = application.deadlines.get(kind="review").due_at
    approver = officer(office, Role.APPROVER)
    with pytest.raises(ValidationError):
        services.send_back(application, reason=" ", actor=approver, at=NOON)
    back = services.send_back(application, reason="工资条对不上", actor=approver, at=NOON)
    assert (back.status, back.next_due_at) == ("accepted", due)
    assert back.events.last().note == "工资条对不上"
    with pytest.raises(TransitionNotAllowed):
        services.send_back(back, reason="又一次", actor=approver, at=NOON)
    moved = reviewed(back, officer(office, Role.REVIEWER))
    assert services.grant(moved, actor=approver, at=NOON).status == "granted"


def test_who_sent_it_back_and_reviewed_it_then_does_not_decide(office):
    both = officer(office, Role.REVIEWER, Role.APPROVER)
    application = ApplicationFactory(office=office, reviewing=True)
    moved = reviewed(services.send_back(application, reason="我来看", actor=both, at=NOON), both)
    for act, values in (("grant", {}), ("refuse", REFUSAL)):
        with pytest.raises(PermissionDenied):
            getattr(services, act)(moved, actor=both, at=NOON, **values)


def test_a_refusal_is_said_by_two(office):
    approver = officer(office, Role.APPROVER)
    application = ApplicationFactory(office=office, reviewing=True)  # the reviewer advises to grant
    with pytest.raises(ValidationError):
        services.refuse(application, actor=approver, at=NOON, **REFUSAL)
    back = services.send_back(application, reason="工资条上写着付清了", actor=approver, at=NOON)
    moved = reviewed(back, officer(office, Role.REVIEWER), advice="refuse")
    assert services.refuse(moved, actor=approver, at=NOON, **REFUSAL).status == "refused"


def test_who_is_advised_to_refuse_may_grant(office):
    moved = reviewed(
        ApplicationFactory(office=office, accepted=True), officer(office, Role.REVIEWER), advice="refuse"
    )
    assert services.grant(moved, actor=officer(office, Role.APPROVER), at=NOON).status == "granted"


def test_in_an_office_of_one_person_a_grant_takes_one_and_a_refusal_two(office):
    alone = officer(office, Role.REVIEWER, Role.APPROVER)
    boss = officer(office, Role.SUPERVISOR)
    made = solo.allow(office, reason="另一位休产假", until=UNTIL, actor=boss, at=NOON)
    application = reviewed(ApplicationFactory(office=office, accepted=True), alone)
    assert application_policy.user_has_permission_for_instance(alone, "grant", application)
    assert application in Application.objects.waiting_for(alone, NOON)
    granted = services.grant(application, actor=alone, at=NOON)
    assert granted.events.last().data["alone"] == made.pk
    by_two = reviewed(ApplicationFactory(office=office, accepted=True), officer(office, Role.REVIEWER))
    assert "alone" not in services.grant(by_two, actor=alone, at=NOON).events.last().data
    assert [one.decided for one in solo.shown_to(boss)] == [1]
    refused = reviewed(ApplicationFactory(office=office, accepted=True), alone, advice="refuse")
    with pytest.raises(PermissionDenied):
        services.refuse(refused, actor=alone, at=NOON, **REFUSAL)
    services.refuse(refused, actor=officer(office, Role.APPROVER), at=NOON, **REFUSAL)


def test_before_and_after_its_days_and_in_another_office_two_are_needed(office, time_machine):
    alone = officer(office, Role.REVIEWER, Role.APPROVER)
    boss = officer(office, Role.SUPERVISOR)
    solo.allow(OfficeFactory(), reason="一个人", until=UNTIL, actor=officer_of_everything(), at=NOON)
    application = reviewed(ApplicationFactory(office=office, accepted=True), alone)
    may = lambda: application_policy.user_has_permission_for_instance(alone, "grant", application)
    assert not may()
    made = solo.allow(office, reason="一个人", until=UNTIL, actor=boss, at=NOON)
    assert may()
    solo.end(made, actor=boss, at=NOON)
    assert not may()
    solo.allow(office, reason="又一个人", until=TODAY + timedelta(days=2), actor=boss, at=NOON)
    assert may()
    time_machine.move_to(NOON + timedelta(days=3), tick=False)
    assert not may()


def officer_of_everything():
    from tests.aid.factories import UserFactory

    return UserFactory(is_superuser=True)


@pytest.mark.parametrize(
    "values",
    [
        {"reason": " ", "until": UNTIL},
        {"reason": "一个人", "until": date(2026, 11, 17)},
        {"reason": "一个人", "until": date(2027, 11, 20)},
    ],
)
def test_it_needs_a_reason_and_an_end(office, values):
    with pytest.raises(ValidationError):
        solo.allow(office, actor=officer(office, Role.SUPERVISOR), at=NOON, **values)
    assert not SoloOffice.objects.exists()


def test_nobody_says_it_of_themselves_or_of_an_office_elsewhere(office):
    other = OfficeFactory()
    for actor, where in (
        (officer(office, Role.SUPERVISOR, Role.APPROVER), office),
        (officer(office, Role.SUPERVISOR, Role.REVIEWER), office),
        (officer(other, Role.SUPERVISOR), office),
        (officer(office, Role.APPROVER), office),
    ):
        with pytest.raises(PermissionDenied):
            solo.allow(where, reason="一个人", until=UNTIL, actor=actor, at=NOON)
    boss = officer(office, Role.SUPERVISOR)
    made = solo.allow(office, reason="一个人", until=UNTIL, actor=boss, at=NOON)
    with pytest.raises(ValidationError):  # one at a time
        solo.allow(office, reason="一个人", until=UNTIL, actor=boss, at=NOON)
    with pytest.raises(PermissionDenied):
        solo.end(made, actor=officer(other, Role.SUPERVISOR), at=NOON)
    assert solo.end(solo.end(made, actor=boss, at=NOON), actor=boss, at=NOON).ended_on == TODAY


def test_the_supervisors_page_sets_shows_and_ends_it(client, signed_in, office):
    boss = signed_in(client, "supervisor", office)
    address = reverse("applications:solo")
    answer = client.post(address, {"office": office.pk, "until": "2026-12-31", "reason": ""})
    assert answer.status_code == 422
    foreign = {"office": OfficeFactory().pk, "until": "2026-12-31", "reason": "一个人"}
    assert client.post(address, foreign).status_code == 422
    assert client.post(address, {**foreign, "office": office.pk}).status_code == 302
    page = client.get(address).content.decode()
    assert "提前结束" in page
    assert str(boss) in page
    made = SoloOffice.objects.get()
    client.post(reverse("applications:solo_end", args=[made.pk]))
    made.refresh_from_db()
    assert (made.ended_on, made.ended_by) == (TODAY, boss)
    assert "提前结束</button>" not in client.get(address).content.decode()
