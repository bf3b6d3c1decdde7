"""审批链: who must say yes, one after the other, before a decision stands. Data of each place and lane; decisions/0052."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aid.models.local import LocalRow
from foundation.accounts.models import Role

# Who may stand in a chain behind the first, which is whoever gives the opinion, or asks for first aid.
SAY_YES = (Role.REVIEWER, Role.APPROVER, Role.SUPERVISOR)
_CHOICES = [(role.value, role.label) for role in SAY_YES]


class ApprovalChain(LocalRow):
    """For one lane, who says yes after the opinion, in order. Where no row holds, the approver alone does.

    MEMBER and END are of one act: where no such row holds, it goes as what is decided of its lane.
    """

    class Lane(models.TextChoices):
        ORDINARY = "ordinary", _("一般申请")
        GREEN = "green", _("绿色通道")
        FIRST_AID = "first_aid", _("先行援助")
        MAJOR = "major", _("群体、重大敏感")
        MEMBER = "member", _("异议成立，对个别人重新决定")
        END = "end", _("终止援助")

    lane = models.CharField(_("哪一种"), max_length=10, choices=Lane)
    second = models.CharField(
        _("提了意见以后，先由谁同意"), max_length=20, choices=_CHOICES, default=Role.APPROVER.value
    )
    third = models.CharField(
        _("再由谁同意"), max_length=20, choices=_CHOICES, blank=True, help_text=_("到前一位为止就留空。")
    )
    fourth = models.CharField(_("最后由谁同意"), max_length=20, choices=_CHOICES, blank=True)

    class Meta(LocalRow.Meta):
        verbose_name = _("审批链")
        verbose_name_plural = _("审批链")
        constraints = [
            *LocalRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(fourth="") | ~Q(third=""),
                name="approval_chain_without_gap",
                violation_error_message=_("中间空了一位：先填“再由谁同意”。"),
            ),
        ]

    def __str__(self):
        return f"{self.region} {self.get_lane_display()}"

    @property
    def roles(self):
        return [role for role in (self.second, self.third, self.fourth) if role]


class InChain(models.Model):
    """What waits for a yes: whose it is next, whose after that, and who has said it. Kept by aid.services.approve."""

    # "" while nobody has proposed it yet.
    next_yes = models.CharField(
        _("等谁同意"),
        max_length=20,
        choices=_CHOICES,
        blank=True,
        default=Role.APPROVER.value,
        db_default=Role.APPROVER.value,
    )
    yes_after = ArrayField(
        models.CharField(max_length=20, choices=_CHOICES),
        verbose_name=_("以后还要谁同意"),
        default=list,
        blank=True,
        db_default=[],
    )
    yes_by = ArrayField(
        models.BigIntegerField(), verbose_name=_("谁同意过"), default=list, blank=True, db_default=[]
    )

    class Meta:
        abstract = True

    @property
    def is_last_yes(self):
        return not self.yes_after
