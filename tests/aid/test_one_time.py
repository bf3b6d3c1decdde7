"""Codes by SMS: what they are good for, and what nobody can make them do."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from aid.models import OneTimeCode
from aid.services import one_time
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, facts

pytestmark = pytest.mark.django_db
PHONE = "13900005678"


def last_code():
    return re.search(r"\d{6}", Message.objects.filter(template="one_time").latest("pk").text())[0]


@pytest.fixture
def person():
    return ApplicationFactory().claimant


def test_a_code_is_good_once(person):
    assert one_time.ask(person, "own", at=NOON)
    code = last_code()
    assert one_time.check(person, "own", f" {code[:3]} {code[3:]} ", at=NOON)
    assert not one_time.check(person, "own", code, at=NOON)


def test_a_code_typed_in_full_width_figures_is_read(person):
    one_time.ask(person, "own", at=NOON)
    assert one_time.check(person, "own", "".join(chr(ord(sign) + 0xFEE0) for sign in last_code()), at=NOON)


@pytest.mark.parametrize("typed", ["", "abcdef", "²³¹²³¹", "\x00", "9" * 5000])
def test_what_is_no_code_is_wrong(person, typed):
    one_time.ask(person, "own", at=NOON)
    assert not one_time.check(person, "own", typed, at=NOON)


def test_a_code_lives_for_ten_minutes(person):
    one_time.ask(person, "own", at=NOON)
    assert not one_time.check(person, "own", last_code(), at=NOON + timedelta(minutes=10))
    assert one_time.check(person, "own", last_code(), at=NOON + timedelta(minutes=9, seconds=59))


def test_the_newest_alone_is_good(person):
    one_time.ask(person, "own", at=NOON)
    first = last_code()
    one_time.ask(person, "own", at=NOON)
    second = last_code()
    assert first == second or not one_time.check(person, "own", first, at=NOON)
    assert one_time.check(person, "own", second, at=NOON)


def test_a_code_serves_the_purpose_and_the_person_it_was_asked_for(person):
    workmate = ApplicationFactory(office=person.application.office, name="李四").claimant
    assert workmate.phone == person.phone
    one_time.ask(person, "own", at=NOON)
    code = last_code()
    assert not one_time.check(person, "other", code, at=NOON)
    assert not one_time.check(workmate, "own", code, at=NOON)
    assert not one_time.check(PHONE, "own", code, at=NOON)
    assert one_time.check(person, "own", code, at=NOON)


def test_a_code_that_went_to_the_old_number_is_dead(person):
    one_time.ask(person, "own", at=NOON)
    person.phone = "13900001111"
    person.save()
    assert not one_time.check(person, "own", last_code(), at=NOON)


def test_after_five_wrong_ones_the_right_one_is_dead_too(person):
    one_time.ask(person, "own", at=NOON)
    right = last_code()
    wrong = "000000" if right != "000000" else "111111"
    assert not any(one_time.check(person, "own", wrong, at=NOON) for _ in range(5))
    assert not one_time.check(person, "own", right, at=NOON)


def test_who_wants_no_sms_gets_none(person):
    silent = ApplicationFactory(office=person.application.office, claimants=[facts(may_sms=False)]).claimant
    assert not one_time.ask(silent, "own", at=NOON)
    assert not Message.objects.filter(template="one_time").exists()
    assert not one_time.check(silent, "own", "", at=NOON)


def test_nobody_is_sent_nothing_and_counted():
    assert not one_time.ask("", "own", address="198.51.100.7", at=NOON)
    assert OneTimeCode.objects.get().address
    assert not Message.objects.exists()


def test_a_phone_gets_five_a_day(person):
    sent = [one_time.ask(person, "own", at=NOON + timedelta(hours=n)) for n in range(7)]
    assert sent == [True] * 5 + [False] * 2
    assert one_time.ask(person, "own", at=NOON + timedelta(days=1, seconds=1))


@pytest.mark.attack
def test_who_asks_for_another_s_number_all_morning_leaves_them_a_code(person):
    """An employer on one line, then on several; the worker on a line of their own, then at the window."""
    took = [one_time.ask(person, "own", address="198.51.100.7", visit="his", at=NOON) for _n in range(9)]
    assert sum(took) == one_time.PER_NUMBER_OF_ONE_ADDRESS
    assert one_time.ask(person, "own", address="203.0.113.9", visit="theirs", at=NOON)
    assert one_time.check(person, "own", last_code(), visit="theirs", at=NOON)
    for n in range(9):
        one_time.ask(person, "own", address=f"198.51.100.{n}", visit="his", at=NOON)
    assert OneTimeCode.objects.sent().count() == one_time.PER_NUMBER_A_DAY
    assert one_time.ask(person, "own", at=NOON)


def test_a_request_beyond_the_cap_leaves_the_code_that_was_sent_good(person):
    for _ in range(one_time.PER_NUMBER_A_DAY):
        one_time.ask(person, "own", at=NOON)
    code = last_code()
    assert not one_time.ask(person, "own", at=NOON)
    assert one_time.check(person, "own", code, at=NOON)


def test_hard_case_8_sms_pumping_meets_the_caps(settings):
    """Hard case 8: 500 numbers posted from one place, then the whole system's budget."""
    sent = sum(one_time.ask(f"139{n:08}", "own", address="198.51.100.7", at=NOON) for n in range(500))
    assert sent == one_time.PER_ADDRESS_AN_HOUR
    settings.AID_SMS_CODES_PER_DAY = sent + 3
    more = [one_time.ask(f"138{n:08}", "own", address=f"198.51.100.{n}", at=NOON) for n in range(5)]
    assert more == [True] * 3 + [False] * 2


def test_neither_code_nor_phone_nor_address_lies_in_the_table(person):
    one_time.ask(person, "own", address="198.51.100.7", at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, ' ') FROM aid_onetimecode t")
        row = cursor.fetchone()[0]
    for plain in (PHONE, "198.51.100.7", last_code()):
        assert plain not in row


def test_old_codes_are_forgotten(person):
    one_time.ask(person, "own", at=NOON)
    assert one_time.forget(NOON + timedelta(days=1)) == 0
    assert one_time.forget(NOON + timedelta(days=3)) == 1
