"""Cases that others must be told of, that somebody keeps an eye on, and what colleagues must mind about a person."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from aid.models.local import LocalRow
from foundation.accounts import scope
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


def _who(verbose_name, **kwargs):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=verbose_name, **kwargs
    )


class Concern(SealedRow):
    """重大、敏感: somebody marked the application, with kinds and a reason. Ten people and more are one without it."""

    class Kind(models.TextChoices):
        PETITION = "petition", _("可能上访、聚集")
        IMPACT = "impact", _("社会影响大")
        COMPLEX = "complex", _("重大复杂、疑难")
        SENSITIVE = "sensitive", _("敏感")

    application = models.OneToOneField(
        "aid.Application", models.CASCADE, related_name="concern", verbose_name=_("申请")
    )
    kinds = ArrayField(models.CharField(max_length=10, choices=Kind), verbose_name=_("哪一种"))
    why = EncryptedTextField(_("为什么"), max_length=500)
    marked_by = _who(_("谁标的"))
    marked_at = models.DateTimeField(_("什么时候标的"))

    class Meta:
        verbose_name = _("重大敏感")
        verbose_name_plural = _("重大敏感")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(kinds=[]), name="concern_says_which")]

    def __str__(self):
        return "、".join(str(label) for label in self.kinds_said)

    @property
    def kinds_said(self):
        return [self.Kind(kind).label for kind in self.kinds]


class InformedBody(LocalRow):
    """要通报的机关: who must, or may, be told of such cases of a place. Dated; an editor keeps it."""

    class Kind(models.TextChoices):
        INSPECTION = "inspection", _("劳动监察")
        PETITION = "petition", _("信访")
        BUREAU = "bureau", _("司法行政部门")
        TRADE = "trade", _("行业主管部门")
        UNION = "union", _("工会")
        OTHER = "other", _("别的")

    name = models.CharField(_("机关名称"), max_length=80)
    kind = models.CharField(_("哪一种"), max_length=12, choices=Kind)
    is_required = models.BooleanField(
        _("一定要通报"), default=True, help_text=_("不勾的，需要时由办理的人选。")
    )
    answer_days = models.PositiveSmallIntegerField(
        _("几天内该有回音"), default=3, help_text=_("本机构自己定的，到了没有回音，标出来。")
    )
    way = models.CharField(_("怎么送"), max_length=120, blank=True, help_text=_("例如：公文交换、传真。"))

    class Meta(LocalRow.Meta):
        verbose_name = _("要通报的机关")
        verbose_name_plural = _("要通报的机关")

    def __str__(self):
        return self.name


class BodyNoticeQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(acknowledged_on=None)

    def overdue(self, today):
        return self.waiting().filter(due_on__lt=today)


class BodyNotice(SealedRow):
    """What one body was told: counts, never names. A person sends it and writes down how; so with the answer."""

    class Way(models.TextChoices):
        DOCUMENT = "document", _("公文")
        FAX = "fax", _("传真")
        MAIL = "mail", _("政务邮件")
        PHONE = "phone", _("电话")
        HAND = "hand", _("当面送")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="body_notices", verbose_name=_("申请")
    )
    body = models.ForeignKey(InformedBody, models.PROTECT, related_name="notices", verbose_name=_("通报给谁"))
    body_name = models.CharField(_("当时的名称"), max_length=80)
    text = EncryptedTextField(_("通报的话"), max_length=2000)
    people = models.PositiveIntegerField(_("当时几个人"))
    way = models.CharField(_("怎么送的"), max_length=10, choices=Way)
    sent_at = models.DateTimeField(_("什么时候送的"))
    sent_by = _who(_("谁送的"))
    due_on = models.DateField(_("最晚哪天有回音"))
    acknowledged_on = models.DateField(_("哪天收到回音"), null=True, blank=True)
    answer = EncryptedTextField(_("谁答复的、怎么说的"), max_length=500, blank=True, default="")

    objects = BodyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("通报")
        verbose_name_plural = _("通报")
        default_permissions = ()
        ordering = ["sent_at", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(acknowledged_on=None), name="body_notice_waiting")
        ]

    def __str__(self):
        return f"{self.body_name} {self.sent_at:%Y-%m-%d}"


class WatchQuerySet(models.QuerySet):
    def running(self):
        return self.filter(ended_at=None)

    def overdue(self, today):
        return self.running().filter(next_on__lt=today)

    def shown_to(self, user):
        """Their own, and those of the offices that they supervise."""
        held = scope.of(user)
        if held.everything:
            return self
        supervised = scope.of_offices(held.paths({"supervisor"}), "application__office")
        return self.filter(Q(watcher=user) | supervised)


class Watch(SealedRow):
    """盯着: somebody by name looks at a case again by a day, until it is said why no more."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="watches", verbose_name=_("申请")
    )
    watcher = _who(_("谁盯着"))
    why = EncryptedTextField(_("为什么盯着"), max_length=500)
    next_on = models.DateField(_("最晚哪天再看"))
    started_by = _who(_("谁定的"))
    started_at = models.DateTimeField(_("从什么时候"))
    ended_at = models.DateTimeField(_("什么时候不盯了"), null=True, blank=True)

    objects = WatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("盯着的案件")
        verbose_name_plural = _("盯着的案件")
        default_permissions = ()
        ordering = ["next_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(ended_at=None), name="watch_one_runs")
        ]
        indexes = [
            models.Index(fields=["watcher", "next_on"], condition=Q(ended_at=None), name="watch_of_whom")
        ]

    def __str__(self):
        return f"{self.application_id} {self.next_on}"


class CareNote(SealedRow):
    """要留意的: short, for colleagues alone, on top of the case and beside the telephone."""

    class Kind(models.TextChoices):
        SAFETY = "safety", _("安全")
        HEALTH = "health", _("身体")
        INTERPRETER = "interpreter", _("要翻译")
        TIMES = "times", _("别在这时候打")
        CALM = "calm", _("情绪")
        OTHER = "other", _("别的")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="care_notes", verbose_name=_("申请")
    )
    claimant = models.ForeignKey(
        "aid.Claimant",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="care_notes",
        verbose_name=_("是谁"),
    )
    kind = models.CharField(_("哪一种"), max_length=12, choices=Kind)
    text = EncryptedTextField(_("要留意什么"), max_length=120)
    added_by = _who(_("谁记的"))
    added_at = models.DateTimeField(_("什么时候记的"))
    ended_at = models.DateTimeField(_("什么时候不用了"), null=True, blank=True)

    class Meta:
        verbose_name = _("要留意的")
        verbose_name_plural = _("要留意的")
        default_permissions = ()
        ordering = ["pk"]

    def __str__(self):
        return self.get_kind_display()


def untold(applications):
    """Of `applications`: ten people and more, or marked, still worked on, and nobody was told."""
    told = BodyNotice.objects.filter(application=OuterRef("pk"))
    marked = Concern.objects.values("application")
    ours = applications.open().any_of(Q(is_group_case=True), Q(pk__in=marked))
    return applications.filter(scope.one_of("id", ours)).exclude(Exists(told))
