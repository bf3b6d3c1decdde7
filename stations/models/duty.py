from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stations import keepers
from stations.duty import Half

_DAY = timedelta(days=1)


class DutyShiftQuerySet(models.QuerySet):
    def within_scope_of(self, user):
        """Those of the stations that `user` keeps."""
        return self.filter(station__in=keepers.stations_of(user))

    def of_week(self, monday, days=7):
        last = monday + (days - 1) * _DAY
        return self.filter(date__range=(monday, last)).order_by("date", "half", "pk")

    def cards(self):
        """How many pocket cards were handed out (E09); how many were printed, `Printing.objects.cards` says."""
        return self.aggregate(n=models.Sum("cards"))["n"] or 0

    def expected(self):
        """Whoever has not said that they are away."""
        return self.exclude(attendance__in=[DutyShift.Attendance.ABSENT, DutyShift.Attendance.LEFT_EARLY])


class DutyShift(models.Model):
    """A lawyer is to be at a station for half a day. The lawyer is a name: who lawyers are, casework knows."""

    class Attendance(models.TextChoices):
        CAME = "came", _("到岗")
        ABSENT = "absent", _("没来")
        LEFT_EARLY = "left_early", _("早走")

    station = models.ForeignKey(
        "stations.Station", models.PROTECT, related_name="shifts", verbose_name=_("援助站")
    )
    date = models.DateField(_("哪天"))
    half = models.PositiveSmallIntegerField(_("哪半天"), choices=Half)
    lawyer = models.CharField(_("律师姓名"), max_length=40)
    may_show_name = models.BooleanField(
        _("本人同意公开姓名"), default=False, help_text=_("没同意的，大家只看到“有律师值班”。")
    )
    attendance = models.CharField(_("到没到"), max_length=10, choices=Attendance, blank=True)
    calls = models.PositiveSmallIntegerField(_("接了几个电话"), default=0)
    visits = models.PositiveSmallIntegerField(_("接待几个人"), default=0)
    cards = models.PositiveSmallIntegerField(_("发了几张联系卡"), default=0, db_default=0)
    note = models.CharField(_("备注"), max_length=200, blank=True)

    objects = DutyShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("值班")
        verbose_name_plural = _("值班")
        ordering = ["date", "half", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["station", "date", "half", "lawyer"],
                name="duty_shift_once",
                violation_error_message=_("这位律师这半天已经排上了。"),
            ),
            models.CheckConstraint(condition=Q(half__range=(1, 3)), name="duty_shift_half"),
        ]
        indexes = [models.Index(fields=["date"], name="duty_shift_date")]

    def __str__(self):
        return f"{self.date} {self.get_half_display()} {self.lawyer}"

    @property
    def public_name(self):
        return self.lawyer if self.may_show_name else ""


class DutySwap(models.Model):
    """Who took whose half day, and what was given in return; kept as it was."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, related_name="swaps", verbose_name=_("值班"))
    other = models.ForeignKey(
        DutyShift, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("换来的值班")
    )
    before = models.CharField(_("原来是谁"), max_length=40)
    after = models.CharField(_("换成了谁"), max_length=40)
    reason = models.CharField(_("为什么"), max_length=100, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁记的")
    )
    at = models.DateTimeField(_("什么时候"))

    class Meta:
        verbose_name = _("换班")
        verbose_name_plural = _("换班")
        ordering = ["-at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return f"{self.before} → {self.after}"
