"""Within which times a place promises to act and to warn: no law. Data that editors keep, like the other local rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid.models.local import LocalRow


class LocalCutoff(LocalRow):
    """当天受理: until which hour of a working day what comes in is accepted the same day. A promise of the office, no law."""

    hour = models.PositiveSmallIntegerField(
        _("几点以前"), help_text=_("24 小时制的整点：在这以前交的，当天受理；以后的，下一个工作日。")
    )

    class Meta(LocalRow.Meta):
        verbose_name = _("当天受理的钟点")
        verbose_name_plural = _("当天受理的钟点")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hour__gte=8, hour__lte=22),
                name="cutoff_within_the_day",
                violation_error_message=_("写 8 到 22。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.hour}:00"
