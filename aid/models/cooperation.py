from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid.status import OPEN, Status
from foundation.accounts import scope
from foundation.accounts.models import Role
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow

# Who takes letters in, and answers them, at the office that is asked.
ANSWERERS = frozenset({Role.RECEPTIONIST, Role.REVIEWER})


class LetterQuerySet(models.QuerySet):
    def received_by(self, user):
        """Those sent to the offices in which `user` answers letters."""
        held = scope.of(user)
        if held.everything:
            return self.filter(to_office__isnull=False)
        return self.filter(scope.of_offices(held.paths(ANSWERERS), "to_office"))

    def unanswered(self):
        """Somebody still waits for them: not when the application has ended meanwhile."""
        return self.filter(
            state__in=(Letter.State.SENT, Letter.State.ACKNOWLEDGED),
            application__status__in=OPEN | {Status.WITHDRAWN},
        )

    def unread(self):
        """Answered or declined, and who asked has not said that it was seen."""
        return self.filter(state__in=(Letter.State.ANSWERED, Letter.State.DECLINED))

    def to_read(self, day):
        """`unread`, or an agency should have answered."""
        late = self.late(day).filter(to_office__isnull=False)
        return self.unread() | late

    def late(self, day):
        return self.unanswered().filter(due_on__lt=day)


class Letter(SealedRow):
    """协作函: what one agency asks another to check, collect, serve or do along with it, and what came of it.

    The office that is asked sees the letter, and of the person what `shares` names; never the application. Written by
    aid.services.cooperation.
    """

    class Kind(models.TextChoices):
        CHECK_MEANS = "check_means", _("核查经济困难、身份")
        COLLECT = "collect_evidence", _("调查取证")
        SERVE = "serve_papers", _("送达文书")
        JOINT = "joint_handling", _("一起办理")

    class State(models.TextChoices):
        SENT = "sent", _("发出了，还没收")
        ACKNOWLEDGED = "acknowledged", _("收到了，在办")
        ANSWERED = "answered", _("答复了")
        DECLINED = "declined", _("办不了，退回")
        CLOSED = "closed", _("了结了")

    class Share(models.TextChoices):
        NAME = "name", _("姓名")
        ID_NUMBER = "id_number", _("证件号")
        PHONE = "phone", _("手机")
        EMPLOYER = "employer", _("单位或老板")
        WORKPLACE = "workplace", _("具体地点")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="letters", verbose_name=_("申请")
    )
    claimant = models.ForeignKey("aid.Claimant", models.CASCADE, related_name="+", verbose_name=_("谁的事"))
    kind = models.CharField(_("请对方做什么"), max_length=20, choices=Kind)
    state = models.CharField(_("状态"), max_length=14, choices=State, default=State.SENT)
    from_office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("哪个机构发的")
    )
    to_office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="letters",
        verbose_name=_("发给我们的哪个机构"),
    )
    to = models.CharField(_("发给谁"), max_length=120)
    facts = EncryptedTextField(_("事情的大概"), max_length=2000)
    asked = EncryptedTextField(_("请查什么、收什么"), max_length=2000)
    shares = ArrayField(
        models.CharField(max_length=12, choices=Share),
        default=list,
        blank=True,
        verbose_name=_("给对方看什么"),
    )
    suspends = models.BooleanField(_("答复以前审查期限停着"), default=False)
    due_on = models.DateField(_("最晚哪天答复"))
    sent_at = models.DateTimeField(_("什么时候发的"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁发的")
    )
    acknowledged_at = models.DateTimeField(_("什么时候收到的"), null=True, blank=True)
    answered_at = models.DateTimeField(_("什么时候答复的"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁答复的"),
    )
    answer = EncryptedTextField(_("答复，或者为什么办不了"), max_length=4000, blank=True, default="")

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("协作函")
        verbose_name_plural = _("协作函")
        default_permissions = ()
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(suspends=False) | Q(kind="check_means"),
                name="letter_stops_the_clock_for_means_alone",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.sent_at:%Y-%m-%d}"

    @property
    def is_waited_for(self):
        return self.state in (self.State.SENT, self.State.ACKNOWLEDGED)

    @property
    def is_unread(self):
        return self.state in (self.State.ANSWERED, self.State.DECLINED)
