from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.approval import InChain
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class EndReason(models.TextChoices):
    """《法律援助法》第四十八条, in force 2022-01-01, read 2026-11-21. The caseworker must report these."""

    FRAUD = "fraud", _("以欺骗或者其他不正当手段获得援助")
    HID_FACTS = "hid_facts", _("故意隐瞒与案件有关的重要事实，或者提供虚假证据")
    ILLEGAL_USE = "illegal_use", _("利用法律援助从事违法活动")
    MEANS_CHANGED = "means_changed", _("经济状况变了，不再符合条件")
    CASE_OVER = "case_over", _("案件终止审理，或者已经被撤销")
    OWN_LAWYER = "own_lawyer", _("自行委托了律师或者其他代理人")
    ASKED = "asked", _("受援人有正当理由要求终止")
    OTHER_LAW = "other_law", _("法律法规规定应当终止的其他情形")


class TerminationQuerySet(models.QuerySet):
    def open(self):
        """Reported, and nobody has decided."""
        return self.filter(decided_at__isnull=True)

    def decided(self):
        return self.filter(ends=True)


class Termination(InChain, SealedRow):
    """终止援助 after a grant: reported by who does the case, decided by another. Written by aid.services.terminate."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="terminations", verbose_name=_("申请")
    )
    reason = models.CharField(_("依据哪一种情形"), max_length=14, choices=EndReason)
    report = EncryptedTextField(_("报告的情况"), max_length=2000)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁报告的")
    )
    reported_at = models.DateTimeField(_("什么时候报告的"))
    # None while nobody has decided.
    ends = models.BooleanField(_("终止不终止"), null=True, blank=True)
    number = models.CharField(_("文号"), max_length=120, blank=True)
    text = EncryptedTextField(_("写给申请人看的理由"), max_length=2000, blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁决定的"),
    )
    decided_at = models.DateTimeField(_("什么时候决定的"), null=True, blank=True)

    objects = TerminationQuerySet.as_manager()

    class Meta:
        verbose_name = _("终止援助")
        verbose_name_plural = _("终止援助")
        default_permissions = ()
        ordering = ["reported_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(decided_at__isnull=True),
                name="termination_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.get_reason_display()} {self.reported_at:%Y-%m-%d}"
