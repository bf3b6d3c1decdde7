import threading
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from aid import acts, services
from aid.acts import By
from aid.models import Application, Claimant, Decision, Draft, Event
from aid.services.intake import choose_office
from aid.services.withdrawal import close_withdrawal
from aid.workflow import Status
from counter import reckoned
from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, submission, wages_topic
from tests.aid.walk import walk

pytestmark = pytest.mark.django_db
LAW = "《中华人民共和国法律援助法》第三十一条"


def clocks(application):
    return {d.kind: d for d in application.deadlines.all()}


# --- submit -------------------------------------------------------------------------------------------
def test_a_submission_becomes_an_application_with_its_clocks(office):
    application = services.submit(submission(), key=uuid.uuid4(), at=NOON)
    assert application.status == Status.SUBMITTED
    assert application.received_on == date(2026, 11, 18)
    assert application.exemption == "migrant_wages"
    assert application.office == office
    found = clocks(application)
    assert found["accept"].due_on == date(2026, 11, 18)
    assert found["review"].due_on == date(2026, 11, 25)
    assert found["limitation"].due_on == date(2027, 6, 1)
    assert application.next_due_kind == "accept"
    assert application.events.get().by == By.APPLICANT
    assert application.consents.get().notice_version == "2026-11"


def test_after_the_cut_off_the_promise_is_for_the_next_working_day(office):
    application = services.submit(submission(), key=uuid.uuid4(), at=NOON + timedelta(hours=5))
    assert clocks(application)["accept"].due_on == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("sent_at", "received_on", "accept", "review"),
    [
        ("2026-10-10T15:59:58Z", date(2026, 10, 10), date(2026, 10, 12), date(2026, 10, 19)),
        ("2026-10-10T16:00:03Z", date(2026, 10, 11), date(2026, 10, 12), date(2026, 10, 19)),
        ("2026-10-10T02:00:00Z", date(2026, 10, 10), date(2026, 10, 10), date(2026, 10, 19)),
        ("2026-09-30T15:59:58Z", date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 8)),
        ("2026-09-30T16:00:03Z", date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 8)),
    ],
    ids=["Saturday that is worked", "the Sunday after it", "its morning", "holiday eve", "National Day"],
)
def test_seconds_around_midnight_count_by_the_days_of_the_office(
    office, sent_at, received_on, accept, review
):
    """Hard case 11: the server counts in UTC, people and their calendar in Shanghai."""
    application = services.submit(submission(), key=uuid.uuid4(), at=datetime.fromisoformat(sent_at))
    found = clocks(application)
    assert application.received_on == received_on
    assert (found["accept"].due_on, found["review"].due_on) == (accept, review)


def test_who_still_works_there_has_no_limitation_clock(office):
    application = services.submit(submission(still_working=True, left_on=None), key=uuid.uuid4(), at=NOON)
    assert "limitation" not in clocks(application)


def test_the_same_key_is_the_same_application(office):
    key = uuid.uuid4()
    first = services.submit(submission(), key=key, at=NOON)
    again = services.submit(submission(name="王二"), key=key, at=NOON)
    assert again == first
    assert Application.objects.count() == Claimant.objects.count() == 1
    assert Message.objects.count() == 1


def test_a_draft_gives_its_answers_away(office):
    draft = Draft.start(at=NOON, language="zh-hans", answers={"who": {"by_other": False}})
    application = services.submit(submission(), key=draft.idempotency_key, draft=draft, at=NOON)
    draft.refresh_from_db()
    assert draft.answers == {}
    assert draft.application == application


def test_without_an_agency_nothing_is_lost_silently(db):
    wages_topic()
    with pytest.raises(services.NoOffice):
        services.submit(submission(), key=uuid.uuid4(), at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_application(office):
    draft = Draft.start(at=NOON, language="zh-hans")
    together = threading.Barrier(2)
    found, errors = [], []

    def send(with_draft):
        try:
            together.wait(5)
            found.append(
                services.submit(
                    submission(), key=draft.idempotency_key, draft=draft if with_draft else None, at=NOON
                ).pk
            )
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    for with_draft in (True, False):
        found.clear()
        draft.application = None
        threads = [threading.Thread(target=send, args=(with_draft,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert not errors
        assert len(found) == 2
        assert found[0] == found[1]
        assert Application.objects.count() == 1
        assert Message.objects.count() == 1


def test_nothing_personal_lies_open_in_the_database(office):
    walk("granted", office)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(c)::text FROM aid_claimant c")
        claimant = cursor.fetchone()[0]
        cursor.execute("SELECT row_to_json(a)::text FROM aid_application a")
        application = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(row_to_json(e)::text, '') FROM aid_event e")
        events = cursor.fetchone()[0]
    for text in ("王小强", "13900005678", "11010519491231002X", "某建筑公司", "干了三个月"):
        for stored in (claimant, application, events):
            assert text not in stored


# --- acts ---------------------------------------------------------------------------------------------
def test_the_same_key_is_the_same_act(office):
    application = ApplicationFactory(office=office)
    actor = officer(office, Role.RECEPTIONIST)
    first = services.accept(application, actor=actor, version=application.version, key="k1", at=NOON)
    again = services.accept(application, actor=actor, version=application.version, key="k1", at=NOON)
    assert again == first
    assert application.events.filter(action="accept").count() == 1


def test_a_stale_page_is_told_who_moved_it(office):
    application = ApplicationFactory(office=office)
    actor, other = officer(office, Role.RECEPTIONIST), officer(office, Role.RECEPTIONIST)
    services.accept(application, actor=other, version=application.version, at=NOON)
    with pytest.raises(services.StaleApplication) as caught:
        services.accept(application, actor=actor, version=application.version, at=NOON)
    assert caught.value.last.actor == other
    assert caught.value.application.status == Status.ACCEPTED


def test_accepting_keeps_the_review_clock_at_receipt(office):
    application = ApplicationFactory(office=office)
    actor = officer(office, Role.RECEPTIONIST)
    moved = services.accept(application, papers=["id", "iou"], actor=actor, at=NOON + timedelta(days=2))
    assert moved.papers_received == ["id", "iou"]
    assert clocks(moved)["review"].due_on == date(2026, 11, 25)
    assert clocks(moved)["accept"].met_at is not None
    assert moved.next_due_kind == "review"


def test_a_supplement_stops_the_review_clock_and_its_days_are_added(office):
    application = ApplicationFactory(office=office, supplementing=True)
    found = clocks(application)
    assert found["review"].paused_since == date(2026, 11, 18)
    assert application.next_due_kind == "supplement"
    assert application.supplement_kinds == ["id"]
    moved = services.add_supplement(application, note="照片补上了", at=NOON + timedelta(days=3))
    found = clocks(moved)
    assert found["review"].paused_days == 3
    assert found["review"].due_on >= date(2026, 11, 28)
    assert found["supplement"].met_at is not None
    assert moved.status == Status.ACCEPTED


def test_asking_twice_needs_a_reason(office):
    application = ApplicationFactory(office=office, supplementing=True)
    application = services.add_supplement(application, note="补了", at=NOON + timedelta(days=1))
    ask = {"kinds": ["pay"], "text": "银行流水", "actor": officer(office, Role.RECEPTIONIST)}
    with pytest.raises(services.AlreadyAsked):
        services.ask_supplement(application, **ask, at=NOON + timedelta(days=1))
    moved = services.ask_supplement(application, **ask, repeat_reason="新发现的", at=NOON + timedelta(days=1))
    assert moved.status == Status.SUPPLEMENTING


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("ask_supplement", {"kinds": [], "text": " "}),
        ("ask_supplement", {"kinds": ["nonsense"], "text": "缺"}),
        ("ask_supplement", {"kinds": ["id"], "text": "缺", "due_on": date(2026, 11, 18)}),
        ("refer_out", {"to": "", "reason": "不归这里"}),
        ("refuse", {"reasons": [], "text": "理由写得很清楚很清楚", "law": LAW}),
        ("refuse", {"reasons": ["other"], "text": "不行", "law": LAW}),
        ("refuse", {"reasons": ["nonsense"], "text": "理由写得很清楚很清楚", "law": LAW}),
        ("refuse", {"reasons": ["other"], "text": "理由写得很清楚很清楚", "law": " "}),
        ("review", {"opinion": " ", "advice": "grant", "check": "exempt"}),
        ("review", {"opinion": "符合", "advice": "grant", "check": "pledge"}),  # and says that it is exempt
        ("accept", {"papers": ["nonsense"]}),
    ],
)
def test_an_act_without_what_it_must_record_changes_nothing(office, act, values):
    stands = {
        "accept": "submitted",
        "refer_out": "submitted",
        "refuse": "reviewing",
        "send_back": "reviewing",
    }
    application = ApplicationFactory(office=office, **{stands.get(act, "accepted"): True})
    with pytest.raises(ValidationError):
        acts.find(act).perform(application, actor=officer(office, *Role.values), at=NOON, **values)
    assert Application.objects.get(pk=application.pk).version == application.version


def test_refusal_has_reasons_and_remedy(office):
    application = walk("refused", office)
    decision = application.decision
    assert (decision.kind, decision.reasons, decision.law) == ("refuse", ["not_eligible"], LAW)
    assert "异议" in decision.remedy
    assert decision.text == "查明工资已经付清，没有欠款。"
    assert decision.decided_on == date(2026, 11, 18)
    assert application.next_due_at is None


def test_decisions_are_numbered_in_a_row_of_their_own(office):
    numbers = [walk(status, office).decision.number for status in ("granted", "refused")]
    assert [number[-6:] for number in numbers] == ["第0001号", "第0002号"]
    assert all("援决字〔2026〕" in number for number in numbers)


def test_the_database_takes_no_refusal_without_reasons(office):
    application = ApplicationFactory(office=office)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.create(application=application, kind="refuse", decided_on=date(2026, 11, 18))


def test_a_grant_starts_the_three_days(office):
    application = walk("granted", office)
    assert clocks(application)["assign"].due_on == date(2026, 11, 23)  # the third day is a Saturday
    assert clocks(application)["review"].met_at is not None
    assert application.next_due_kind == "assign"


def test_silence_lapses_only_after_the_day_is_over(office):
    application = ApplicationFactory(office=office, supplementing=True)
    due = clocks(application)["supplement"]
    with pytest.raises(ValidationError):
        services.lapse(application, at=due.due_at)
    assert services.lapse(application, at=due.due_at + timedelta(seconds=1)).status == Status.WITHDRAWN


def test_what_was_late_stays_late_when_the_application_ends(office):
    application = ApplicationFactory(office=office, supplementing=True)
    late = clocks(application)["supplement"].due_at + timedelta(days=1)
    ended = clocks(services.lapse(application, at=late))
    assert ended["supplement"].was_missed(late)
    assert not ended["review"].was_missed(late)  # it stood still meanwhile
    assert "过期了" in reckoned.clock(ended["supplement"], late).says
    withdrawn = services.withdraw(ApplicationFactory(office=office), at=NOON)
    soon = clocks(close_withdrawal(withdrawn, at=NOON + timedelta(days=2)))["review"]
    assert not soon.was_missed(late)
    assert reckoned.clock(soon, late).says == "不用了"


def test_the_person_withdraws(office):
    moved = services.withdraw(ApplicationFactory(office=office), at=NOON, note="老板给钱了")
    assert moved.status == Status.WITHDRAWN
    closed = close_withdrawal(moved, at=NOON + timedelta(days=2))
    # Our clocks end; the year of the person does not.
    assert [clock.kind for clock in closed.deadlines.running()] == ["limitation"]


def test_asking_a_second_time_leaves_the_first_answer_on_record(office):
    person = officer(office, Role.RECEPTIONIST)
    application = ApplicationFactory(office=office, supplementing=True)
    application = services.add_supplement(application, note="补上了", at=NOON + timedelta(days=2))
    application = services.ask_supplement(
        application, kinds=["pay"], text="工资条", repeat_reason="才看出来", actor=person,
        at=NOON + timedelta(days=3),
    )  # fmt: skip
    first, second = application.deadlines.filter(kind="supplement").order_by("pk")
    assert first.met_at == NOON + timedelta(days=2)
    assert not first.was_missed(NOON)
    assert second.met_at is None
    assert second.due_on > first.due_on


def test_messages_go_only_to_who_allowed_them(office):
    walk("granted", office, may_sms=False)
    assert not Message.objects.exists()
    walk("granted", office, may_sms=True)
    assert sorted(Message.objects.values_list("template", flat=True)) == ["decided", "received"]


def test_a_landline_is_promised_no_sms(office):
    assert not walk("granted", office, phone="07975550101", may_sms=True).claimant.gets_sms
    assert not Message.objects.exists()


def test_a_failure_halfway_leaves_nothing(office, monkeypatch):
    application = ApplicationFactory(office=office)
    monkeypatch.setattr("aid.services.perform.messages.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.accept(application, actor=officer(office, Role.RECEPTIONIST), at=NOON)
    application.refresh_from_db()
    assert (application.status, application.version) == (Status.SUBMITTED, 1)
    assert not application.events.filter(action="accept").exists()


# --- record -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("statement", ["UPDATE aid_event SET action = 'x'", "DELETE FROM aid_event"])
def test_the_database_refuses_to_change_events(office, statement):
    ApplicationFactory(office=office)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_events_are_not_changed_through_the_model(office):
    event = walk("submitted", office).events.get()
    for change in (
        event.save,
        event.delete,
        Event.objects.all().delete,
        lambda: Event.objects.update(action="x"),
    ):
        with pytest.raises(TypeError):
            change()


def test_looking_at_a_masked_field_is_logged(office):
    application = ApplicationFactory(office=office)
    actor = officer(office, Role.RECEPTIONIST)
    claimant = application.claimant
    assert claimant.masked_phone == "139****5678"
    assert services.reveal(claimant, "phone", actor=actor, purpose="回电") == "13900005678"
    entry = AccessEntry.objects.about(application).get()
    assert (entry.actor, entry.action) == (actor, "aid.reveal_phone")
    with pytest.raises(PermissionDenied):
        services.reveal(claimant, "phone", actor=officer(OfficeFactory(), Role.RECEPTIONIST))


def test_a_person_is_found_by_phone_tail_and_number(office):
    application = ApplicationFactory(office=office, name="䶮𬭚")
    find = Application.objects.by_person
    for query in (
        {"phone": "5678"},
        {"phone": "139 0000 5678"},
        {"id_number": "11010519491231002x"},
        {"words": "䶮𬭚"},
    ):
        assert find(**query).get() == application
    assert not find(phone="5679")
    assert not find()


def test_querysets_name_what_waits(office):
    from aid.sla import end_of

    first = ApplicationFactory(office=office)
    waiting = ApplicationFactory(office=office, supplementing=True)
    granted = ApplicationFactory(office=office, granted=True)
    ApplicationFactory(office=office, refused=True)
    everything = Application.objects.all()
    assert next(iter(everything.open().due_first(date(2026, 11, 18)))) == first
    assert list(everything.awaiting_supplement()) == [waiting]
    assert list(everything.unassigned()) == [granted]
    assert list(everything.overdue(end_of(first.received_on) + timedelta(seconds=1))) == [first]
    near = ApplicationFactory(office=office, left_on=date(2025, 11, 22))
    assert list(everything.limitation_near(date(2026, 11, 18))) == [near]


def test_the_route_follows_the_place_of_work(office):
    from foundation.regions.models import Region

    region = Region.objects.create(code="360702", name="章贡区", level="county", full_name="章贡区")
    near = OfficeFactory(region=region)
    assert choose_office("360702").office == near.pk
    OfficeFactory(kind=Office.Kind.DEPARTMENT)
    assert choose_office("440305").office == office.pk
