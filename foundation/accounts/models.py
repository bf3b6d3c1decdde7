import secrets
import time
from base64 import b32encode
from datetime import timedelta
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device, TimestampMixin
from django_otp.oath import TOTP
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from foundation.accounts import scope
from foundation.vault.fields import EncryptedTextField
from foundation.vault.rows import SealedRow


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
    AUDITOR = "auditor", _("审计员")


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

    def staffed(self):
        """Those that are open and have a receptionist of their own who can sign in: nobody else takes what comes."""
        at_the_desk = Membership.objects.filter(role=Role.RECEPTIONIST, user__is_active=True)
        return self.active().filter(models.Exists(at_the_desk.filter(office=models.OuterRef("pk"))))

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

    @property
    def region_code(self):
        """Of the place whose rules hold here; "" where it has none. Select `region`."""
        return self.region.code if self.region else ""


class Membership(models.Model):
    """A person's role in an office; it reaches down to every office below."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("人员"))
    office = models.ForeignKey(Office, models.CASCADE, related_name="memberships", verbose_name=_("机构"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    # Unknown for those from before it was kept.
    since = models.DateTimeField(_("从什么时候起"), null=True, auto_now_add=True)

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(fields=["user", "office", "role"], name="membership_once"),
        ]

    def __str__(self):
        return f"{self.user} · {self.office} · {self.get_role_display()}"


class AccountNotice(models.Model):
    """One change of a person's account, told to them: by message, and at the next sign-in until they have read it."""

    class Kind(models.TextChoices):
        PASSWORD = "password", _("密码改了")
        LINK = "link", _("给出了设密码的链接")
        FACTOR_BOUND = "factor_bound", _("绑定了新的第二道验证")
        FACTOR_RESET = "factor_reset", _("第二道验证被重设或解除")
        ROLE_GIVEN = "role_given", _("多了任职")
        ROLE_TAKEN = "role_taken", _("少了任职")
        NAME = "name", _("姓名或邮箱改了")
        ACTIVATED = "activated", _("账号恢复了")
        DEACTIVATED = "deactivated", _("账号停用了")
        SUPERUSER = "superuser", _("超级管理员身份变了")

    person = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("人员"))
    kind = models.CharField(_("什么变了"), max_length=20, choices=Kind)
    what = models.CharField(_("内容"), max_length=200, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("谁改的")
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=150, blank=True)
    seen_at = models.DateTimeField(_("看过的时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("账号变动")
        verbose_name_plural = _("账号变动")
        default_permissions = ()
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="account_notice_unseen"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.what}".strip()


class StaffSession(models.Model):
    """Where somebody is signed in, past the second factor: what they see of it, and by what it is ended."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sessions", verbose_name=_("人员"))
    session_key = models.CharField(
        _("会话"), max_length=40, unique=True
    )  # a digest: foundation.accounts.sessions
    device = models.CharField(_("什么设备"), max_length=80, blank=True)
    address = models.CharField(_("从哪里"), max_length=40, blank=True)  # masked
    started_at = models.DateTimeField(_("登录时间"), default=timezone.now)
    seen_at = models.DateTimeField(_("最近操作"), default=timezone.now)

    class Meta:
        verbose_name = _("登录着的地方")
        verbose_name_plural = _("登录着的地方")
        default_permissions = ()
        ordering = ["-seen_at"]

    def __str__(self):
        return f"{self.device} {self.address}".strip()


def new_seed():
    return secrets.token_bytes(20).hex()


class Authenticator(SealedRow, TimestampMixin, Device):
    """Six digits of a phone, by RFC 6238. As django-otp's own, but for the seed: whoever reads the table makes no codes."""

    STEP, DIGITS, TOLERANCE = 30, 6, 1  # seconds; digits; steps that a clock may be wrong by

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("人员"))
    name = models.CharField(_("叫什么"), max_length=64)
    confirmed = models.BooleanField(_("启用"), default=True)
    seed = EncryptedTextField(_("密钥"), default=new_seed)  # 20 bytes, in hex
    drift = models.SmallIntegerField(_("快慢几步"), default=0)
    last_step = models.BigIntegerField(_("用到第几步"), default=-1)

    class Meta:
        verbose_name = _("手机验证器")
        verbose_name_plural = _("手机验证器")
        default_permissions = ()

    @property
    def bin_key(self):
        return bytes.fromhex(self.seed)

    def totp(self, at):
        """Its codes as they are at `at` (seconds)."""
        made = TOTP(self.bin_key, self.STEP, 0, self.DIGITS, self.drift)
        made.time = at
        return made

    def verify_token(self, token):
        """Whether `token` is right now, and later than the last one: each is good once."""
        totp = self.totp(time.time())
        is_right = token.isdecimal() and totp.verify(int(token), self.TOLERANCE, self.last_step + 1)
        if is_right:
            self.last_step, self.drift = totp.t(), totp.drift
            self.set_last_used_timestamp(commit=False)
            self.save(update_fields=["last_step", "drift", "last_used_at"])
        return is_right

    @property
    def config_url(self):
        """What the QR code says."""
        issuer = settings.OTP_TOTP_ISSUER
        key = b32encode(self.bin_key).decode()
        said = {
            "secret": key,
            "algorithm": "SHA1",
            "digits": self.DIGITS,
            "period": self.STEP,
            "issuer": issuer,
        }
        return f"otpauth://totp/{quote(f'{issuer}:{self.user.get_username()}')}?{urlencode(said)}"


class SecurityKey(Device):
    """A key of FIDO2 (WebAuthn), plugged in or built in: a second factor that no false page can ask for."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("人员"))
    name = models.CharField(_("叫什么"), max_length=64)
    confirmed = models.BooleanField(_("启用"), default=True)
    credential_id = models.CharField(_("凭据编号"), max_length=1400, unique=True)  # base64url
    public_key = models.BinaryField(_("公钥"))
    sign_count = models.PositiveBigIntegerField(_("签名次数"), default=0)
    added_at = models.DateTimeField(_("添加时间"), default=timezone.now)
    used_at = models.DateTimeField(_("上次使用"), null=True, blank=True)

    class Meta:
        verbose_name = _("安全密钥")
        verbose_name_plural = _("安全密钥")
        default_permissions = ()
        ordering = ["added_at"]


class ProposalQuerySet(models.QuerySet):
    def waiting(self, at=None):
        return self.filter(outcome="", expires_at__gt=at or timezone.now())


def in_a_week():
    return timezone.now() + timedelta(days=7)


class Proposal(models.Model):
    """What one keeper wants to do to an account that decides, and a second keeper has to confirm."""

    class Kind(models.TextChoices):
        APPOINT = "appoint", _("任职")
        LINK = "link", _("给设密码的链接")
        RESET = "reset", _("重设第二道验证")
        ACTIVATE = "activate", _("恢复账号")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("同意了")
        DECLINED = "declined", _("没同意")
        WITHDRAWN = "withdrawn", _("撤回了")

    kind = models.CharField(_("要做什么"), max_length=10, choices=Kind)
    person = models.ForeignKey(User, models.CASCADE, related_name="proposals", verbose_name=_("人员"))
    office = models.ForeignKey(
        Office, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("谁提的"))
    proposed_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    expires_at = models.DateTimeField(_("有效到"), default=in_a_week)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome, blank=True)
    settled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("谁定的")
    )
    settled_at = models.DateTimeField(_("定的时间"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("等另一位同意的事")
        verbose_name_plural = _("等另一位同意的事")
        default_permissions = ()
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person", "office", "role"],
                condition=Q(outcome=""),
                nulls_distinct=False,
                name="proposal_waits_once",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("proposed_by")) & (Q(settled_by=None) | ~Q(person=F("settled_by"))),
                name="proposal_not_about_oneself",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed")
                | (Q(settled_by__isnull=False) & ~Q(settled_by=F("proposed_by"))),
                name="proposal_takes_two",
            ),
        ]

    def __str__(self):
        place = f"：{self.office} {self.get_role_display()}" if self.office else ""
        return f"{self.get_kind_display()}{place}"
