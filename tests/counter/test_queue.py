"""The queue: what is due, in which order, to whom it is shown, how it is searched."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from aid.models import Application
from aid.services import add_evidence
from casework.services import reassign
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import checked_photo
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
QUEUE = "/admin/applications/"


# --- the queue ------------------------------------------------------------------------------------
def test_the_queue_says_what_is_due_whose_it_is_and_what_comes_next(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    html = client.get(QUEUE).content.decode()
    assert application.reference in html
    assert "王*强" in html
    assert "王小强" not in html
    assert "13900005678" not in html
    assert "12,000 元" in html
    assert "今天" in html
    assert "绿色通道" in html
    assert f"{case_url(application)}?do=accept#act-accept" in html


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-18 12:05", "今天"),
        ("2026-11-20 09:00", "超期 2 天"),
        ("2026-11-19 00:00", "超期 1 天"),
    ],
)
def test_lateness_is_said_in_words(client, as_, office, time_machine, now, said):
    ApplicationFactory(office=office)
    time_machine.move_to(datetime.fromisoformat(now).replace(tzinfo=SHANGHAI), tick=False)
    as_("receptionist")
    assert said in client.get(QUEUE).content.decode()


def test_due_first(client, as_, office):
    later = ApplicationFactory(office=office, accepted=True)
    sooner = ApplicationFactory(office=office)
    as_("supervisor")
    html = client.get(QUEUE).content.decode()
    assert html.index(sooner.reference) < html.index(later.reference)


def test_a_limitation_that_ends_within_days_is_called_out_to_the_officer(client, as_, office):
    far = ApplicationFactory(office=office, left_on=date(2026, 6, 1))
    as_("receptionist")
    assert "show=limit" not in client.get("/admin/").content.decode() + client.get(QUEUE).content.decode()
    near = ApplicationFactory(office=office, left_on=date(2025, 11, 21))  # three days are left
    assert "时效快到的援助申请" in client.get("/admin/").content.decode()
    html = client.get(QUEUE + "?show=limit").content.decode()
    assert near.reference in html
    assert far.reference not in html


def test_without_a_clock_a_row_says_when_the_limitation_ends(client, as_, office):
    refused = ApplicationFactory(office=office, refused=True, left_on=date(2025, 11, 21))
    Application.objects.filter(pk=refused.pk).update(next_due_at=None, next_due_kind="")
    as_("supervisor")
    cell = re.compile(r'<td class="queue__due">(.*?)</td>', re.DOTALL)
    (said,) = cell.findall(client.get(f"{QUEUE}?show=all").content.decode())
    assert "<small>时效</small>" in said
    assert "tone--late" in said
    Application.objects.filter(pk=refused.pk).update(limitation_on=date(2027, 5, 1))
    (said,) = cell.findall(client.get(f"{QUEUE}?show=all").content.decode())
    assert ">—</span>" in said


def test_the_counts_are_links_to_what_they_count(client, as_, office):
    ApplicationFactory(office=office)
    waiting = ApplicationFactory(office=office, supplementing=True)
    granted = ApplicationFactory(office=office, granted=True)
    as_("supervisor")
    html = client.get(QUEUE).content.decode()
    text = re.sub(r"<[^>]+>", " ", html)
    assert re.search(r"本单位\s+3\b", text)
    assert re.search(r"等补材料\s+1\b", text)
    assert re.search(r"未指派\s+1\b", text)
    assert waiting.reference in client.get(QUEUE + "?show=supplement").content.decode()
    only = client.get(QUEUE + "?show=unassigned").content.decode()
    assert granted.reference in only
    assert waiting.reference not in only


def test_another_office_is_not_there(client, as_, office):
    theirs = ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    assert theirs.reference not in client.get(QUEUE + "?show=all").content.decode()
    for name in (["inspect"], ["print", "pledge"], ["letters"]):
        assert client.get(case_url(theirs, *name)).status_code == 404
    assert act(client, theirs, "accept").status_code == 404
    assert (
        client.post(case_url(theirs, "reveal"), {"field": "phone", "purpose": "contact"}).status_code == 404
    )
    theirs.refresh_from_db()
    assert theirs.status == "submitted"


def test_a_caseworker_sees_own_cases_only(client, as_, office):
    me = as_("caseworker")
    mine = ApplicationFactory(office=office, assigned=True, assignee=me)
    other = ApplicationFactory(office=office, assigned=True)
    html = client.get(QUEUE).content.decode()
    assert mine.reference in html
    assert other.reference not in client.get(QUEUE + "?show=all").content.decode()
    assert client.get(case_url(mine)).status_code == 200
    assert client.get(case_url(other)).status_code == 404


def test_a_caseworker_who_was_replaced_reaches_nothing_of_the_case_any_more(client, as_, office):
    """Hard case 14: what one saw yesterday does not exist today, nor does anything that hangs on it."""
    me = as_("caseworker")
    case = ApplicationFactory(office=office, assigned=True, assignee=me)
    add_evidence(case, papers=[(checked_photo(), "other")], actor=me)
    paper = [case.evidence.get().pk]
    addresses = [
        *(case_url(case, *name) for name in (["inspect"], ["roster"], ["print", "pledge"], ["letters"])),
        *(reverse(f"applications:{name}", args=paper) for name in ("preview", "original")),
    ]
    assert [client.get(address).status_code for address in addresses] == [200] * 6
    other, dispatcher = officer(office, Role.CASEWORKER), officer(office, Role.DISPATCHER)
    reassign(case, assignee=other, reason="原承办人出差", actor=dispatcher, at=NOON)
    assert [client.get(address).status_code for address in addresses] == [404] * 6
    assert act(client, case, "add_evidence", note="再加一份").status_code == 404
    reveal = {"claimant": case.claimant.pk, "field": "phone", "purpose": "contact"}
    assert client.post(case_url(case, "reveal"), reveal).status_code == 404
    assert case.reference not in client.get(QUEUE + "?show=all").content.decode()


def test_slices_follow_each_other_without_gap_or_repeat(client, as_, office):
    made = {ApplicationFactory(office=office, at=NOON - timedelta(days=n % 3)).reference for n in range(30)}
    as_("receptionist")
    for show in ("green", "all"):
        first = client.get(f"{QUEUE}?show={show}").content.decode()
        more = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
        second = client.get(QUEUE + more).content.decode()
        on = [{r for r in made if r in html} for html in (first, second)]
        assert [len(found) for found in on] == [25, 5]
        assert on[0] | on[1] == made
        assert "回到最前" in second


@pytest.mark.parametrize("cursor", ["x", "1.2.3", "9" * 40 + ".1", "n.", ".", "1.²", "1." + "9" * 30])
def test_a_broken_cursor_is_the_beginning(client, as_, office, cursor):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert application.reference in client.get(QUEUE, {"after": cursor}).content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "王小强",
        "王 小强",
        "5678",
        "13900005678",
        "+86 139-0000–5678",
        "11010519491231002X",
        "110105 19491231 002×",
        "reference",
        "bare",
    ],
)
def test_search_finds_by_reference_name_phone_and_number(client, as_, office, typed):
    application = ApplicationFactory(office=office)
    typed = {
        "reference": application.reference,
        "bare": application.reference.replace("-", "").lower(),
    }.get(typed, typed)
    as_("receptionist")
    response = client.post(QUEUE + "search/", {"q": typed}, follow=True)
    assert application.reference in response.content.decode()
    assert "王小强" not in response.content.decode().replace('value="王小强"', "").replace("搜“王小强”", "")


@pytest.mark.parametrize("typed", ["E12345678", "e 1234–5678"])
def test_search_finds_by_the_number_of_any_paper(client, as_, office, typed):
    application = ApplicationFactory(office=office, id_type="passport", id_number="E12345678")
    as_("receptionist")
    assert application.reference in client.post(QUEUE + "search/", {"q": typed}, follow=True).content.decode()


def test_search_stays_in_scope_and_is_logged_without_what_was_typed(client, as_, office):
    theirs = ApplicationFactory(office=OfficeFactory())
    me = as_("receptionist")
    html = client.post(QUEUE + "search/", {"q": "王小强"}, follow=True).content.decode()
    assert theirs.reference not in html
    assert "没有搜到" in html
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.actor, entry.purpose) == ("aid.search_person", me, "")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("𬭎某", "𬭎某"),  # a sign beyond the first 65,536
        ("O’Brien Sean", "o'brien sean"),
    ],
)
def test_search_finds_names_as_they_are_written(client, as_, office, name, typed):
    """Hard case of names: rare signs, the dot between the parts of a name, an apostrophe typed otherwise."""
    application = ApplicationFactory(office=office, name=name)
    as_("receptionist")
    assert application.reference in client.post(QUEUE + "search/", {"q": typed}, follow=True).content.decode()


@pytest.mark.parametrize("typed", ["", "\x00", "<script>", "一" * 500, "'; --", "9" * 60])
def test_search_answers_anything(client, as_, typed):
    as_("receptionist")
    response = client.post(QUEUE + "search/", {"q": typed}, follow=True)
    assert response.status_code == 200
    assert "<script>" + typed not in response.content.decode()
