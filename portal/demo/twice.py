"""The same claim sent twice: two applications beside each other, and two that are done as one."""

import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid import services
from aid.models import Application, Tie
from aid.services import ties
from portal.demo.applications import KEYS, SAMPLES, as_submitted


def load_twice():
    if Tie.objects.exists():
        return
    at = timezone.now() - timedelta(hours=1)
    clerk = get_user_model().objects.get(username="receptionist")
    earlier, later = _again("rider", at)
    ties.link(
        later,
        other=earlier.reference,
        reason="同一个人、同一个站点，问过是另一个月的工钱。",
        actor=clerk,
        at=at,
    )
    earlier, later = _again("tiler", at)
    ties.merge(
        later,
        other=earlier.reference,
        reason="本人说忘了交过，又交了一份，是同一笔工钱。",
        actor=clerk,
        at=at,
    )


def _again(slug, at):
    """The same person sends a sample once more: the two applications, the earlier first."""
    sample = next(one for one in SAMPLES if one.slug == slug)
    earlier = Application.objects.get(idempotency_key=uuid.uuid5(KEYS, slug))
    return earlier, services.submit(as_submitted(sample, at), key=uuid.uuid5(KEYS, f"{slug} again"), at=at)
