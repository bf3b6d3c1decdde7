from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from casework.workflow import Status
from foundation.accounts import scope
from foundation.accounts.models import Membership, Role, User
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


class CaseQuerySet(models.QuerySet):
    def of_caseworker(self, user):
        """Those that `user` does now."""
        return self.filter(Exists(Assignment.objects.current().filter(case=OuterRef("pk"), assignee=user)))

    def left_behind(self):
        """Those of somebody who can do them no more: they are to be given to another."""
        return self.filter(scope.one_of("id", Assignment.objects.left_behind().values("case")))


class Case(models.Model):
    """What is done for the people of a granted application. Made by the grant; changed by casework.services."""

    application = models.OneToOneField(
        "aid.Application", models.PROTECT, related_name="case", verbose_name=_("申请")
    )
    status = models.CharField(_("状态"), max_length=20, choices=Status, default=Status.UNASSIGNED)
    opened_at = models.DateTimeField(_("立案时间"))
    # When the claim was filed, and with whom: from then on no limitation runs.
    claim_filed_on = models.DateField(_("提交仲裁或起诉的日期"), null=True, blank=True)
    claim_filed_with = models.CharField(_("交到哪里"), max_length=120, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("案件")
        verbose_name_plural = _("案件")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim_filed_on__isnull=True) | ~Q(claim_filed_with=""),
                name="case_claim_says_where",
                violation_error_message=_("写清楚交到了哪里。"),
            ),
        ]

    def __str__(self):
        return self.application.case_number or self.application.reference

    @property
    def assignee(self):
        """Who does the case now, or None. Prefetch `assignments__assignee` for lists."""
        return self.assignment and self.assignment.assignee

    @property
    def assignment(self):
        """By which assignment they do it, or None."""
        return next((a for a in self.assignments.all() if a.ended_at is None), None)


def _has_role():
    """Whether casework.visible lets the assignee see the case, by their role."""
    return Exists(Membership.objects.filter(user=OuterRef("assignee"), role=Role.CASEWORKER))


class AssignmentQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at__isnull=True)

    def with_role(self):
        """`has_role`: whether the assignee is a caseworker still, anywhere."""
        return self.annotate(has_role=_has_role())

    def with_assignee(self):
        """Each with its assignee and `has_role`."""
        return self.select_related("assignee").with_role()

    def left_behind(self):
        """Current ones of somebody whose account was closed, or who is no caseworker any more."""
        caseworkers = Membership.objects.filter(user=OuterRef("pk"), role=Role.CASEWORKER)
        has_cases = Exists(self.model.objects.current().filter(assignee=OuterRef("pk")))
        gone = User.objects.filter(Q(is_active=False) | ~Exists(caseworkers), has_cases)
        return self.current().filter(scope.one_of("assignee_id", gone.values("pk")))


class Assignment(SealedRow):
    """Who does the case, from when, named by whom and why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments", verbose_name=_("案件"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name=_("承办人")
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("指派员")
    )
    assigned_at = models.DateTimeField(_("指派时间"))
    reason = EncryptedTextField(
        _("理由"), max_length=1000, blank=True, default="", binding="aid.Assignment.reason"
    )
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("指派")
        verbose_name_plural = _("指派")
        ordering = ["-assigned_at", "-pk"]
        indexes = [
            models.Index(
                fields=["assignee"], name="assignment_current_of", condition=Q(ended_at__isnull=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="assignment_one_current"
            ),
        ]

    def __str__(self):
        return f"{self.case} → {self.assignee}"
