from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from foundation.accounts.services import offices_kept_by
from foundation.notices.quiet import is_quiet
from foundation.notices.templates import registry
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.index import blind_index
from foundation.vault.index_fields import BlindIndexField, IndexedModel, IndexedQuerySet


class Channel(models.TextChoices):
    SMS = "sms", _("短信")
    EMAIL = "email", _("邮件")
    STAFF = "staff", _("站内")


class State(models.TextChoices):
    QUEUED = "queued", _("等待发送")
    SENDING = "sending", _("正在发送")
    FAILED = "failed", _("没发成，稍后再试")
    SENT = "sent", _("已发出")
    DEAD = "dead", _("发不出去")


def kind_of_recipient(message):
    """What kind of address it is: a phone, or "email" and "staff" as the channels are called."""
    return "phone" if message.channel == Channel.SMS else str(message.channel)


class MessageQuerySet(IndexedQuerySet):
    def due(self, at):
        """What may be sent at `at`: waiting and ripe, or left behind by a worker whose lease ran out."""
        waiting = Q(state__in=[State.QUEUED, State.FAILED], next_attempt_at__lte=at)
        due = self.filter(waiting | Q(state=State.SENDING, lease_until__lt=at))
        if is_quiet(at):
            due = due.exclude(Q(channel=Channel.SMS) & ~Q(template__in=registry.any_hour_names()))
        return due

    def with_channel(self):
        """`channel_sent_at`: when anything last left by the channel of each, so that a gateway that is down is seen."""
        left = Message.objects.filter(channel=OuterRef("channel"), state=State.SENT).order_by("-created_at")
        return self.annotate(channel_sent_at=Subquery(left.values("sent_at")[:1]))

    def dead(self):
        return self.filter(state=State.DEAD)

    def visible_to(self, user):
        """What the offices that `user` looks after have sent; what no office sent, to superusers alone."""
        return self if user.is_superuser else self.filter(office__in=offices_kept_by(user))

    def inbox_of(self, user):
        """Messages inside the site for this member of staff, newest first."""
        index = blind_index(user.get_username(), "staff")
        return self.filter(channel=Channel.STAFF, recipient_index=index).order_by("-created_at", "-pk")

    def unread(self):
        return self.filter(read_at__isnull=True)


class Message(IndexedModel):
    """One message to one recipient by one channel: the outbox row. Written by `services` alone."""

    key = models.CharField(_("唯一键"), max_length=150, unique=True)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    recipient = EncryptedTextField(_("收件人"))
    recipient_index = BlindIndexField(_("收件人索引"), of="recipient", kind=kind_of_recipient, db_index=True)
    template = models.CharField(_("模板"), max_length=60)
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    context = EncryptedJSONField(_("内容参数"), default=dict, blank=True)
    # Whose keepers may see and resend it.
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    # Which person it is meant for, in the words of the app that queued it; "" for whoever has the phone.
    about = models.CharField(_("给哪一位"), max_length=60, blank=True, default="", db_default="")
    is_discreet = models.BooleanField(_("不说我们是谁"), default=False, db_default=False, editable=False)
    link = models.CharField(_("看哪一页"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    created_at = models.DateTimeField(_("生成时间"))
    next_attempt_at = models.DateTimeField(_("下次发送"))
    lease_until = models.DateTimeField(_("占用到"), null=True, blank=True)
    # Says which attempt a result belongs to: a worker that comes back late cannot undo a newer one's.
    lease_token = models.UUIDField(_("占用标记"), null=True, editable=False)
    sent_at = models.DateTimeField(_("发出时间"), null=True, blank=True)
    gateway_id = models.CharField(_("网关编号"), max_length=100, blank=True)
    error = models.CharField(_("原因"), max_length=200, blank=True)
    read_at = models.DateTimeField(_("看过的时间"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        default_permissions = ("view",)
        permissions = [("resend_message", _("重发消息"))]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "failed", "sending"]),
                name="message_waiting",
            ),
            models.Index(fields=["state", "-created_at"], name="message_by_state"),
            models.Index(fields=["about", "-created_at"], condition=~Q(about=""), name="message_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="message_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", lease_until__isnull=False) | ~Q(state="sending"),
                name="message_sending_has_lease",
            ),
        ]

    def __str__(self):
        return f"{self.get_channel_display()} {self.template} {self.get_state_display()}"

    def text(self):
        """The words that leave the house, in the recipient's language."""
        template = registry.get(self.template)
        if self.is_discreet:
            return template.render_discreetly(self.context, self.language)
        return template.render(self.channel, self.context, self.language)

    def subject(self):
        return registry.get(self.template).subject_in(self.language)
