from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.status import Status
from foundation.vault.fields import EncryptedTextField
from foundation.vault.masking import mask_name
from foundation.vault.rows import SealedRow


class Serving(SealedRow):
    """送达: how the written decision came to whom it concerns, and what shows it. Written by aid.services.serve alone.

    The last row of a decision counts; what was written down wrongly is put right by another.
    """

    class How(models.TextChoices):
        BY_HAND = "by_hand", _("当面交给")
        MAIL = "mail", _("邮寄")
        ELECTRONIC = "electronic", _("电子送达，本人同意的")
        OTHER = "other", _("别的办法")

    class To(models.TextChoices):
        SELF = "self", _("本人")
        AGENT = "agent", _("代办人、代理人")
        FAMILY = "family", _("同住的家里人")
        OTHER = "other", _("别的人")

    class Proof(models.TextChoices):
        SIGNED = "signed", _("签收了，有签名、手印")
        SLIP = "slip", _("邮件签收单、回执")
        ANSWER = "answer", _("他回话说收到了")
        NONE = "none", _("还没有")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="servings", verbose_name=_("申请")
    )
    # Of one of a group alone, refused apart from the others; None: of what was decided of the whole.
    claimant = models.ForeignKey(
        "aid.Claimant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="servings",
        verbose_name=_("一起申请的哪一位"),
    )
    # The version that was handed over; none of papers from before they were issued here.
    paper = models.ForeignKey(
        "aid.IssuedPaper",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="servings",
        verbose_name=_("文书"),
    )
    # Of aid that ends without one, none: `status` says what was served; "" of a paper that is no decision.
    decision = models.ForeignKey(
        "aid.Decision", models.CASCADE, null=True, blank=True, related_name="servings", verbose_name=_("决定")
    )
    status = models.CharField(_("送的是哪一种"), max_length=20, choices=Status, blank=True)
    served_on = models.DateField(_("哪天送到的"))
    how = models.CharField(_("怎么送的"), max_length=10, choices=How)
    to = models.CharField(_("交给谁"), max_length=10, choices=To)
    to_name = EncryptedTextField(_("收的人姓名"), max_length=60, blank=True, default="")
    proof = models.CharField(_("有什么凭证"), max_length=10, choices=Proof)
    proof_note = EncryptedTextField(_("凭证是什么"), max_length=200, blank=True, default="")
    noted_at = models.DateTimeField(_("什么时候记的"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁记的")
    )

    class Meta:
        verbose_name = _("送达")
        verbose_name_plural = _("送达")
        ordering = ["noted_at", "pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.get_how_display()} {self.served_on:%Y-%m-%d}"

    @property
    def is_confirmed(self):
        return self.proof != self.Proof.NONE

    @property
    def masked_to_name(self):
        return mask_name(self.to_name)
