import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid import choices
from aid.acts import By
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class EvidenceQuerySet(models.QuerySet):
    def available(self):
        return self.filter(state=Evidence.State.AVAILABLE)

    def in_quarantine(self):
        return self.filter(state=Evidence.State.QUARANTINE)

    def waiting_too_long(self, at):
        """Sent, and not looked at for so long that the scanner must be down."""
        return self.in_quarantine().filter(added_at__lte=at - Evidence.ALARM_AFTER)


class Evidence(SealedRow):
    """A photo or a paper. The original is sealed; officers look at a re-encoded copy without metadata."""

    ALARM_AFTER = timedelta(minutes=15)

    class State(models.TextChoices):
        QUARANTINE = "quarantine", _("等检查")
        CHECKED = "checked", _("已检查")
        AVAILABLE = "available", _("可以看")
        REJECTED = "rejected", _("不能用")

    # A file moves forward only; what is rejected stays so.
    MOVES = {
        State.QUARANTINE: {State.CHECKED, State.REJECTED},
        State.CHECKED: {State.AVAILABLE, State.REJECTED},
        State.AVAILABLE: {State.REJECTED},
        State.REJECTED: set(),
    }

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        "aid.Application",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("申请"),
    )
    draft = models.ForeignKey(
        "aid.Draft", models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("草稿")
    )
    # Of a group: whose it is, where one of them sent it alone.
    claimant = models.ForeignKey(
        "aid.Claimant",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("谁交的那一份"),
    )
    kind = models.CharField(
        _("种类"), max_length=20, choices=choices.PaperKind, default=choices.PaperKind.OTHER
    )
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.QUARANTINE)
    reason = models.CharField(_("不能用的原因"), max_length=120, blank=True)
    name = EncryptedTextField(_("文件名"), max_length=120, blank=True, default="")
    # What an officer calls it, where the kind says too little.
    title = EncryptedTextField(_("叫什么"), max_length=60, null=True, blank=True)
    size = models.PositiveIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("原件的指纹（SHA-256）"), max_length=64, blank=True, editable=False)
    content_type = models.CharField(_("识别的类型"), max_length=80)
    path = models.CharField(_("原件位置"), max_length=200, blank=True, editable=False)
    preview_path = models.CharField(_("副本位置"), max_length=200, blank=True, editable=False)
    preview_type = models.CharField(_("副本类型"), max_length=60, blank=True, editable=False)
    added_by = models.CharField(_("谁交的"), max_length=10, choices=By, default=By.APPLICANT)
    examined_at = models.DateTimeField(_("查毒程序什么时候看过"), null=True, blank=True, editable=False)
    added_at = models.DateTimeField(_("交的时间"), auto_now_add=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(application__isnull=True, draft__isnull=False)
                | Q(application__isnull=False, draft__isnull=True),
                name="evidence_has_one_owner",
            ),
        ]
        # Each night the files on the disk ask whose they are.
        indexes = [
            models.Index(fields=["path"], name="evidence_path"),
            models.Index(fields=["preview_path"], name="evidence_preview_path"),
            models.Index(fields=["added_at"], condition=Q(state="quarantine"), name="evidence_in_quarantine"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.added_at:%Y-%m-%d}"

    @property
    def label(self):
        """What it is called: its own title, else its kind."""
        return self.title or self.get_kind_display()

    @property
    def is_shown(self):
        """Whether there is something to look at or to hear; of others officers save the original."""
        return bool(self.preview_type)

    @property
    def is_recording(self):
        return self.content_type.startswith(("audio/", "video/"))

    def move_to(self, state, *, reason=""):
        """Set the next state; ValueError for a step back. The caller saves."""
        if state not in self.MOVES[self.State(self.state)]:
            raise ValueError(f"{self.state} → {state}")
        self.state, self.reason = state, reason
