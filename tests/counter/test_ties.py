"""The screens of what was sent twice: both cases and the queue say so, and nothing of what an officer does not see."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aid.models import Application, Tie
from aid.services import ties
from aid.services.evidence import add_evidence
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import checked_photo
from tests.counter.acts import act

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
QUEUE = reverse("applications:index")


def page(client, application, **query):
    return client.get(reverse("applications:inspect", args=[application.pk]), query).content.decode()


@pytest.fixture
def two(office):
    return ApplicationFactory(office=office), ApplicationFactory(office=office, at=LATER)


def test_from_the_hint_to_one_case_with_a_way_to_the_other_on_both_and_in_the_queue(client, as_, office, two):
    earlier, later = two
    add_evidence(later, papers=[(checked_photo(), "iou")], actor=officer(office, Role.RECEPTIONIST))
    as_("receptionist")
    html = page(client, later)
    assert f"?do=merge&amp;member={earlier.pk}#act-merge" in html or f"?do=merge&member={earlier.pk}" in html
    assert f'value="{earlier.reference}"' in page(client, later, do="merge", member=earlier.pk)
    assert act(client, later, "link_twin", other=earlier.reference, reason="同一笔").status_code == 302
    for one, other in (two, two[::-1]):
        html = page(client, one)
        address = reverse("applications:inspect", args=[other.pk])
        assert f'<b>关联</b> <a class="num" href="{address}">{other.reference}</a>' in html
    listed = client.get(QUEUE, {"show": "office"}).content.decode()
    assert f"关联 {earlier.reference}</a>" in listed
    assert f"关联 {later.reference}</a>" in listed
    assert act(client, later, "merge", other=earlier.reference, reason="同一笔").status_code == 302
    listed = client.get(QUEUE, {"show": "office"}).content.decode()
    assert f"并进来的 {later.reference}</a>" in listed
    assert listed.count(f">{later.reference}</a>") == 0  # it has no row of its own
    whole = page(client, earlier)
    assert "它的期限也在这里走" in whole
    assert "它的材料：" in whole
    rest = page(client, later)
    assert "这一件并到先交的那一件里办" in rest
    assert "act-accept" not in rest
    assert act(client, later, "unmerge", reason="不是").status_code == 302
    assert "act-accept" in page(client, later)


def test_who_does_not_see_the_other_learns_the_office_and_its_phone(client, as_, office):
    far = OfficeFactory(name="某市法律援助中心", phone="0797-5550123")
    here, away = ApplicationFactory(office=office), ApplicationFactory(office=far, at=LATER)
    boss = officer(office, Role.RECEPTIONIST)
    boss.memberships.create(office=far, role=Role.RECEPTIONIST, since=NOON)
    ties.link(here, other=away.reference, reason="同一笔", actor=boss, at=LATER)
    as_("receptionist")
    for html in (page(client, here), client.get(QUEUE, {"show": "office"}).content.decode()):
        assert away.reference not in html
        assert "某市法律援助中心" in html
        assert "0797-5550123" in html
    # A number that is not in sight can neither be linked nor asked for.
    answer = act(client, here, "merge", other=away.reference, reason="同一笔")
    assert answer.status_code == 422
    assert "没有这个编号" in answer.content.decode()
    assert away.reference not in page(client, here, do="merge", member=away.pk)


def test_a_page_of_before_keeps_what_was_typed(client, as_, office, two):
    earlier, later = two
    as_("receptionist")
    stale = act(client, later, "merge", other=earlier.reference, reason="打了一大段", version=99)
    assert stale.status_code == 409
    assert "打了一大段" in stale.content.decode()
    assert not Tie.objects.exists()
    assert Application.objects.get(pk=later.pk).status == "submitted"


def test_what_is_tied_is_not_asked_about_once_more(client, as_, office, two):
    earlier, later = two
    as_("receptionist")
    assert "同一个人可能申请过两次" in page(client, earlier)
    assert act(client, later, "link_twin", other=earlier.reference, reason="同一笔").status_code == 302
    assert "同一个人可能申请过两次" not in page(client, earlier)
    ApplicationFactory(office=office, at=LATER)  # a third
    assert "同一个人可能申请过两次" in page(client, earlier)
