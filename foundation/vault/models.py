from datetime import UTC

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessEntryQuerySet(models.QuerySet):
    def about(self, obj):
        """Who saw or did what to `obj`, newest first."""
        return self.filter(object_label=obj._meta.label, object_id=str(obj.pk)).order_by("-number")

    def update(self, **kwargs):
        raise TypeError("The access log is append-only.")

    def delete(self):
        raise TypeError("The access log is append-only.")


class AccessEntry(models.Model):
    """Who saw or did what to whose data. Append-only; each row's hash covers the row before.

    Written by `services.record_access` alone. The database refuses UPDATE and DELETE by trigger
    (migration 0002), the site's role has no right to either, and `verify_logs` finds what was changed past both.
    """

    is_append_only = True  # the site's role may add rows and read them: foundation.vault.rights
    COVERED = (
        "number",
        "actor_id",
        "actor_label",
        "action",
        "object_label",
        "object_id",
        "purpose",
        "request_reference",
        "ip_hash",
        "prev_hash",
    )

    # Contiguous from 1, unlike the id: a hole is a missing row.
    number = models.PositiveBigIntegerField(_("序号"), unique=True)
    at = models.DateTimeField(_("时间"))
    # A person with entries is deactivated, never deleted: the row must go on naming them.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=150)
    action = models.CharField(_("动作"), max_length=60)
    object_label = models.CharField(_("对象类型"), max_length=100)
    object_id = models.CharField(_("对象编号"), max_length=64)
    purpose = models.CharField(_("用途"), max_length=200, blank=True)
    request_reference = models.CharField(_("请求编号"), max_length=16, blank=True)
    ip_hash = models.CharField(_("来源摘要"), max_length=64, blank=True)
    prev_hash = models.CharField(_("上一条摘要"), max_length=64, blank=True)
    hash = models.CharField(_("摘要"), max_length=64, unique=True)
    # Which of AUDIT_KEYS has signed the hash; 0: written when there was none.
    key_id = models.PositiveSmallIntegerField(_("签名密钥"), default=0, db_default=0)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("查阅记录")
        verbose_name_plural = _("查阅记录")
        default_permissions = ("view",)
        ordering = ["-number"]
        indexes = [
            models.Index(fields=["object_label", "object_id", "-number"], name="access_by_object"),
            models.Index(fields=["actor", "-number"], name="access_by_actor"),
        ]

    def __str__(self):
        return f"{self.number} {self.actor_label} {self.action}"

    def covered(self):
        """What the hash is over."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return {"at": at, **{name: getattr(self, name) for name in self.COVERED}}

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The access log is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The access log is append-only.")


class AccessCheckpoint(models.Model):
    """What stays of entries that a rule let go: where the log goes on, signed. Written by `pruning` alone.

    It stands for the entries from `first` to `last`; an entry that follows is chained to `hash`, as it was.
    """

    is_append_only = True
    COVERED = ("first", "last", "prev_hash", "hash", "last_key_id", "rule", "source")

    first = models.PositiveBigIntegerField(_("从第几条"), unique=True)
    last = models.PositiveBigIntegerField(_("到第几条"), unique=True)
    prev_hash = models.CharField(_("前一条摘要"), max_length=64, blank=True)
    hash = models.CharField(_("最后一条摘要"), max_length=64)
    last_key_id = models.PositiveSmallIntegerField(_("最后一条的签名密钥"))
    rule = models.BigIntegerField(_("按哪一条期限"))
    source = models.CharField(_("依据"), max_length=300)
    at = models.DateTimeField(_("时间"))
    key_id = models.PositiveSmallIntegerField(_("签名密钥"))
    mac = models.CharField(_("签名"), max_length=64)

    class Meta:
        verbose_name = _("查阅记录的检查点")
        verbose_name_plural = _("查阅记录的检查点")
        default_permissions = ()
        ordering = ["first"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="checkpoint_in_order"
            )
        ]

    def __str__(self):
        return f"{self.first}–{self.last}"

    def covered(self):
        """What the signature is over."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return {"at": at, **{name: getattr(self, name) for name in self.COVERED}}


class BoundField(models.Model):
    """A sealed field of which every value is bound to its row; see bound.py. Written by `bind_rows` alone."""

    is_append_only = True

    label = models.CharField(_("字段"), max_length=100, primary_key=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("已绑定的字段")
        verbose_name_plural = _("已绑定的字段")
        default_permissions = ()

    def __str__(self):
        return self.label
