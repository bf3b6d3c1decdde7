from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid import choices, workflow
from foundation.accounts import scope
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow

AT_HAND = timedelta(days=1)


class DeskEntryQuerySet(models.QuerySet):
    def of_desk(self, user):
        """Those typed in the offices in which `user` fills in the form for others."""
        return self.filter(_where(user, "office"))

    def within_reach(self, user, at):
        """Those whose application is in such an office; those of the desk while the person has yet to confirm them,
        and the day after.

        Then a case that is done elsewhere is nothing to the desk that typed it.
        """
        waits = Q(confirmed_at=None, application__status__in=workflow.OPEN)
        at_hand = waits | Q(confirmed_at__gt=at - AT_HAND) | Q(application=None)
        of_the_desk = _where(user, "office") & at_hand
        return self.filter(of_the_desk | _where(user, "application__office"))

    def unsent(self, at):
        """Begun, not sent, and not forgotten yet."""
        return self.filter(application__isnull=True, draft__expires_at__gt=at)

    def unconfirmed(self):
        """Sent, open still, and the person has not said that it is theirs."""
        return self.filter(confirmed_at__isnull=True, application__status__in=workflow.OPEN)


def _where(user, field):
    held = scope.of(user)
    return ~Q(pk=None) if held.everything else scope.of_offices(held.paths(workflow.DESK_ROLES), field)


class DeskEntry(SealedRow):
    """The form filled in by an officer for somebody who calls, writes or comes: how it came, and who typed it.

    It begins with a draft and goes on with the application that is made of it. The officer and the office are
    those of the desk; the application may be routed elsewhere.
    """

    draft = models.OneToOneField(
        "aid.Draft", models.CASCADE, null=True, blank=True, related_name="desk", verbose_name=_("草稿")
    )
    application = models.OneToOneField(
        "aid.Application", models.CASCADE, null=True, blank=True, related_name="desk", verbose_name=_("申请")
    )
    channel = models.CharField(_("渠道"), max_length=10, choices=choices.Channel)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁填的")
    )
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("在哪个机构填的")
    )
    opened_at = models.DateTimeField(_("开始填的时间"))

    # Each channel has a few of these: counter.forms_desk.
    called_at = models.DateTimeField(_("电话打来的时间"), null=True, blank=True)
    call_minutes = models.PositiveSmallIntegerField(_("通话多少分钟"), null=True, blank=True)
    was_read_back = models.BooleanField(_("读给他听过"), default=False)
    tracking = models.CharField(_("快递单号、挂号信号"), max_length=40, blank=True)
    # Of a letter: the day on its postmark is kept for itself; clocks count from the day it was received.
    postmarked_on = models.DateField(_("邮戳、寄出的日子"), null=True, blank=True)
    received_on = models.DateField(_("收到信的日子"), null=True, blank=True)
    station = models.ForeignKey(
        "stations.Station",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("工作站"),
    )
    event = models.ForeignKey(
        "campaigns.EventPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("哪场活动"),
    )
    visit = models.ForeignKey(
        "stations.ScheduledVisit",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("哪次巡回"),
    )
    volunteer = EncryptedTextField(_("志愿者姓名"), max_length=60, blank=True, default="")
    organisation = models.CharField(_("志愿者的单位"), max_length=80, blank=True)

    confirmed_how = models.CharField(
        _("本人怎么确认的"), max_length=12, choices=choices.Confirmation, blank=True
    )
    confirmed_at = models.DateTimeField(_("本人确认的时间"), null=True, blank=True)
    confirmed_with = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("经办确认的人"),
    )

    objects = DeskEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("代填的申请")
        verbose_name_plural = _("代填的申请")
        default_permissions = ()
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(draft__isnull=False) | Q(application__isnull=False),
                name="desk_entry_is_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(channel=choices.Channel.WEB), name="desk_entry_not_of_the_web"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_how="", confirmed_with__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_with__isnull=False) & ~Q(confirmed_how=""),
                name="desk_entry_says_how_confirmed",
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.opened_at:%Y-%m-%d %H:%M}"

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None
