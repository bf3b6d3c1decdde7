import uuid
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class ArrivalQuerySet(models.QuerySet):
    def expired(self, at):
        return self.filter(expires_at__lte=at)

    def whole(self):
        return self.filter(received=F("size"))


class Arrival(SealedRow):
    """A file that comes in pieces, and may have been cut off: sealed piece by piece, in order, until it is handed in.

    It belongs to a draft or to an application, not to a visit: whoever comes back with the code goes on with it.
    """

    LIFETIME = timedelta(days=3)

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(
        "aid.Draft", models.CASCADE, null=True, related_name="arrivals", verbose_name=_("草稿")
    )
    application = models.ForeignKey(
        "aid.Application", models.CASCADE, null=True, related_name="arrivals", verbose_name=_("申请")
    )
    # By it the browser finds the same file again: the SHA-256 of its content where the browser can tell.
    fingerprint = models.CharField(_("浏览器说的指纹"), max_length=64)
    place = models.CharField(_("传到哪一格"), max_length=40)
    name = EncryptedTextField(_("文件名"), max_length=120)
    size = models.PositiveIntegerField(_("大小（字节）"))
    received = models.PositiveIntegerField(_("收到（字节）"), default=0)
    parts = ArrayField(models.CharField(max_length=200), verbose_name=_("各段的位置"), default=list)
    created_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("保留到"))

    objects = ArrivalQuerySet.as_manager()

    class Meta:
        verbose_name = _("正在传的文件")
        verbose_name_plural = _("正在传的文件")
        default_permissions = ()
        indexes = [models.Index(fields=["expires_at"], name="arrival_expiry")]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=True, draft__isnull=False)
                | Q(application__isnull=False, draft__isnull=True),
                name="arrival_has_one_owner",
            ),
            models.CheckConstraint(condition=Q(received__lte=F("size")), name="arrival_no_more_than_said"),
            models.UniqueConstraint(fields=["draft", "place", "fingerprint"], name="arrival_of_draft_once"),
            models.UniqueConstraint(
                fields=["application", "place", "fingerprint"], name="arrival_of_application_once"
            ),
        ]

    def __str__(self):
        return f"{self.received}/{self.size}"

    @property
    def is_whole(self):
        return self.received == self.size

    @property
    def percent(self):
        return self.received * 100 // self.size
