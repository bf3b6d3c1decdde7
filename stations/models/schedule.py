from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from stations.choices import WEEKDAYS
from stations.fields import WHOLE_POSITION


class OpeningHours(models.Model):
    """One stretch of one weekday; a lunch break makes two rows."""

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_("援助站")
    )
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=WEEKDAYS)
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"))

    class Meta:
        verbose_name = _("开放时间")
        verbose_name_plural = _("开放时间")
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "weekday", "opens"],
                name="opening_hours_once",
                violation_error_message=_("这一天这个时间已经有一条了。"),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)),
                name="opening_hours_weekday",
                violation_error_message=_("星期只能是周一到周日。"),
            ),
            models.CheckConstraint(
                condition=Q(opens__lt=F("closes")),
                name="opening_hours_in_order",
                violation_error_message=_("关门要比开门晚。"),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ScheduledVisit(models.Model):
    """Where a mobile station will stand, and when."""

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="visits", verbose_name=_("援助站")
    )
    starts_at = models.DateTimeField(_("几点到"))
    ends_at = models.DateTimeField(_("几点走"))
    place = models.CharField(_("停在哪里"), max_length=100)
    lat = models.FloatField(_("纬度（WGS-84）"), null=True, blank=True)
    lng = models.FloatField(_("经度（WGS-84）"), null=True, blank=True)

    class Meta:
        verbose_name = _("停靠安排")
        verbose_name_plural = _("停靠安排")
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["ends_at"], name="visit_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="visit_in_order",
                violation_error_message=_("走的时间要比到的时间晚。"),
            ),
            models.CheckConstraint(
                condition=WHOLE_POSITION,
                name="visit_position_whole",
                violation_error_message=_("经纬度要么都填，要么都不填。"),
            ),
            models.UniqueConstraint(
                fields=["station", "starts_at"],
                name="visit_once",
                violation_error_message=_("这个时间已经有一次停靠了。"),
            ),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M} {self.place}"
