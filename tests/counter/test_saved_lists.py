"""Lists under a name, orders, and columns by role and choice: the address is the state, and it names nobody."""

import html
import re
from datetime import date, timedelta

import pytest

from aid import saved_lists
from aid.models import QueueColumns, SavedList
from counter.lists import cleaned
from foundation.accounts.models import Role
from foundation.accounts.services import give_role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.walk import given_first
from tests.counter.test_queue_table import read_csv

pytestmark = pytest.mark.django_db
QUEUE, LISTS = "/admin/applications/", "/admin/applications/lists/"


def page(client, address=QUEUE):
    return html.unescape(client.get(address).content.decode())


# --- saved lists ------------------------------------------------------------------------------------
def test_a_list_is_kept_stands_as_a_chip_is_renamed_and_goes(client, as_, office):
    me = as_("receptionist")
    offered = re.search(r'href="([^"]+lists/\?[^"]+)"', page(client, f"{QUEUE}?show=green&status=submitted"))
    assert "show=green" in page(client, offered[1])
    typed = {"name": "绿色 通道新来的", "office": "", "query": "show=green&status=submitted"}
    assert client.post(LISTS, typed).url == f"{QUEUE}?show=green&status=submitted"
    assert client.post(LISTS, typed).status_code == 302  # pressed twice
    kept = SavedList.objects.get()
    assert f'<a href="{QUEUE}?{kept.query}" aria-current="page">绿色 通道新来的</a>' in page(
        client, f"{QUEUE}?{kept.query}"
    )
    assert 'aria-current="page">绿色 通道' not in page(client, f"{QUEUE}?show=green")
    client.post(f"{LISTS}{kept.pk}/", {f"list-{kept.pk}-name": "新来的", f"list-{kept.pk}-office": office.pk})
    kept.refresh_from_db()
    assert (kept.name, kept.office, kept.owner) == ("新来的", office, me)
    client.post(f"{LISTS}{kept.pk}/", {"forget": "1"})
    assert not SavedList.objects.exists()


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("show=green&status=accepted&after=12.3", "show=green&status=accepted"),
        ("q=王小强&show=all", "show=all"),
        ("status=王小强&since=2026-11-01", "since=2026-11-01"),
        ("show=nothing&sort=new&dense=1", "sort=new&dense=1"),
        ("office=13812345678&found=x", "office=13812345678"),  # a key that no office has: finds nothing
        ("topic=" + "1" * 40, ""),
    ],
)
def test_only_codes_and_days_of_what_is_known_are_kept(asked, kept):
    assert cleaned(asked) == kept


def test_a_shared_list_is_for_the_office_and_below_and_only_its_keeper_changes_it(client, as_, office):
    owner = officer(office, Role.SUPERVISOR)
    shared = saved_lists.keep(owner, name="共用", query="show=green", office=office)
    saved_lists.keep(owner, name="自己的", query="show=all")
    below = OfficeFactory(parent=office)
    as_("receptionist", at=below)
    assert "共用" in page(client)
    assert "自己的" not in page(client)
    assert client.post(f"{LISTS}{shared.pk}/", {"forget": "1"}).status_code == 404
    as_("receptionist", at=OfficeFactory())
    assert "共用" not in page(client)
    assert SavedList.objects.filter(pk=shared.pk).exists()


def test_what_cannot_be_kept_is_said(client, as_, office):
    as_("receptionist")
    for typed in ({"name": " "}, {"name": "新", "office": OfficeFactory().pk}):
        assert client.post(LISTS, {"query": "show=all", **typed}).status_code == 422
    client.post(LISTS, {"name": "新", "query": "show=all"})
    answer = client.post(LISTS, {"name": "新", "query": "show=green"})
    assert "您已经有一个叫这个名字的" in answer.content.decode()
    client.post(LISTS, {"name": "旧", "query": "show=green"})
    [new, old] = SavedList.objects.order_by("pk")
    renamed = client.post(f"{LISTS}{old.pk}/", {f"list-{old.pk}-name": "新"})
    assert "您已经有一个叫这个名字的" in renamed.content.decode()
    assert SavedList.objects.filter(pk=new.pk, name="新").exists()


# --- order ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sort", ["", "new", "old", "late", "limit"])
def test_each_order_goes_through_all_pages_and_back_without_gap_or_repeat(client, as_, office, sort):
    made = set()
    for n in range(28):
        left = [date(2026, 6, 1), date(2025, 11, 20), date(2026, 1, n + 1)][n % 3]
        status = {"accepted": True} if n % 4 else {}
        at = NOON - timedelta(days=n % 5)
        made.add(ApplicationFactory(office=office, left_on=left, at=at, **status).reference)
    as_("supervisor")
    seen, address = [], f"{QUEUE}?show=green&sort={sort}"
    first = page(client, address)
    seen += re.findall(r'queue__reference num" href="[^"]+">([^<]+)', first)
    more = re.search(r'rel="next" href="([^"]+)"', first)[1]
    second = page(client, QUEUE + more)
    seen += re.findall(r'queue__reference num" href="[^"]+">([^<]+)', second)
    assert len(seen) == 28
    assert set(seen) == made
    back = page(client, QUEUE + re.search(r'rel="prev" href="([^"]+)"', second)[1])
    assert re.findall(r'queue__reference num" href="[^"]+">([^<]+)', back) == seen[:25]


def test_a_column_sorts_and_turns_round(client, as_, office):
    ApplicationFactory(office=office)
    as_("receptionist")
    for asked, next_one in (("show=mine", "show=mine&sort=late"), ("show=mine&sort=late", "show=mine")):
        heads = re.findall(r'<a href="\?([^"]*)"[^>]*>到期', page(client, f"{QUEUE}?{asked}"))
        assert set(heads) == {next_one}


# --- columns ----------------------------------------------------------------------------------------
def test_columns_are_those_of_the_role_until_somebody_chooses(client, as_, office):
    ApplicationFactory(office=office)
    me = as_("receptionist")
    assert 'class="queue__limitation' not in page(client)
    assert 'class="queue__holder' in page(client)
    client.post(QUEUE + "columns/", {"column": ["limitation", "person", "nothing"], "query": "show=all"})
    assert QueueColumns.objects.get(person=me).names == ["number", "person", "limitation", "step"]
    chosen = page(client)
    assert 'class="queue__limitation' in chosen
    assert 'class="queue__holder' not in chosen
    client.post(QUEUE + "columns/", {"usual": "1"})
    assert 'class="queue__holder' in page(client)
    as_("supervisor")
    assert 'class="queue__limitation' in page(client)


def test_the_export_follows_the_columns_and_the_order_and_the_log_says_so(client, as_, office):
    new = ApplicationFactory(office=office)
    old = ApplicationFactory(office=office, at=NOON - timedelta(days=2))
    give_role(as_("receptionist"), Role.SUPERVISOR, office)
    client.post(QUEUE + "columns/", {"column": ["limitation"]})
    rows = read_csv(client.get(f"{QUEUE}?show=all&sort=old&export=csv"))
    assert [row["编号"] for row in rows] == [old.reference, new.reference]
    assert list(rows[0]) == ["编号", "案号", "最近的时效"]
    entry = AccessEntry.objects.filter(action="aid.export").get()
    assert "show=all sort=old" in entry.purpose


# --- chips ------------------------------------------------------------------------------------------
def test_first_aid_that_waits_for_papers_has_a_chip_of_its_own(client, as_, office):

    given, asked = ApplicationFactory(office=office), ApplicationFactory(office=office)
    given_first(given, ground="advance", actor=officer(office, Role.APPROVER), at=NOON)
    as_("receptionist")
    only = page(client, f"{QUEUE}?show=first_aid_papers")
    assert given.reference in only
    assert asked.reference not in only


def test_what_another_office_offers_us_has_a_chip_that_only_we_see(client, as_, office):
    offered = ApplicationFactory(office=OfficeFactory())
    type(offered).objects.filter(pk=offered.pk).update(offered_to=office, offer_due_on=date(2026, 11, 20))
    as_("receptionist")
    assert offered.reference in page(client, f"{QUEUE}?show=offered_to_us")
    as_("receptionist", at=OfficeFactory())
    assert offered.reference not in page(client, f"{QUEUE}?show=offered_to_us")
