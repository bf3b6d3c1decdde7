"""An officer's first page: what is at risk first, what waits act by act with its day; for supervisors who has how much."""

import re
import unicodedata
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from aid import services
from aid.models import Absence, Wish
from aid.services import wishes
from casework.services import assign
from counter import unanswered
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db
HOME = "/admin/"


def page(client):
    return client.get(HOME).content.decode()


def panel(client, name):
    found = [one for one in client.get(HOME).context["panels"] if getattr(one, "name", "") == name]
    return found[0].get_context_data({}) if found else None


def test_what_waits_is_said_act_by_act_the_first_due_first(client, as_, office):
    clerk = officer(office, Role.RECEPTIONIST)
    late = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    new = ApplicationFactory(office=office)
    services.accept(ApplicationFactory(office=office), actor=clerk, at=NOON)  # the reviewer's now
    ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    said = panel(client, "now")
    (row,) = said["todo"]
    assert (str(row["label"]), row["count"], row["due"].tone) == ("受理", "2", "late")
    assert row["url"] == reverse("applications:inspect", args=[late.pk]) + "?do=accept#act-accept"
    assert said["first"] == row["url"]
    html = page(client)
    assert ">该您做 2 件</a>，<a" in html
    assert ">2 件有风险</a></h1>" in html
    assert html.count("<h1") == 1
    assert html.index(late.reference) < html.index(new.reference)


def test_a_limitation_stands_above_what_is_only_late(client, as_, office):
    late = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    left_on = NOON.date() - timedelta(days=361)
    near = ApplicationFactory(office=office, still_working=False, left_on=left_on)
    as_("receptionist")
    html = page(client)
    assert html.index(near.reference) < html.index(late.reference)
    assert "时效" in html
    assert str(near.pk) in panel(client, "now")["first"]


def test_with_nothing_to_do_it_says_nothing(client, as_, office):
    ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    assert panel(client, "now") == {"waiting": 0}
    html = page(client)
    assert "从最急的开始办" not in html
    assert "现在没有该您做的</h1>" in html


def test_each_number_opens_what_it_counts(client, as_, office):
    ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    ApplicationFactory(office=office)
    speaking = ApplicationFactory(office=office, granted=True)
    wishes.ask(speaking, speaking.claimant, Wish.Kind.MESSAGE, text="律师什么时候来？", at=NOON)
    as_("receptionist")
    links = re.findall(r'href="(/admin/applications/\?[^"]+)"[^>]*>\s*(\d+) 件', page(client))
    assert len(links) >= 5
    for address, count in links:
        assert client.get(unescape(address)).context["found"] == count, address


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [
        (9, 30, "到 16:00 还有 6 小时 30 分"),
        (15, 20, "到 16:00 还有 40 分"),
        (17, 0, "过了 16:00，今天还要受理"),
    ],
)
def test_what_is_promised_for_today_says_how_long_is_left(
    client, as_, office, time_machine, hour, minute, said
):
    ApplicationFactory(office=office, at=NOON.replace(hour=8))
    time_machine.move_to(NOON.replace(hour=hour, minute=minute), tick=False)
    as_("receptionist")
    assert said in page(client)


def test_the_hour_is_that_of_the_clock(client, as_, office):
    row = ApplicationFactory(office=office, at=NOON.replace(hour=8))
    row.deadlines.filter(kind="accept").update(
        computed_from={"submitted_at": NOON.isoformat(), "cutoff": "18"}
    )
    as_("receptionist")
    assert "到 18:00 还有" in page(client)


def test_what_is_due_another_day_has_no_hour(client, as_, office):
    ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    as_("receptionist")
    assert "16:00" not in page(client)


def test_the_first_line_of_what_nobody_answered_stands_beside_the_row(client, as_, office):
    application = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    person = application.claimant
    text = f"\n我是{person.name}，打13912345678找我。\n第二行"
    wishes.ask(application, person, Wish.Kind.MESSAGE, text=text, at=NOON)
    as_("receptionist")
    html = page(client)
    (first,) = [row.said for row in panel(client, "now")["asked"]]
    assert first == f"我是{person.masked_name}，打139****5678找我。"
    assert html.count(first) == 2  # in the row, and among what was not answered
    assert person.name not in html
    assert "13912345678" not in html


def test_what_was_answered_is_not_there(client, as_, office):
    application = ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    wishes.ask(application, application.claimant, Wish.Kind.MESSAGE, text="什么时候有结果？", at=NOON)
    Wish.objects.update(answered_at=NOON)
    as_("receptionist")
    assert "什么时候有结果" not in page(client)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("买买提 让我来问", "买*提 让我来问"),
        ("王 小 强的卡是６２２２０２１２３４５６７８９０１２３", None),
        ("", ""),
        ("字" * 60, "字" * 48 + "…"),
        ("号码在这里：" + "字" * 38 + "13912345678", "号码在这里：" + "字" * 38 + "139*…"),
    ],
)
def test_a_line_is_hidden_before_it_is_cut(text, said):
    found = unanswered.first_line(text, ["王小强", "买买提", ""])
    if said is None:
        assert found.startswith("王*强的卡是")
        assert "6222" not in unicodedata.normalize("NFKC", found)
    else:
        assert found == said


@pytest.mark.parametrize("role", ["receptionist", "reviewer", "approver", "dispatcher", "caseworker"])
def test_who_has_how_much_is_for_supervisors(client, as_, role):
    as_(role)
    assert panel(client, "load") is None


def test_a_supervisor_sees_who_has_how_much_and_where_it_is_late(client, as_, office):
    lawyer, other = officer(office, Role.CASEWORKER), OfficeFactory()
    foreign = officer(other, Role.CASEWORKER)
    case = ApplicationFactory(office=office, granted=True)
    assign(case, assignee=lawyer, actor=officer(office, Role.DISPATCHER), at=NOON)
    ApplicationFactory(office=office, at=NOON - timedelta(days=6))
    ApplicationFactory(office=other, at=NOON - timedelta(days=6))
    as_("supervisor")
    said = panel(client, "load")
    assert [(row["person"], row["cases"]) for row in said["people"]] == [(lawyer, 1)]
    assert foreign not in [row["person"] for row in said["people"]]
    assert [(row["office"], row["count"]) for row in said["late"]] == [(office.name, 1)]
    shown = client.get(said["late"][0]["url"]).context
    assert shown["found"] == "1"


def test_who_is_away_in_one_s_offices_is_said(client, as_, office):
    day = NOON.date()
    spell = {"since": day, "until": day + timedelta(days=2)}
    for where in (office, OfficeFactory()):
        person, deputy = officer(where, Role.REVIEWER), officer(where, Role.REVIEWER)
        Absence.objects.create(person=person, deputy=deputy, set_by=deputy, set_at=NOON, **spell)
    as_("receptionist")
    (one,) = panel(client, "away")["away"]
    assert one.person.memberships.get().office == office
    assert "今天谁不在" in page(client)


def test_an_editor_has_none_of_it(client, as_):
    as_("editor")
    assert not {"now", "load", "away"} & {getattr(one, "name", "") for one in client.get(HOME).context["panels"]}  # fmt: skip
