from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from foundation.accounts import scope


class Role(models.TextChoices):
    """What a person does in an office. A role says what may be done; the office says to what."""

    RECEPTIONIST = "receptionist", _("受理员")
    REVIEWER = "reviewer", _("审查员")
    APPROVER = "approver", _("审批人")
    DISPATCHER = "dispatcher", _("指派员")
    CASEWORKER = "caseworker", _("承办人")
    SUPERVISOR = "supervisor", _("督导")
    EDITOR = "editor", _("普法编辑")
    CASE_EDITOR = "case_editor", _("案例编辑")
    PROPAGANDA = "propaganda", _("宣传")
    OPERATOR = "operator", _("运维")


class User(AbstractUser):
    """A member of staff. Applicants never have an account."""

    class Meta:
        verbose_name = _("工作人员")
        verbose_name_plural = _("工作人员")
        permissions = [("reset_second_factor", _("重设手机验证"))]

    def __str__(self):
        return self.get_full_name() or self.get_username()

    def get_full_name(self):
        """Family name first, without a space, as Chinese names are written."""
        return f"{self.last_name}{self.first_name}".strip()


class OfficeQuerySet(MP_NodeQuerySet):
    def active(self):
        return self.filter(is_active=True)

    def within_scope_of(self, user):
        """The offices `user` belongs to and everything below them; all of them for a superuser."""
        held = scope.of(user)
        return self if held.everything else self.filter(scope.below(held.paths()))


class OfficeManager(MP_NodeManager.from_queryset(OfficeQuerySet)):
    def get_queryset(self):
        # treebeard's own names its queryset class and would lose ours.
        return OfficeQuerySet(self.model, using=self._db).order_by("path")


class Office(MP_Node):
    """A body in the tree of the justice bureau: department, legal-aid agency, or a desk at a station."""

    steplen = scope.STEP

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("司法行政部门")
        AGENCY = "agency", _("法律援助机构")
        STATION_DESK = "station_desk", _("工作站窗口")

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=80)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    kind = models.CharField(_("类型"), max_length=20, choices=Kind)
    region = models.ForeignKey(
        "regions.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("所在区划"),
    )
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    objects = OfficeManager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")

    def __str__(self):
        return self.name


class Membership(models.Model):
    """A person's role in an office; it reaches down to every office below."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("机构"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="membership_once"),
        ]

    def __str__(self):
        return f"{self.user} · {self.office} · {self.get_role_display()}"
