from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.acts import By
from aid.choices import Ground
from aid.models.approval import InChain
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class FirstAid(InChain, SealedRow):
    """先行援助: aid before the papers, because something cannot wait. 《法律援助法》第四十四条, read 2026-11-21.

    A side of the application, whose own way goes on. Whether it waits for a decision is also kept there, for the
    queue's order.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("等决定")
        GRANTED = "granted", _("先行援助，等补材料")
        REFUSED = "refused", _("不先行")
        SETTLED = "settled", _("材料补齐了")
        ENDED = "ended", _("终止了")

    application = models.OneToOneField(
        "aid.Application", models.CASCADE, related_name="first_aid", verbose_name=_("申请")
    )
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    ground = models.CharField(_("为什么等不了"), max_length=16, choices=Ground)
    deadline = models.DateField(_("最晚哪天要办"), null=True, blank=True)
    words = EncryptedTextField(_("当事人怎么说"), max_length=1000, blank=True, default="")
    asked_by = models.CharField(_("谁提的"), max_length=10, choices=By)
    asked_at = models.DateTimeField(_("什么时候提的"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁决定的"),
    )
    decided_at = models.DateTimeField(_("什么时候决定的"), null=True, blank=True)
    papers_due_on = models.DateField(_("材料最晚哪天补齐"), null=True, blank=True)
    # What the person is told: which papers, or why not.
    text = EncryptedTextField(_("写给申请人看的说明"), max_length=2000, blank=True, default="")

    class Meta:
        verbose_name = _("先行援助")
        verbose_name_plural = _("先行援助")
        default_permissions = ()
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="granted") | models.Q(papers_due_on__isnull=False),
                name="first_aid_says_when",
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d}"
