"""The calendar changes, the clocks follow; case numbers; what people are told."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from aid import services, tasks
from aid.models import Application, NumberSeries
from aid.services import transfer
from counter import search, words
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.workdays.models import CalendarDay
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


def clock(application, kind):
    return application.deadlines.get(kind=kind)


def day_off(day):
    CalendarDay.objects.create(date=day, kind="rest", source="测试通知")


# --- the calendar changes -----------------------------------------------------------------------------
def test_a_new_day_off_moves_the_clock_and_says_from_where_to_where(office):
    application = ApplicationFactory(office=office, accepted=True)
    day_off(date(2026, 11, 25))
    assert tasks.recompute_clocks(0) == 1
    application.refresh_from_db()
    assert clock(application, "review").due_on == date(2026, 11, 26)
    assert application.next_due_at == clock(application, "review").due_at
    event = application.events.last()
    assert (event.action, event.by, event.actor) == ("recompute", "clock", None)
    assert event.data["moved"] == [{"kind": "review", "from": "2026-11-25", "to": "2026-11-26"}]
    assert words.event_facts(event) == ["审查决定：从 2026年11月25日 改到 2026年11月26日"]


def test_a_second_round_finds_nothing_to_do(office):
    application = ApplicationFactory(office=office)
    day_off(date(2026, 11, 25))
    tasks.recompute_clocks(0)
    count, version = application.events.count(), Application.objects.get().version
    assert tasks.recompute_clocks(0) == 0
    assert (application.events.count(), Application.objects.get().version) == (count, version)


def test_an_unchanged_calendar_moves_nothing_whatever_the_status(office):
    for trait in ("accepted", "supplementing", "granted", "assigned", "refused"):
        ApplicationFactory(office=office, **{trait: True})
    answered = ApplicationFactory(office=office, supplementing=True)
    services.add_supplement(answered, note="补上了", at=NOON + timedelta(days=3))
    evening = NOON.replace(hour=23, minute=59)
    ApplicationFactory(office=office, at=evening)
    assert tasks.recompute_clocks(0) == 0


def test_the_notice_for_the_next_year_makes_provisional_clocks_certain(office):
    application = ApplicationFactory(office=office, at=NOON.replace(month=12, day=28))
    assert clock(application, "review").provisional
    CalendarDay.objects.filter(date__year=2027).update(is_provisional=False)
    assert tasks.recompute_clocks(0) == 1
    assert not clock(application, "review").provisional


def test_what_is_met_paused_or_closed_stays(office):
    paused = ApplicationFactory(office=office, supplementing=True)
    closed = services.withdraw(ApplicationFactory(office=office), at=NOON)
    day_off(date(2026, 11, 18))
    day_off(date(2026, 11, 25))
    tasks.recompute_clocks(0)
    assert clock(paused, "accept").due_on == date(2026, 11, 18)
    assert clock(paused, "review").paused_since == date(2026, 11, 18)
    assert not closed.events.filter(action="recompute").exists()


def test_the_day_a_person_was_told_is_never_moved_to_an_earlier_one(office):
    day_off(date(2026, 11, 30))
    application = ApplicationFactory(office=office)
    receptionist = officer(office, Role.RECEPTIONIST)
    services.accept(application, actor=receptionist, at=NOON)
    services.ask_supplement(
        application, kinds=["id"], text="身份证", actor=receptionist, at=NOON, due_on=date(2026, 11, 30)
    )
    assert clock(application, "supplement").due_on == date(2026, 12, 1)
    CalendarDay.objects.filter(date="2026-11-30").delete()
    tasks.recompute_clocks(0)
    assert clock(application, "supplement").due_on == date(2026, 12, 1)
    day_off(date(2026, 12, 1))
    tasks.recompute_clocks(0)
    assert clock(application, "supplement").due_on == date(2026, 12, 1)


def test_a_day_that_is_no_day_is_refused(office):
    application = ApplicationFactory(office=office, accepted=True)
    ask = {"kinds": ["id"], "text": "身份证", "actor": officer(office, Role.RECEPTIONIST), "at": NOON}
    for day in (date(9999, 12, 31), date(2027, 11, 19), date(2026, 11, 18)):
        with pytest.raises(ValidationError):
            services.ask_supplement(application, due_on=day, **ask)


# --- case numbers -------------------------------------------------------------------------------------
def test_a_case_gets_the_number_of_its_office_and_year(staff_office):
    numbers = [
        ApplicationFactory(office=staff_office, at=at, accepted=True).case_number
        for at in (NOON, NOON, NOON.replace(year=2027))
    ]
    assert numbers == [
        f"（章贡区法律援助中心）援申字〔{n}号" for n in ("2026〕第0001", "2026〕第0002", "2027〕第0001")
    ]
    staff_office.region.short_name = "章贡"
    staff_office.region.save()
    other = ApplicationFactory(office=staff_office, accepted=True)
    assert other.case_number == "（章贡）援申字〔2026〕第0003号"
    assert ApplicationFactory(office=OfficeFactory(), accepted=True).case_number.endswith("第0001号")


def test_officers_find_a_case_by_its_number_in_their_own_scope(office):
    application = ApplicationFactory(office=office, accepted=True)
    typed = application.case_number.replace("[", "〔").replace("]", "〕")
    assert list(search.find(typed, officer(office, Role.SUPERVISOR))[1]) == [application]
    assert not search.find(typed, officer(OfficeFactory(), Role.SUPERVISOR))[1]


def test_an_acceptance_that_fails_gives_its_number_back(office, monkeypatch):
    application = ApplicationFactory(office=office)
    receptionist = officer(office, Role.RECEPTIONIST)
    monkeypatch.setattr("aid.services.perform.messages.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.accept(application, actor=receptionist, at=NOON)
    monkeypatch.undo()
    assert services.accept(application, actor=receptionist, at=NOON).case_number.endswith("第0001号")


@pytest.mark.django_db(transaction=True)
def test_acceptances_at_the_same_moment_take_numbers_without_gaps_and_twins(office):
    receptionist = officer(office, Role.RECEPTIONIST)
    waiting = [ApplicationFactory(office=office) for _ in range(5)]
    together, errors = threading.Barrier(5), []

    def accept(application):
        try:
            together.wait(5)
            services.accept(application, actor=receptionist, at=NOON)
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=(one,)) for one in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not errors
    found = sorted(Application.objects.values_list("case_number", flat=True))
    assert [number[-5:-1] for number in found] == ["0001", "0002", "0003", "0004", "0005"]
    assert NumberSeries.objects.get().last == 5


# --- telling the person -------------------------------------------------------------------------------
def test_a_referral_and_a_lapse_are_told_in_neutral_words(office):
    moved = ApplicationFactory(office=office)
    clerk = officer(office, Role.RECEPTIONIST)
    transfer.offer(moved, to="某市法律援助中心", reason="案子在那", actor=clerk)
    transfer.end(moved, ack="那边接了", actor=clerk)
    lapsed = ApplicationFactory(office=office, supplementing=True)
    services.lapse(lapsed, at=clock(lapsed, "supplement").due_at + timedelta(seconds=1))
    silent = ApplicationFactory(office=office, may_sms=False)
    transfer.offer(silent, to="别处", reason="不归这里", actor=clerk)
    transfer.end(silent, ack="那边接了", actor=clerk)
    sent = {m.key.split(":")[0]: m for m in Message.objects.all()}
    assert sent["aid.end_transfer"].template == "moved"
    assert sent["aid.lapse"].template == "lapsed"
    assert not Message.objects.filter(key__startswith=f"aid.end_transfer:{silent.pk}").exists()
    for message in (sent["aid.end_transfer"], sent["aid.lapse"]):
        text = message.text()
        assert message.context["reference"] in text
        assert not any(word in text for word in ("工资", "工钱", "欠", "律师", "某市"))
