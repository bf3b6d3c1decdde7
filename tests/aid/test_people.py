"""Several workers in one application: each has their own rights, clock and rules of contact."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from aid.services import Submission
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault.index import blind_index
from tests.aid.factories import ApplicationFactory, facts, workmates
from tests.aid.walk import walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(office):
    """Three: one who may be written to, one who may not, one with a landline."""
    ways = [{"may_sms": True}, {"may_sms": False}, {"may_sms": True, "phone": "07975550148"}]
    people = [
        facts(name=f"王某{'甲乙丙'[n]}", left_on=date(2026, 6, 1 + n), **way) for n, way in enumerate(ways)
    ]
    return walk("granted", office, claimants=people)


def test_each_worker_is_a_row_in_the_order_of_the_form(group):
    people = list(group.claimants.all())
    assert [(p.position, p.name) for p in people] == [(1, "王某甲"), (2, "王某乙"), (3, "王某丙")]
    assert people[1].name_index == blind_index("王某乙", "name")
    assert group.claimant == people[0]


def test_each_worker_has_a_limitation_of_their_own(group):
    ends = group.deadlines.filter(kind="limitation").order_by("claimant__position")
    assert [clock.due_on for clock in ends] == [date(2027, 6, n) for n in (1, 2, 3)]


def test_a_message_goes_to_each_who_allowed_it_on_a_mobile(group):
    assert [p.gets_sms for p in group.claimants.all()] == [True, False, False]
    sent = Message.objects.filter(channel="sms").order_by("pk")
    assert [m.template for m in sent] == ["received", "decided"]
    first = group.claimants.first()
    assert sent[1].key == f"aid.grant:{group.pk}:{group.version}:{first.pk}"
    assert {m.recipient for m in sent} == {first.phone}


def test_an_application_of_nobody_is_a_mistake():
    with pytest.raises(ValueError, match="claimant"):
        Submission(claimants=())


def test_a_representative_and_a_safe_word_are_kept_with_the_person(office):
    people = workmates(2)
    people[1] = facts(name="李代表", is_representative=True, safe_word="老家的板栗熟了没有")
    saved = walk("submitted", office, claimants=people).claimants.get(is_representative=True)
    assert (saved.name, saved.safe_word) == ("李代表", "老家的板栗熟了没有")
    with connection.cursor() as cursor:
        cursor.execute("SELECT safe_word FROM aid_claimant WHERE id = %s", [saved.pk])
        assert "板栗".encode() not in bytes(cursor.fetchone()[0])


def test_the_case_page_says_for_each_how_to_reach_them(client, signed_in, office):
    people = [
        facts(name="王某甲", may_call=True, call_time="evening", contact_note="找甲"),
        facts(name="李某乙", may_call=False, safe_word="板栗熟了"),
    ]
    application = ApplicationFactory(office=office, claimants=people)
    signed_in(client, Role.RECEPTIONIST, office)
    response = client.get(reverse("applications:inspect", args=[application.pk]))
    first, second = (
        [rule.text for rule in person.rules if rule.is_warning] for person in response.context["people"]
    )
    assert "20:00 前不要打电话。" in first
    assert "不要打电话，当事人没有同意。" in second
    assert "有人别打电话" in [flag.text for flag in response.context["flags"]]
    page = response.content.decode()
    assert page.index("王*甲") < page.index("找甲") < page.index("李*乙") < page.index("板栗熟了")
