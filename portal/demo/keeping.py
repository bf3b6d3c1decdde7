"""A term in force, one that is planned, a request to be erased that waits, and one that was done."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid.models import Application, ErasureRequest, Wish
from aid.services import erasure
from aid.services.privacy import reveal
from aid.status import OPEN
from foundation.retention.models import KeepingRule
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access

BY = "（演示）某市法律援助档案管理办法"
GONE = "FY-2611-EG5R-8S7T-4"  # of an application that nobody ever sent


def load_keeping(now=None):
    """Safe to repeat."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    operator = get_user_model().objects.get(username="operator")
    for kind, amount, begins in (
        ("application_withdrawn", 10, today - timedelta(days=400)),
        ("application_transferred", 5, today + timedelta(days=14)),
    ):
        if not KeepingRule.objects.filter(kind=kind).exists():
            KeepingRule.objects.create(
                kind=kind,
                amount=amount,
                unit="years",
                document=BY,
                clause="第九条",
                valid_from=begins,
                set_by=operator,
                is_demo=True,
            )
    if not ErasureRequest.objects.exists():
        _load_requests(now, today)


def load_looks():
    """What an auditor finds: a morning's looks. Safe to repeat."""
    if AccessEntry.objects.filter(action="aid.reveal_phone").exists():
        return
    people = get_user_model().objects.in_bulk(["receptionist", "reviewer"], field_name="username")
    seen = Application.objects.visible_to(people["receptionist"]).order_by("pk")[:4]
    for application in seen:
        record_access(people["receptionist"], "aid.open", application)
    for person, application, field, purpose in (
        ("receptionist", seen[0], "phone", "联系当事人"),
        ("receptionist", seen[1], "id_number", "核对身份"),
        ("reviewer", seen[1], "phone", "审查"),
    ):
        reveal(application.claimant, field, actor=people[person], purpose=purpose)


def _load_requests(now, today):
    boss = get_user_model().objects.get(username="supervisor")
    ended = Application.objects.visible_to(boss).exclude(status__in=OPEN)
    quiet = ended.exclude(pk__in=Wish.objects.open().values("application")).order_by("-status", "pk").first()
    asked = {"way": ErasureRequest.Way.COUNTER, "proof": ErasureRequest.Proof.PAPER}
    erasure.receive(quiet, **asked, received_on=today - timedelta(days=2), all_asked=True, actor=boss, at=now)
    ErasureRequest.objects.create(
        **asked,
        office=quiet.office,
        reference=GONE,
        received_on=today - timedelta(days=20),
        due_on=today - timedelta(days=5),
        entered_by=boss,
        entered_at=now - timedelta(days=20),
        outcome=ErasureRequest.Outcome.DONE,
        settled_by=boss,
        settled_at=now - timedelta(days=18),
    )
