"""What is late and why: every number of the supervisor's page opens exactly what it counts."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from aid import services
from aid.models import Application, SavedList
from aid.services.lateness import explain_late
from casework import warnings
from counter import late_chart
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
PAGE, QUEUE = "/admin/applications/load/", reverse("applications:index")
LATER = NOON + timedelta(days=10)


@pytest.fixture
def lately(office, time_machine):
    """In an office: three decided too late, of two reasons and none; two waiting, one warned of; a case in hand."""
    when = NOON + timedelta(days=9)
    boss, reviewer = (
        officer(office, role, first_name=name)
        for role, name in ((Role.APPROVER, "审批"), (Role.REVIEWER, "审查"))
    )
    for reason in ("staff", "others", ""):
        granted = ApplicationFactory(office=office, reviewing=True)
        services.grant(granted, actor=boss, at=when)
        if reason:
            clock = granted.deadlines.get(kind="review").pk
            explain_late(granted, clock=clock, code=reason, text="没人", actor=boss, at=when)
    ApplicationFactory(office=office, accepted=True)
    ApplicationFactory(
        office=office, assigned=True, assignee=officer(office, Role.CASEWORKER, first_name="承办")
    )
    warnings.warn(when)
    named = ApplicationFactory(office=office, accepted=True)
    Application.objects.filter(pk=named.pk).update(reviewer=reviewer)
    ApplicationFactory(office=OfficeFactory(), accepted=True)
    time_machine.move_to(LATER, tick=False)
    return reviewer


def numbers(html):
    """(the number, its address) of each link to the queue that begins or ends with a number."""
    links = re.findall(rf'<a[^>]*href="({QUEUE}\?[^"]+)"[^>]*>(.*?)</a>', html, re.DOTALL)
    said = [
        (re.sub(r"<span class=\"w-sr-only\">.*?</span>|<[^>]+>", "", text).strip(), url)
        for url, text in links
    ]
    return [
        (int(re.search(r"^\d+|\d+$", text)[0]), unescape(url))
        for text, url in said
        if re.search(r"^\d|\d$", text)
    ]


def shown(client, address):
    """How many the queue has at an address."""
    return int(client.get(address).context["found"])


def test_every_number_opens_what_it_counts(client, as_, lately):
    as_("supervisor")
    html = client.get(PAGE).content.decode().partition("<h1")[2]
    found = numbers(html)
    assert len(found) >= 25
    assert {count for count, _url in found} >= {1, 2, 3}
    for count, address in found:
        assert shown(client, address) == count, address


def test_the_four_on_top(client, as_, lately):
    as_("supervisor")
    said = [(count, label) for count, label, _url, _bad in client.get(PAGE).context["numbers"]]
    assert said == [("6", "在办"), ("2", "现在超期"), (5, "这 30 天超期的"), (3, "下面这些天没说原因的")]


def test_the_heading_says_where_most_are(client, as_, office, time_machine):
    ApplicationFactory(office=office)
    time_machine.move_to(NOON + timedelta(days=3), tick=False)
    as_("supervisor")
    assert f"现在超期 1 件，都在{office.name}</h1>" in client.get(PAGE).content.decode()


def test_a_cause_a_clock_and_a_person_are_asked_of_one_and_the_same_clock(client, as_, office, lately):
    as_("supervisor")
    query = f"{QUEUE}?show=all&office={office.pk}"
    assert shown(client, f"{query}&why=staff") == 1
    assert shown(client, f"{query}&why=staff&missed=review&done=past") == 1
    assert shown(client, f"{query}&why=staff&missed=accept") == 0
    assert shown(client, f"{query}&why=staff&done=open") == 0
    assert shown(client, f"{query}&missed=review&late_until={NOON:%Y-%m-%d}") == 0
    assert shown(client, f"{query}&missed=review&late_by=nobody&done=past") == 0


def test_the_next_clock_and_whose_hands(client, as_, lately):
    as_("supervisor")
    by_clock = client.get(f"{QUEUE}?show=all&clock=review").context
    assert by_clock["found"] == "2"
    assert shown(client, f"{QUEUE}?show=all&holder={lately.pk}") == 1
    assert shown(client, f"{QUEUE}?show=all&holder={lately.pk}&clock=assign") == 0


def test_of_somebody_elsewhere_nothing_is_found_and_no_name_said(client, as_, lately):
    stranger = officer(OfficeFactory(), Role.CASEWORKER, first_name="外人")
    ApplicationFactory(office=stranger.memberships.get().office, assigned=True, assignee=stranger)
    as_("supervisor")
    page = client.get(f"{QUEUE}?show=all&holder={stranger.pk}")
    assert page.context["found"] == "0"
    assert "外人" not in page.content.decode()


def test_what_waits_for_me_by_the_step(client, as_, office):
    ApplicationFactory(office=office)
    ApplicationFactory(office=office, withdrawn=True)
    as_("receptionist")
    assert shown(client, f"{QUEUE}?show=mine&step=accept") == 1
    assert shown(client, f"{QUEUE}?show=all&step=accept") == 1
    assert "轮到我做什么" in client.get(QUEUE).content.decode()


def test_a_list_kept_under_a_name_keeps_them(client, as_, lately):
    as_("supervisor")
    query = (
        f"show=all&clock=review&holder={lately.pk}&why=silent&missed=review&done=open&late_since=2026-01-01"
    )
    client.post(reverse("applications:lists"), {"name": "压着的", "query": query})
    kept = SavedList.objects.get().query
    assert set(kept.split("&")) == set(query.split("&"))
    assert shown(client, f"{QUEUE}?{kept}") == 1


def test_the_export_is_narrowed_the_same(client, as_, lately):
    as_("supervisor")
    answer = client.get(f"{QUEUE}?show=all&why=staff&export=csv")
    assert len(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()) == 2


def test_the_bars_say_the_same_as_the_table(client, as_, office, lately):
    as_("supervisor")
    page = client.get(PAGE)
    (bar,) = page.context["chart"]
    assert {part.label: part.count for part in bar.parts} == {
        "人手不够，办的人不在": 1,
        "等别的机构、部门": 1,
        "没说原因": 3,
    }
    assert sum(part.width for part in bar.parts) == pytest.approx(90)
    html = page.content.decode()
    assert all(html.count(f'id="{pattern}"') == 1 for pattern in late_chart.PATTERNS.values())


def test_the_first_of_a_month_still_looks_back(client, as_, lately, time_machine):
    time_machine.move_to(NOON.replace(month=12, day=1), tick=False)
    as_("supervisor")
    count, label, _url, _bad = client.get(PAGE).context["numbers"][2]
    assert (count, label) == (5, "这 30 天超期的")


def test_days_are_asked_for_as_the_house_writes_them(client, as_, lately):
    as_("supervisor")
    html = client.get(f"{PAGE}?since=2026-11-01&until=2026-11-30").content.decode()
    assert 'type="date"' not in html
    assert 'value="2026-11-01"' in html
    assert html.count('data-start="initDateChooser"') == 2
