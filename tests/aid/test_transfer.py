"""To another office: asked, answered, taken back; one number, and every clock goes on."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.models import Application
from aid.services import transfer
from counter import words
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.counter.acts import act, offered_on

pytestmark = pytest.mark.django_db
NEAR = {"left_on": date(2025, 11, 21), "owed_from": None, "owed_to": None}


@pytest.fixture
def there(db):
    office = OfficeFactory()
    office.clerk = officer(office, Role.RECEPTIONIST)
    return office


@pytest.fixture
def clerk(office):
    return officer(office, Role.RECEPTIONIST)


def clocks_of(application):
    return list(
        application.deadlines.values_list(
            "kind", "due_on", "met_at", "cancelled_at", "paused_since"
        ).order_by("pk")
    )


def ask(application, clerk, **values):
    return transfer.offer(application, reason="案子在那里办", actor=clerk, at=NOON, **values)


@pytest.mark.parametrize("status", ["submitted", "accepted", "reviewing", "supplementing"])
def test_accepted_it_is_the_other_offices_as_it_stands(office, there, clerk, status):
    application = ApplicationFactory(office=office, may_sms=True, **{status: True}, **NEAR)
    before = clocks_of(application)
    asked = ask(application, clerk, office=there)
    assert (asked.office, asked.status, clocks_of(asked)) == (office, application.status, before)
    assert asked in Application.objects.visible_to(there.clerk)
    taken = transfer.accept(asked, actor=there.clerk, at=NOON)
    assert (taken.office, taken.status, taken.reference) == (there, application.status, application.reference)
    assert clocks_of(taken) == before
    assert taken.limitation_on == date(2026, 11, 21)
    assert taken in Application.objects.limitation_near(NOON.date())
    assert (taken.offer_due_on, taken.offered_to, taken.referred_to) == (None, None, "")
    assert taken not in Application.objects.visible_to(clerk)
    assert Message.objects.filter(template="moved").count() == 1


def test_who_is_asked_looks_and_answers_and_does_nothing_else(office, there, clerk):
    application = ask(ApplicationFactory(office=office), clerk, office=there)
    with pytest.raises(PermissionDenied):
        services.accept(application, actor=there.clerk, at=NOON)
    others = (clerk, officer(there, Role.REVIEWER), officer(OfficeFactory(), Role.RECEPTIONIST))
    for actor in others:  # who asked does not answer, nor does another role or office
        with pytest.raises(PermissionDenied):
            transfer.accept(application, actor=actor, at=NOON)
        with pytest.raises(PermissionDenied):
            transfer.decline(application, reason="不接", actor=actor, at=NOON)
    with pytest.raises(PermissionDenied):
        transfer.recall(application, reason="不转了", actor=there.clerk, at=NOON)
    assert application not in Application.objects.visible_to(others[1])


def test_declined_it_is_back_on_the_list_of_who_asked(office, there, clerk):
    application = ApplicationFactory(office=office)
    before = clocks_of(application)
    assert application in Application.objects.waiting_for(clerk, NOON)
    asked = ask(application, clerk, office=there)
    assert application not in Application.objects.waiting_for(clerk, NOON)
    assert application in Application.objects.waiting_for(there.clerk, NOON)
    with pytest.raises(ValidationError):
        transfer.decline(asked, reason=" ", actor=there.clerk, at=NOON)
    back = transfer.decline(asked, reason="不归我们管", actor=there.clerk, at=NOON)
    assert back.events.last().note == "不归我们管"
    assert back in Application.objects.waiting_for(clerk, NOON)
    assert back not in Application.objects.visible_to(there.clerk)
    assert clocks_of(back) == before
    assert ask(back, clerk, office=there).offered_to == there  # and may be asked again


def test_overdue_it_is_back_too_and_still_open_to_be_accepted(office, there, clerk):
    asked = ask(
        ApplicationFactory(office=office, accepted=True), officer(office, Role.REVIEWER), office=there
    )
    reviewer, later = officer(office, Role.REVIEWER), NOON + timedelta(days=4)
    assert asked not in Application.objects.waiting_for(reviewer, NOON)
    assert asked in Application.objects.waiting_for(reviewer, later)
    flags = words.offer_flags(asked, later.date())
    assert [(flag.text, flag.tone) for flag in flags] == [("转接没答复", "late")]
    assert transfer.accept(asked, actor=there.clerk, at=later).office == there


def test_what_is_pressing_never_leaves_the_list_of_who_asked(office, there, clerk):
    asked = ask(ApplicationFactory(office=office, **NEAR), clerk, office=there)
    assert asked in Application.objects.waiting_for(clerk, NOON)


def test_taken_back_nothing_has_changed(office, there, clerk):
    application = ApplicationFactory(office=office, accepted=True)
    before = clocks_of(application)
    back = transfer.recall(ask(application, clerk, office=there), reason="问错了", actor=clerk, at=NOON)
    assert (back.office, back.status, back.referred_to, clocks_of(back)) == (office, "accepted", "", before)
    for again in (
        lambda: transfer.recall(back, reason="问错了", actor=clerk, at=NOON),
        lambda: transfer.end(back, ack="接了", actor=clerk, at=NOON),
    ):
        with pytest.raises(ValidationError):
            again()
    with pytest.raises(PermissionDenied):
        transfer.accept(back, actor=there.clerk, at=NOON)


def test_a_body_outside_is_named_and_its_word_kept(office, clerk, there):
    application = ApplicationFactory(office=office, **NEAR)
    asked = ask(application, clerk, to="苏州市法律援助中心")
    with pytest.raises(ValidationError):
        transfer.end(asked, ack=" ", actor=clerk, at=NOON)
    ended = transfer.end(asked, ack="陈主任电话里说接了", actor=clerk, at=NOON)
    assert (ended.status, ended.referred_to) == ("transferred_out", "苏州市法律援助中心")
    assert [clock.kind for clock in ended.deadlines.running()] == ["limitation"]
    assert ended in Application.objects.limitation_near(NOON.date())
    inside = ask(ApplicationFactory(office=office), clerk, office=there)
    with pytest.raises(ValidationError):  # an office of ours answers for itself
        transfer.end(inside, ack="接了", actor=clerk, at=NOON)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"to": " "},
        {"to": "苏州", "due_on": date(2026, 11, 17)},
        {"to": "苏州", "due_on": date(2027, 1, 1)},
    ],
)
def test_it_says_whom_and_by_when(office, clerk, there, wrong):
    application = ApplicationFactory(office=office)
    with pytest.raises(ValidationError):
        ask(application, clerk, **wrong)
    for where in (OfficeFactory(), office):  # nobody works there; it is there already
        with pytest.raises(ValidationError):
            ask(application, clerk, office=where)
    with pytest.raises(ValidationError):
        ask(application, clerk, office=there, to="苏州")
    with pytest.raises(ValidationError):
        transfer.offer(application, to="苏州", reason=" ", actor=clerk, at=NOON)
    asked = ask(application, clerk, office=there)
    with pytest.raises(ValidationError):  # one at a time
        ask(asked, clerk, to="苏州")


def test_an_offer_ends_with_the_decision_and_with_a_withdrawal(office, there, clerk):
    decided = ask(ApplicationFactory(office=office, reviewing=True), clerk, office=there)
    decided = services.grant(decided, actor=officer(office, Role.APPROVER), at=NOON)
    withdrawn = services.withdraw(ask(ApplicationFactory(office=office), clerk, office=there), at=NOON)
    for application in (decided, withdrawn):
        assert (application.offered_to, application.offer_due_on) == (None, None)
        assert application not in Application.objects.visible_to(there.clerk)
        with pytest.raises(PermissionDenied):
            transfer.accept(application, actor=there.clerk, at=NOON)


def test_told_twice_it_is_done_once_and_a_stale_page_does_nothing(office, there, clerk):
    application = ApplicationFactory(office=office)
    for _again in range(2):
        asked = ask(application, clerk, office=there, key="once")
    assert asked.events.filter(action="refer_out").count() == 1
    transfer.recall(asked, reason="问错了", actor=clerk, at=NOON)
    again = ask(asked, clerk, office=there)
    with pytest.raises(services.StaleApplication):
        transfer.accept(again, actor=there.clerk, version=application.version, at=NOON)


def test_at_the_counter_from_one_desk_to_the_other(client, signed_in, office, there):
    application = ApplicationFactory(office=office)
    signed_in(client, "receptionist", office)
    nobody = OfficeFactory()
    for wrong in ({"office": nobody.pk}, {}):
        assert act(client, application, "refer_out", reason="案子在那", **wrong).status_code == 422
    assert act(client, application, "refer_out", reason="案子在那", office=there.pk).status_code == 302
    page = client.get(f"/admin/applications/{application.pk}/")
    assert "等对方接" in page.content.decode()
    codes = {offer.form.action for offer in offered_on(page)}
    assert "recall_transfer" in codes
    assert not {"refer_out", "accept_transfer", "end_transfer"} & codes
    signed_in(client, "receptionist", there, username="t-there")
    page = client.get(f"/admin/applications/{application.pk}/")
    assert {o.form.action for o in offered_on(page)} == {"accept_transfer", "decline_transfer"}
    rows = client.get("/admin/applications/?show=offered").context["table"].data
    assert [row.application for row in rows] == [application]
    assert act(client, application, "accept_transfer").status_code == 302
    assert Application.objects.get(pk=application.pk).office == there


def test_after_a_grant_it_is_asked_for_and_taken_and_somebody_is_named_anew(office, there):
    dispatcher, lawyer = officer(office, Role.DISPATCHER), officer(office, Role.CASEWORKER)
    application = ApplicationFactory(office=office, assigned=True, assignee=lawyer)
    limitation = application.limitation_on
    asked = ask(application, dispatcher, office=there)
    assert asked.case.status == "assigned"
    taken = transfer.accept(asked, actor=there.clerk, at=NOON + timedelta(days=1))
    taken.refresh_from_db()
    assert (taken.status, taken.office, taken.case.status) == ("granted", there, "unassigned")
    assert not taken.case.assignments.current().exists()
    assert (taken.next_due_kind, taken.limitation_on) == ("assign", limitation)
    assert taken not in Application.objects.visible_to(lawyer)
    assert taken in Application.objects.waiting_for(officer(there, Role.DISPATCHER), NOON + timedelta(days=1))


def test_not_yet_assigned_its_days_go_on(office, there):
    application, clerk = ApplicationFactory(office=office, granted=True), officer(office, Role.RECEPTIONIST)
    before = clocks_of(application)
    taken = transfer.accept(
        ask(application, officer(office, Role.DISPATCHER), office=there),
        actor=there.clerk,
        at=NOON + timedelta(days=1),
    )
    assert clocks_of(taken) == before
    back = transfer.decline(
        transfer.offer(
            taken, office=office, reason="还是那里办", actor=there.clerk, at=NOON + timedelta(days=1)
        ),
        reason="不接",
        actor=clerk,
        at=NOON + timedelta(days=2),
    )
    assert clocks_of(back) == before
