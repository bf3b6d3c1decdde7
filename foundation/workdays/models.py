from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.workdays.rules import Calendar, Kind


class CalendarDayQuerySet(models.QuerySet):
    def between(self, from_, to):
        return self.filter(date__gte=from_, date__lte=to)

    def as_calendar(self):
        """The rows as the value that the rules take. One query."""
        kinds, years, provisional = {}, set(), set()
        for day, kind, is_provisional in self.values_list("date", "kind", "is_provisional"):
            kinds[day] = Kind(kind)
            (provisional if is_provisional else years).add(day.year)
        return Calendar(kinds, frozenset(years - provisional), frozenset(provisional))


class CalendarDay(models.Model):
    """A day that is not what its weekday says: holiday, day off by 调休, weekend worked by 调休."""

    class DayKind(models.TextChoices):
        STATUTORY = Kind.STATUTORY.value, _("法定节假日")
        SWAP_OFF = Kind.SWAP_OFF.value, _("调休放假")
        SWAP_WORK = Kind.SWAP_WORK.value, _("调休上班")
        REST = Kind.REST.value, _("休息")
        WORKDAY = Kind.WORKDAY.value, _("上班")

    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("类别"), max_length=10, choices=DayKind)
    name = models.CharField(_("节日"), max_length=40, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_provisional = models.BooleanField(
        _("暂定"), default=False, help_text=_("放假通知还没公布，按法定节假日推算。")
    )
    is_manual = models.BooleanField(
        _("手工修改"), default=False, help_text=_("勾选后，重新载入日历时保留这一天不变。")
    )

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("日历日")
        verbose_name_plural = _("工作日历")
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind]),
                name="calendar_day_known_kind",
                violation_error_message=_("没有这种日子类别。"),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="calendar_day_has_source",
                violation_error_message=_("请写明依据：哪一份通知。"),
            ),
        ]

    def __str__(self):
        return f"{self.date:%Y-%m-%d} {self.get_kind_display()} {self.name}".strip()
