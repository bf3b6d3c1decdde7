from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class WantedPaperQuerySet(models.QuerySet):
    def open(self):
        """Asked for, and neither sent nor said to be missing."""
        return self.filter(state=WantedPaper.State.ASKED)


class WantedPaper(SealedRow):
    """One kind of paper of an application that an officer asked for, or that the person has not, and its state.

    AWAITED: it comes later without being asked for, such as the authority of who applies for another.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("还差")
        ARRIVED = "arrived", _("收到了")
        WITHOUT = "without", _("当事人说没有")
        AWAITED = "awaited", _("还没交来")
        SETTLED = "settled", _("不用再补")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="wanted", verbose_name=_("申请")
    )
    kind = models.CharField(_("种类"), max_length=20, choices=choices.PaperKind)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.ASKED)
    why = EncryptedTextField(_("为什么没有"), max_length=500, blank=True, default="")
    changed_at = models.DateTimeField(_("什么时候变的"))

    objects = WantedPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("要补的材料")
        verbose_name_plural = _("要补的材料")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="wanted_paper_once_of_a_kind"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.get_state_display()}"

    @property
    def is_open(self):
        return self.state == self.State.ASKED

    @property
    def is_without(self):
        return self.state == self.State.WITHOUT

    @property
    def is_awaited(self):
        return self.state == self.State.AWAITED

    @property
    def is_task(self):
        """Somebody helps to get it, or it is done without."""
        return self.is_without or self.is_awaited
