"""What officers typed for people who called, wrote or came, and what cannot wait. Invented, and led there by the services."""

import io
import uuid
from datetime import timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from aid import files, services
from aid.choices import Channel, Confirmation, Ground
from aid.matters import MeansStatus
from aid.models import Application, DeskEntry
from aid.services import ClaimantFacts, Submission, desk, first_aid
from campaigns.models import EventPage
from foundation.accounts.models import Office
from stations.models import ScheduledVisit, Station

_KEYS = uuid.UUID("0b0a8a6e-6a4f-4f1e-9a53-2f4c9f0d7c11")
OFFICE = "gz-zhanggong-aid"
# channel, days ago, name, phone, employer, yuan, what happened
CAME = (
    (
        Channel.PHONE,
        0,
        "龚美兰",
        "0797-5550131",
        "某洗涤厂",
        5400,
        "在洗涤厂叠床单，两个月没发钱。眼睛不好，打电话来的。",
    ),
    (Channel.POST, 2, "温德福", "0797-5550132", "某砖厂", 9800, "信上说：砖厂干了半年，走的时候写了欠条。"),
    (
        Channel.VISIT,
        1,
        "廖春生",
        "0797-5550133",
        "某建筑劳务公司",
        16200,
        "不会写字，女儿陪着来的。扎钢筋三个月。",
    ),
    (
        Channel.STATION,
        3,
        "邱桂芳",
        "0797-5550134",
        "某电子厂",
        7300,
        "工会驿站转来的，厂里押了一个半月工资。",
    ),
    (Channel.TOUR, 4, "曾火生", "0797-5550135", "某园林公司", 4600, "送法进工地那天当场填的，种树四十天。"),
    (Channel.VOLUNTEER, 5, "谢小红", "0797-5550136", "某餐馆", 3900, "大学的志愿者帮着写的，端盘子一个月。"),
)


def load_desk(now=None):
    """Safe to repeat: nothing when there is an entry already."""
    if DeskEntry.objects.exists():
        return
    now = now or timezone.now()
    actor = get_user_model().objects.get(username="receptionist")
    office = Office.objects.get(code=OFFICE)
    for channel, days_ago, name, phone, employer, amount, narrative in CAME:
        at = now - timedelta(days=days_ago, hours=1)
        entry = _begin(channel, office, actor, at)
        desk.send(
            entry, _submission(name, phone, employer, amount, narrative), actor=actor, at=at, **_end(channel)
        )
        if channel != Channel.PHONE:  # the call is still to be confirmed
            how = Confirmation.THUMBPRINT if channel == Channel.VISIT else Confirmation.SIGNATURE
            desk.confirm(entry, how, page=_page(), actor=actor, at=at)
    _begin(
        Channel.PHONE,
        office,
        actor,
        now - timedelta(minutes=20),
        pages={"matter": {"data": {"door": ["wages"]}, "done": True}},
    )
    _load_first_aid(now)


def _begin(channel, office, actor, at, pages=None):
    how = {
        Channel.PHONE: {"called_at": at - timedelta(minutes=25)},
        Channel.POST: {
            "received_on": timezone.localdate(at) - timedelta(days=1),
            "tracking": "XA55501320536",
        },
        Channel.STATION: {
            "station": Station.objects.filter(office=office).first() or Station.objects.first()
        },
        Channel.TOUR: _tour(at),
        Channel.VOLUNTEER: {"volunteer": "林同学", "organisation": "某大学法律援助社"},
    }.get(channel, {})
    answers = {"notice": "1", "consents": ["notice", "sensitive"], "pages": pages or {}}
    return desk.begin(channel=channel, office=office, actor=actor, answers=answers, at=at, **how)


def _tour(at):
    """The last stop before; an event where there was none."""
    visit = ScheduledVisit.objects.filter(ends_at__lt=at, station__code="gz-zhanggong-center").last()
    if visit:
        return {"visit": visit}
    return {"event": EventPage.objects.live().order_by("-starts_at").first()}


def _end(channel):
    if channel == Channel.POST:
        return {}
    return {"was_read_back": True, **({"call_minutes": 22} if channel == Channel.PHONE else {})}


def _submission(name, phone, employer, amount, narrative, **more):
    person = ClaimantFacts(
        name=name,
        phone=phone,
        id_type="none",
        id_number="",
        employer=employer,
        amount_owed=Decimal(amount),
        pay_type="month",
        work_kind="other",
        still_working=True,
        may_call=True,
        say_who_we_are=True,
    )
    return Submission(
        claimants=(person,),
        narrative=narrative,
        region_code="360702",
        notice_version="1",
        consents=("notice", "sensitive"),
        means_status=MeansStatus.MIGRANT,
        **more,
    )


def _load_first_aid(now):
    """One that asks, one that was given aid and whose papers are due."""
    asked, given = (uuid.uuid5(_KEYS, slug) for slug in ("asked", "given"))
    if Application.objects.filter(idempotency_key=asked).exists():
        return
    today, at = timezone.localdate(now), now - timedelta(hours=3)
    services.submit(
        _submission(
            "钟水养", "0797-5550137", "某木器厂", 22800, "",
            first_aid=first_aid.Urgency(Ground.PRESERVATION, words="老板这两天在卖机器，人快找不到了。"),
        ),
        key=asked,
        at=at,
    )  # fmt: skip
    at = now - timedelta(days=2)
    application = services.submit(
        _submission(
            "赖石生", "0797-5550138", "某汽修店", 8600, "仲裁没有全赢，想起诉。",
            first_aid=first_aid.Urgency(Ground.LIMITATION, today + timedelta(days=3), "起诉只剩几天了。"),
        ),
        key=given,
        at=at,
    )  # fmt: skip
    first_aid.propose(
        application,
        note="仲裁裁决书看过了，起诉只剩几天。",
        actor=get_user_model().objects.get(username="reviewer"),
        at=at + timedelta(minutes=30),
    )
    first_aid.grant(
        application,
        ground=Ground.LIMITATION,
        deadline=today + timedelta(days=3),
        text="补身份证照片和仲裁裁决书。",
        actor=get_user_model().objects.get(username="approver"),
        at=at + timedelta(hours=1),
    )


def _page():
    """A page with nothing on it, as a photo."""
    out = io.BytesIO()
    Image.new("RGB", (620, 877), "white").save(out, "JPEG")
    return files.check(SimpleUploadedFile("确认页.jpg", out.getvalue()))
