"""Going to somebody: planned, in an order, with what became of it; twice is once."""

import uuid
from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from aid.models import Application, VisitTask
from aid.services import visits
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.photos import checked_photo

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def application(office):
    return ApplicationFactory(office=office)


@pytest.fixture
def clerk(office):
    return officer(office, Role.RECEPTIONIST)


def plan(application, clerk, place="幸福路 12 号", **more):
    what = {
        "claimant": application.claimants.first(),
        "officer": clerk,
        "day": TODAY,
        "purpose": "sign",
        **more,
    }
    return visits.plan_visit(application, place=place, **{"actor": clerk, "at": NOON, **what})


def finish(application, clerk, task, **more):
    what = {"outcome": "done", "result": "签了字", "actor": clerk, "at": NOON, **more}
    return visits.finish_visit(application, visit=task.pk, **what)


def test_planned_done_and_signed(application, clerk):
    plan(application, clerk)
    [task] = VisitTask.objects.of_day(clerk, TODAY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT place FROM aid_visittask")
        assert "幸福路" not in str(cursor.fetchone()[0])
    finish(application, clerk, task, witness="李村长", signed=checked_photo())
    task.refresh_from_db()
    assert (task.state, task.result, task.witness) == ("done", "签了字", "李村长")
    assert task.signed in application.evidence.filter(kind="confirmation")
    assert application.events.get(action="finish_visit").data["signed"] is True
    # The address stands in no plain fact of the record.
    assert "幸福路" not in str([event.data for event in application.events.all()])


def test_the_result_is_written_once(application, clerk):
    plan(application, clerk)
    task, key = VisitTask.objects.get(), uuid.uuid4().hex
    finish(application, clerk, task, key=key)
    finish(application, clerk, task, key=key)
    assert application.events.filter(action="finish_visit").count() == 1
    with pytest.raises(ValidationError, match="已经记过"):
        finish(application, clerk, task)
    with pytest.raises(ValidationError, match="已经记过"):
        visits.cancel_visit(application, visit=task.pk, why="不去了", actor=clerk, at=NOON)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"result": " "}, "写结果"),
        ({"outcome": "planned"}, "选见到没有"),
        ({"outcome": "missed", "signed": True}, "没见到人"),
    ],
)
def test_a_result_that_cannot_be(application, clerk, change, why):
    plan(application, clerk)
    if change.get("signed"):
        change = {**change, "signed": checked_photo()}
    with pytest.raises(ValidationError, match=why):
        finish(application, clerk, VisitTask.objects.get(), **change)


def test_photos_of_the_place_are_papers_of_whoever_was_visited(office, clerk):
    application = ApplicationFactory(office=office, claimants=workmates(2))
    plan(application, clerk, claimant=application.claimants.last())
    finish(application, clerk, VisitTask.objects.get(), photos=[checked_photo()], there_at=NOON)
    paper = application.evidence.get()
    assert (paper.kind, paper.claimant) == ("site_photo", application.claimants.last())
    assert VisitTask.objects.get().there_at == NOON
    assert application.events.get(action="finish_visit").data["papers"] == ["site_photo"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"there_at": NOON + timedelta(minutes=11)}, "还没有到"),
        ({"there_at": NOON - timedelta(days=1)}, "还早"),
        ({"photos": range(visits.MOST_PHOTOS + 1)}, "最多 10 张"),
    ],
)
def test_when_one_was_there_and_how_much_was_photographed_must_be_possible(application, clerk, change, why):
    plan(application, clerk)
    with pytest.raises(ValidationError, match=why):
        finish(application, clerk, VisitTask.objects.get(), **change)
    assert not application.evidence.exists()


def test_a_visit_of_tomorrow_has_no_result_today(application, clerk):
    plan(application, clerk, day=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError, match="还没到"):
        finish(application, clerk, VisitTask.objects.get())


@pytest.mark.parametrize("days", [-1, 93])
def test_a_day_that_cannot_be(application, clerk, days):
    with pytest.raises(ValidationError, match="三个月以内"):
        plan(application, clerk, day=TODAY + timedelta(days=days))


NINE, TEN, TWO = time(9), time(10), time(14)


@pytest.mark.parametrize(
    ("window", "field"),
    [
        ({"from_time": NINE}, "to_time"),
        ({"to_time": NINE}, "from_time"),
        ({"from_time": TEN, "to_time": NINE}, "to_time"),
        ({"from_time": NINE, "to_time": NINE}, "to_time"),
    ],
)
def test_a_window_that_cannot_be(application, clerk, window, field):
    with pytest.raises(ValidationError) as error:
        plan(application, clerk, **window)
    assert list(error.value.message_dict) == [field]
    task = VisitTask(application=application, officer=clerk, day=TODAY, position=1, purpose="sign", **window)
    with pytest.raises(ValidationError, match="到几点"):
        task.validate_constraints()


@pytest.mark.parametrize(
    ("times", "begins", "place"),
    [
        ([], None, 0),
        ([], NINE, 0),
        ([NINE, TWO], None, 2),
        ([NINE, TWO], TEN, 1),
        ([NINE, TWO], NINE, 1),
        ([TEN, TWO], NINE, 0),
        ([None, TWO, None], TEN, 1),
        ([NINE, None], TEN, 2),
        # The officer has put a later one first: that order stays theirs.
        ([TWO, NINE], TEN, 0),
    ],
)
def test_where_a_new_stop_comes_into_the_day(times, begins, place):
    assert visits.place_in(times, begins) == place


def test_a_time_chooses_the_place_and_moves_nothing_else(application, clerk):
    plan(application, clerk, place="没说好几点")
    plan(application, clerk, place="两点", from_time=TWO, to_time=time(15))
    plan(application, clerk, place="九点半", from_time=time(9, 30), to_time=TEN)
    plan(application, clerk, place="随便几点")
    route = VisitTask.objects.of_day(clerk, TODAY)
    assert [(one.place, one.position) for one in route] == [
        ("没说好几点", 1), ("九点半", 2), ("两点", 3), ("随便几点", 4),
    ]  # fmt: skip
    assert [one.window for one in route] == ["", "9:30–10:00", "14:00–15:00", ""]
    assert application.events.filter(data__window="9:30–10:00").count() == 1


def replan(application, clerk, task, **more):
    what = {"day": TODAY + timedelta(days=1), "why": "他那天不在", "actor": clerk, "at": NOON, **more}
    return visits.replan_visit(application, visit=task.pk, **what)


def test_another_day_is_the_same_visit_in_the_route_of_that_day(application, clerk):
    plan(application, clerk, place="明天九点", day=TODAY + timedelta(days=1), from_time=NINE, to_time=TEN)
    plan(application, clerk, place="明天两点", day=TODAY + timedelta(days=1), from_time=TWO, to_time=time(15))
    plan(application, clerk, place="改的", from_time=NINE, to_time=TEN)
    task = VisitTask.objects.latest("pk")
    visits.arrive(task, actor=clerk, at=NOON)
    replan(application, clerk, task, from_time=TEN, to_time=time(11))
    route = VisitTask.objects.of_day(clerk, TODAY + timedelta(days=1))
    assert [one.place for one in route] == ["明天九点", "改的", "明天两点"]
    assert (route[1].pk, route[1].window, route[1].there_at) == (task.pk, "10:00–11:00", None)
    assert not VisitTask.objects.of_day(clerk, TODAY)
    event = application.events.get(action="replan_visit")
    assert event.data["visit_was"] == {"on": TODAY.isoformat(), "window": "9:00–10:00"}


def test_another_hour_of_the_same_day_takes_it_out_and_puts_it_in_again(application, clerk):
    for place, hours in (("甲", (9, 10)), ("乙", (11, 12)), ("丙", (14, 15))):
        plan(application, clerk, place=place, from_time=time(hours[0]), to_time=time(hours[1]))
    first = VisitTask.objects.first()
    replan(application, clerk, first, day=TODAY, from_time=time(13), to_time=TWO)
    route = VisitTask.objects.of_day(clerk, TODAY)
    assert [(one.place, one.position) for one in route] == [("乙", 1), ("甲", 2), ("丙", 3)]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"why": " "}, "why"),
        ({"day": TODAY}, "day"),  # what it is already
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"day": TODAY + timedelta(days=93)}, "day"),
        ({"from_time": NINE}, "to_time"),
    ],
)
def test_another_day_that_cannot_be(application, clerk, change, field):
    plan(application, clerk)
    with pytest.raises(ValidationError) as error:
        replan(application, clerk, VisitTask.objects.get(), **change)
    assert list(error.value.message_dict) == [field]


def test_what_is_over_has_no_other_day(application, clerk):
    plan(application, clerk)
    task = VisitTask.objects.get()
    finish(application, clerk, task)
    with pytest.raises(ValidationError, match="已经记过"):
        replan(application, clerk, task)


def test_whom_it_is_about_reads_the_day_and_what_became_of_it(application, clerk):
    plan(application, clerk, from_time=NINE, to_time=TEN, tells=True)
    task = VisitTask.objects.get()
    replan(application, clerk, task, tells=True)
    visits.cancel_visit(application, visit=task.pk, why="他哥来闹", tells=True, actor=clerk, at=NOON)
    plan(application, clerk)  # nothing is said
    assert [one.text for one in application.words.order_by("pk")] == [
        "工作人员11月18日（周三）9:00–10:00上门找您：签字、按手印。那时候不方便，在这里回一句。",
        "上门改到11月19日（周四）；原来说的11月18日（周三）9:00–10:00不去了。那时候不方便，在这里回一句。",
        "原来说的11月19日（周四）上门，不去了。有什么要问的，在这里写。",
    ]
    assert {one.claimant for one in application.words.all()} == {application.claimants.get()}
    told = Message.objects.filter(template="word")
    assert told.count() == (3 if application.claimants.get().gets_sms else 0)
    for message in told:
        assert set(message.context) == {"reference"}  # no day, no hour, no place in an SMS


def test_who_wants_no_sms_gets_none_and_who_left_is_not_written_to(office, clerk):
    application = ApplicationFactory(office=office, claimants=workmates(2, may_sms=False))
    other = application.claimants.last()
    plan(application, clerk, claimant=other, tells=True)
    assert application.words.get().claimant == other
    assert not Message.objects.filter(template="word").exists()
    task = VisitTask.objects.get()
    type(other).objects.filter(pk=other.pk).update(withdrawn_at=NOON)
    with pytest.raises(ValidationError, match="不在这件申请里"):
        visits.cancel_visit(application, visit=task.pk, why="退出了", tells=True, actor=clerk, at=NOON)
    visits.cancel_visit(application, visit=task.pk, why="退出了", actor=clerk, at=NOON)
    assert application.words.count() == 1


def test_what_is_done_is_not_moved_past(application, clerk):
    for place in "甲乙丙":
        plan(application, clerk, place=place)
    route = VisitTask.objects.of_day(clerk, TODAY)
    finish(application, clerk, route[1])
    visits.move(route[2], True, actor=clerk)
    assert [stop.place for stop in route.all()] == ["丙", "乙", "甲"]
    visits.move(route.all()[1], True, actor=clerk)  # done: it stays
    assert [stop.place for stop in route.all()] == ["丙", "乙", "甲"]


def test_who_does_not_see_it_is_not_sent_and_sends_nobody(application, clerk):
    stranger = officer(OfficeFactory(), Role.RECEPTIONIST)
    with pytest.raises(ValidationError, match="看不到"):
        plan(application, clerk, officer=stranger)
    with pytest.raises(PermissionDenied):
        plan(application, clerk, actor=stranger)
    other = ApplicationFactory(office=stranger.memberships.get().office)
    with pytest.raises(ValidationError, match="不在这件里"):
        plan(application, clerk, claimant=other.claimants.get())
    plan(other, stranger)
    with pytest.raises(ValidationError):  # a visit of another application
        finish(application, clerk, VisitTask.objects.get())


def test_the_route_is_moved_by_whose_it_is(application, clerk, office):
    for place in "甲乙丙":
        plan(application, clerk, place=place)
    route = VisitTask.objects.of_day(clerk, TODAY)
    visits.move(route[2], True, actor=clerk)
    assert [stop.place for stop in route.all()] == ["甲", "丙", "乙"]
    visits.move(route.all()[0], True, actor=clerk)  # it is the first already
    visits.move(route.all()[2], False, actor=clerk)  # and this the last
    assert [stop.place for stop in route.all()] == ["甲", "丙", "乙"]
    with pytest.raises(PermissionDenied):
        visits.move(route.all()[0], False, actor=officer(office, Role.SUPERVISOR))


def test_who_is_there_says_it_once_and_the_result_keeps_it(application, clerk, office):
    plan(application, clerk)
    task = VisitTask.objects.get()
    visits.arrive(task, actor=clerk, at=NOON)
    visits.arrive(task, actor=clerk, at=NOON + timedelta(minutes=5))
    task.refresh_from_db()
    assert task.there_at == NOON
    with pytest.raises(PermissionDenied):
        visits.arrive(task, actor=officer(office, Role.SUPERVISOR), at=NOON)
    with pytest.raises(ValidationError, match="不是今天"):
        visits.arrive(task, actor=clerk, at=NOON + timedelta(days=1))
    finish(application, clerk, task)
    task.refresh_from_db()
    assert task.there_at == NOON
    said = application.events.get(action="finish_visit").data["there_at"]
    assert datetime.fromisoformat(said) == NOON
    with pytest.raises(ValidationError, match="已经记过"):
        visits.arrive(task, actor=clerk, at=NOON)


def test_what_is_cancelled_leaves_the_route_and_what_is_late_is_named(application, clerk):
    plan(application, clerk)
    plan(application, clerk, place="第二处")
    first = VisitTask.objects.first()
    visits.cancel_visit(application, visit=first.pk, why="人不在", actor=clerk, at=NOON)
    assert [stop.place for stop in VisitTask.objects.of_day(clerk, TODAY)] == ["第二处"]
    assert VisitTask.objects.late(clerk, TODAY + timedelta(days=1)).count() == 1
    assert not VisitTask.objects.late(clerk, TODAY)
    assert Application.objects.get(pk=application.pk).version == application.version
