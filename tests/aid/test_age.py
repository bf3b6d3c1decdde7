"""A claimant under sixteen or eighteen: told to officers with the reason, helped and never refused."""

from datetime import date

import pytest
from django.urls import reverse
from stdnum.iso7064 import mod_11_2

from aid import age
from aid.models import Application
from aid.sla import today_in_shanghai
from counter import words
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory
from tests.intake.walk import CHECK, GOOD, begin, fill, send

TODAY = date(2026, 11, 18)


def number(born):
    """An invented ID number of somebody born on that day."""
    head = f"110105{born:%Y%m%d}001"
    return head + mod_11_2.calc_check_digit(head)


def years_ago(years):
    today = today_in_shanghai()
    return date(today.year - years, today.month, 1) if (today.month, 1) != (2, 29) else today


@pytest.mark.parametrize(
    ("born", "worked_from", "said"),
    [
        (None, None, ""),
        (date(2010, 11, 19), None, age.NOW_CHILD),
        (date(2010, 11, 18), None, age.MINOR),  # sixteen today
        (date(2010, 10, 2), date(2026, 10, 1), age.WAS_CHILD),
        (date(2008, 11, 19), date(2026, 3, 1), age.MINOR),
        (date(2008, 11, 18), date(2026, 3, 1), ""),
        (date(1949, 12, 31), date(2026, 3, 1), ""),
    ],
)
def test_what_an_age_means(born, worked_from, said):
    assert age.concern(born, worked_from, TODAY) == said


def test_a_birthday_on_a_leap_day_is_reached_on_the_first_of_march():
    assert age.age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age.age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("id_type", "text"),
    [
        ("passport", "E12345678"),
        ("none", ""),
        ("resident", ""),
        ("resident", "110105209913310010"),
        ("resident", "110105490101123"),
    ],
)
def test_without_a_number_that_tells_it_no_age_is_guessed(id_type, text):
    assert age.born_on(id_type, text) is None


def flags(application):
    return {flag.text: flag.why for flag in words.flags(application, NOON.date(), has_twin=False)}


@pytest.mark.django_db
def test_officers_are_told_with_the_reason(office):
    child = ApplicationFactory(office=office, id_number=number(date(2011, 1, 5)))
    assert "劳动法第十五条" in flags(child)["未满16岁"]
    minor = ApplicationFactory(office=office, id_number=number(date(2009, 1, 5)))
    assert "民法典第十八条" in flags(minor)["未成年人"]
    grown = ApplicationFactory(office=office, id_number=number(date(1990, 1, 5)))
    assert not {"未满16岁", "干活时未满16岁", "未成年人"} & set(flags(grown))


@pytest.mark.django_db
def test_the_case_page_says_the_reason_in_full(client, signed_in, office, time_machine):
    time_machine.move_to(NOON)
    child = ApplicationFactory(office=office, id_number=number(date(2011, 1, 5)))
    signed_in(client, Role.RECEPTIONIST, office)
    page = client.get(reverse("applications:inspect", args=[child.pk])).content.decode()
    assert "<h2>未满16岁</h2><p>要工钱的人" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(("years", "says"), [(15, "照样可以申请"), (17, "不会因为年纪不收"), (40, "")])
def test_the_young_person_is_told_what_helps_and_is_not_refused(client, years, says):
    begin(client)
    fill(client, you={**GOOD["you"], "id_number": number(years_ago(years))})
    pages = client.get(CHECK).content.decode(), send(client).content.decode()
    assert Application.objects.count() == 1
    for page in pages:
        assert (says in page) if says else ("照样可以申请" not in page and "因为年纪" not in page)
    assert client.get(reverse("intake:submitted")).status_code == 200
