"""A group for the demo: the twenty-three workers of one notebook. People and numbers are made up."""

import uuid
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone
from stdnum.cn import ric

from aid import roster, services, telling
from aid.matters import MeansStatus
from aid.models import Application, BodyNotice, Group, Watch, Wish
from aid.paperwork.official import OFFICIAL
from aid.services import (
    ClaimantFacts,
    Submission,
    concern,
    serve,
    shares,
    visit_copies,
    visits,
    watch,
    wishes,
)
from intake.group import claimants
from portal.demo import record

_KEYS = uuid.UUID("0c5d1c2e-6d1c-4d0e-9a51-3f1a5f0e9b77")
NAMES = [
    "覃大山",
    "韦小兵",
    "黄志平",
    "陆阿妹",
    "蒙国强",
    "莫春生",
    "岑老三",
    "罗桂英",
    "农卫东",
    "潘石头",
    "梁金水",
    "廖永福",
    "邓秋菊",
    "谢长根",
    "温来发",
    "丘火生",
    "凌木林",
    "赖天养",
    "钟桂生",
    "曾庆余",
    "巫春兰",
    "叶满堂",
    "古树生",
]
# Of the second group.
_SURNAMES = "卓翁车侯龙屈项祝左柳甘焦"
_GIVEN = ["秀芳", "建国", "小红", "志强", "阿梅", "德明", "春燕", "大伟", "金凤", "水生", "永康", "有财"]
DAYS = (28, 26, 30, 22, 28, 25, 19, 21, 30, 27, 24, 28, 18, 26, 29, 20, 28, 23, 25, 30, 16, 22, 27)
WITHOUT_ID, SHARED_PHONE, OTHERS_CARD, LEFT = (4, 17), (7, 8), 11, 22


def table():
    """The notebook, as a spreadsheet would bring it."""
    lines = [["姓名", "手机", "天数", "单价", "已付", "备注"]]
    for number, (name, days) in enumerate(zip(NAMES, DAYS, strict=True)):
        phone = SHARED_PHONE[0] if number == SHARED_PHONE[1] else number
        lines.append(
            [
                name,
                f"0797-55502{phone:02}",
                str(days),
                "280" if number % 3 else "320",
                "1000",
                "工钱打在他老婆卡上" if number == OTHERS_CARD else "",
            ]
        )
    return lines


def _paper(number):
    """The number of an ID card of a region that there is not, so that it is nobody's."""
    body = f"990101{1970 + number}0{1 + number % 9}15{100 + number}"
    return body + ric.calc_check_digit(body)


def load_groups(now=None):
    """Send the group, accept it, and let one leave. Safe to repeat."""
    key = uuid.uuid5(_KEYS, "notebook")
    if Application.objects.filter(idempotency_key=key).exists():
        return
    at = (now or timezone.now()) - timedelta(days=2, hours=3)
    today = timezone.localdate(at)
    rows = [{"key": str(number), **row} for number, row in enumerate(roster.read(table()).rows)]
    rows[0]["representative"] = rows[1]["representative"] = "on"
    members = roster.check(rows, me={}, today=today, needs_amount=True)
    base = ClaimantFacts(
        name="",
        phone="",
        id_type="none",
        id_number="",
        work_kind="site",
        pay_type="day",
        project="水南镇某安置房二标段",
        employer="某建筑劳务公司",
        foreman="老周",
        owed_from=date(today.year, 8, 1),
        left_on=today - timedelta(days=40),
        may_call=True,
        say_who_we_are=True,
    )
    people = [
        person if number in WITHOUT_ID else replace(person, id_type="resident", id_number=_paper(number))
        for number, person in enumerate(claimants(base, members))
    ]
    application = services.submit(
        Submission(
            claimants=tuple(people),
            narrative="二十三个人在安置房工地做了一个多月，一天 280 到 320，每人先给了 1000，剩下的说等甲方打款。",
            region_code="360702",
            notice_version="1",
            consents=("handle",),
            means_status=MeansStatus.MIGRANT,
        ),
        key=key,
        at=at,
    )
    Group.objects.create(application=application)
    officer = get_user_model().objects.get(username="receptionist")
    services.accept(application, papers=["attendance"], actor=officer, at=at + timedelta(hours=1))
    application.refresh_from_db()
    services.leave_group(
        application,
        claimant=application.claimants.all()[LEFT],
        at=at + timedelta(hours=20),
        note="找到新活了",
    )
    load_concern(application, at)
    load_partly(at)


def load_concern(application, at):
    """One body answered, another is late; somebody watches and looked once, and the day is over; two notes to mind."""
    User = get_user_model()
    boss = User.objects.get(username="supervisor")
    clerk = User.objects.get(username="receptionist")
    today = timezone.localdate()
    application.refresh_from_db()
    people = list(application.claimants.all())
    told = concern.bodies(application, timezone.localdate(at))[:2]
    for body in told:
        text = telling.draft(application, len(application.people), "九万多元", application.office.name)
        concern.send_notice(application, body=body, way="document", text=text, actor=boss, at=at)
    BodyNotice.objects.filter(application=application).update(due_on=today - timedelta(days=1))
    if told:
        first = application.body_notices.first()
        concern.answer_notice(
            application, notice=first.pk, on=today, answer="收到了，明天派人去工地看。", actor=clerk
        )
    watch.start_watch(application, watcher=clerk, why="有人说再不给钱就去省里。", next_on=today, actor=boss)
    watch.check_watch(
        application, seen="打电话问过代表，今天都在家，没有人去工地。", next_on=today, actor=clerk
    )
    Watch.objects.filter(application=application).update(next_on=today - timedelta(days=1))
    for kind, text, person in (
        ("times", "白天跟班组长在一起，别打", people[0]),
        ("health", "脚伤了，走不远，能上门最好", people[1]),
    ):
        watch.add_care(application, kind=kind, text=text, claimant=person, actor=clerk)
    load_visits(application, people, clerk)


def load_visits(application, people, clerk):
    """The clerk's day: one visit done, one next, one later; one is tomorrow, one of yesterday was left undone."""
    now = timezone.now()
    today, day = timezone.localdate(), timedelta(days=1)
    for person, on, hours, place, purpose in (
        (people[2], today - day, (15, 16), "潭东镇菜市场后面", "talk"),
        (people[1], today, (8, 9), "水南镇老街 3 号", "sign"),
        (people[3], today, (10, 11), "安置房二标段门口", "site"),
        (people[0], today, (15, 17), "蓉江新区和谐路 8 号", "serve"),
        (people[4], today + day, (), "沙河镇卫生院旁", "papers"),
    ):
        window = {"from_time": time(hours[0]), "to_time": time(hours[1])} if hours else {}
        visits.plan_visit(
            application,
            claimant=person,
            officer=clerk,
            day=on,
            **window,
            place=place,
            purpose=purpose,
            actor=clerk,
            at=min(now, now + (on - today)),
        )
    # One came back from a telephone, one is still out.
    brought, still_out, _later = application.visit_tasks.filter(day=today)
    visit_copies.give_back(
        visit_copies.take(brought, actor=clerk),
        outcome="done",
        result="在家，签了字，记工本拍了照。",
        witness="村里的李会计",
        actor=clerk,
    )
    visit_copies.take(still_out, actor=clerk)


def load_partly(at):
    """A big group of which some get aid: two men who only lent their names, and the labour contractor."""
    key = uuid.uuid5(_KEYS, "partly")
    people = [
        ClaimantFacts(
            name=f"{surname}{given}",
            phone=f"0797-55506{number:02}",
            id_type="none",
            id_number="",
            work_kind="factory",
            pay_type="month",
            employer="某电子厂",
            amount_owed=Decimal(3200 + 150 * number),
            owed_from=date(at.year, 7, 1),
            left_on=timezone.localdate(at) - timedelta(days=70),
            may_call=True,
            is_representative=number == 0,
        )
        for number, (surname, given) in enumerate(zip(_SURNAMES, _GIVEN, strict=True))
    ]
    application = services.submit(
        Submission(
            claimants=tuple(people),
            narrative="厂子停工，流水线上的人两个月工资没有发。",
            region_code="360702",
            notice_version="1",
            consents=("handle",),
            means_status=MeansStatus.MIGRANT,
        ),
        key=key,
        at=at - timedelta(days=4),
    )
    User = get_user_model()
    who = {role: User.objects.get(username=role) for role in ("receptionist", "reviewer", "approver")}
    day = at - timedelta(days=3)
    services.accept(application, papers=["attendance"], actor=who["receptionist"], at=day)
    law = "《中华人民共和国法律援助法》第三十一条"
    for positions, text in (
        ([5, 11], "查考勤，这两个月没有上过班，他自己也说只是帮忙凑人数。"),
        ([12], "他是厂里的股东，要的是分红，不是工资。"),
    ):
        shares.advise_member(
            application,
            positions=positions,
            reasons=["own_rights_not_concerned"],
            text=text,
            law=law,
            actor=who["reviewer"],
            at=day + timedelta(hours=2),
        )
    services.review(
        application,
        opinion="九个人有考勤和工资条，符合条件；三个人不符合，逐个写明了。",
        advice="part",
        check="exempt",
        actor=who["reviewer"],
        at=day + timedelta(hours=3),
    )
    shares.grant_part(
        application,
        refused=list(application.shares.values_list("pk", flat=True)),
        actor=who["approver"],
        at=day + timedelta(hours=5),
    )
    record.of_kind(application, OFFICIAL["refuse_one"], day + timedelta(hours=6), who["receptionist"])
    # Of the three refused one has it in hand, one objects, and one has not got it yet.
    by_place = {person.position: person for person in application.claimants.all()}
    for position, how, proof, note in ((5, "by_hand", "signed", ""), (12, "mail", "slip", "EMS 5026")):
        serve.serve_member(
            application,
            claimant=by_place[position],
            served_on=timezone.localdate(at) - timedelta(days=2),
            how=how,
            to="self",
            proof=proof,
            proof_note=note,
            actor=who["receptionist"],
            at=at - timedelta(days=1, hours=2),
        )
    wishes.ask(
        application,
        by_place[12],
        Wish.Kind.OBJECTION,
        text="我没有股份，就是干活的，有工资条。",
        at=at - timedelta(hours=3),
    )
