"""What a supervisor of the demo looks at: reasons of what ran out, warnings given, a checklist of the place."""

from datetime import date

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid.models import Deadline, StepCheck
from aid.services.lateness import explain_late
from casework import warnings
from foundation.accounts.models import Office
from foundation.regions.models import Region

SOURCE = "示例，为演示编的，不是真的规定"
# None that must be ticked: what the demo is led through by itself later on would stop there.
CHECKS = [
    ("review", "问过有没有为同一件事申请过", False),
    ("terminate", "为什么终止、怎么提异议，当面或者电话里说过", False),
]
REASONS = ["staff", "others"]


def load_late():
    """Safe to repeat."""
    place = Region.objects.by_code("360700")
    for position, (act, text, is_required) in enumerate(CHECKS, start=1):
        StepCheck.objects.get_or_create(
            region=place,
            act=act,
            text=text,
            defaults={
                "is_required": is_required,
                "position": position,
                "valid_from": date(2026, 1, 1),
                "source": SOURCE,
                "is_demo": True,
            },
        )
    office = Office.objects.get(code="gz-zhanggong-aid")
    StepCheck.objects.get_or_create(
        region=office.region,
        office=office,
        act="accept",
        text="窗口登记本上签了名",
        defaults={
            "is_required": False,
            "valid_from": date(2026, 1, 1),
            "source": SOURCE,
            "is_demo": True,
        },
    )
    now = timezone.now()
    if not Deadline.objects.exclude(late_reason="").exists():
        reviewer = get_user_model().objects.get(username="reviewer")
        late = Deadline.objects.missed(now).filter(application__office__memberships__user=reviewer)
        for code, clock in zip(REASONS, late.exclude(kind="accept").distinct(), strict=False):
            text = "那几天审查员病了，没有人代。" if code == "staff" else "等社保局答复，催了两次。"
            explain_late(clock.application, clock=clock.pk, code=code, text=text, actor=reviewer, at=now)
    warnings.warn(now)
