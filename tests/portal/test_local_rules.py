"""What a place exempts beyond the law is said where the visitor's place is known, and nowhere else."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aid.models import LocalExemption
from laws.services import load_topics, read_data
from tests.laws.page_factories import explainer
from tests.stations.factories import RegionFactory

pytestmark = pytest.mark.django_db
WIDER = "有的地方免查的人更多。您那里怎么定，打12348问。"
GANZHOU = "江西省赣州市：十人以上的劳动争议，不查收入。依据：某规定第三条，2026年1月1日起用。"


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine):
    time_machine.move_to("2026-11-18T12:00:00+08:00", tick=False)


@pytest.fixture
def rule(db):
    city = RegionFactory(code="360700", name="赣州市", full_name="江西省赣州市")
    RegionFactory(code="360702", name="章贡区", parent=city)
    return LocalExemption.objects.create(
        region=city,
        widens="group_labour",
        title="某规定第三条",
        valid_from=date(2026, 1, 1),
        source="某文件",
    )


@pytest.fixture
def addresses(home):
    load_topics(read_data()["topics"])
    return {
        "home": "/zh-hans/",
        "topic": reverse("topics:detail", kwargs={"code": "dismissed"}),
        "explainer": explainer(1, title="被辞退了", slug="out", help="律师帮您看通知书。").url,
        "stations": reverse("stations:list"),
        "start": reverse("intake:start"),
    }


def text(client, address):
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", client.get(address).content.decode()))


def test_where_the_place_is_known_its_rule_is_said(client, rule, addresses):
    for name, address in addresses.items():
        page = text(client, f"{address}?region=360702")
        assert GANZHOU in page, name
        assert "还没有对着公布的文本核对过。" in page, name
        assert WIDER not in page, name


def test_else_one_sentence_says_who_knows(client, rule, addresses):
    for name, address in addresses.items():
        for where in ("", "?region=220104", "?region=999999", "?region=x"):
            page = text(client, address + where)
            assert "某规定" not in page, name
            # Where the editors' own promise stands, nothing was said of the law.
            assert (WIDER in page) is (name != "explainer"), (name, where)


def test_a_rule_is_said_from_its_first_day_to_before_its_last(client, rule, addresses):
    for days in ({"valid_from": date(2026, 11, 19)}, {"valid_to": date(2026, 11, 18)}):
        LocalExemption.objects.update(**{"valid_from": date(2026, 1, 1), "valid_to": None, **days})
        assert "某规定" not in text(client, "/zh-hans/?region=360702")


def test_what_is_made_up_and_what_is_compared_is_said(client, rule, addresses):
    LocalExemption.objects.update(verified_on=date(2026, 11, 1))
    assert "核对过" not in text(client, "/zh-hans/?region=360702")
    LocalExemption.objects.update(is_demo=True)
    assert "演示数据，不是真的规定。" in text(client, "/zh-hans/?region=360702")


def test_family_pages_say_nothing_of_rules_about_work(client, rule, addresses):
    page = text(client, reverse("topics:detail", kwargs={"code": "family.home"}) + "?region=360702")
    assert "申请时不查家里收入" in page
    assert "某规定" not in page
    assert WIDER not in page


def test_who_has_told_no_place_costs_no_query(client, rule, addresses):
    with CaptureQueriesContext(connection) as queries:
        client.get(addresses["topic"])
    assert not [q for q in queries if "localexemption" in q["sql"]]
