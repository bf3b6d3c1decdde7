"""Others are told in counts by a person, who watches is named, what to mind stands first; nothing of it leaves."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from aid import services, telling
from aid.models import Application, BodyNotice, CareNote, InformedBody, Watch
from aid.models.concern import untold
from aid.services import concern, watch
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, facts, officer, workmates
from tests.laws.page_factories import region as make_region

pytestmark = pytest.mark.django_db
TODAY = NOON.date()
SOON = TODAY + timedelta(days=7)
WORDS = "一件拖欠工资的申请：12 人，一共 144,000 元。请掌握情况。"


@pytest.fixture
def group(office):
    application = ApplicationFactory(office=office, claimants=workmates(12))
    region = make_region()
    Application.objects.filter(pk=application.pk).update(region=region)
    return Application.objects.get(pk=application.pk)


@pytest.fixture
def boss(office):
    return officer(office, Role.SUPERVISOR)


def body(group, name="区劳动监察大队", **more):
    what = {"kind": "inspection", "valid_from": date(2026, 1, 1), "source": "名单", **more}
    return InformedBody.objects.create(name=name, region=group.region, **what)


def send(group, to, actor, text=WORDS, **more):
    more.setdefault("at", NOON)
    return concern.send_notice(group, body=to, way="fax", text=text, actor=actor, **more)


# --- telling others ---------------------------------------------------------------------------------------


def test_a_person_sends_counts_and_writes_down_the_answer(group, boss):
    to = body(group, answer_days=2)
    assert group in untold(Application.objects.all())
    send(group, to, boss)
    [notice] = BodyNotice.objects.all()
    assert (notice.people, notice.due_on, notice.sent_by) == (12, TODAY + timedelta(days=2), boss)
    assert group not in untold(Application.objects.all())
    assert not BodyNotice.objects.overdue(notice.due_on)
    assert list(BodyNotice.objects.overdue(notice.due_on + timedelta(days=1))) == [notice]
    assert not Message.objects.filter(template__contains="notice").exists()  # nothing went out by itself
    later = NOON + timedelta(days=1)
    concern.answer_notice(
        group, notice=notice.pk, on=later.date(), answer="收到，王科长", actor=boss, at=later
    )
    assert not BodyNotice.objects.overdue(notice.due_on + timedelta(days=9))
    with pytest.raises(ValidationError, match="已经有回音"):
        concern.answer_notice(group, notice=notice.pk, on=later.date(), answer="又答", actor=boss, at=later)


def test_what_is_drafted_names_nobody(group):
    text = telling.draft(group, 12, "144,000 元", "某中心")
    assert "12 人" in text
    assert "章贡区" in text or group.region.full_name in text
    assert telling.names_somebody(text, group, group.claimants.all()) == ""


@pytest.mark.parametrize(
    ("words", "is_stopped"),
    [
        ("代表是王某一，情绪激动", True),
        ("代表是王 某 一", True),
        ("打 13900005678 找代表", True),
        ("打 139 0000 5678", True),
        ("打 139-0000-5678", True),
        ("打１３９００００５６７８", True),
        ("身份证 11010519491231002X", True),
        ("带班的是周大福", True),
        ("12 人，一共 1,234,567.00 元", False),
        ("2026-11-18 在工地门口聚集，10 人以上", False),
        ("工地在幸福路 12 号，欠了 3 个月，每人 12000 元", False),
        ("某某花园二期项目，请到场", False),
    ],
)
def test_words_that_name_somebody_do_not_leave(group, boss, words, is_stopped):
    group.claimants.filter(position=2).update(position=2)
    second = group.claimants.get(position=2)
    second.name, second.foreman = "王某一", "周大福"
    second.save()
    to = body(group)
    if is_stopped:
        with pytest.raises(ValidationError, match="只写人数和数目"):
            send(group, to, boss, text=words)
        assert not BodyNotice.objects.exists()
    else:
        send(group, to, boss, text=words)


def test_who_is_told_is_a_dated_row_of_the_place(group, boss):
    old = body(group, "旧机关", valid_from=date(2024, 1, 1), valid_to=date(2026, 1, 1))
    far = body(group)
    far.region = make_region("110101", "东城区", "北京市东城区")
    far.save()
    may = body(group, "区工会", kind="union", is_required=False)
    must = body(group, "区信访局", kind="petition")
    assert concern.bodies(group, TODAY) == [must, may]
    for one in (old, far):
        with pytest.raises(ValidationError, match="不在这里的名单上"):
            send(group, one, boss)


def test_few_people_are_told_of_only_when_marked(office, boss):
    one = ApplicationFactory(office=office)
    region = make_region()
    Application.objects.filter(pk=one.pk).update(region=region)
    one = Application.objects.get(pk=one.pk)
    to = body(one)
    with pytest.raises(ValidationError, match="不用通报"):
        send(one, to, boss)
    with pytest.raises(ValidationError, match="至少选一样"):
        concern.mark_concern(one, kinds=[], why="x", actor=boss, at=NOON)
    concern.mark_concern(one, kinds=["petition"], why="说要去省里", actor=boss, at=NOON)
    concern.mark_concern(one, kinds=["petition", "impact"], why="上了电视", actor=boss, at=NOON)
    assert Application.objects.get(pk=one.pk).concern.kinds == ["impact", "petition"]
    send(Application.objects.get(pk=one.pk), to, boss)


def test_twice_with_one_key_is_once_and_twice_a_day_is_refused(group, boss):
    to, key = body(group), uuid.uuid4().hex
    send(group, to, boss, key=key)
    send(group, to, boss, key=key)
    assert BodyNotice.objects.count() == 1
    with pytest.raises(ValidationError, match="今天已经通报过"):
        send(group, to, boss)
    send(group, to, boss, at=NOON + timedelta(days=1))


def test_who_works_elsewhere_tells_nobody_and_ended_cases_are_not_told(group, boss):
    to = body(group)
    stranger = officer(OfficeFactory(), Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        send(group, to, stranger)
    services.withdraw(group, at=NOON)
    with pytest.raises(services.TransitionNotAllowed):
        send(group, to, boss)


# --- keeping an eye on it ---------------------------------------------------------------------------------


def test_a_watch_has_a_name_a_day_and_an_end(group, boss, office):
    clerk = officer(office, Role.RECEPTIONIST)
    watch.start_watch(group, watcher=clerk, why="怕他们聚集", next_on=SOON, actor=boss, at=NOON)
    after = SOON + timedelta(days=1)
    assert list(Watch.objects.overdue(after).shown_to(clerk))
    assert list(Watch.objects.overdue(after).shown_to(boss))
    assert not Watch.objects.overdue(SOON)
    colleague = officer(office, Role.REVIEWER)
    assert not Watch.objects.shown_to(colleague)
    watch.check_watch(group, seen="工地平静", next_on=after, actor=clerk, at=NOON)
    assert not Watch.objects.overdue(after)
    assert group.events.filter(action="check_watch").get().note == "工地平静"
    watch.start_watch(group, watcher=colleague, why="换人", next_on=after, actor=boss, at=NOON)
    assert [one.watcher for one in Watch.objects.running()] == [colleague]
    with pytest.raises(ValidationError, match="为什么"):
        watch.end_watch(group, why=" ", actor=boss, at=NOON)
    watch.end_watch(group, why="钱付清了", actor=boss, at=NOON)
    assert not Watch.objects.running()
    for late in (
        lambda: watch.end_watch(group, why="再", actor=boss, at=NOON),
        lambda: watch.check_watch(group, seen="再", next_on=after, actor=boss, at=NOON),
    ):
        with pytest.raises(ValidationError, match="没有人盯着"):
            late()


@pytest.mark.parametrize("days", [-1, 93, 4000])
def test_a_day_that_is_past_or_far_is_none(group, boss, days):
    with pytest.raises(ValidationError, match="三个月以内"):
        watch.start_watch(
            group, watcher=boss, why="x", next_on=TODAY + timedelta(days=days), actor=boss, at=NOON
        )


def test_who_does_not_see_the_case_does_not_watch_it(group, boss):
    for who in (officer(OfficeFactory(), Role.SUPERVISOR), officer(group.office, Role.EDITOR)):
        with pytest.raises(ValidationError, match="看不到"):
            watch.start_watch(group, watcher=who, why="x", next_on=SOON, actor=boss, at=NOON)


# --- what to mind -------------------------------------------------------------------------------------------


def test_what_to_mind_is_sealed_and_taken_down(group, boss):
    person = group.claimants.first()
    watch.add_care(group, kind="safety", text="别在他哥面前提", claimant=person, actor=boss, at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM aid_carenote")
        assert "别在" not in str(cursor.fetchone()[0])
    [note] = CareNote.objects.all()
    watch.end_care(group, care=note.pk, actor=boss, at=NOON)
    with pytest.raises(ValidationError):
        watch.end_care(group, care=note.pk, actor=boss, at=NOON)


def test_a_note_of_somebody_elses_case_is_none(group, boss, office):
    other = ApplicationFactory(office=office, claimants=[facts(name="钱某")])
    with pytest.raises(ValidationError, match="不在这件里"):
        watch.add_care(
            group, kind="health", text="腿伤", claimant=other.claimants.get().pk, actor=boss, at=NOON
        )
    watch.add_care(other, kind="health", text="腿伤", actor=boss, at=NOON)
    with pytest.raises(ValidationError):
        watch.end_care(group, care=CareNote.objects.get().pk, actor=boss, at=NOON)


def test_nothing_of_it_is_said_to_the_person(group, boss):
    """No act of these has words for the timeline, a message or a paper."""
    from aid import concern_acts

    assert not [act.code for act in concern_acts.ACTS if act.said or act.message or act.colleagues]
    version = group.version
    concern.mark_concern(group, kinds=["sensitive"], why="x", actor=boss, at=NOON)
    assert Application.objects.get(pk=group.pk).version == version
