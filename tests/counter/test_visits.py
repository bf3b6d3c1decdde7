"""The route of a day at the counter: one's own, with what to mind, each look an entry."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid import sla
from aid.models import VisitTask
from aid.services import visits, watch
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, officer
from tests.aid.photos import photo
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db
ROUTE = "/admin/applications/visits/"


def test_planned_on_the_case_it_stands_in_the_route_of_the_day(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    person, today = application.claimants.get(), sla.today_in_shanghai()
    watch.add_care(application, kind="safety", text="别在他哥面前提", claimant=person, actor=me)
    plan = {"claimant": person.pk, "purpose": "sign", "officer": me.pk, "day": today}
    assert act(client, application, "plan_visit", **plan, place="").status_code == 422
    assert act(client, application, "plan_visit", **plan, place="幸福路 12 号").status_code == 302
    html = client.get(ROUTE).content.decode()
    assert "幸福路 12 号" in html
    assert "别在他哥面前提" in html
    assert person.name not in html
    assert person.phone not in html
    assert AccessEntry.objects.filter(action="aid.open_route").count() == 1
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert "幸福路" not in client.get(f"{ROUTE}?day={tomorrow}").content.decode()
    assert client.get(f"{ROUTE}?day=2026-99-99").status_code == 200
    [task] = VisitTask.objects.all()
    answer = act(client, application, "finish_visit", visit=task.pk, outcome="done", result="签了")
    assert answer.status_code == 302
    assert "去过了" in client.get(ROUTE).content.decode()
    assert "finish_visit" not in {o.form.action for o in offered_on(client.get(case_url(application)))}


def test_the_hours_are_asked_where_the_day_is_and_stand_on_the_case(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    day = sla.today_in_shanghai() + timedelta(days=1)
    plan = {
        "claimant": application.claimants.get().pk,
        "purpose": "sign",
        "officer": me.pk,
        "day": day,
        "place": "幸福路",
    }
    wrong = act(client, application, "plan_visit", **plan, from_time="11:00", to_time="09:00")
    assert wrong.status_code == 422
    page = BeautifulSoup(wrong.content, "html.parser")
    assert "要比“几点起”晚" in page.select_one("#id_plan_visit-to_time_error").text
    assert page.select_one("#id_plan_visit-from_time")["value"] == "11:00"
    right = act(client, application, "plan_visit", **plan, from_time="09:00", to_time="11:00")
    assert right.status_code == 302
    page = BeautifulSoup(client.get(case_url(application)).content, "html.parser")
    assert "9:00–11:00" in page.select_one("[aria-labelledby=visits]").text
    assert "9:00–11:00" in page.select_one("[aria-labelledby=timeline]").text
    assert "9:00–11:00" in page.select_one("#id_cancel_visit-visit").text
    assert "幸福路" not in page.select_one("[aria-labelledby=visits]").text


def test_the_route_of_a_colleague_is_not_mine_to_see_or_move(client, as_, office):
    application = ApplicationFactory(office=office)
    other = officer(office, Role.RECEPTIONIST)
    visits.plan_visit(
        application, claimant=application.claimants.get(), officer=other, day=sla.today_in_shanghai(),
        place="别处", purpose="talk", actor=other,
    )  # fmt: skip
    as_("supervisor")
    assert "别处" not in client.get(ROUTE).content.decode()
    [task] = VisitTask.objects.all()
    assert client.post(reverse("applications:visit_move", args=[task.pk, "up"])).status_code == 404


def test_some_photos_come_in_one_box_and_a_bad_one_is_named(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    visits.plan_visit(
        application, claimant=application.claimants.get(), officer=me, day=sla.today_in_shanghai(),
        place="工棚", purpose="site", actor=me,
    )  # fmt: skip
    said = {"visit": VisitTask.objects.get().pk, "outcome": "done", "result": "看了工棚"}
    bad = SimpleUploadedFile("坏的.jpg", b"no picture")
    answer = act(client, application, "finish_visit", **said, photos=[photo(), bad])
    assert answer.status_code == 422
    assert "坏的.jpg" in answer.content.decode()
    assert "看了工棚" in answer.content.decode()
    two = [photo(), photo(30)]
    there = f"{sla.today_in_shanghai()}T00:01"
    assert act(client, application, "finish_visit", **said, photos=two, there_at=there).status_code == 302
    assert "00:01 到的" in client.get(case_url(application)).content.decode()
    assert [one.kind for one in application.evidence.all()] == ["site_photo"] * 2
