"""Judging one of a group apart from the others, on the pages of the counter and on the person's own."""

import pytest

from aid.models import Application
from aid.services import shares
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, clerk, workmates
from tests.aid.rows import LAW
from tests.aid.walk import reviewed
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db
WHY = "他是这个班组的承包人，要的不是自己的工钱。"


def advised(office):
    group = ApplicationFactory(office=office, claimants=workmates(4), accepted=True)
    shares.advise_member(
        group, positions=[3], reasons=["not_eligible"], text=WHY, law=LAW, actor=clerk(office, Role.REVIEWER)
    )
    reviewed(group, clerk(office, Role.REVIEWER), advice="part")
    return group


def test_the_act_of_one_is_reached_from_their_row(client, as_, office):
    group = ApplicationFactory(office=office, claimants=workmates(4), accepted=True)
    as_("reviewer")
    rows = client.get(case_url(group, "roster")).context["rows"]
    assert {a.code for a in rows[2][1]} == {"advise_member", "fix_identity"}
    page = client.get(case_url(group) + "?do=advise_member&member=3")
    form = next(o.form for o in offered_on(page) if o.form.action == "advise_member")
    assert form.initial["positions"] == "3"
    answer = act(client, group, "advise_member", positions="三")
    assert answer.status_code == 422
    assert "写名册上的序号" in answer.content.decode()
    answer = act(
        client, group, "advise_member", positions="3", advice="refuse", reasons=["other"], text=WHY, law=LAW
    )
    assert answer.status_code == 302
    assert "建议不予援助：别的理由" in client.get(case_url(group, "roster")).content.decode()


def test_the_approver_sees_who_is_advised_against_and_grants_the_others(client, as_, office):
    group = advised(office)
    as_("approver")
    page = client.get(case_url(group))
    offered = {offer.form.action: offer for offer in offered_on(page)}
    assert "grant" not in offered
    assert offered["grant_part"].is_next
    assert WHY in page.content.decode()
    [share] = group.shares.all()
    assert act(client, group, "grant_part", refused=[share.pk]).status_code == 302
    group.refresh_from_db()
    assert group.status == "granted"
    html = client.get(case_url(group, "roster")).content.decode()
    assert "给予援助 3，不予援助 1" in html


def test_a_page_of_before_does_not_decide(client, as_, office):
    group = advised(office)
    [share] = group.shares.all()
    as_("approver")
    assert act(client, group, "grant_part", refused=[share.pk], version=1).status_code == 409
    assert Application.objects.get(pk=group.pk).status == "reviewing"
