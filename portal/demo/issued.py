"""Papers that the samples' office has issued: one handed over, one that waits for it, one put right by another version."""

import logging
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone

from aid import sla
from aid.models import Application, IssuedPaper
from aid.services import issue
from aid.status import Status

log = logging.getLogger(__name__)
LETTER = {
    "kind": "letter",
    "title": "介绍信",
    "to": "章贡区人力资源和社会保障局（示例）",
    "text": "兹介绍我中心工作人员到你局查阅工资支付方面的材料，请予接洽。",
}


def load_issued():
    """Safe to repeat. On a machine without Chinese fonts no paper can be set: the demo goes on without."""
    if IssuedPaper.objects.exists():
        return
    clerk = get_user_model().objects.get(username="receptionist")
    seen = Application.objects.visible_to(clerk).order_by("pk")
    accepted, granted, refused = (
        seen.filter(status=status).first() for status in (Status.ACCEPTED, Status.GRANTED, Status.REFUSED)
    )
    now = timezone.now()
    try:
        receipt = _issue(accepted, clerk, now - timedelta(hours=3), kind="receipt")
        _issue(granted, clerk, now - timedelta(hours=2), kind="grant")
        _issue(refused, clerk, now - timedelta(hours=2), kind="refuse")
        letter = _issue(granted, clerk, now - timedelta(hours=2), **LETTER)
        to = LETTER["to"].replace("（示例）", "劳动监察科（示例）")
        _issue(granted, clerk, now, **{**LETTER, "to": to}, replaces=letter, why="抬头少写了科室。")
    except ValidationError as error:
        log.warning("demo without papers: %s", error.messages)
        return
    issue.serve_paper(
        Application.objects.get(pk=accepted.pk),
        paper=receipt,
        served_on=sla.local_day(now),
        how="by_hand",
        to="self",
        proof="signed",
        actor=clerk,
        at=now,
    )


def _issue(application, clerk, at, **what):
    issue.issue_paper(Application.objects.get(pk=application.pk), actor=clerk, at=at, **what)
    return application.issued.last()
