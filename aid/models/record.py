"""What was done, by when it is due, what was consented to."""

from datetime import UTC

from django.conf import settings
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from aid import acts
from aid.acts import By
from aid.choices import LateReason
from aid.clock_rules import OFFICE_KINDS
from aid.clock_rules import Kind as ClockKind
from foundation.accounts.keeping import FRESH
from foundation.accounts.models import Membership, Role
from foundation.vault import chain
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class EventQuerySet(models.QuerySet):
    def last_of(self, application_id):
        """(number, hash) of the newest one, which the next one follows; None for the first."""
        mine = self.filter(application=application_id).order_by("-number")
        return mine.values_list("number", "hash").first()

    def bulk_create(self, objs, *args, **kwargs):
        objs, after = list(objs), {}
        for event in objs:
            pk = event.application_id
            event.follow(after[pk] if pk in after else self.last_of(pk))
            after[pk] = event.number, event.hash
        return super().bulk_create(objs, *args, **kwargs)

    def by_fresh_hands(self):
        """Done by somebody within a day of the making of their account, or of their role in review and decision."""
        day_before = ExpressionWrapper(F("at") - FRESH, output_field=models.DateTimeField())
        events = self.annotate(day_before=day_before)
        given = Membership.objects.filter(
            user=OuterRef("actor"),
            role__in=(Role.REVIEWER, Role.APPROVER),
            since__gt=OuterRef("day_before"),
            since__lte=OuterRef("at"),
        )
        opened = Q(actor__date_joined__gt=F("day_before"), actor__date_joined__lte=F("at"))
        return events.filter(opened | Q(Exists(given)))

    def update(self, **kwargs):
        raise TypeError("Events are append-only.")

    def delete(self):
        raise TypeError("Events are append-only.")


class Event(SealedRow):
    """One act, written once, and signed together with the one before it of the same application.

    Whoever writes one holds the application's lock. The database refuses UPDATE and DELETE by trigger (migration
    0054): all but a note's being sealed anew, and what `aid.services.retention` lets go with its application.
    """

    is_append_only = True  # the site's role may add rows and read them: foundation.vault.rights
    COVERED = (
        "number",
        "application_id",
        "action",
        "before",
        "after",
        "by",
        "actor_id",
        "actor_label",
        "note",
        "data",
        "key",
        "prev_hash",
    )

    application = models.ForeignKey(
        "aid.Application", models.PROTECT, related_name="events", verbose_name=_("申请")
    )
    action = models.CharField(_("动作"), max_length=20)
    before = models.CharField(_("之前"), max_length=20, blank=True)
    after = models.CharField(_("之后"), max_length=20)
    by = models.CharField(_("谁做的"), max_length=10, choices=By)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("工作人员"),
    )
    # What the officer was called at the time: a name that changes later changes nothing here.
    actor_label = models.CharField(_("工作人员姓名"), max_length=150, blank=True, default="", db_default="")
    note = EncryptedTextField(_("说明"), max_length=4000, blank=True, default="")
    data = models.JSONField(_("要素"), default=dict, blank=True)  # codes, dates, numbers; nothing personal
    at = models.DateTimeField(_("时间"))
    # The requester's key: the same act sent twice is one event.
    key = models.CharField(_("请求键"), max_length=64, blank=True)
    # Its place in the chain of this application, from 1: foundation.vault.chain.
    number = models.PositiveIntegerField(_("第几件"), editable=False)
    prev_hash = models.CharField(_("上一条摘要"), max_length=64, blank=True, editable=False)
    hash = models.CharField(_("摘要"), max_length=64, editable=False)
    key_id = models.PositiveSmallIntegerField(_("签名密钥"), editable=False)

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
                condition=models.Q(by=By.STAFF, actor__isnull=False)
                | (~models.Q(by=By.STAFF) & models.Q(actor__isnull=True)),
                name="aid_event_names_its_officer",
            ),
            models.UniqueConstraint(fields=["application", "number"], name="aid_event_number_once"),
        ]

    def __str__(self):
        return f"{self.action} {self.at:%Y-%m-%d %H:%M}"

    @property
    def label(self):
        act = acts.find(self.action)
        return act.label if act else self.action

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("Events are append-only.")
        self.follow(type(self).objects.last_of(self.application_id))
        super().save(*args, **kwargs)

    def covered(self):
        """What the signature is over. What is empty is left out, so that a column may come later."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        named = {name: getattr(self, name) for name in self.COVERED}
        return {"at": at, **{name: value for name, value in named.items() if value not in ("", None, {})}}

    def follow(self, last):
        """Take the place after `last`, as `last_of` tells it, and sign."""
        if self.actor:
            self.actor_label = str(self.actor)[:150]
        chain.append(self, last)

    def delete(self, *args, **kwargs):
        raise TypeError("Events are append-only.")


# Worded as an index of its own is: few clocks end late, and they are looked for among all that ever ran.
_ENDED_LATE = Q(met_at__gt=F("due_at")) | Q(met_at=None, cancelled_at__gt=F("due_at"))


class DeadlineQuerySet(models.QuerySet):
    def running(self):
        return self.filter(met_at__isnull=True, cancelled_at__isnull=True)

    def missed(self, at):
        """Those that `Deadline.was_missed`, and that we must meet ourselves."""
        running = Q(met_at=None, cancelled_at=None, paused_since=None, due_at__lt=at)
        return self.filter(_ENDED_LATE | running, kind__in=OFFICE_KINDS)


class Deadline(models.Model):
    """One clock of an application, or of one of its workers, computed from recorded facts: aid.clock_rules."""

    Kind = ClockKind

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="deadlines", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name=_("谁的"),
    )
    kind = models.CharField(_("种类"), max_length=12, choices=ClockKind)
    due_on = models.DateField(_("最晚哪天"))
    due_at = models.DateTimeField(_("最晚时刻"))
    computed_from = models.JSONField(_("依据"), default=dict)  # the facts, e.g. {"received_on": "2026-11-20"}
    paused_days = models.PositiveSmallIntegerField(_("不算在内的天数"), default=0)
    paused_since = models.DateField(_("从哪天起停着"), null=True, blank=True)
    provisional = models.BooleanField(_("节假日安排未公布，暂定"), default=False)
    met_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    cancelled_at = models.DateTimeField(_("不再需要"), null=True, blank=True)
    # Why it ran out, once somebody said so: aid.services.lateness.
    late_reason = models.CharField(
        _("超期原因"), max_length=12, choices=LateReason, blank=True, default="", db_default=""
    )

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("期限")
        verbose_name_plural = _("期限")
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(
                fields=["kind", "due_at"],
                name="deadline_running",
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
            ),
            models.Index(fields=["kind", "due_on"], name="deadline_ended_late", condition=_ENDED_LATE),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "kind", "claimant"],
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
                nulls_distinct=False,
                name="deadline_one_running",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.due_on}"

    @property
    def is_running(self):
        return self.met_at is None and self.cancelled_at is None and self.paused_since is None

    def was_missed(self, at):
        """Whether it was met late, called off when its day was over, or is late at the aware datetime `at`."""
        if self.met_at is None and self.paused_since is not None:
            return False
        return (self.met_at or self.cancelled_at or at) > self.due_at


class NumberSeries(models.Model):
    """How many numbers of a series an office has given out in a year.

    One row is locked for each number: no gaps, no twins.
    """

    class Series(models.TextChoices):
        CASE = "case", _("案号")
        DECISION = "decision", _("决定书")
        RECEIPT = "receipt", _("受理回执")
        SUPPLEMENT = "supplement", _("补正材料通知书")
        FIRST_AID = "first_aid", _("先行援助决定书")
        ENDING = "ending", _("终止决定书")
        TRANSFER = "transfer", _("移送函")
        COOPERATE = "cooperate", _("协作函")
        LETTER = "letter", _("公函、介绍信")

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    series = models.CharField(_("哪一种号"), max_length=10, choices=Series, default=Series.CASE)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("用到第几号"), default=0)

    class Meta:
        verbose_name = _("案号序列")
        verbose_name_plural = _("案号序列")
        constraints = [
            models.UniqueConstraint(fields=["office", "series", "year"], name="number_series_once")
        ]

    def __str__(self):
        return f"{self.office} {self.get_series_display()} {self.year}"


class ConsentRecord(models.Model):
    """Which notice was shown and what was agreed to, with the time."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="consents", verbose_name=_("申请")
    )
    # Whose it is, where one who joined a group agreed from their own phone.
    claimant = models.ForeignKey(
        "aid.Claimant", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("谁的")
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
