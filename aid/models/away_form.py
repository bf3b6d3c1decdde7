"""Applications that were written on a telephone without a network. What was written lies there sealed; here stands
which of them came back."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AwayForm(models.Model):
    """离线写的申请, given back. Its number was made on the telephone; sent twice, it is one row, also when what came of
    it was dropped meanwhile."""

    id = models.UUIDField(_("编号"), primary_key=True, editable=False)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁写的")
    )
    given_at = models.DateTimeField(_("什么时候交回的"))
    entry = models.ForeignKey(
        "aid.DeskEntry",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代填的申请"),
    )

    class Meta:
        verbose_name = _("离线写的申请")
        verbose_name_plural = _("离线写的申请")
        default_permissions = ()
        ordering = ["given_at", "pk"]

    def __str__(self):
        return f"{self.given_at:%Y-%m-%d}"
