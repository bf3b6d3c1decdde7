import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import promised
from aid.references import make_resume_code, parse_resume_code
from foundation.vault.fields import EncryptedJSONField, EncryptedTextField
from foundation.vault.index import blind_index
from foundation.vault.index_fields import BlindIndexField, IndexedModel, IndexedQuerySet


class DraftQuerySet(IndexedQuerySet):
    def live(self, at):
        return self.filter(expires_at__gt=at)

    def expired(self, at):
        return self.filter(expires_at__lte=at)


class Draft(IndexedModel):
    """An application being filled in. All that was typed is sealed; the session holds only its id.

    Found again on another phone by the resume code and, once a phone is given, its last four digits.
    Sent drafts keep no answers, only which application they became, so that a second send finds the first.
    """

    id = models.UUIDField(_("编号"), primary_key=True, default=uuid.uuid4, editable=False)
    answers = EncryptedJSONField(_("已填的内容"), default=dict)
    resume_code = EncryptedTextField(_("续填码"), max_length=14)
    code_index = BlindIndexField(_("续填码检索值"), of="resume_code", kind="resume_code", unique=True)
    # None in drafts that are older than this field: their index stays.
    phone_tail = EncryptedTextField(_("手机尾号"), max_length=4, null=True, editable=False)
    phone_tail_index = BlindIndexField(_("手机尾号检索值"), of="phone_tail", kind="phone_tail")
    # Where a lost code is sent to, while the form is not sent. None in drafts that are older than this field.
    phone = EncryptedTextField(_("手机"), max_length=30, null=True, editable=False)
    phone_index = BlindIndexField(_("手机检索值"), of="phone", kind="phone", db_index=True, db_default="")
    language = models.CharField(_("语言"), max_length=12, default="zh-hans")
    idempotency_key = models.UUIDField(_("表单键"), default=uuid.uuid4, editable=False)
    application = models.ForeignKey(
        "aid.Application",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("申请"),
    )
    # Of somebody who joins workmates: whose group, and which of the workers it became.
    group = models.ForeignKey(
        "aid.Group",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("加入的群体"),
    )
    claimant = models.ForeignKey(
        "aid.Claimant",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("成了哪一位"),
    )
    created_at = models.DateTimeField(_("开始时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("改动时间"), auto_now=True)
    expires_at = models.DateTimeField(_("保留到"))

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        indexes = [models.Index(fields=["expires_at"], name="aid_draft_expiry")]
        constraints = [models.CheckConstraint(condition=~models.Q(code_index=""), name="draft_is_found")]

    def __str__(self):
        return str(self.pk)

    @classmethod
    def start(cls, *, at, language, answers=None, group=None):
        """A new draft with its own resume code."""
        code = make_resume_code()
        return cls.objects.create(
            resume_code=code,
            language=language,
            answers=answers or {},
            group=group,
            expires_at=promised.until(promised.DRAFT, at),
        )

    @staticmethod
    def index_of(code):
        """The blind index of a resume code in any spelling; of nothing that exists when it is none."""
        return blind_index(parse_resume_code(code) or "none", "resume_code")
