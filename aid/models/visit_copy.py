"""Visits that somebody took along on a telephone. What was taken lies there sealed; here stands who, when, until when."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.visit_task import VisitTask


class VisitCopyQuerySet(models.QuerySet):
    def out(self, at):
        """Those that may still be given back."""
        return self.filter(ended="", until__gt=at, task__state=VisitTask.State.PLANNED)


class VisitCopy(models.Model):
    """带走的: one telephone has what is needed for one visit. Its key is known to whoever took it, and to nobody here."""

    class Ended(models.TextChoices):
        RETURNED = "returned", _("交回了")
        REVOKED = "revoked", _("收回了")
        REPLACED = "replaced", _("又带走了一次")
        DROPPED = "dropped", _("没用，删了")

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="visit_copies", verbose_name=_("申请")
    )
    task = models.ForeignKey("aid.VisitTask", models.CASCADE, related_name="copies", verbose_name=_("上门"))
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁带走的")
    )
    taken_at = models.DateTimeField(_("什么时候带走的"))
    until = models.DateTimeField(_("到什么时候"))
    ended = models.CharField(_("后来怎样"), max_length=10, choices=Ended, blank=True, default="")
    ended_at = models.DateTimeField(_("什么时候"), null=True, blank=True)

    objects = VisitCopyQuerySet.as_manager()

    class Meta:
        verbose_name = _("带走的上门")
        verbose_name_plural = _("带走的上门")
        default_permissions = ()
        ordering = ["taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=models.Q(ended=""), name="visit_copy_one_of_a_visit"
            )
        ]

    def __str__(self):
        return f"{self.taken_at:%Y-%m-%d}"

    def is_out(self, at):
        """As `out`, of one whose task was read along."""
        return not self.ended and self.until > at and self.task.is_planned
