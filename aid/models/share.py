from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid import choices
from aid.models.approval import InChain
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class ShareQuerySet(models.QuerySet):
    def advised(self):
        """Against whom a reviewer advises, and nobody has decided."""
        return self.filter(state=Share.State.ADVISED)

    def to_decide_anew(self):
        """What the bureau ordered to put right."""
        return self.filter(state=Share.State.ORDERED)


class Share(InChain, SealedRow):
    """One worker of a group whose aid is judged apart from the others': advised against, then refused.

    Whoever has none goes with the whole. What they read is theirs alone. Decided anew, the row stays as it was and
    another one stands. Kept by aid.services.shares.
    """

    class State(models.TextChoices):
        ADVISED = "advised", _("建议不予援助")
        REFUSED = "refused", _("不予援助")
        ORDERED = "ordered", _("异议成立，等重新决定")
        SETTLED = "settled", _("不予援助，后来重新决定了")
        GRANTED = "granted", _("重新决定，给予援助")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="shares", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, related_name="shares", verbose_name=_("哪一个人")
    )
    state = models.CharField(_("现在怎样"), max_length=10, choices=State, default=State.ADVISED)
    reasons = ArrayField(
        models.CharField(max_length=30, choices=choices.RefusalReason), verbose_name=_("不予援助的理由")
    )
    law = models.CharField(_("依据"), max_length=200)
    text = EncryptedTextField(_("写给他本人看的理由"), max_length=2000)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁建议的")
    )
    advised_at = models.DateTimeField(_("什么时候建议的"))
    decision = models.ForeignKey(
        "aid.Decision",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("在哪个决定里"),
    )

    # What those of its chain who have said yes say of it, decided anew; "" while nobody has.
    proposed = models.CharField(
        _("重新决定，提议给不给"),
        max_length=10,
        choices=choices.Advice,
        blank=True,
        default="",
        db_default="",
    )

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("一个人那一份")
        verbose_name_plural = _("一个人那一份")
        default_permissions = ()
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["application"], condition=Q(state="ordered"), name="share_to_decide_anew")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claimant"], condition=~Q(state="settled"), name="share_one_stands"
            ),
            models.CheckConstraint(
                condition=Q(state="advised") | Q(decision__isnull=False), name="share_decided_in_a_decision"
            ),
            models.CheckConstraint(
                condition=~Q(reasons=[]) & ~Q(law=""),
                name="share_has_reasons_and_law",
                violation_error_message=_("不予援助要写理由和依据。"),
            ),
        ]

    def __str__(self):
        return f"{self.application_id}/{self.claimant_id}"

    @property
    def is_refused(self):
        return self.state in (self.State.REFUSED, self.State.ORDERED)

    @property
    def reasons_said(self):
        return [str(choices.RefusalReason(code).label) for code in self.reasons]
