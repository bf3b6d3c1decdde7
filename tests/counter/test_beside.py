"""Beside a case: who else has it open, who saw it, and what was decided in cases like it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client

from aid.models import Decision
from foundation.accounts.middleware import SEEN_AT
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, workmates
from tests.counter.acts import case_url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_here():
    cache.clear()


# --- who else is here -----------------------------------------------------------------------------
@pytest.fixture
def two(client, signed_in, office):
    """Two officers with a browser each; the second is called 何知秋."""
    first, second = client, Client()
    signed_in(first, Role.RECEPTIONIST, office, username="u-first")
    colleague = signed_in(second, Role.REVIEWER, office, username="u-second")
    colleague.last_name, colleague.first_name = "何", "知秋"
    colleague.save()
    return first, second


def here(client, application, **posted):
    return client.post(case_url(application, "here"), posted).json()["here"]


def test_a_colleague_who_has_it_open_is_named_and_whether_they_type(two, office, time_machine):
    first, second = two
    application = ApplicationFactory(office=office)
    second.get(case_url(application))
    assert here(second, application) == []
    assert here(first, application) == ["何知秋也开着这件，看了 1 分钟，没在填东西"]
    time_machine.shift(timedelta(minutes=2))
    here(second, application, types="1")
    assert here(first, application) == ["何知秋也开着这件，看了 1 分钟，正在填"]


def test_without_javascript_the_page_says_who_opened_it_in_the_last_minutes(two, office, time_machine):
    first, second = two
    application, other = ApplicationFactory(office=office), ApplicationFactory(office=office)
    second.get(case_url(application))
    assert "何知秋 12:05 打开过这件" in first.get(case_url(application)).content.decode()
    assert "打开过这件" not in first.get(case_url(other)).content.decode()
    assert "何知秋 12:05" not in second.get(case_url(application)).content.decode()
    time_machine.shift(timedelta(minutes=11))
    assert "何知秋 12:05 打开过这件" not in first.get(case_url(application)).content.decode()


def test_a_sign_of_a_page_keeps_no_session_alive_and_holds_nothing_of_the_case(two, office, time_machine):
    first, _second = two
    application = ApplicationFactory(office=office)
    first.get(case_url(application))
    before = first.session[SEEN_AT]
    time_machine.shift(timedelta(minutes=5))
    here(first, application)
    assert first.session[SEEN_AT] == before
    first.get(case_url(application))
    assert first.session[SEEN_AT] > before


def test_whoever_may_not_see_the_case_is_told_nobody(two, office):
    first, _second = two
    theirs = ApplicationFactory(office=OfficeFactory())
    assert first.post(case_url(theirs, "here")).status_code == 404


# --- who saw it -----------------------------------------------------------------------------------
def test_a_supervisor_reads_who_saw_what_and_that_is_an_entry(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    client.get(case_url(application))
    person = application.claimants.get()
    client.post(
        case_url(application, "reveal"), {"claimant": person.pk, "field": "phone", "purpose": "contact"}
    )
    assert client.get(case_url(application, "who_saw")).status_code == 403
    assert "谁看过" not in client.get(case_url(application)).content.decode()
    as_("supervisor")
    assert case_url(application, "who_saw") in client.get(case_url(application)).content.decode()
    html = client.get(case_url(application, "who_saw")).content.decode()
    assert "看了手机号" in html
    assert "联系当事人" in html
    assert "查了谁看过" not in html
    assert person.phone not in html
    assert "查了谁看过" in client.get(case_url(application, "who_saw")).content.decode()


def test_what_is_of_another_case_is_not_among_it(client, as_, office):
    application, other = ApplicationFactory(office=office), ApplicationFactory(office=office)
    as_("receptionist")
    client.get(case_url(other))
    as_("supervisor")
    assert "还没有人看过" in client.get(case_url(application, "who_saw")).content.decode()


def test_a_supervisor_of_elsewhere_reads_nothing(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("supervisor", at=OfficeFactory())
    assert client.get(case_url(application, "who_saw")).status_code == 404


# --- what was decided in cases like it ------------------------------------------------------------
def test_decided_cases_of_the_same_kind_are_shown_masked_with_their_reasons(client, as_, office):
    mine = ApplicationFactory(office=office)
    past = ApplicationFactory(office=office, refused=True, name="赵大满", id_number="", id_type="none")
    Decision.objects.filter(application=past).update(decided_on=NOON.date())
    decision = Decision.objects.get(application=past)
    decision.text = "赵大满没有劳动关系的材料，电话 13800001111 打不通。"
    decision.save()
    as_("approver")
    html = client.get(case_url(mine, "similar")).content.decode()
    assert past.reference in html
    assert "没有劳动关系的材料" in html
    assert "赵大满" not in html
    assert "13800001111" not in html
    assert "数目差不多" in html


def test_undecided_unlike_and_foreign_cases_are_not(client, as_, office):
    mine = ApplicationFactory(office=office)
    others = [
        ApplicationFactory(office=office),
        ApplicationFactory(
            office=office,
            refused=True,
            amount_owed=Decimal(900_000),
            work_kind="domestic",
            means_status="poor",
        ),
        ApplicationFactory(office=OfficeFactory(), refused=True),
    ]
    as_("approver")
    html = client.get(case_url(mine, "similar")).content.decode()
    assert not [one.reference for one in others if one.reference in html]
    assert "还没有像这件、又办完了的" in html


def test_the_most_alike_stand_first(client, as_, office):
    mine = ApplicationFactory(office=office, claimants=workmates(10))
    less = ApplicationFactory(office=office, granted=True)
    more = ApplicationFactory(
        office=office, granted=True, claimants=workmates(10), at=NOON - timedelta(days=30)
    )
    as_("reviewer")
    html = client.get(case_url(mine, "similar")).content.decode()
    assert html.index(more.reference) < html.index(less.reference)
    assert "都是群体" in html
