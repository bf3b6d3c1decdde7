"""The route of a day at the counter: one's own, with what to mind, each look an entry."""

from datetime import time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aid import services, sla
from aid.models import VisitTask
from aid.services import visits, watch
from counter.visits import pressed
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer
from tests.aid.photos import photo
from tests.counter.acts import act, case_url, offered_on, page_of, press

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
    page = page_of(wrong)
    assert "要比“几点起”晚" in page.select_one("#id_plan_visit-to_time_error").text
    assert page.select_one("#id_plan_visit-from_time")["value"] == "11:00"
    right = act(client, application, "plan_visit", **plan, from_time="09:00", to_time="11:00")
    assert right.status_code == 302
    page = page_of(client.get(case_url(application)))
    assert "9:00–11:00" in page.select_one("[aria-labelledby=visits]").text
    assert "9:00–11:00" in page.select_one("[aria-labelledby=timeline]").text
    assert "9:00–11:00" in page.select_one("#id_cancel_visit-visit").text
    assert "幸福路" not in page.select_one("[aria-labelledby=visits]").text


def planned(application, who, place, *, days=0, hours=(), **more):
    """A visit of `who`, so many days from today; also of a day that is over."""
    day = sla.today_in_shanghai() + timedelta(days=days)
    window = {"from_time": time(hours[0]), "to_time": time(hours[1])} if hours else {}
    visits.plan_visit(
        application, claimant=application.claimants.first(), officer=who, day=max(day, sla.today_in_shanghai()),
        place=place, purpose="talk", actor=who, **window, **more,
    )  # fmt: skip
    task = VisitTask.objects.latest("pk")
    VisitTask.objects.filter(pk=task.pk).update(day=day)
    task.refresh_from_db()
    return task


def places(page, what=".route__stop"):
    return [one.h3.text for one in page.select(what)]


@pytest.fixture
def mine(client, as_, office):
    """A morning: one is done, one is next, one comes later; one of yesterday was left undone, one is tomorrow."""
    me, application = as_("receptionist"), ApplicationFactory(office=office, may_call=True)
    planned(application, me, "没去的那家", days=-1)
    done = planned(application, me, "去过的那家", hours=(8, 9))
    planned(application, me, "后面的那家", hours=(14, 15))
    planned(application, me, "先去的那家", hours=(10, 11))
    planned(application, me, "明天的那家", days=1)
    visits.finish_visit(
        application,
        visit=done.pk,
        outcome="done",
        result="签了，电话 13812345678",
        witness="李会计",
        actor=me,
    )
    return me


def test_the_morning_says_what_was_left_what_is_next_and_what_is_over(client, mine):
    page = page_of(client.get(ROUTE))
    assert page.h1.text == "今天：还要去 2 处，去过 1 处"
    assert places(page) == ["没去的那家", "先去的那家", "后面的那家", "去过的那家"]
    assert places(page, ".route__stop--next") == ["先去的那家"]
    assert "10:00–11:00" in page.select_one(".route__stop--next .route__when").text
    over = page.select_one("details .route__stop")
    assert "去过的那家" in over.text
    assert "在场：李*计" in over.text
    assert "13812345678" not in over.text  # what officers write is shown without its numbers
    assert not page.select_one("details").has_attr("open")


@pytest.mark.parametrize(
    ("days", "there", "heading"),
    [
        (-1, ["没去的那家"], "昨天"),
        (1, ["明天的那家"], "明天"),
        (2, [], "后天"),
    ],
)
def test_each_day_has_its_own_and_names_what_was_left(client, mine, days, there, heading):
    day = sla.today_in_shanghai() + timedelta(days=days)
    page = page_of(client.get(f"{ROUTE}?day={day}"))
    assert places(page) == there
    assert page.h1.text.startswith(heading)
    assert "没去成的有 1 处" in page.select_one("[role=alert]").text
    assert not page.select(".route__stop--next")


def test_a_number_is_dialled_from_the_route_and_that_is_an_entry(client, mine):
    page = page_of(first := client.get(ROUTE))
    # One person has their number once, however often one goes to them.
    [dial] = page.select("[data-reveal=dial]")
    assert not page.select('.counter a[href^="tel:"]')
    shown = page_of(press(client, first, dial))
    assert shown.select_one('[data-part$="-phone"] a.shown')["href"] == "tel:13900005678"
    assert page.select_one(f'[data-part="{shown.select_one("[data-shown]")["data-part"]}"]')
    [name] = page.select("button[name=field][value=name]")
    press(client, first, name)
    entries = AccessEntry.objects.filter(actor=mine, action__startswith="aid.reveal").order_by("number")
    assert [(one.action, one.purpose) for one in entries] == [
        ("aid.reveal_phone", "联系当事人"), ("aid.reveal_name", "联系当事人"),
    ]  # fmt: skip


def test_who_must_not_be_called_is_not_called_from_the_route(client, as_, office):
    me = as_("receptionist")
    planned(ApplicationFactory(office=office, may_call=False), me, "幸福路")
    page = page_of(client.get(ROUTE))
    assert not page.select("[data-reveal=dial]")
    assert page.select("li .is-warning")


def test_there_is_one_tap_and_the_result_begins_with_it(client, mine):
    page = page_of(first := client.get(ROUTE))
    button = next(one for one in page.select(".route__stop--next button") if "到了" in one.text)
    answer = press(client, first, button)
    task = VisitTask.objects.get(position=2, day=sla.today_in_shanghai())
    assert answer["Location"] == f"{ROUTE}?day={task.day}#stop-{task.pk}"
    said = f"{timezone.localtime(task.there_at):%H:%M}"
    page = page_of(client.get(ROUTE))
    stop = page.select_one(".route__stop--next")
    assert f"{said} 到的" in stop.text
    assert not [one for one in stop.select("button") if "到了" in one.text]
    form = page_of(client.get(stop.select_one("a.button")["href"].split("#")[0]))
    assert form.select_one("#id_finish_visit-visit option[selected]")["value"] == str(task.pk)
    assert form.select_one("#id_finish_visit-there_at")["value"].endswith(said)
    act(client, task.application, "finish_visit", visit=task.pk, outcome="missed", result="没人")
    kept, task.there_at = task.there_at, None
    task.refresh_from_db()
    assert (task.state, task.there_at) == ("missed", kept)


def test_another_day_is_asked_from_the_route_and_told(client, mine):
    page = page_of(client.get(ROUTE))
    link = next(one for one in page.select(".route__stop--next a.button") if "改日子" in one.text)
    form = page_of(first := client.get(link["href"].split("#")[0]))
    task = VisitTask.objects.get(position=2, day=sla.today_in_shanghai())
    assert form.select_one("#id_replan_visit-visit option[selected]")["value"] == str(task.pk)
    assert form.select_one("#id_replan_visit-tells").has_attr("checked")
    day = (sla.today_in_shanghai() + timedelta(days=1)).isoformat()
    said = {"day": day, "from_time": "10:00", "to_time": "09:00", "why": "他上午开会"}
    button = form.select_one("#act-replan_visit button.button")
    wrong = press(client, first, button, **{f"replan_visit-{name}": value for name, value in said.items()})
    assert wrong.status_code == 422
    button = page_of(wrong).select_one("#act-replan_visit button.button")
    assert press(client, wrong, button, **{"replan_visit-to_time": "11:00"}).status_code == 302
    task.refresh_from_db()
    assert (task.day.isoformat(), task.window) == (day, "10:00–11:00")
    assert "上门改到" in task.application.words.get().text
    timeline = page_of(client.get(case_url(task.application))).select_one("[aria-labelledby=timeline]").text
    for fact in ("原来是", "10:00–11:00", "写给了当事人", "他上午开会"):
        assert fact in timeline


def test_what_was_typed_and_ticked_for_a_case_that_is_over_is_not_lost(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    plan = {
        "claimant": application.claimants.get().pk,
        "purpose": "sign",
        "officer": me.pk,
        "place": "幸福路",
    }
    services.withdraw(application, note="不办了", actor=me)
    answer = act(client, application, "plan_visit", **plan, day=sla.today_in_shanghai(), tells="on")
    assert answer.status_code == 409
    said = page_of(answer).select_one(".case__overtaken").get_text(" ", strip=True)
    for kept in ("幸福路", "告诉当事人", "勾了"):
        assert kept in said


def test_a_stop_is_moved_without_a_script(client, mine):
    page = page_of(first := client.get(ROUTE))
    assert not page.select("form form")
    button = next(one for one in page.select("button[formaction]") if "往后挪 先去的那家" in one.text)
    press(client, first, button)
    assert places(page_of(client.get(ROUTE)))[1:3] == ["后面的那家", "先去的那家"]


def test_hours_that_cannot_be_kept_in_this_order_are_named(client, as_, office):
    me, application = as_("receptionist"), ApplicationFactory(office=office)
    planned(application, me, "甲", hours=(9, 11))
    planned(application, me, "乙", hours=(10, 12))
    stops = page_of(client.get(ROUTE)).select(".route__stop")
    assert ["说好到 11:00" in one.text for one in stops] == [False, True]


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ([], []),
        ([(9, 10), (10, 11)], ["", ""]),
        ([(9, 11), (10, 12)], ["", "11:00"]),
        ([(14, 15), (9, 10), (15, 16)], ["", "15:00", ""]),
        ([(9, 12), None, (10, 11), (11, 13)], ["", "", "12:00", "12:00"]),
    ],
)
def test_which_stops_are_pressed_by_those_before(hours, said):
    stops = [VisitTask(from_time=time(one[0]), to_time=time(one[1])) if one else VisitTask() for one in hours]
    assert pressed(stops) == said


def test_a_supervisor_sees_the_day_of_a_person_of_their_offices(client, as_, office):
    other = officer(office, Role.RECEPTIONIST)
    planned(ApplicationFactory(office=office), other, "别处")
    boss = as_("supervisor")
    assert "别处" not in client.get(ROUTE).content.decode()
    page = page_of(client.get(ROUTE, {"who": other.pk}))
    assert places(page) == ["别处"]
    assert page.select_one(f"#who option[value='{other.pk}']").has_attr("selected")
    assert not page.select(".route__stop .calls__buttons")  # moved and finished by whose it is
    assert AccessEntry.objects.filter(actor=boss, action="aid.open_route").count() == 1


@pytest.mark.parametrize("role", ["receptionist", "supervisor"])
def test_the_day_of_somebody_elsewhere_is_not_there(client, as_, office, role):
    place = OfficeFactory()
    stranger = officer(place, Role.RECEPTIONIST)
    planned(ApplicationFactory(office=place), stranger, "别处")
    colleague = officer(office, Role.RECEPTIONIST)
    as_(role)
    assert client.get(ROUTE, {"who": stranger.pk}).status_code == 404
    assert client.get(ROUTE, {"who": "x"}).status_code == 404
    assert client.get(ROUTE, {"who": 999999}).status_code == 404
    assert client.get(ROUTE, {"who": colleague.pk}).status_code == (404 if role == "receptionist" else 200)


@pytest.mark.parametrize("role", ["receptionist", "supervisor"])
def test_the_stop_of_a_colleague_is_not_mine_to_move_or_to_stand_at(client, as_, office, role):
    other = officer(office, Role.RECEPTIONIST)
    task = planned(ApplicationFactory(office=office), other, "别处")
    me = as_(role)
    for address in (
        reverse("applications:visit_move", args=[task.pk, "up"]),
        reverse("applications:visit_there", args=[task.pk]),
    ):
        assert client.post(address).status_code == 404
    task.refresh_from_db()
    assert task.there_at is None
    assert AccessEntry.objects.filter(actor=me, action="aid.refused_look").count() == 2


def test_what_i_do_not_see_any_more_is_not_in_my_route(client, as_, office):
    me = as_("receptionist")
    task = planned(ApplicationFactory(office=office), me, "转走的那家", days=-1)
    assert "转走的那家" in client.get(ROUTE).content.decode()
    task.application.office = OfficeFactory()
    task.application.save()
    assert "转走的那家" not in client.get(ROUTE).content.decode()
    # And the first page counts what the route shows.
    assert "没有记结果" not in client.get("/admin/").content.decode()


def test_a_day_of_many_costs_what_a_day_of_one_costs(client, as_, office):
    me = as_("receptionist")

    def cost():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(ROUTE).status_code == 200
        # Each case that is shown is an entry of its own.
        of_the_log = ("accessentry", "advisory", "SAVEPOINT")
        return len([one for one in caught if not any(word in one["sql"] for word in of_the_log)])

    planned(ApplicationFactory(office=office), me, "一家")
    planned(ApplicationFactory(office=office), me, "没去", days=-1)
    client.get(ROUTE)
    one = cost()
    for n in range(4):
        planned(ApplicationFactory(office=office), me, f"{n} 家")
        planned(ApplicationFactory(office=office), me, f"没去 {n}", days=-1)
    assert cost() <= one


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
