"""送达: from the day on which a decision came to whom it concerns the days for objecting are counted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aid import sla
from aid.clock_rules import Kind
from aid.models import Serving
from aid.services import wishes
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, officer
from tests.counter.acts import act, case_url, offered_on
from tests.intake.test_track import opened, stages_of

pytestmark = pytest.mark.django_db
BY_HAND = {"how": "by_hand", "to": "self", "proof": "signed"}


def today():
    return sla.local_day(timezone.now())


def serve(client, application, **change):
    return act(client, application, "serve", **{"served_on": today().isoformat(), **BY_HAND, **change})


def decided_before(office, days=5, **more):
    application = ApplicationFactory(office=office, refused=True, **more)
    application.decisions.update(decided_on=today() - timedelta(days=days))
    return application


def test_the_days_for_objecting_run_from_the_day_it_was_served(client, as_, office):
    application = decided_before(office)
    as_("receptionist")
    page = client.get(case_url(application)).content.decode()
    assert "还没有记决定书哪天送到的" in page
    served = today() - timedelta(days=2)
    answer = serve(
        client, application, served_on=served.isoformat(), how="mail", proof="slip", proof_note="EMS 7"
    )
    assert answer.status_code == 302
    clock = application.deadlines.get(kind=Kind.OBJECTION)
    assert clock.due_on == served + timedelta(days=15)
    page = client.get(case_url(application)).content.decode()
    for words in ("邮寄", "邮件签收单、回执", "EMS 7"):
        assert words in page
    ends = f"{clock.due_on.month}月{clock.due_on.day}日"
    for own in (stages_of, opened):
        words = own(client, application).content.decode()
        assert f"{served.month}月{served.day}日" in words
        assert "送到（邮寄）" in words
        assert ends in words
    assert "收的人：本人" in opened(client, application).content.decode()


def test_until_it_was_served_no_day_is_promised(client, office):
    application = decided_before(office)
    assert "送到您手上那天起" in stages_of(client, application).content.decode()
    assert not application.deadlines.filter(kind=Kind.OBJECTION).exists()


def test_a_day_that_was_wrong_is_put_right_and_moves_the_clock(client, as_, office):
    application = decided_before(office)
    as_("reviewer")
    for days in (4, 1):
        assert (
            serve(client, application, served_on=(today() - timedelta(days=days)).isoformat()).status_code
            == 302
        )
    assert [d.due_on for d in application.deadlines.filter(kind=Kind.OBJECTION)] == [
        today() + timedelta(days=14)
    ]
    application.refresh_from_db()
    assert application.serving.served_on == today() - timedelta(days=1)
    assert application.events.filter(action="serve").count() == 2


def test_who_has_objected_needs_no_reminder(client, as_, office):
    application = decided_before(office)
    as_("receptionist")
    serve(client, application)
    wishes.ask(application, application.claimant, "objection", text="没有付清")
    clock = application.deadlines.get(kind=Kind.OBJECTION)
    assert clock.met_at
    serve(client, application)
    assert application.deadlines.filter(kind=Kind.OBJECTION).count() == 1


def test_a_grant_is_served_too_and_has_nothing_to_object_to(client, as_, office):
    application = ApplicationFactory(office=office, granted=True)
    as_("approver")
    assert serve(client, application).status_code == 302
    assert not application.deadlines.filter(kind=Kind.OBJECTION).exists()
    words = opened(client, application).content.decode()
    assert "送到（当面交给）" in words
    assert "提异议的日子" not in words


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"served_on": ""}, "served_on"),
        ({"served_on": (2026, 12, 31)}, "served_on"),
        ({"served_on": (2020, 1, 1)}, "served_on"),
        ({"how": "pigeon"}, "how"),
        ({"to": "other"}, "to_name"),
        ({"to": "family", "to_name": "  "}, "to_name"),
        ({"proof": "slip"}, "proof_note"),
        ({"proof": ""}, "proof"),
    ],
)
def test_what_is_not_whole_is_refused_at_its_field(client, as_, office, change, field):
    application = decided_before(office)
    as_("receptionist")
    change = {
        name: "-".join(f"{n:02}" for n in v) if isinstance(v, tuple) else v for name, v in change.items()
    }
    answer = serve(client, application, **change)
    assert answer.status_code == 422
    form = next(offer.form for offer in offered_on(answer) if offer.form.action == "serve")
    assert field in form.errors
    assert not Serving.objects.exists()


@pytest.mark.parametrize("state", ["submitted", "accepted", "supplementing", "reviewing", "withdrawn"])
def test_nothing_that_was_not_decided_is_served(client, as_, office, state):
    application = ApplicationFactory(office=office, **({} if state == "submitted" else {state: True}))
    as_("receptionist")
    assert serve(client, application).status_code == 409
    assert not Serving.objects.exists()


def test_a_supervisor_and_a_stale_page_do_not_and_twice_is_once(client, as_, office):
    application = decided_before(office)
    as_("supervisor")
    assert serve(client, application).status_code == 403
    as_("receptionist")
    assert serve(client, application, version=application.version - 1).status_code == 409
    for _n in range(2):
        assert serve(client, application, key="once").status_code == 302
    assert Serving.objects.count() == 1


def test_who_received_it_is_masked_like_everybody(client, as_, office):
    application = decided_before(office)
    as_("receptionist")
    serve(client, application, to="family", to_name="罗小满")
    page = client.get(case_url(application)).content.decode()
    assert "罗小满" not in page
    assert "罗*满" in page
    shown = client.post(case_url(application, "reveal"), {"field": "served_to", "purpose": "contact"})
    assert "罗小满" in shown.content.decode()
    assert AccessEntry.objects.filter(action="aid.reveal_served_to").exists()
    assert "罗小满" not in opened(client, application).content.decode()


def test_what_was_served_of_an_earlier_decision_says_nothing_of_a_later_one(client, as_, office):
    application = decided_before(office)
    as_("receptionist")
    serve(client, application)
    wishes.ask(application, application.claimant, "objection", text="没有付清")
    wishes.order_review(application, text="再查", actor=officer(office, Role.SUPERVISOR))
    application = type(application).objects.get(pk=application.pk)
    assert application.serving is None
