"""Invented people who left a number: one just now, one who wants the evening, one not reached, one reached."""

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid.models import CallBack
from aid.services import call_back as services
from intake.notice import call_back_version

_KEYS = uuid.UUID("0c0d6a52-5f0e-4f37-9a0a-6a3f1f5f6c11")
# (slug, hours ago, act, its note, what was asked). Numbers with 555 belong to nobody.
SAMPLES = [
    (
        "site-and-fall", 1, "", "",
        {"story": "在工地摔了一下，腰疼，老板说休息几天就好，工钱也没结。我该先办哪样？", "name": "老魏",
         "phone": "0797-5550121", "say_who_we_are": True},
    ),
    (
        "home", 3, "", "",
        {"story": "家里的事，不好在网上说。想找个女律师问一问。", "name": "李姐", "phone": "0797-5550122",
         "call_time": "morning"},
    ),
    (
        "papers", 28, "not_reached", "响了没人接，下午再打。",
        {"story": "收到一张法院的纸，看不懂，上面写着要去开庭。", "name": "小周", "phone": "0797-5550123",
         "call_time": "afternoon", "say_who_we_are": True},
    ),
    (
        "uniform", 50, "done", "是被辞退，讲了怎么申请，她自己填表。",
        {"story": "厂里让我签一张自己走的纸，不签不给发工资。", "name": "阿芳", "phone": "0797-5550124",
         "say_who_we_are": True},
    ),
]  # fmt: skip


def load_call_backs(now=None):
    """Ask, and call, for whichever sample is not there yet. Safe to repeat."""
    now = now or timezone.now()
    for slug, hours, act, note, asked in SAMPLES:
        key = uuid.uuid5(_KEYS, slug)
        if CallBack.objects.filter(key=key).exists():
            continue
        at = now - timedelta(hours=hours)
        wish = services.Asked(place="赣州章贡区", notice_version=call_back_version(), **asked)
        call_back = services.ask(wish, key=key, region_code="360702", at=at)
        if act:
            receptionist = get_user_model().objects.get(username="receptionist")
            getattr(services, act)(
                call_back, actor=receptionist, key=uuid.uuid5(key, act), note=note, at=at + timedelta(hours=1)
            )
