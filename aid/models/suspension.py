from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class SuspensionQuerySet(models.QuerySet):
    def running(self):
        return self.filter(clock__met_at__isnull=True, clock__cancelled_at__isnull=True)


class Suspension(SealedRow):
    """期限中止: why the review clock stands still, and whom it waits for. Written by aid.services.suspend.

    It is over when its clock is: the days are there, and nowhere else.
    """

    class Reason(models.TextChoices):
        AWAY_CHECK = "away_check", _("请别处的机构核查（异地核查）")
        OTHER = "other", _("别的，写明依据")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="suspensions", verbose_name=_("申请")
    )
    clock = models.OneToOneField(
        "aid.Deadline", models.CASCADE, related_name="suspension", verbose_name=_("期限")
    )
    reason = models.CharField(_("为什么停"), max_length=10, choices=Reason)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    waits_for = models.CharField(_("等谁"), max_length=120)
    text = EncryptedTextField(_("要核查什么"), max_length=2000, blank=True, default="")
    since = models.DateField(_("从哪天起"))

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限中止")
        verbose_name_plural = _("期限中止")
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(reason="away_check") | ~models.Q(basis=""),
                name="suspension_says_on_what_basis",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} {self.since:%Y-%m-%d}"
