"""Somebody who is unsure what to ask for: a few sentences and a number to call. A task, not an application."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import choices
from foundation.accounts import scope
from foundation.accounts.models import Role
from foundation.vault.fields import EncryptedTextField
from foundation.vault.index_fields import BlindIndexField, IndexedModel, IndexedQuerySet
from foundation.vault.masking import mask_name, mask_phone
from foundation.vault.rows import SealedRow

CALLERS = frozenset({Role.RECEPTIONIST})


class CallBackQuerySet(IndexedQuerySet):
    def visible_to(self, user):
        """Those of the offices where `user` receives people, and of the offices below."""
        held = scope.of(user)
        return self if held.everything else self.filter(scope.of_offices(held.paths(CALLERS)))

    def waiting(self):
        return self.filter(done_at__isnull=True)

    def done(self):
        return self.filter(done_at__isnull=False)

    def expired(self, at):
        return self.filter(expires_at__lte=at)


class CallBack(IndexedModel):
    """`expires_at` is empty until somebody has called: nobody who waits is forgotten."""

    key = models.UUIDField(_("表单键"), unique=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="call_backs", verbose_name=_("机构")
    )
    routing_reason = models.CharField(_("为什么是这个机构"), max_length=20)
    story = EncryptedTextField(_("什么事"), max_length=300)
    name = EncryptedTextField(_("怎么称呼"), max_length=60)
    phone = EncryptedTextField(_("电话"), max_length=30)
    # By it a call is found again when its person wants everything erased.
    phone_index = BlindIndexField(_("电话检索值"), of="phone", kind="phone", db_index=True, db_default="")
    place = EncryptedTextField(_("在哪里"), max_length=60, blank=True, default="")
    call_time = models.CharField(
        _("什么时候打"), max_length=12, choices=choices.CallTime, default=choices.CallTime.ANY
    )
    say_who_we_are = models.BooleanField(_("打电话可以说是法律援助"), default=False)
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    notice_version = models.CharField(_("告知版本"), max_length=20)
    asked_at = models.DateTimeField(_("什么时候留的"))
    due_at = models.DateTimeField(_("最晚什么时候打"))
    done_at = models.DateTimeField(_("什么时候打通的"), null=True, blank=True)
    expires_at = models.DateTimeField(_("保留到"), null=True, blank=True)

    objects = CallBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("要回的电话")
        verbose_name_plural = _("要回的电话")
        ordering = ["due_at", "pk"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["office", "due_at"],
                condition=models.Q(done_at__isnull=True),
                name="call_back_waiting",
            ),
        ]

    def __str__(self):
        return self.masked_name

    @property
    def masked_name(self):
        return mask_name(self.name)

    @property
    def masked_phone(self):
        return mask_phone(self.phone)


class Call(SealedRow):
    """One try: who called, when, what came of it."""

    class Outcome(models.TextChoices):
        DONE = "done", _("打通了")
        NOT_REACHED = "not_reached", _("没打通")

    call_back = models.ForeignKey(
        CallBack, models.CASCADE, related_name="calls", verbose_name=_("要回的电话")
    )
    outcome = models.CharField(_("结果"), max_length=12, choices=Outcome)
    note = EncryptedTextField(_("备注"), max_length=500, blank=True, default="")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁打的")
    )
    at = models.DateTimeField(_("时间"))
    # The requester's key: the same button pressed twice is one call.
    key = models.UUIDField(_("请求键"))

    class Meta:
        verbose_name = _("打过的电话")
        verbose_name_plural = _("打过的电话")
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["call_back", "key"], name="call_key_once")]

    def __str__(self):
        return f"{self.get_outcome_display()} {self.at:%Y-%m-%d %H:%M}"
