"""Of a group that got aid in part, each reads their own result and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from aid.services import shares
from foundation.accounts.models import Role
from intake.views import answer
from tests.aid.factories import ApplicationFactory, clerk, workmates
from tests.aid.rows import LAW
from tests.aid.walk import reviewed
from tests.intake.test_track import STATUS, look

pytestmark = pytest.mark.django_db
WHY = "他是这个班组的承包人，要的不是自己的工钱。"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


@pytest.fixture
def group(office):
    group = ApplicationFactory(office=office, claimants=workmates(4), accepted=True)
    shares.advise_member(
        group, positions=[3], reasons=["not_eligible"], text=WHY, law=LAW, actor=clerk(office, Role.REVIEWER)
    )
    reviewed(group, clerk(office, Role.REVIEWER), advice="part")
    shares.grant_part(group, refused=[group.shares.get().pk], actor=clerk(office, Role.APPROVER))
    group.claimants.filter(position=1).update(is_representative=True)
    return group


def page_of(person, group):
    client = Client()
    look(client, person.receipt_code, "")
    return client, client.get(STATUS).content.decode()


def test_who_is_refused_reads_why_and_how_to_object(group):
    client, page = page_of(group.claimants.get(position=3), group)
    assert WHY in page
    assert "这次没有批准您的" in page
    assert "指派律师" not in page
    assert "您已经退出了" not in page
    objection = reverse("intake:ask", args=["objection"])
    assert objection in page
    client.post(objection, {"text": "我也是干活的，工资没有给我。", "key": "k"})
    assert group.wishes.filter(kind="objection").exists()


@pytest.mark.parametrize("position", [1, 2])
def test_the_others_read_that_they_got_aid_and_nothing_of_him(group, position):
    _client, page = page_of(group.claimants.get(position=position), group)
    assert "同意给您法律援助" in page
    assert WHY not in page
    assert "不予援助" not in page
    assert "已经退出" not in page  # nor in the list of who speaks for all
    assert reverse("intake:ask", args=["objection"]) not in page


def test_number_and_telephone_alone_tell_nobody_who_got_what(group):
    for person in group.claimants.all():
        client = Client()
        look(client, group.reference, person.phone[-4:])
        page = client.get(STATUS).content.decode()
        assert "已经作了决定" in page
        assert "同意给您" not in page
        assert WHY not in page
