"""Of a group, who was refused apart: on the case page, in the lists, and on the person's own page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from aid import sla
from aid.models import Application, Wish
from aid.services import shares, wishes
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, clerk, workmates
from tests.aid.rows import LAW
from tests.aid.walk import reviewed
from tests.counter.acts import act, case_url, offered_on
from tests.intake.test_track import STATUS, look

pytestmark = pytest.mark.django_db
WHY = "他是这个班组的承包人，要的不是自己的工钱。"
BY_HAND = {"how": "by_hand", "to": "self", "proof": "signed"}


@pytest.fixture
def group(office):
    group = ApplicationFactory(office=office, claimants=workmates(4), accepted=True)
    reviewer = clerk(office, Role.REVIEWER)
    shares.advise_member(group, positions=[3, 4], reasons=["not_eligible"], text=WHY, law=LAW, actor=reviewer)
    now = timezone.now()
    reviewed(group, reviewer, advice="part", at=now)
    refused = group.shares.values_list("pk", flat=True)
    return shares.grant_part(group, refused=refused, actor=clerk(office, Role.APPROVER), at=now)


def serve(client, group, position, **more):
    today = sla.local_day(timezone.now()).isoformat()
    person = group.claimants.get(position=position)
    return act(
        client, group, "serve_member", **{"claimant": person.pk, "served_on": today, **BY_HAND, **more}
    )


def own(client, group, position):
    assert look(client, group.claimants.get(position=position).receipt_code, "")["Location"] == STATUS
    return client.get(STATUS)


def apart(client, group):
    return {row.claimant.position: row for row in client.get(case_url(group)).context["apart"]}


def test_it_is_served_from_the_row_of_one_and_shown_with_their_days(client, as_, group):
    as_("receptionist")
    roster = client.get(case_url(group, "roster")).context["rows"]
    assert "serve_member" in {one.code for one in roster[2][1]}
    assert "serve_member" not in {one.code for one in roster[0][1]}
    assert roster[2][0].limitation  # of the claim, not of the objection
    page = client.get(case_url(group) + "?do=serve_member&member=3")
    form = next(o.form for o in offered_on(page) if o.form.action == "serve_member")
    assert form.initial["claimant"] == group.claimants.get(position=3).pk
    undelivered = client.get(reverse("applications:undelivered"))
    assert [one.claimant.position for one in undelivered.context["apart"]] == [3, 4]
    assert serve(client, group, 3).status_code == 302
    found = apart(client, group)
    assert (found[3].waits, found[4].waits) == (False, True)
    assert "还有 15 天" in found[3].clock.says
    undelivered = client.get(reverse("applications:undelivered"))
    assert [one.claimant.position for one in undelivered.context["apart"]] == [4]
    # The year for filing the claim stands at the person as before.
    limitation = group.deadlines.filter(kind="limitation").first().due_on
    assert f"{limitation.month}月{limitation.day}日" in client.get(case_url(group)).content.decode()
    answer = serve(client, group, 4, how="")
    assert answer.status_code == 422
    group.refresh_from_db()
    assert serve(client, group, 4, version=1).status_code == 409
    assert serve(client, group, 1).status_code == 422  # who got aid stands not in the list


def test_on_their_own_page_stands_their_own_day(client, as_, group):
    as_("receptionist")
    serve(client, group, 3, how="mail", proof="slip", proof_note="EMS 7")
    client.logout()
    theirs = own(client, group, 3).content.decode()
    assert "送到（邮寄）" in theirs
    assert "提异议的日子从送到那天算" in theirs
    another = own(client, group, 4).content.decode()
    assert "送到（邮寄）" not in another
    assert "送到您手上那天起" in another
    granted = own(client, group, 1).content.decode()
    assert "送到（邮寄）" not in granted
    assert "提异议" not in granted


def test_the_department_answers_them_one_by_one(client, as_, group):
    for position in (3, 4):
        wishes.ask(group, group.claimants.get(position=position), Wish.Kind.OBJECTION, text="不服")
    as_("supervisor")
    page = client.get(case_url(group))
    offered = {offer.form.action: offer.form for offer in offered_on(page)}
    assert {"uphold", "order_member"} <= set(offered)
    assert "order_grant" not in offered
    three, four = (group.claimants.get(position=n).pk for n in (3, 4))
    assert offered["uphold"].fields["whose"].initial == [three, four]
    group.refresh_from_db()
    assert act(client, group, "uphold", whose=[], text="查过，维持。").status_code == 422
    assert act(client, group, "uphold", whose=[three], text="查过，维持。").status_code == 302
    group = Application.objects.get(pk=group.pk)
    answer = act(client, group, "order_member", text="重新看。")
    assert answer.status_code == 302  # of one there is nothing to choose
    assert sorted(group.shares.values_list("claimant__position", "state")) == [(3, "refused"), (4, "ordered")]
