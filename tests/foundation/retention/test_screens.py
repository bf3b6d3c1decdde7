"""保存期限 in the admin: what operators see and do, what supervisors see, and that a fresh proof is asked."""

import time
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Role
from foundation.accounts.proof import PROVED_AT
from foundation.retention.models import KeepingRule
from tests.foundation.retention.rules import rule

pytestmark = pytest.mark.django_db
KIND = "application_withdrawn"


def values(**more):
    day = timezone.localdate() + timedelta(days=7)
    return {
        "amount": "10",
        "unit": "years",
        "document": "某省办法",
        "document_number": "司发〔2020〕1 号",
        "clause": "第九条",
        "valid_from": day.isoformat(),
        **more,
    }


@pytest.fixture
def operator(client, signed_in, staff_office):
    return signed_in(client, Role.OPERATOR, staff_office)


def test_an_operator_enters_a_rule_and_takes_it_back(client, operator):
    answer = client.post(reverse("retention_add", args=[KIND]), values())
    assert answer.status_code == 302
    planned = KeepingRule.objects.get()
    assert (planned.set_by, planned.source) == (operator, "某省办法 司发〔2020〕1 号 第九条")
    page = client.get(answer.url).content.decode()
    assert "10 年" in page
    assert "撤回这一条" in page
    client.post(reverse("retention_withdraw", args=[planned.pk]))
    page = client.get(answer.url).content.decode()
    assert "撤回这一条" not in page
    assert "没有定期限，一样也不删" in page


@pytest.mark.attack
def test_a_fresh_proof_is_asked_before_a_term_is_set(client, operator):
    session = client.session
    session[PROVED_AT] = time.time() - 3600
    session.save()
    assert client.post(reverse("retention_add", args=[KIND]), values()).status_code == 403
    assert not KeepingRule.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"amount": ""}, {"amount": "-3"}, {"amount": "9" * 9}, {"valid_from": "2020-01-01"}, {"document": ""}],
)
def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(client, operator, wrong):
    answer = client.post(reverse("retention_add", args=[KIND]), values(**wrong))
    assert answer.status_code == 422
    assert "第九条" in answer.content.decode()
    assert set(answer.context["form"].errors) == set(wrong)


def test_stopping_asks_why(client, operator):
    rule(KIND, 10)
    answer = client.post(reverse("retention_stop", args=[KIND]), {"document": ""})
    assert answer.status_code == 422
    assert "写清楚为什么" in answer.content.decode()
    client.post(reverse("retention_stop", args=[KIND]), {"document": "档案局要来查"}, follow=True)
    assert "不再删除" in client.get(reverse("retention")).content.decode()


def test_another_day_shows_the_rule_of_that_day(client, operator):
    rule(KIND, 10)
    later = timezone.localdate() + timedelta(days=30)
    rule(KIND, 8, valid_from=later)
    index = reverse("retention")
    assert ">10 年</td>" in client.get(index).content.decode()
    assert ">8 年</td>" in client.get(index, {"on": later.isoformat()}).content.decode()
    for nonsense in ("x", "2026-13-40", ""):
        assert client.get(index, {"on": nonsense}).status_code == 200


def test_supervisors_see_and_change_nothing(client, signed_in, staff_office):
    signed_in(client, Role.SUPERVISOR, staff_office)
    rule(KIND, 10)
    page = client.get(reverse("retention_kind", args=[KIND])).content.decode()
    assert "10 年" in page
    assert "定新的期限" not in page
    for name in ("retention_add", "retention_stop"):
        client.post(reverse(name, args=[KIND]), values())
    assert KeepingRule.objects.count() == 1


def test_an_unknown_kind_is_not_found(client, operator):
    assert client.get(reverse("retention_kind", args=["nothing"])).status_code == 404
    assert client.get(reverse("retention_add", args=["nothing"])).status_code == 404
