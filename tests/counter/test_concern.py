"""The card of who was told, who watches, and what to mind, on the pages of the counter."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from aid import sla
from aid.models import Application, BodyNotice, CareNote, InformedBody, Watch
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, officer, workmates
from tests.counter.acts import act, case_url, offered_on
from tests.laws.page_factories import region as make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(office):
    application = ApplicationFactory(office=office, claimants=workmates(12, may_call=True))
    region = make_region()
    Application.objects.filter(pk=application.pk).update(region=region)
    InformedBody.objects.create(
        name="区劳动监察大队", kind="inspection", region=region, valid_from=date(2026, 1, 1), source="名单"
    )
    return Application.objects.get(pk=application.pk)


def test_what_goes_out_stands_in_the_form_before_it_is_sent(client, as_, group):
    as_("supervisor")
    page = client.get(case_url(group) + "?do=send_notice")
    form = next(one.form for one in offered_on(page) if one.form.action == "send_notice")
    draft = form["text"].value()
    assert "12 人" in draft
    assert "还没通报" in page.content.decode()
    [to] = InformedBody.objects.all()
    wrong = act(client, group, "send_notice", body=to.pk, way="fax", text=f"{draft} 打 13900005678")
    assert wrong.status_code == 422
    assert "13900005678" in wrong.content.decode()  # what was typed is kept
    assert act(client, group, "send_notice", body=to.pk, way="fax", text=draft).status_code == 302
    BodyNotice.objects.update(due_on=sla.today_in_shanghai() - timedelta(days=1))
    html = client.get(case_url(group)).content.decode()
    assert "该有回音，还没有" in html
    assert "还没通报" not in html
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "通报有 1 份过了日子没有回音" in home
    assert group.reference in client.get(reverse("applications:watches")).content.decode()


def test_what_to_mind_stands_on_top_and_beside_the_telephone(client, as_, group):
    as_("receptionist")
    first = group.claimants.first()
    assert (
        act(client, group, "add_care", claimant=first.pk, kind="times", text="白天跟老板住").status_code
        == 302
    )
    page = client.get(case_url(group))
    html = page.content.decode()
    assert html.index("白天跟老板住") < html.index("怎么联系")
    phone = next(one for one in page.context["people"][0].masked if one.field == "phone")
    assert "白天跟老板住" in phone.rules[0].text
    assert act(client, group, "end_care", care=CareNote.objects.get().pk).status_code == 302
    assert "白天跟老板住" not in client.get(case_url(group)).content.decode()


def test_the_watcher_and_the_supervisor_are_reminded_and_nobody_else(client, as_, group, office):
    as_("supervisor")
    clerk = officer(office, Role.RECEPTIONIST)
    soon = sla.today_in_shanghai() + timedelta(days=3)
    assert act(client, group, "start_watch", watcher=clerk.pk, why="怕聚集", next_on=soon).status_code == 302
    home = reverse("wagtailadmin_home")
    assert "到了日子没看" not in client.get(home).content.decode()
    Watch.objects.update(next_on=sla.today_in_shanghai() - timedelta(days=1))
    assert "盯着的案件有 1 件到了日子没看" in client.get(home).content.decode()
    as_("reviewer")
    assert "到了日子没看" not in client.get(home).content.decode()
    assert group.reference not in client.get(reverse("applications:watches")).content.decode()
    me = as_("approver")
    Watch.objects.update(watcher=me)
    assert "盯着的案件有 1 件到了日子没看" in client.get(home).content.decode()
    assert act(client, group, "check_watch", seen="去看过", next_on=soon).status_code == 302
    assert "到了日子没看" not in client.get(home).content.decode()


def test_a_page_of_before_is_as_good(client, as_, group):
    as_("receptionist")
    answer = act(client, group, "add_care", kind="health", text="腿伤", version=group.version + 5)
    assert answer.status_code == 302


def test_the_case_costs_no_more_with_a_long_history(client, as_, group, django_assert_max_num_queries):
    as_("supervisor")
    boss = officer(group.office, Role.SUPERVISOR)
    now = sla.end_of(sla.today_in_shanghai())
    client.get(case_url(group))
    for n in range(12):
        CareNote.objects.create(
            application=group, kind="other", text=f"{n}", added_by=boss, added_at=now, claimant=group.claimant
        )
        BodyNotice.objects.create(
            application=group, body=InformedBody.objects.get(), body_name="x", text="y", people=1, way="fax",
            sent_at=now, sent_by=boss, due_on=now.date(),
        )  # fmt: skip
    with django_assert_max_num_queries(60):
        client.get(case_url(group))


def test_the_timeline_says_as_what_it_was_marked(client, as_, group):
    as_("reviewer")
    assert (
        act(client, group, "mark_concern", kinds=["impact", "complex"], why="电视台来过").status_code == 302
    )
    html = client.get(case_url(group)).content.decode()
    assert "重大复杂、疑难" in html.split('id="timeline"')[-1]
    assert "材料：" not in html.split('id="timeline"')[-1]
