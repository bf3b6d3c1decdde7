"""What invented workers do after sending: put right, object, ask, complain; and the 收件码 with which to look at it."""

import uuid
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid import services
from aid.models import Application, Wish
from aid.services import wishes
from aid.services.correct import correct
from portal.demo.applications import KEYS

# Fixed, so that README.md can name them; invented like everything here.
CODES = {
    "packer": "5CJJ-PX5Y-9YNN-K2",
    "contractor": "FVMK-WSTT-HTTM-GJ",
    "seamstress": "92N4-5BW5-G2WY-Q6",
    "waitress": "HQC8-EADZ-DVES-JY",
    "plasterer": "P4SC-4KKB-BG6Y-PZ",
    "cook": "RRMB-2XRD-DGF4-EQ",
    "glazier": "NKT2-RB5K-6E56-6V",
}
Kind = Wish.Kind


def load_wishes(now=None):
    """Ask, and answer, for whichever sample has not asked yet. Safe to repeat."""
    now = now or timezone.now()
    for slug, code in CODES.items():
        application = Application.objects.get(idempotency_key=uuid.uuid5(KEYS, slug))
        person = application.claimant
        if person.receipt_code == code:
            continue
        person.receipt_code = code
        person.save(update_fields=["receipt_code"])
        if slug in _DONE:
            _DONE[slug](application, person, now)


def _corrected(application, person, at):
    correct(application, person, changes={"amount_owed": Decimal(7600), "project": "某电商三号仓"}, at=at)


def _objects(application, person, at):
    wishes.ask(application, person, Kind.OBJECTION, text="里面有六万是我自己的工钱，有考勤。", at=at)


def _wants_another(application, person, at):
    wishes.ask(application, person, Kind.CHANGE, text="打了五次电话都没人接，开庭日子快到了。", at=at)


def _complained(application, person, at):
    wishes.ask(application, person, Kind.COMPLAINT, text="去窗口两次，都让我改天再来。", at=at)
    services.answer(
        application,
        wish=application.wishes.get(),
        text="对不起，让您白跑了。查过了，是那天只有一个人值班。以后先打 0797-5550190，有人等您。",
        actor=get_user_model().objects.get(username="dispatcher"),
        at=at,
    )
    wishes.ask(application, person, Kind.RATING, score=4, text="后来的律师很好。", at=at)


def _wants_deletion(application, person, at):
    wishes.ask(application, person, Kind.DELETION, text="身份证照片用完了请删掉。", at=at)


_DONE = {
    "packer": _corrected,
    "contractor": _objects,
    "seamstress": _wants_another,
    "waitress": _complained,
    "plasterer": _wants_deletion,
}
