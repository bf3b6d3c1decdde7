"""Who was told of a clock before it ended, and of one that ran out. Written by casework.warnings alone."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.clock_rules import Kind


class ClockWarningQuerySet(models.QuerySet):
    def standing(self):
        """Those of a clock that still runs, and to the same day."""
        clock = models.F("deadline__due_on")
        return self.filter(deadline__met_at__isnull=True, deadline__cancelled_at__isnull=True, due_on=clock)


class ClockWarning(models.Model):
    """One person was told of one clock, once for each day that it has ended on: a clock that moves is warned of anew.

    Of the limitations of several workers that end on one day the person is told once; `deadline` is then one of them.
    """

    class Step(models.TextChoices):
        SOON = "soon", _("快到期，提醒该办的人")
        LATE = "late", _("超期，告诉督导")
        ABOVE = "above", _("超期没办，告诉上级督导")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="warnings", verbose_name=_("申请")
    )
    deadline = models.ForeignKey(
        "aid.Deadline", models.CASCADE, related_name="warnings", verbose_name=_("期限")
    )
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    due_on = models.DateField(_("最晚哪天"))
    step = models.CharField(_("哪一步"), max_length=10, choices=Step)
    told = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提醒了谁")
    )
    at = models.DateTimeField(_("什么时候"))

    objects = ClockWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限提醒")
        verbose_name_plural = _("期限提醒")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "due_on", "step", "told"], name="clock_warning_once"
            ),
        ]

    def __str__(self):
        return f"{self.get_step_display()} {self.due_on}"
