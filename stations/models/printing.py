from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PrintingQuerySet(models.QuerySet):
    def latest_edition(self, station, paper):
        """The last printing of this paper of this station; None before the first."""
        return self.filter(station=station, paper=paper).order_by("-edition", "-pk").first()

    def cards(self):
        """How many pocket cards were printed: eight on a sheet (E09)."""
        sheets = self.filter(paper=Printing.Paper.CARD).aggregate(n=models.Sum("copies"))["n"] or 0
        return sheets * Printing.CARDS_A_SHEET


class Printing(models.Model):
    """A paper of a station that was printed: what it said then, who had it printed, when, how many sheets."""

    class Paper(models.TextChoices):
        NOTICE = "notice", _("法律援助公示（A3）")
        CARD = "card", _("便民联系卡（A4，一张 8 个）")
        QR = "qr", _("二维码（A5）")

    CARDS_A_SHEET = 8

    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="printings", verbose_name=_("援助站")
    )
    paper = models.CharField(_("什么纸"), max_length=8, choices=Paper)
    # Counted up for a station and paper whenever what it says has changed; the same words keep their edition.
    edition = models.PositiveIntegerField(_("第几版"))
    content = models.JSONField(_("纸上写的"))
    copies = models.PositiveIntegerField(_("几张"))
    printed_at = models.DateTimeField(_("印的时间"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("谁印的")
    )

    objects = PrintingQuerySet.as_manager()

    class Meta:
        verbose_name = _("印发记录")
        verbose_name_plural = _("印发记录")
        ordering = ["-printed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(copies__range=(1, 5000)),
                name="printing_copies",
                violation_error_message=_("张数是 1 到 5000。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_paper_display()} · {self.edition}"

    @property
    def pieces(self):
        """What people take: cards rather than sheets."""
        return self.copies * (self.CARDS_A_SHEET if self.paper == self.Paper.CARD else 1)
