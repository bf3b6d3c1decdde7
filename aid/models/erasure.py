"""要求删除: who asked for the erasure of what, and what became of it. Nothing of anybody stands here."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.accounts import scope
from foundation.accounts.models import Role

KEEPERS = frozenset({Role.SUPERVISOR})


class ErasureRequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the offices that `user` supervises, and of the offices below."""
        held = scope.of(user)
        return self if held.everything else self.filter(scope.of_offices(held.paths(KEEPERS)))

    def waiting(self):
        return self.filter(outcome="")


class ErasureRequest(models.Model):
    """The tombstone of an erasure, or the reason why there was none: codes and days, never a name or a word of theirs.

    `application` is empty once it was erased; `reference` goes on saying which it was, as the access log does.
    """

    class Way(models.TextChoices):
        COUNTER = "counter", _("到窗口")
        PHONE = "phone", _("打电话")
        LETTER = "letter", _("写信")
        OWN = "own", _("网上，在“我的申请”里")

    class Proof(models.TextChoices):
        """By what an officer knows that whoever asks is the person."""

        PAPER = "paper", _("本人带着申请里的那个证件来的")
        RECEIPT = "receipt", _("说得出收件码，并且用登记的手机收到验证码")
        WRITTEN = "written", _("本人签字的书面要求，附证件复印件")

    class Outcome(models.TextChoices):
        DONE = "done", _("已删除")
        REFUSED = "refused", _("没有删")
        TAKEN_BACK = "taken_back", _("本人不要求了")

    class Reason(models.TextChoices):
        HELD = "held", _("保留着：打官司、投诉或者检查还要用")
        OPEN = "open", _("还在办")
        ARCHIVES = "archives", _("档案管理的规定要求保存")
        NOT_PROVED = "not_proved", _("没能确认是本人")

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    application = models.ForeignKey(
        "aid.Application", models.SET_NULL, null=True, related_name="erasures", verbose_name=_("申请")
    )
    reference = models.CharField(_("受理编号"), max_length=24)
    way = models.CharField(_("怎么提的"), max_length=10, choices=Way)
    proof = models.CharField(_("凭什么知道是本人"), max_length=10, choices=Proof)
    received_on = models.DateField(_("哪天提的"))
    due_on = models.DateField(_("承诺办完的日子"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁登记的")
    )
    entered_at = models.DateTimeField(_("登记时间"))
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True, default="")
    reason = models.CharField(_("为什么没有删"), max_length=12, choices=Reason, blank=True, default="")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("谁办的")
    )
    settled_at = models.DateTimeField(_("办完时间"), null=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("删除要求")
        verbose_name_plural = _("删除要求")
        ordering = ["-received_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(outcome=""), name="erasure_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, settled_by=None)
                | (~Q(outcome="") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="erasure_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(outcome="refused") & ~Q(reason="") | ~Q(outcome="refused") & Q(reason=""),
                name="erasure_refused_with_reason",
            ),
        ]

    def __str__(self):
        return self.reference
