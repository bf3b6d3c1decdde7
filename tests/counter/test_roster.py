"""Hard case 15 at the counter: a group as a roster, each of its members by themselves."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from aid import services
from aid.models import Application, Claimant
from counter import group
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, facts, officer, workmates
from tests.counter.acts import case_url, offered_on

pytestmark = pytest.mark.django_db


def group_of(office, count=12, **changes):
    people = [
        facts(name=f"赵{'一二三四五六七八九十甲乙'[n % 12]}", phone=f"139{n:08d}", id_type="none", id_number="",
              is_representative=n == 0, left_on=date(2026, 6, 1 + n % 28), **changes)
        for n in range(count)
    ]  # fmt: skip
    return ApplicationFactory(office=office, claimants=tuple(people))


def roster_url(application, query=""):
    return case_url(application) + "roster/" + query


def test_a_group_stands_in_its_own_tab_with_how_many_they_are(client, as_, office):
    application = group_of(office)
    ApplicationFactory(office=office)
    as_("receptionist")
    page = client.get("/admin/applications/?show=groups")
    assert [row.application for row in page.context["table"].data] == [application]
    html = page.content.decode()
    assert "和另外 11 人" in html
    assert "群体 12 人" in html


def test_the_roster_shows_each_with_state_sum_limitation_and_marks(client, as_, office):
    application = group_of(office)
    twin = ApplicationFactory(office=office, name="赵三", phone="13900000002", id_type="none", id_number="")
    as_("receptionist")
    page = client.get(roster_url(application))
    lines = list(page.context["page_obj"])
    assert [line.limitation for line in lines][:2] == [date(2027, 6, 1), date(2027, 6, 2)]
    assert "代表" in lines[0].marks
    # An individual application of the same person is linked, not merged.
    assert "可能单独申请过" in lines[2].marks
    assert [t.application for t in client.get(case_url(application)).context["twins"].here] == [twin]
    assert "赵三" not in page.content.decode()


def test_the_case_page_of_many_shows_who_speaks_for_them(client, as_, office):
    application = group_of(office)
    as_("receptionist")
    page = client.get(case_url(application))
    assert [person.claimant.position for person in page.context["people"]] == [1]
    assert page.context["roster"]["count"] == 12


def test_who_sent_it_has_said_their_own_account_themselves(office):
    application = ApplicationFactory(office=office, claimants=workmates(3))
    assert [line.state[:4] for line in group.lines(application)] == ["本人确认", "代表写的", "代表写的"]
    assert group.summary(application)["confirmed"] == 1
    application.channel = "phone"  # an officer typed it
    assert group.summary(application)["confirmed"] == 0


@pytest.mark.parametrize("count", [3, 60])
def test_a_longer_roster_asks_the_database_no_more(client, as_, office, count, django_assert_max_num_queries):
    application = group_of(office, count)
    as_("receptionist")
    client.get(roster_url(application))
    with django_assert_max_num_queries(31):
        page = client.get(roster_url(application))
    assert len(page.context["page_obj"]) == min(count, 50)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_name_that_is_a_formula_is_exported_as_text(client, as_, office, format):
    application = group_of(office)
    first = application.claimants.first()
    first.name = "=cmd|'/C calc'!A0"
    first.save(update_fields=["name"])
    as_("approver")
    answer = client.get(roster_url(application, f"?export={format}"))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if format == "csv":
        cell = content.decode("utf-8-sig").splitlines()[1].split(",")[1]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        assert sheet["B2"].data_type == "s"
        cell = sheet["B2"].value
    assert cell.startswith("'=")


def test_who_may_not_export_gets_no_table(client, as_, office):
    application = group_of(office)
    as_("receptionist")
    assert client.get(roster_url(application, "?export=csv")).status_code == 403


def test_one_member_withdraws_and_the_others_go_on(client, as_, office):
    application = group_of(office)
    last = application.claimants.last()
    clerk = as_("receptionist")
    form = {"leave_group-version": application.version, "leave_group-key": "k1",
            "leave_group-claimant": last.pk, "leave_group-note": "本人打电话说的"}  # fmt: skip
    assert client.post(case_url(application) + "do/leave_group/", form).status_code == 302
    application.refresh_from_db()
    last.refresh_from_db()
    assert application.status == "submitted"
    assert last.withdrawn_at
    running = application.deadlines.running().filter(claimant__isnull=False)
    assert running.count() == 12  # the year of who left runs on: it is their own
    event = application.events.last()
    assert (event.action, event.actor, event.data["position"]) == ("leave_group", clerk, 12)
    lines = list(client.get(roster_url(application)).context["page_obj"])
    assert lines[11].state == "退出了"
    # It stays a group case: what was reported upward is not taken back.
    assert application.is_group_case
    offered = [offer.form.action for offer in offered_on(client.get(case_url(application)))]
    assert "undo_leaving" in offered
    form = {"undo_leaving-version": application.version, "undo_leaving-key": "k2",
            "undo_leaving-claimant": last.pk, "undo_leaving-note": "本人到窗口说的"}  # fmt: skip
    assert client.post(case_url(application) + "do/undo_leaving/", form).status_code == 302
    assert Claimant.objects.get(pk=last.pk).takes_part
    offered = [offer.form.action for offer in offered_on(client.get(case_url(application)))]
    assert "undo_leaving" not in offered


def test_the_last_one_and_the_last_representative_do_not_leave_alone(office):
    application = group_of(office, count=2)
    first, second = application.claimants.all()
    with pytest.raises(ValidationError, match="先另推一位代表"):
        services.leave_group(application, claimant=first)
    services.leave_group(application, claimant=second)
    with pytest.raises(ValidationError, match="只剩这一个人"):
        services.leave_group(application, claimant=first)


def test_the_representative_changes(client, as_, office):
    application = group_of(office)
    first, second = application.claimants.all()[:2]
    as_("receptionist")
    form = {"change_reps-version": application.version, "change_reps-key": "k1",
            "change_reps-representatives": [second.pk], "change_reps-note": "大家推的"}  # fmt: skip
    assert client.post(case_url(application) + "do/change_reps/", form).status_code == 302
    assert list(Claimant.objects.filter(is_representative=True)) == [second]
    assert application.events.last().data["positions"] == [2]
    services.leave_group(Application.objects.get(), claimant=first)


def test_six_representatives_are_too_many(office):
    application = group_of(office)
    people = list(application.claimants.all())
    with pytest.raises(ValidationError, match="一位到五位"):
        services.change_reps(
            application, representatives=people[:6], actor=officer(office, Role.RECEPTIONIST)
        )


def test_one_joins_later_with_a_limitation_of_their_own(office):
    application = group_of(office, count=9)
    services.join_group(application, facts(name="钱小", phone="13911110000", left_on=date(2026, 1, 2)))
    application.refresh_from_db()
    assert application.is_group_case
    assert application.limitation_on == date(2027, 1, 2)
    assert application.claimants.last().position == 10


def test_nobody_joins_what_is_decided(office):
    application = ApplicationFactory(office=office, granted=True)
    with pytest.raises(services.TransitionNotAllowed):
        services.join_group(application, facts())


def test_one_alone_is_offered_nothing_of_groups(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = client.get(case_url(application))
    assert page.context["roster"] is None
    assert {"leave_group", "undo_leaving", "change_reps"}.isdisjoint(o.form.action for o in offered_on(page))


def test_the_papers_of_one_are_printed_without_the_others(client, as_, office, monkeypatch):
    group = group_of(office, 3)
    other = ApplicationFactory(office=office)
    second = group.claimants.all()[1]
    said = {}

    def render(code, fields):
        said.update(fields)
        return b"%PDF-"

    monkeypatch.setattr("aid.paperwork.papers.typesetter.render", render)
    as_("receptionist")
    address = reverse("applications:print", args=[group.pk, "application"])
    one = f"{address}?person={second.pk}"
    assert one in client.get(reverse("applications:roster", args=[group.pk])).content.decode()
    assert client.get(one).status_code == 200
    assert [person["name"] for person in said["people"]] == [second.name]
    assert AccessEntry.objects.filter(action="aid.print_application", purpose="claimant 2").exists()
    assert client.get(address).status_code == 200
    assert len(said["people"]) == 3
    for nobody in (other.claimant.pk, "x", "0"):
        assert client.get(f"{address}?person={nobody}").status_code == 404
