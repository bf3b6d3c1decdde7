"""删除要求 on the officers' screens: entered, looked at, proved, done; and what a supervisor may not."""

import time

import pytest
from django.urls import reverse
from django.utils import timezone

from aid.models import Application, ErasureRequest, Wish
from aid.services import erasure as services
from aid.services import hold, wishes
from foundation.accounts.models import Role
from foundation.accounts.proof import PROVED_AT
from tests.aid.factories import ApplicationFactory, workmates

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, signed_in, staff_office):
    return signed_in(client, Role.SUPERVISOR, staff_office)


@pytest.fixture
def ended(staff_office):
    return ApplicationFactory(office=staff_office, refused=True)


def values(**more):
    return {"way": "counter", "proof": "paper", "received_on": timezone.localdate().isoformat(), **more}


def entered(client, application):
    answer = client.post(reverse("applications:erasure_ask", args=[application.pk]), values())
    assert answer.status_code == 302
    return ErasureRequest.objects.get(), answer.url


def test_a_supervisor_enters_looks_and_erases(client, boss, ended):
    case = client.get(reverse("applications:inspect", args=[ended.pk])).content.decode()
    assert reverse("applications:erasure_ask", args=[ended.pk]) in case
    ask = client.get(reverse("applications:erasure_ask", args=[ended.pk])).content.decode()
    assert "会删掉（预演，还没有删）" in ask
    request, url = entered(client, ended)
    name, page = ended.claimant.name, client.get(url).content.decode()
    assert "看清楚了，全部删掉" in page
    assert "我们自己的承诺，不是法定期限" in page
    # A second time the form leads to what is there.
    assert client.get(reverse("applications:erasure_ask", args=[ended.pk])).url == url
    done = client.post(reverse("applications:erasure_settle", args=[request.pk]), {"erase": "1"}, follow=True)
    assert "已删除" in done.content.decode()
    assert not Application.objects.exists()
    register = client.get(reverse("applications:erasures")).content.decode()
    assert ended.reference in register
    assert name not in register


def test_who_asked_under_their_own_application_is_entered_and_erased(client, boss, ended):
    wishes.ask(ended, ended.claimant, Wish.Kind.DELETION, text="不想留着了", at=timezone.now())
    form = client.get(reverse("applications:erasure_ask", args=[ended.pk])).context["form"]
    assert form.initial == {"received_on": timezone.localdate(), "way": "own"}
    assert services.survey(ended).why_not == ""
    wishes.ask(ended, ended.claimant, Wish.Kind.COMPLAINT, text="等了很久", at=timezone.now())
    assert services.survey(ended).why_not == "还有一件事没有答复。"


@pytest.mark.attack
def test_a_fresh_proof_is_asked_before_anything_is_erased(client, boss, ended):
    request, _url = entered(client, ended)
    session = client.session
    session[PROVED_AT] = time.time() - 3600
    session.save()
    answer = client.post(reverse("applications:erasure_settle", args=[request.pk]), {"erase": "1"})
    assert answer.status_code == 403
    assert Application.objects.exists()


@pytest.mark.attack
def test_what_is_held_is_not_erased_by_a_form_of_ones_own(client, boss, ended):
    hold.hold(ended, reason="法院要调卷", actor=boss)
    request, url = entered(client, ended)
    assert "全部删掉" not in client.get(url).content.decode()
    answer = client.post(reverse("applications:erasure_settle", args=[request.pk]), {"erase": "1"})
    assert answer.status_code == 422
    assert "先保留着" in answer.content.decode()
    assert Application.objects.exists()


def test_a_refusal_names_its_reason(client, boss, ended):
    request, url = entered(client, ended)
    settle = reverse("applications:erasure_settle", args=[request.pk])
    for reason in ("", "because"):
        assert client.post(settle, {"refuse": "1", "reason": reason}).status_code == 422
    client.post(settle, {"refuse": "1", "reason": "archives"})
    assert "档案管理的规定要求保存" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"proof": "trust me"}, "proof"),
        ({"proof": ""}, "proof"),
        ({"received_on": "2099-01-01"}, "received_on"),
        ({"received_on": "昨天"}, "received_on"),
        ({"way": "x"}, "way"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(client, boss, ended, wrong, field):
    answer = client.post(reverse("applications:erasure_ask", args=[ended.pk]), values(**wrong))
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert not ErasureRequest.objects.exists()


def test_of_a_group_it_is_asked_whether_all_want_it(client, boss, staff_office):
    group = ApplicationFactory(office=staff_office, refused=True, claimants=workmates(2))
    address = reverse("applications:erasure_ask", args=[group.pk])
    assert set(client.post(address, values()).context["form"].errors) == {"all_asked"}
    assert client.post(address, values(all_asked="on")).status_code == 302


def test_who_only_works_on_it_is_offered_nothing(client, signed_in, staff_office, ended):
    signed_in(client, Role.RECEPTIONIST, staff_office)
    case = client.get(reverse("applications:inspect", args=[ended.pk])).content.decode()
    assert reverse("applications:erasure_ask", args=[ended.pk]) not in case
    assert client.get(reverse("applications:erasures")).status_code == 403
