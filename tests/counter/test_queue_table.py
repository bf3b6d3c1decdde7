"""What narrows the queue, and what may be taken away of it."""

import csv
import html
import io
import re
import zipfile
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from foundation.accounts.services import give_role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory
from tests.counter.acts import case_url
from tests.intake.test_track import STATUS, stages_of

pytestmark = pytest.mark.django_db
QUEUE = "/admin/applications/"


def read_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# --- filters --------------------------------------------------------------------------------------
def test_filters_narrow_the_tab_and_pages_keep_them(client, as_, office):
    below = OfficeFactory(parent=office)
    old = ApplicationFactory(office=office, at=NOON - timedelta(days=3), accepted=True)
    new = ApplicationFactory(office=below)
    as_("supervisor")

    def shown(**chosen):
        html = client.get(QUEUE, {"show": "all", **chosen}).content.decode()
        return [one for one in (old, new) if one.reference in html]

    assert shown() == [old, new]
    assert shown(status="accepted") == [old]
    assert shown(office=below.pk) == [new]
    assert shown(topic=old.topic_id) == [old, new]
    assert shown(channel="phone") == []
    assert shown(since="2026-11-16") == [new]
    assert shown(until="2026-11-15") == [old]
    assert shown(since="2026-11-15", until="2026-11-15", status="accepted") == [old]
    html = client.get(QUEUE, {"show": "all", "status": "accepted"}).content.decode()
    assert "里有 1 件" in html


def test_the_next_page_stays_narrowed(client, as_, office):
    for _ in range(26):
        ApplicationFactory(office=office)
    ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    first = client.get(QUEUE, {"show": "all", "status": "submitted"}).content.decode()
    assert "里有 26 件" in first
    more = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    assert "status=submitted" in more
    assert "里有 26 件" in client.get(QUEUE + more).content.decode()


def test_only_offices_of_ones_own_are_offered(client, as_, office):
    elsewhere, below = OfficeFactory(), OfficeFactory(parent=office)
    as_("receptionist")
    html = client.get(QUEUE).content.decode()
    assert f'<option value="{below.pk}">{below}</option>' in html
    assert str(elsewhere) not in html


@pytest.mark.parametrize(
    "chosen",
    [
        {"status": "x"},
        {"office": "1 OR 1"},
        {"topic": "-1"},
        {"since": "昨天"},
        {"since": "0001-01-01", "until": "9999-12-31"},
    ],
)
def test_filters_answer_anything(client, as_, office, chosen):
    ApplicationFactory(office=office)
    as_("supervisor")
    assert client.get(QUEUE, chosen).status_code == 200


def test_a_filter_that_makes_no_sense_finds_nothing(client, as_, office):
    one = ApplicationFactory(office=office)
    as_("supervisor")
    assert one.reference not in client.get(QUEUE, {"status": "x"}).content.decode()
    assert read_csv(client.get(QUEUE, {"status": "x", "export": "csv"})) == []


# --- export ---------------------------------------------------------------------------------------
def test_an_export_is_masked_scoped_and_written_down(client, as_, office):
    mine = ApplicationFactory(office=office, left_on=date(2025, 11, 21))
    ApplicationFactory(office=OfficeFactory())
    ApplicationFactory(office=office, accepted=True)
    me = as_("supervisor")
    response = client.get(QUEUE, {"show": "all", "status": "submitted", "export": "csv"})
    rows = read_csv(response)
    assert [row["编号"] for row in rows] == [mine.reference]
    assert rows[0]["申请人"] in ("王*强", "王**")
    assert rows[0]["欠多少（元）"] == "12000.00"
    assert rows[0]["最近的时效"] == "2026-11-21"
    assert "时效 3 天" in rows[0]["标记"]
    assert not {"13900005678", "11010519491231002X", "王小强"} & set(rows[0].values())
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.actor) == ("aid.export", me)
    assert entry.purpose == "csv show=all status=submitted"


@pytest.mark.parametrize("name", ["=cmd|'/C calc'!A0", "＝1+1", "@SUM(1)", "-2+3"])
def test_a_name_that_is_a_formula_is_text_in_the_table(client, as_, office, name):
    """Hard case of deletion and hostile input: what somebody typed as their name computes nothing."""
    ApplicationFactory(office=office, name=name)
    as_("supervisor")
    [row] = read_csv(client.get(QUEUE, {"show": "all", "export": "csv"}))
    assert row["申请人"].startswith(f"'{name[0]}")


def test_list_case_table_and_status_page_name_the_same_last_day(client, as_, office):
    """Hard case 11: sent two seconds before midnight on a Saturday that is worked, in UTC still the afternoon."""
    application = ApplicationFactory(office=office, at=datetime.fromisoformat("2026-10-10T15:59:58Z"))
    as_("supervisor")
    [row] = client.get(QUEUE, {"show": "all"}).context["table"].data
    [line] = read_csv(client.get(QUEUE, {"show": "all", "export": "csv"}))
    assert (line["提交日期"], line["最近期限"]) == ("2026-10-10", "2026-10-12")
    assert "10月12日" in row.due.title
    assert "10月12日" in client.get(case_url(application)).content.decode()
    visitor = Client()
    stages_of(visitor, application)
    assert "10月12日" in visitor.get(STATUS).content.decode()


def test_a_spreadsheet_holds_the_same(client, as_, office):
    one = ApplicationFactory(office=office)
    as_("approver")
    response = client.get(QUEUE, {"export": "xlsx"})
    assert "attachment" in response["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as parts:
        text = html.unescape("".join(parts.read(name).decode() for name in parts.namelist()))
    assert "案号" in text
    assert one.reference in text
    assert "王小强" not in text
    assert AccessEntry.objects.get().purpose == "xlsx show=office"


@pytest.mark.parametrize("role", ["receptionist", "reviewer", "dispatcher", "caseworker"])
def test_only_approvers_and_supervisors_take_the_queue_away(client, as_, office, role):
    ApplicationFactory(office=office)
    as_(role)
    assert "export=" not in client.get(QUEUE).content.decode()
    assert client.get(QUEUE, {"export": "csv"}).status_code == 403
    assert not AccessEntry.objects.exists()


def test_the_offer_to_export_keeps_the_tab_and_the_filters(client, as_, office):
    as_("supervisor")
    html = client.get(QUEUE, {"show": "green", "status": "submitted", "after": "x"}).content.decode()
    assert "?show=green&amp;status=submitted&amp;export=csv" in html


def test_an_export_holds_only_offices_in_which_one_may_export(client, as_, office):
    theirs = OfficeFactory()
    seen = ApplicationFactory(office=theirs)
    mine = ApplicationFactory(office=office)
    me = as_("supervisor")
    give_role(me, "receptionist", theirs)
    assert seen.reference in client.get(QUEUE, {"show": "all"}).content.decode()
    rows = read_csv(client.get(QUEUE, {"show": "all", "export": "csv"}))
    assert [row["编号"] for row in rows] == [mine.reference]
