"""Invented applications for the demo's queue, each led through the real services to where it stands."""

import io
import uuid
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aid import files, services
from aid.choices import Matter
from aid.matters import MeansStatus
from aid.models import Application
from aid.services import ClaimantFacts, Submission, limitation
from casework import services as casework_services
from portal.demo import record, transfers
from portal.demo.matters import MATTERS, MatterSample
from portal.demo.people import last_one_at

KEYS = uuid.UUID("5f0f6f0e-3e61-4d44-9a45-0d3a6c1f7a10")


@dataclass(frozen=True)
class Sample:
    """One invented application: how many days ago it came, and which acts followed (see `ACTS`)."""

    slug: str
    days_ago: int
    name: str
    phone: str
    amount: int
    employer: str
    narrative: str
    region: str = "360702"
    acts: tuple[str, ...] = ()
    more: dict = field(default_factory=dict)


# Numbers with 555 belong to nobody; the two identity numbers are the test values of GB 11643-1999.
SAMPLES = [
    Sample(
        "tiler", 0, "王强", "0797-5550101", 2360, "不知道单位名，班组长叫老周",
        "在蓉江新区贴瓷砖十二天，一天 280 元，只给了 1000 元。", more={"work_kind": "site", "pay_type": "day"},
    ),
    Sample(
        "cleaner", 0, "李某花", "0797-5550102", 12800, "某保洁公司",
        "做了两年保洁，走的时候还差三个月工资，一直说下个月给。",
        more={"work_kind": "factory", "left_days_ago": 362, "may_sms": False, "phone_is_shared": True,
              "call_time": "evening", "contact_note": "晚上 8 点以前请不要打电话"},
    ),
    Sample(
        "glazier", 1, "江小平", "0797-5550143", 4700, "某门窗安装队",
        "装了一个月窗户，老板说撤了申请就给钱。", acts=("withdraw",),
    ),
    Sample(
        "rider", 0, "欧阳䶮", "0797-5550103", 4150, "某配送站点",
        "跑单两个月，站点说扣了罚款，最后一个月一分没发。", more={"work_kind": "platform", "pay_type": "piece"},
    ),
    Sample(
        "uncle", 1, "买买提·吐尔逊", "0797-5550104", 9600, "某拉面店",
        "在店里拉面四个月，老板说生意不好先欠着。",
        more={"by_other": True, "agent_type": "entrusted", "helper_relation": "kin", "helper_name": "古丽",
              "helper_phone": "0797-5550105", "helper_authority": True},
    ),
    Sample(
        "mason", 2, "田老根", "0797-5550140", 8300, "某建筑劳务公司",
        "砌砖三个月，不识字，结账时老板叫我按手印，钱没给。", acts=("authority", "accept"),
        more={"by_other": True, "agent_type": "entrusted", "helper_relation": "workmate", "helper_name": "田新",
              "helper_phone": "0797-5550141", "helper_authority": True, "work_kind": "site"},
    ),
    Sample(
        "apprentice", 1, "袁小满", "0797-5550142", 3600, "某理发店",
        "十五岁在店里当学徒，说好每月给一千二，三个月没给。",
        more={"by_other": True, "agent_type": "statutory", "helper_relation": "guardian", "helper_name": "袁志刚",
              "helper_phone": "0797-5550142", "work_kind": "factory"},
    ),
    Sample(
        "roofer", 3, "梁石根", "0797-5550159", 8600, "某防水工程队",
        "给厂房做防水，干了四十天没有结账。", acts=("accept", "suspend_review", "ask_another"),
    ),
    Sample(
        "welder", 2, "陈大江", "0797-5550106", 31500, "某钢构有限公司",
        "焊工，干了五个月，只发过一次生活费。", acts=("accept",),
        more={"id_type": "resident", "id_number": "440524188001010014", "work_kind": "site"},
    ),
    Sample(
        "welder-again", 0, "陈大江", "0797-5550106", 31500, "某钢构有限公司",
        "前天交过一次，怕没交上，再交一遍。",
        more={"id_type": "resident", "id_number": "440524188001010014", "work_kind": "site"},
    ),
    Sample(
        "packer", 6, "赵小满", "0797-5550107", 7200, "某电商仓库",
        "双十一打包，说好一天 200，干了 36 天没结。", acts=("accept", "offer"), more={"work_kind": "factory"},
    ),
    Sample(
        "painter", 9, "孙福来", "0797-5550108", 15400, "某装饰工程公司",
        "刷漆两个月，工头说甲方没打款。", acts=("accept", "review", "send_back", "note"), more={"work_kind": "site"},
    ),
    Sample(
        "cook", 5, "周桂香", "0797-5550109", 5600, "某食堂",
        "食堂帮厨，换了承包人以后没人认账。", acts=("accept", "ask_supplement", "issue"), more={"work_kind": "factory"},
    ),
    Sample(
        "nanny", 8, "何秀英", "0797-5550117", 6300, "某家政公司",
        "在雇主家带孩子三个月，公司说雇主没付钱。",
        acts=("accept", "ask_supplement", "send_part"), more={"work_kind": "other"},
    ),
    Sample(
        "chef", 9, "罗大勇", "0797-5550118", 11800, "某火锅店",
        "炒菜半年，店关门了，老板不接电话。",
        acts=("accept", "ask_supplement", "say_why"), more={"work_kind": "factory"},
    ),
    Sample(
        "driver", 4, "吴铁柱", "0797-5550110", 18900, "某物流公司",
        "开货车，三个月的工资和出车补助没给。", acts=("accept", "review"), more={"work_kind": "other"},
    ),
    Sample(
        "plasterer", 7, "郑长河", "0797-5550111", 26400, "某建筑劳务公司",
        "抹灰班组，完工后总包和劳务公司互相推。", acts=("accept", "review", "grant", "issue"), more={"work_kind": "site"},
    ),
    Sample(
        "seamstress", 12, "冯巧云", "0797-5550112", 8800, "某制衣厂",
        "计件工资，厂子搬走了，最后两个月没结。",
        acts=("accept", "review", "grant", "assign"), more={"work_kind": "factory", "pay_type": "piece"},
    ),
    Sample(
        "scaffolder", 11, "卢向前", "0797-5550115", 21600, "某脚手架租赁公司",
        "搭架子四个月，离开快一年了，老板换了号码。", acts=("accept", "review", "grant", "assign"),
        more={"work_kind": "site", "left_days_ago": 351},
    ),
    Sample(
        "waitress", 10, "蔡小雨", "0797-5550116", 5200, "某酒楼",
        "端盘子三个月，辞工时扣了两个月工资。",
        acts=("accept", "ask_supplement", "add_supplement", "ask_again", "add_supplement", "review", "grant",
              "assign", "file_claim"),
        more={"work_kind": "factory", "left_days_ago": 200},
    ),
    Sample(
        "contractor", 14, "黄包工", "0797-5550113", 480000, "某开发公司",
        "工程款和材料款一直没结清。", acts=("accept", "advise_refusal", "refuse", "issue", "serve"), more={"work_kind": "site"},
    ),
    Sample(
        "guard", 3, "郭守田", "0938-5550114", 6900, "某保安公司",
        "在秦州做保安，押了两个月工资。", region="620502", more={"work_kind": "factory"},
    ),
    Sample(
        "nobody-there", 2, "曾有福", "0797-5550122", 9800, "某家具厂",
        "在南康的家具厂打磨，走了快一年，还差两个月工钱。", region="360703",
        more={"work_kind": "factory", "left_days_ago": 358},
    ),
    Sample(
        "far-away", 0, "江远行", "0797-5550119", 9400, "某装修队",
        "在吉安装修了两个月，过年回赣州老家，工钱还差九千多。", region="360802", more={"work_kind": "site"},
    ),
    Sample(
        "far-away-referred", 6, "龙有水", "0797-5550120", 7600, "某快餐店",
        "在苏州的店里干到上个月，最后两个月没给。", region="320505", acts=("refer_out", "end_transfer"),
        more={"work_kind": "factory"},
    ),
]  # fmt: skip


_HELPER = ("by_other", "agent_type", "helper_relation", "helper_name", "helper_phone", "helper_authority")


def load_applications(now=None):
    """Submit and lead on whichever sample is not there yet. Safe to repeat."""
    lead((*SAMPLES, *MATTERS), ACTS, now or timezone.now())


def lead(samples, acts, now):
    """Submit each that is not there yet, and do with it what its acts name."""
    for sample in samples:
        key = uuid.uuid5(KEYS, sample.slug)
        if Application.objects.filter(idempotency_key=key).exists():
            continue
        at = now - timedelta(days=sample.days_ago, hours=2)
        with last_one_at("gz-nankang-aid") if getattr(sample, "region", "") == "360703" else nullcontext():
            application = services.submit(as_submitted(sample, at), key=key, at=at)
        for number, act in enumerate(sample.acts):
            acts[act](application, at + timedelta(hours=1 + 20 * number))
            application.refresh_from_db()


def as_submitted(sample: Sample | MatterSample, at: datetime) -> Submission:
    if isinstance(sample, MatterSample):
        return _of_matter(sample)
    more = dict(sample.more)
    helper = {name: more.pop(name) for name in list(more) if name in _HELPER}
    left_days_ago = more.pop("left_days_ago", None)
    left_on = None if left_days_ago is None else timezone.localdate(at) - timedelta(days=left_days_ago)
    claimant = ClaimantFacts(
        name=sample.name,
        phone=sample.phone,
        amount_owed=Decimal(sample.amount),
        employer=sample.employer,
        still_working=left_on is None,
        left_on=left_on,
        **{
            "id_type": "none",
            "id_number": "",
            "pay_type": "month",
            "work_kind": "site",
            "may_call": True,
            "may_sms": True,
            "say_who_we_are": True,
            **more,
        },
    )
    return Submission(
        claimants=(claimant,),
        narrative=sample.narrative,
        region_code=sample.region,
        notice_version="1",
        consents=("handle",),
        means_status=MeansStatus.MIGRANT,
        **helper,
    )


def _of_matter(sample: MatterSample) -> Submission:
    told_on = sample.facts.get("told_on")
    claimant = ClaimantFacts(
        name=sample.name,
        phone=sample.phone,
        id_type="none",
        id_number="",
        employer=sample.employer,
        facts=sample.facts,
        left_on=date.fromisoformat(told_on) if told_on else None,
        may_call=True,
        say_who_we_are=sample.matter != Matter.FAMILY_VIOLENCE,
    )
    return Submission(
        claimants=(claimant,),
        narrative=sample.narrative,
        region_code="360702",
        notice_version="1",
        consents=("handle",),
        **sample.submission(),
    )


def staff(username):
    return get_user_model().objects.get(username=username)


def _accept(application, at):
    services.accept(application, papers=["id", "pay"], actor=staff("receptionist"), at=at)


def _ask_supplement(application, at):
    services.ask_supplement(
        application,
        kinds=["id", "attendance"],
        text="请补交身份证照片，和记工本或者考勤照片。",
        actor=staff("receptionist"),
        at=at,
    )


def _add_supplement(application, at):
    services.add_supplement(application, note="送来了身份证复印件。", actor=staff("receptionist"), at=at)


def _send_part(application, at):
    services.hand_in(application, papers=[(_photo(), "id")], note="记工本还在找。", at=at)


def _say_why(application, at):
    services.hand_in(
        application,
        papers=[(_photo(), "id")],
        without={"attendance": "打卡在店里的手机上，店关了拿不到"},
        at=at,
    )


def _authority(application, at):
    services.add_evidence(application, papers=[(_photo("委托书.jpg"), "authority")], at=at)


def _photo(name="身份证.jpg"):
    """A card with nothing on it, as a photo."""
    out = io.BytesIO()
    Image.new("RGB", (860, 540), "lightsteelblue").save(out, "JPEG")
    return files.check(SimpleUploadedFile(name, out.getvalue()))


def _ask_again(application, at):
    services.ask_supplement(
        application,
        kinds=["pay"],
        text="请再补交银行流水。",
        repeat_reason="上次漏说了流水。",
        actor=staff("receptionist"),
        at=at,
    )


def _review(application, at):
    services.review(
        application,
        opinion="请求支付劳动报酬，属于援助事项；进城务工人员，免查经济困难。",
        advice="grant",
        check="exempt" if application.exemption else "pledge",
        actor=staff("reviewer"),
        at=at,
    )


def _advise_refusal(application, at):
    services.review(
        application,
        opinion="要的是工程款和材料款，不是本人的劳动报酬。",
        advice="refuse",
        check="exempt" if application.exemption else "pledge",
        actor=staff("reviewer"),
        at=at,
    )


def _send_back(application, at):
    services.send_back(application, reason="出车补助有没有约定，查清楚再提。", actor=staff("approver"), at=at)


def _grant(application, at):
    services.grant(application, text="符合法律援助条件。", actor=staff("approver"), at=at)


def _refuse(application, at):
    services.refuse(
        application,
        reasons=["not_a_listed_matter"],
        law="《中华人民共和国法律援助法》第三十一条",
        text="要求支付的是工程款和材料款，不是本人的劳动报酬，不属于法律援助的事项。",
        actor=staff("approver"),
        at=at,
    )


def _assign(application, at):
    casework_services.assign(
        application,
        assignee=staff("caseworker"),
        reason="熟悉计件工资案件",
        actor=staff("dispatcher"),
        at=at,
    )


def _file_claim(application, at):
    limitation.file_claim(
        application,
        filed_on=timezone.localdate(at),
        filed_with="章贡区劳动人事争议仲裁委员会",
        actor=staff("caseworker"),
        at=at,
    )


def _withdraw(application, at):
    """Just now, so that it may still be undone."""
    services.withdraw(application, note="老板说明天就给，让我先撤了。", at=timezone.now())


ACTS = {
    "authority": _authority,
    "refer_out": transfers.refer_out,
    "end_transfer": transfers.end,
    "offer": transfers.offer,
    "ask_another": transfers.ask_another,
    "suspend_review": transfers.suspend_review,
    "add_supplement": _add_supplement,
    "send_part": _send_part,
    "say_why": _say_why,
    "ask_again": _ask_again,
    "file_claim": _file_claim,
    "accept": _accept,
    "ask_supplement": _ask_supplement,
    "review": _review,
    "advise_refusal": _advise_refusal,
    "send_back": _send_back,
    "grant": _grant,
    "refuse": _refuse,
    "issue": lambda one, at: record.issued(one, at, staff("receptionist")),
    "serve": lambda one, at: record.served(one, at, staff("receptionist")),
    "note": lambda one, at: record.noted(one, at, staff("receptionist")),
    "withdraw": _withdraw,
    "assign": _assign,
}
