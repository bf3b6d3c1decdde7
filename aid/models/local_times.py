"""Within which times a place promises to act and to warn: no law. Data that editors keep, like the other local rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid import sla
from aid.models.local import LocalRow
from aid.models.office_row import OfficeRow


class LocalCutoff(OfficeRow):
    """当天受理: until which hour of a working day what comes in is accepted the same day. A promise of the office, no law."""

    hour = models.PositiveSmallIntegerField(
        _("几点以前"), help_text=_("24 小时制的整点：在这以前交的，当天受理；以后的，下一个工作日。")
    )

    class Meta(OfficeRow.Meta):
        verbose_name = _("当天受理的钟点")
        verbose_name_plural = _("当天受理的钟点")
        constraints = [
            *OfficeRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(hour__gte=8, hour__lte=22),
                name="cutoff_within_the_day",
                violation_error_message=_("写 8 到 22。"),
            ),
        ]

    def __str__(self):
        return f"{self.office or self.region} {self.hour}:00"


class LocalWarnDays(LocalRow):
    """提醒: how early whoever must act is told of a clock, and when one that ran out goes up to the office above."""

    days = models.PositiveSmallIntegerField(
        _("提前几个工作日"),
        default=sla.WARN_DAYS,
        help_text=_("离期限最后一天还有这么多个工作日，提醒该办的人。时效按七天，不看这里。"),
    )
    up_days = models.PositiveSmallIntegerField(
        _("超期几个工作日报上级"),
        default=sla.RISE_DAYS,
        help_text=_("一超期就告诉本机构的督导；再过这么多个工作日还没办，告诉上一级机构的督导。"),
    )

    class Meta(LocalRow.Meta):
        verbose_name = _("期限提醒的天数")
        verbose_name_plural = _("期限提醒的天数")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(days__gte=1, days__lte=sla.MOST_WARN_DAYS),
                name="warn_days_within_a_week",
                violation_error_message=_("提前 1 到 5 个工作日。"),
            ),
            models.CheckConstraint(
                condition=Q(up_days__gte=1, up_days__lte=30),
                name="warn_up_days_within_a_month",
                violation_error_message=_("超期 1 到 30 个工作日报上级。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.days}/{self.up_days}"
