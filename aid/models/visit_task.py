from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedTextField
from foundation.vault.masking import mask_name
from foundation.vault.rows import SealedRow


class VisitTaskQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state=VisitTask.State.PLANNED)

    def of_day(self, user, day):
        """The route of one officer for a day: what is still planned, and what was done of it."""
        return self.filter(officer=user, day=day).exclude(state=VisitTask.State.CANCELLED)

    def takeable(self, user, until):
        """Planned ones of an officer up to the day `until`, in the order in which they are gone to."""
        return self.planned().filter(officer=user, day__lte=until).order_by("day", "position", "pk")

    def late(self, user, today):
        """Planned for a day that is over, and nobody wrote down what became of it."""
        return self.planned().filter(officer=user, day__lt=today)


class VisitTask(SealedRow):
    """上门: an officer goes to somebody on a day, for something; and what became of it, with who saw it."""

    class Purpose(models.TextChoices):
        SIGN = "sign", _("签字、按手印")
        PAPERS = "papers", _("收材料")
        TALK = "talk", _("当面问情况")
        SITE = "site", _("看工地、现场")
        SERVE = "serve", _("送文书")
        OTHER = "other", _("别的")

    class State(models.TextChoices):
        PLANNED = "planned", _("要去")
        DONE = "done", _("去过了")
        MISSED = "missed", _("去了，没见到人")
        CANCELLED = "cancelled", _("不去了")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="visit_tasks", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, related_name="visit_tasks", verbose_name=_("去见谁")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁去")
    )
    day = models.DateField(_("哪天去"))
    from_time = models.TimeField(_("几点起"), null=True, blank=True)
    to_time = models.TimeField(_("到几点"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("当天第几个"))
    place = EncryptedTextField(_("去哪里"), max_length=120)
    purpose = models.CharField(_("去做什么"), max_length=10, choices=Purpose)
    note = EncryptedTextField(_("带什么、注意什么"), max_length=200, blank=True, default="")
    state = models.CharField(_("现在怎样"), max_length=10, choices=State, default=State.PLANNED)
    result = EncryptedTextField(_("结果"), max_length=1000, blank=True, default="")
    witness = EncryptedTextField(_("在场的人"), max_length=60, blank=True, default="")
    signed = models.ForeignKey(
        "aid.Evidence",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("签名、手印的照片"),
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁定的")
    )
    there_at = models.DateTimeField(_("几点到的"), null=True, blank=True)
    finished_at = models.DateTimeField(_("什么时候记的结果"), null=True, blank=True)

    objects = VisitTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("上门")
        verbose_name_plural = _("上门")
        default_permissions = ()
        ordering = ["day", "position", "pk"]
        indexes = [models.Index(fields=["officer", "day"], name="visit_task_route")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_time=None, to_time=None)
                | models.Q(from_time__isnull=False, to_time__isnull=False, from_time__lt=models.F("to_time")),
                name="visit_task_window",
                violation_error_message=_("两个时间要么都写，要么都不写；“到几点”要晚。"),
            )
        ]

    def __str__(self):
        return f"{self.day} {self.get_purpose_display()}"

    @property
    def window(self):
        """9:00–11:00; "" where only the day is agreed."""
        return f"{self.from_time:%-H:%M}–{self.to_time:%-H:%M}" if self.from_time else ""

    @property
    def masked_witness(self):
        return mask_name(self.witness)

    @property
    def is_planned(self):
        return self.state == self.State.PLANNED
