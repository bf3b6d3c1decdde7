from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.rows import SealedRow


class IssuedPaperQuerySet(models.QuerySet):
    def current(self):
        """Those that no later version has replaced."""
        return self.exclude(Exists(IssuedPaper.objects.filter(replaces=OuterRef("pk"))))


class IssuedPaper(SealedRow):
    """A numbered paper of an office, as it left it. Written once by aid.services.issue; what is wrong in it is put
    right by another version, which has the same number and says which one it replaces.

    The PDF is kept, sealed, beside what it was set from: a template or a font that changes later changes nothing here.
    """

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="issued", verbose_name=_("申请")
    )
    # Of one of a group alone: theirs to read, and nobody else's of the group.
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("谁一个人的")
    )
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    kind = models.CharField(_("哪一种文书"), max_length=12)
    # What it is about (aid.paperwork.official): one paper for each, and its versions.
    basis = models.CharField(_("依据哪一件"), max_length=60)
    year = models.PositiveSmallIntegerField(_("年份"))
    number = models.CharField(_("文号"), max_length=120, blank=True)
    version = models.PositiveSmallIntegerField(_("第几版"), default=1)
    replaces = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("替换哪一版"),
    )
    why = EncryptedTextField(_("为什么更正"), max_length=500, blank=True, default="")
    template_version = models.CharField(_("模板版本"), max_length=64)
    facts = EncryptedJSONField(_("印在上面的"), default=dict)
    path = models.CharField(_("存在哪里"), max_length=200)
    sha256 = models.CharField(_("摘要"), max_length=64)
    issued_on = models.DateField(_("哪天出的"))
    issued_at = models.DateTimeField(_("什么时候出的"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁出的")
    )

    objects = IssuedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("出的文书")
        verbose_name_plural = _("出的文书")
        ordering = ["issued_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number", "version"], condition=~Q(number=""), name="issued_number_once"
            ),
        ]

    def __str__(self):
        return self.number or f"{self.kind} {self.issued_on}"
