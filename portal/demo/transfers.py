"""What the demo hands to others: to a body outside, to an office of ours that has not answered yet, to one that checks."""

from datetime import timedelta

from django.contrib.auth import get_user_model

from aid import sla
from aid.paperwork.official import OFFICIAL
from aid.services import cooperation, suspend, transfer
from aid.services.places import elsewhere_of
from foundation.accounts.models import Office
from portal.demo import record


def _clerk():
    return get_user_model().objects.get(username="receptionist")


def refer_out(application, at):
    transfer.offer(
        application,
        to=elsewhere_of(application).agency,
        reason="活是在那边干的。",
        actor=_clerk(),
        at=at,
    )


def end(application, at):
    transfer.end(application, ack="那边窗口的陈主任电话里说接了。", actor=_clerk(), at=at)


def offer(application, at):
    transfer.offer(
        application,
        office=Office.objects.get(code="ts-qinzhou-aid"),
        reason="人已经回秦州，证据也在那边。",
        actor=_clerk(),
        at=at,
    )


def suspend_review(application, at):
    suspend.suspend(
        application,
        reason="away_check",
        waits_for="定西市通渭县法律援助中心",
        due_on=sla.local_day(at) + timedelta(days=9),
        text="家里几口人、有没有低保，请村里问一问。",
        actor=get_user_model().objects.get(username="reviewer"),
        at=at,
    )


def ask_another(application, at):
    """A letter to an office of ours, which has it on its list."""
    cooperation.ask(
        application,
        kind="collect_evidence",
        office=Office.objects.get(code="ts-qinzhou-aid"),
        facts="在章贡区做工，老板说考勤表带回秦州老家了。",
        asked="请到他说的仓库取考勤表的照片，问一问同村的两位工友。",
        shares=["name", "employer"],
        due_on=sla.local_day(at) + timedelta(days=9),
        actor=get_user_model().objects.get(username="reviewer"),
        at=at,
    )
    clerk = get_user_model().objects.get(username="receptionist")
    record.of_kind(application, OFFICIAL["cooperate"], at, clerk)
