"""Some of a group decided anew, in a chain of two: of one the first yes is said, one was sent back, one is decided."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid import services
from aid.matters import MeansStatus
from aid.models import Application, Wish
from aid.services import ClaimantFacts, Submission, anew, shares, wishes

_KEY = uuid.UUID("6d0a0f7e-5a3c-4f8e-9c56-1f3c2b7d8e90")
_NAMES = ("骆长富", "阮秀英", "邱满生", "童阿根", "尚小林", "单桂花")
_APART = (4, 5, 6)


def load_anew(now=None):
    """Six of a laundry; three were refused, and their objections upheld. Safe to repeat."""
    if Application.objects.filter(idempotency_key=_KEY).exists():
        return
    at = (now or timezone.now()) - timedelta(days=3, hours=6)
    names = ("receptionist", "reviewer", "approver", "supervisor", "supervisor2")
    who = get_user_model().objects.in_bulk(names, field_name="username")
    application = services.submit(_submission(at), key=_KEY, at=at)
    later = _hours_after(at)
    services.accept(application, papers=["attendance"], actor=who["receptionist"], at=later())
    shares.advise_member(
        application,
        positions=_APART,
        reasons=["own_rights_not_concerned"],
        text="洗衣厂的工资表上没有您，您也没有别的材料。",
        law="《中华人民共和国法律援助法》第三十一条",
        actor=who["reviewer"],
        at=later(),
    )
    services.review(
        application,
        opinion="三个人在工资表上；三个人不在，逐个写明了。",
        advice="part",
        check="exempt",
        actor=who["reviewer"],
        at=later(),
    )
    refused = list(application.shares.values_list("pk", flat=True))
    shares.grant_part(application, refused=refused, actor=who["approver"], at=later())
    for place in _APART:
        person = application.claimants.get(position=place)
        wishes.ask(application, person, Wish.Kind.OBJECTION, text="我的工资是组长代领的。", at=later())
    shares.order_member(
        application, text="组长的证言没有听，要听了再决定。", actor=who["supervisor"], at=later()
    )
    _anew(application, who["approver"], who["supervisor2"], later)


def _anew(application, approver, boss, later):
    grant = {"outcome": "grant", "text": "组长作证，工资是他代领的，给予援助。"}
    anew.endorse_member(application, positions=[4, 6], actor=approver, at=later(), **grant)
    anew.endorse_member(
        application,
        positions=[5],
        outcome="refuse",
        text="组长说没有代领过您的工资，还是不给。",
        actor=approver,
        at=later(),
    )
    anew.return_member(
        application, positions=[5], reason="问问另外一个组长，他们两个换过班。", actor=boss, at=later()
    )
    shares.decide_member(application, positions=[6], actor=boss, at=later(), **grant)


def _hours_after(at):
    hours = iter(range(1, 100))
    return lambda: at + timedelta(hours=next(hours))


def _submission(at):
    people = tuple(
        ClaimantFacts(
            name=name,
            phone=f"0797-55507{number:02}",
            id_type="none",
            id_number="",
            work_kind="factory",
            pay_type="month",
            employer="某洗衣厂",
            amount_owed=Decimal(4100 + 200 * number),
            owed_from=date(at.year, 8, 1),
            left_on=timezone.localdate(at) - timedelta(days=50),
            may_call=True,
            is_representative=number == 0,
        )
        for number, name in enumerate(_NAMES)
    )
    return Submission(
        claimants=people,
        narrative="洗衣厂两个月没有发工资，有三个人的工资一直是组长代领。",
        region_code="360702",
        notice_version="1",
        consents=("handle",),
        means_status=MeansStatus.MIGRANT,
    )
