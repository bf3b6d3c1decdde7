from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from foundation.accounts import scope
from foundation.workdays.rules import SHANGHAI
from stations import map_links
from stations.choices import WEEKDAYS
from stations.fields import WHOLE_POSITION
from stations.hours import Shut, Span, Special, Visit
from stations.models.point import Placed

ACROSS_MIDNIGHT = _("比开门早，就是开到第二天：20:00 开门、02:00 关门。")
OF_NO_LENGTH = _("开门和关门不能是同一个时间。")


class OpeningHours(models.Model):
    """One stretch of one weekday; a lunch break makes two rows, a night ends in the morning after."""

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="opening_hours", verbose_name=_("援助站")
    )
    weekday = models.PositiveSmallIntegerField(_("星期"), choices=WEEKDAYS)
    opens = models.TimeField(_("开门"))
    closes = models.TimeField(_("关门"), help_text=ACROSS_MIDNIGHT)

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
                condition=~Q(opens=F("closes")),
                name="opening_hours_some",
                violation_error_message=OF_NO_LENGTH,
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"

    @property
    def span(self):
        return Span(self.weekday, self.opens, self.closes)


class SpecialDay(models.Model):
    """One date on which a station is not as the week and the calendar say: closed, or open at other hours.

    Several stretches make several rows. Where one of them says closed, the day is.
    """

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="special_days", verbose_name=_("援助站")
    )
    date = models.DateField(_("哪天"))
    opens = models.TimeField(_("开门"), null=True, blank=True, help_text=_("全天不开就两个都空着。"))
    closes = models.TimeField(_("关门"), null=True, blank=True, help_text=ACROSS_MIDNIGHT)
    reason = models.CharField(_("为什么"), max_length=60, help_text=_("给大家看的，比如：集市日、停电检修。"))

    class Meta:
        verbose_name = _("特别的日子")
        verbose_name_plural = _("特别的日子")
        ordering = ["date", "opens"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "date", "opens"],
                name="special_day_once",
                nulls_distinct=False,
                violation_error_message=_("这一天这个时间已经有一条了。"),
            ),
            models.CheckConstraint(
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False),
                name="special_day_whole",
                violation_error_message=_("开门和关门要么都填，要么都不填（全天不开）。"),
            ),
            models.CheckConstraint(
                condition=~Q(opens=F("closes")),
                name="special_day_some",
                violation_error_message=OF_NO_LENGTH,
            ),
        ]

    def __str__(self):
        hours = _("不开") if self.opens is None else f"{self.opens:%H:%M}–{self.closes:%H:%M}"
        return f"{self.date} {hours}"

    @staticmethod
    def by_date(rows):
        """{date: Special} of rows in any order."""
        found: dict = {}
        for row in rows:
            found.setdefault(row.date, []).append(row)
        return {day: _special(day, mine) for day, mine in found.items()}


def _special(day, rows):
    reason = next((row.reason for row in rows if row.opens is None), rows[0].reason)
    if any(row.opens is None for row in rows):
        return Special(reason=reason)
    return Special(tuple(sorted(Span(day.isoweekday(), row.opens, row.closes) for row in rows)), reason)


class ClosureQuerySet(models.QuerySet):
    def not_over(self, day):
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))

    def covering(self, day):
        return self.not_over(day).filter(first__lte=day)


class Closure(models.Model):
    """A time for which a station is closed, and where to go instead. Past ones are kept: that is its history."""

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="closures", verbose_name=_("援助站")
    )
    first = models.DateField(_("从哪天起"))
    until = models.DateField(
        _("到哪天止"), null=True, blank=True, help_text=_("最后一个不开的日子；还不知道就空着。")
    )
    reason = models.CharField(_("为什么"), max_length=100)
    instead = models.CharField(
        _("去哪里办"), max_length=100, blank=True, help_text=_("站名和电话；空着就请人打 12348。")
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("停开")
        verbose_name_plural = _("停开")
        ordering = ["-first"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("first")),
                name="closure_in_order",
                violation_error_message=_("到的那天不能比从的那天早。"),
            ),
            models.UniqueConstraint(
                fields=["station", "first"],
                name="closure_once",
                violation_error_message=_("从这天起的停开已经有一条了。"),
            ),
        ]

    def __str__(self):
        return f"{self.first}–{self.until or _('不知道哪天')}：{self.reason}"

    @property
    def shut(self):
        return Shut(self.first, self.until, self.reason)

    @property
    def note(self):
        """For everybody: 装修，到 3月1日止。请到…"""
        parts = [self.reason]
        if self.until:
            parts.append(f"到{self.until.year}年{self.until.month}月{self.until.day}日为止")
        return "，".join(parts) + f"。{self.instead or '请打 12348，问去哪里办'}"


class ScheduledVisitQuerySet(models.QuerySet):
    def taking_place(self):
        return self.filter(cancelled_because="")

    def coming(self, at):
        """Those not over at `at`, the soonest first; cancelled ones too: who planned to come must learn of it."""
        return self.filter(ends_at__gt=at).order_by("starts_at", "pk")

    def of_public_stations(self):
        return self.exclude(station__status__in=["closed", "closed_temporarily"])

    def of_offices(self, offices):
        """Those of the stations of `offices` and of the offices above: people of a county join a city's tour."""
        paths = {path for office in offices for path in scope.above(office.path)}
        return self.filter(Q(station__office__in=offices) | Q(station__office__path__in=paths))

    def in_region(self, region):
        """Stops that lie there; one without a region of its own lies in that of its station."""
        own = Q(region__code__startswith=region.prefix)
        return self.filter(own | Q(region__isnull=True, station__region__code__startswith=region.prefix))


class ScheduledVisit(Placed):
    """A stop: where a mobile station will stand, or the people of a station will go (巡回受案), and when."""

    station = ParentalKey(
        "stations.Station", on_delete=models.CASCADE, related_name="visits", verbose_name=_("援助站")
    )
    starts_at = models.DateTimeField(_("几点到"))
    ends_at = models.DateTimeField(_("几点走"))
    place = models.CharField(_("停在哪里"), max_length=100, help_text=_("工地、企业、集市的名字和门口。"))
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("在哪个区县"),
    )
    offer = models.CharField(
        _("能办什么"), max_length=100, blank=True, db_default="", help_text=_("空着就是这个站平时办的。")
    )
    staff_names = models.CharField(
        _("谁去"), max_length=100, blank=True, db_default="", help_text=_("只在后台看，不公开。")
    )
    cancelled_because = models.CharField(
        _("取消的原因"), max_length=60, blank=True, db_default="", help_text=_("写了就是取消；大家看得到。")
    )
    changed_at = models.DateTimeField(_("改动时间"), auto_now=True, null=True)

    objects = ScheduledVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("巡回和停靠安排")
        verbose_name_plural = _("巡回和停靠安排")
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
        return f"{self.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {self.place}"

    @property
    def stop(self):
        return Visit(self.starts_at, self.ends_at, self.place)

    @property
    def map_links(self):
        return map_links.links_to(self.place, self.point)

    @property
    def is_cancelled(self):
        return bool(self.cancelled_because)
