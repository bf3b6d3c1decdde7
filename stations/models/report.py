import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow
from stations import keepers


class StationReportQuerySet(models.QuerySet):
    def within_scope_of(self, user):
        """Those on the stations that `user` keeps."""
        return self.filter(station__in=keepers.stations_of(user))

    def waiting(self):
        return self.filter(done_at__isnull=True)


class StationReport(SealedRow):
    """Somebody says that what we say of a station is wrong. A task for its office; no name is asked.

    The words are encrypted all the same: people write more than they are asked.
    """

    class What(models.TextChoices):
        PHONE = "phone", _("电话不对、打不通")
        ADDRESS = "address", _("地址不对、找不到")
        HOURS = "hours", _("时间不对、去了没开门")
        GONE = "gone", _("这个站不在了")
        SERVICE = "service", _("说能办的，去了不能办")
        OTHER = "other", _("别的")

    key = models.UUIDField(_("表单键"), unique=True, default=uuid.uuid4, editable=False)
    station = models.ForeignKey(
        "stations.Station", models.CASCADE, related_name="reports", verbose_name=_("援助站")
    )
    what = models.CharField(_("哪里不对"), max_length=10, choices=What)
    story = EncryptedTextField(_("说说看"), max_length=300, blank=True, default="")
    reported_at = models.DateTimeField(_("什么时候说的"))
    done_at = models.DateTimeField(_("什么时候办的"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁办的"),
    )
    answer = models.CharField(_("怎么办的"), max_length=200, blank=True)

    objects = StationReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("有人说不对")
        verbose_name_plural = _("有人说不对")
        ordering = ["reported_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["reported_at"], condition=Q(done_at__isnull=True), name="report_waiting")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, answer="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(answer=""),
                name="report_done_by_somebody",
            )
        ]

    def __str__(self):
        return f"{self.station}：{self.get_what_display()}"
