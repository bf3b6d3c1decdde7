"""What was done, by when it is due, who does the case, what was consented to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import workflow
from foundation.vault.fields import EncryptedTextField


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("Events are append-only.")

    def delete(self):
        raise TypeError("Events are append-only.")


class Event(models.Model):
    """One act, written once. The database refuses UPDATE and DELETE by trigger (migration 0002)."""

    application = models.ForeignKey(
        "aid.Application", models.PROTECT, related_name="events", verbose_name=_("申请")
    )
    action = models.CharField(_("动作"), max_length=20)
    before = models.CharField(_("之前"), max_length=20, blank=True)
    after = models.CharField(_("之后"), max_length=20)
    by = models.CharField(_("谁做的"), max_length=10, choices=workflow.By)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("工作人员"),
    )
    note = EncryptedTextField(_("说明"), max_length=4000, blank=True, default="")
    data = models.JSONField(_("要素"), default=dict, blank=True)  # codes, dates, numbers; nothing personal
    at = models.DateTimeField(_("时间"))
    # The requester's key: the same act sent twice is one event.
    key = models.CharField(_("请求键"), max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["application", "at"], name="aid_event_timeline")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], condition=~models.Q(key=""), name="aid_event_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(by=workflow.By.STAFF, actor__isnull=False)
                | (~models.Q(by=workflow.By.STAFF) & models.Q(actor__isnull=True)),
                name="aid_event_names_its_officer",
            ),
        ]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"

    @property
    def label(self):
        row = workflow.TRANSITIONS.get(self.action)
        return row.label if row else self.action

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("Events are append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("Events are append-only.")


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_at__isnull=True, cancelled_at__isnull=True)


class Deadline(models.Model):
    """One clock of an application, computed by aid.sla from recorded facts."""

    class Kind(models.TextChoices):
        ACCEPT = "accept", _("当天受理")
        REVIEW = "review", _("审查决定")
        SUPPLEMENT = "supplement", _("补材料")
        ASSIGN = "assign", _("指派")
        LIMITATION = "limitation", _("申请仲裁的时效")

    # The clocks the office itself must meet; the other two belong to the person.
    OFFICE_KINDS = (Kind.ACCEPT, Kind.REVIEW, Kind.ASSIGN)

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="deadlines", verbose_name=_("申请")
    )
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    due_on = models.DateField(_("最晚哪天"))
    due_at = models.DateTimeField(_("最晚时刻"))
    computed_from = models.JSONField(_("依据"), default=dict)  # the facts, e.g. {"received_on": "2026-11-20"}
    paused_days = models.PositiveSmallIntegerField(_("不算在内的天数"), default=0)
    paused_since = models.DateField(_("从哪天起停着"), null=True, blank=True)
    provisional = models.BooleanField(_("节假日安排未公布，暂定"), default=False)
    met_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("不再需要"), null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "kind"], name="deadline_kind_once"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def is_running(self):
        return self.met_at is None and self.cancelled_at is None and self.paused_since is None

    def was_missed(self, at):
        """Whether it was met late, or is late at the aware datetime `at`."""
        if self.cancelled_at is not None or (self.met_at is None and self.paused_since is not None):
            return False
        return (self.met_at or at) > self.due_at


class NumberSeries(models.Model):
    """How many case numbers an office has given out in a year. One row is locked for each: no gaps, no twins."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("用到第几号"), default=0)

    class Meta:
        verbose_name = _("案号序列")
        verbose_name_plural = _("案号序列")
        constraints = [models.UniqueConstraint(fields=["office", "year"], name="number_series_once")]

    def __str__(self):
        return f"{self.office} {self.year}"


class AssignmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at__isnull=True)


class Assignment(models.Model):
    """Who does the case, from when, named by whom and why."""

    application = models.ForeignKey(
        "aid.Application", models.PROTECT, related_name="assignments", verbose_name=_("申请")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("承办人")
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("指派员")
    )
    assigned_at = models.DateTimeField(_("指派时间"))
    reason = EncryptedTextField(_("理由"), max_length=1000, blank=True, default="")
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("指派")
        verbose_name_plural = _("指派")
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(ended_at__isnull=True),
                name="assignment_one_current",
            ),
        ]

    def __str__(self):
        return f"{self.application} → {self.assignee}"


class ConsentRecord(models.Model):
    """Which notice was shown and what was agreed to, with the time."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="consents", verbose_name=_("申请")
    )
    notice_version = models.CharField(_("告知书版本"), max_length=20)
    consents = models.JSONField(_("同意的事项"), default=list)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("告知与同意")
        verbose_name_plural = _("告知与同意")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.notice_version} {self.at:%Y-%m-%d}"
