from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class Decision(SealedRow):
    """What was decided on an application, by whom and why. Objections and printed papers point at it.

    Written once by aid.services; a later decision on the same application is a row of its own.
    """

    class Kind(models.TextChoices):
        GRANT = "grant", _("给予法律援助")
        REFUSE = "refuse", _("不予法律援助")

    application = models.ForeignKey(
        "aid.Application", models.PROTECT, related_name="decisions", verbose_name=_("申请")
    )
    kind = models.CharField(_("决定"), max_length=10, choices=Kind)
    number = models.CharField(_("文号"), max_length=120, blank=True)
    decided_on = models.DateField(_("决定日期"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("审批人"),
    )
    reasons = ArrayField(
        models.CharField(max_length=30, choices=choices.RefusalReason),
        default=list,
        blank=True,
        verbose_name=_("不予援助的理由"),
    )
    law = models.CharField(_("依据"), max_length=200, blank=True)
    text = EncryptedTextField(
        _("决定说明"), max_length=4000, blank=True, default="", binding="aid.Application.decision_text"
    )
    remedy = models.TextField(_("不服怎么办"), blank=True)
    # Of some of a group alone, after an objection: what was decided of the whole stands beside it.
    is_apart = models.BooleanField(_("只关系到个别人"), default=False, db_default=False)

    class Meta:
        verbose_name = _("决定")
        verbose_name_plural = _("决定")
        ordering = ["decided_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="refuse") | (~Q(reasons=[]) & ~Q(remedy="")),
                name="decision_refusal_has_reasons_and_remedy",
                violation_error_message=_("不予援助要写理由和不服怎么办。"),
            ),
        ]

    def __str__(self):
        return self.number or f"{self.get_kind_display()} {self.decided_on}"

    @property
    def is_refusal(self):
        return self.kind == self.Kind.REFUSE
