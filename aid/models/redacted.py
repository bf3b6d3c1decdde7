"""Copies of papers in which something is covered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RedactedCopy(models.Model):
    """Which paper is a copy of which, with boxes burned in. Who made it, when and why stands in the events."""

    copy = models.OneToOneField(
        "aid.Evidence", models.CASCADE, related_name="redacted_from", verbose_name=_("遮过的副本")
    )
    original = models.ForeignKey(
        "aid.Evidence", models.CASCADE, related_name="redacted_copies", verbose_name=_("原来那一份")
    )

    class Meta:
        verbose_name = _("遮过的副本")
        verbose_name_plural = _("遮过的副本")

    def __str__(self):
        return f"{self.original} → {self.copy}"
