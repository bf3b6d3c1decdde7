from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.choices import IdType
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.masking import mask_id_number, mask_name
from foundation.vault.rows import SealedRow


class WishQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at__isnull=True)


class Wish(SealedRow):
    """What a worker asks of us beside the aid itself, and what was answered. Written by aid.services.wishes alone."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", _("对决定有异议")
        CHANGE = "change", _("要求换承办人")
        COMPLAINT = "complaint", _("投诉、提意见")
        RATING = "rating", _("评价")
        DELETION = "deletion", _("要求删除个人信息")
        IDENTITY = "identity", _("姓名、证件写错了")
        MESSAGE = "message", _("留言")
        CORRECTION = "correction", _("改了填写的内容，请看一遍")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="wishes", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, related_name="wishes", verbose_name=_("谁提的")
    )
    kind = models.CharField(_("哪一种"), max_length=12, choices=Kind)
    text = EncryptedTextField(_("说了什么"), max_length=2000, blank=True, default="")
    # Of IDENTITY: name, id_type and id_number as they should be.
    proposed = EncryptedJSONField(_("应该是"), default=dict, blank=True)
    score = models.PositiveSmallIntegerField(
        _("打几分"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    # An objection goes to the justice bureau that the office belongs to.
    to = models.CharField(_("向谁提的"), max_length=120, blank=True)
    asked_at = models.DateTimeField(_("什么时候提的"))
    due_on = models.DateField(_("最晚哪天答复"), null=True, blank=True)
    answer = EncryptedTextField(_("答复"), max_length=2000, blank=True, default="")
    answered_at = models.DateTimeField(_("什么时候答复的"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁答复的"),
    )

    # When the person saw what was answered.
    read_at = models.DateTimeField(_("本人什么时候看的"), null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("当事人提的事")
        verbose_name_plural = _("当事人提的事")
        ordering = ["asked_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["application"], condition=models.Q(answered_at__isnull=True), name="wish_open"
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.asked_at:%Y-%m-%d}"

    @property
    def masked_proposal(self):
        """The right name and paper, as far as a page may show them; "" of any other kind."""
        if not self.proposed:
            return ""
        kind = str(IdType(self.proposed["id_type"]).label)
        return " ".join([mask_name(self.proposed["name"]), kind, mask_id_number(self.proposed["id_number"])])

    @property
    def is_open(self):
        return self.answered_at is None
