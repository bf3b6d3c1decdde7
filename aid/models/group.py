from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.references import make_resume_code, parse_resume_code
from foundation.vault.fields import EncryptedTextField
from foundation.vault.index import blind_index
from foundation.vault.index_fields import BlindIndexField, IndexedModel, IndexedQuerySet


class Group(IndexedModel):
    """Workers who apply together, and the code with which each joins from their own phone.

    Belongs to the draft of whoever speaks for them, once it is sent to the application. Whoever joins before
    fills in a draft of their own (`Draft.group`), sealed like any other; sending takes along those who agreed.
    """

    draft = models.OneToOneField(
        "aid.Draft", models.CASCADE, null=True, related_name="led_group", verbose_name=_("代表的草稿")
    )
    application = models.OneToOneField(
        "aid.Application", models.CASCADE, null=True, related_name="group", verbose_name=_("申请")
    )
    join_code = EncryptedTextField(_("加入码"), max_length=14, default=make_resume_code, editable=False)
    code_index = BlindIndexField(_("加入码检索值"), of="join_code", kind="join_code", unique=True)
    created_at = models.DateTimeField(_("开始时间"), auto_now_add=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = _("一起申请的人")
        verbose_name_plural = _("一起申请的人")
        constraints = [
            models.CheckConstraint(condition=~models.Q(code_index=""), name="group_is_found"),
            models.CheckConstraint(
                condition=models.Q(draft__isnull=False) ^ models.Q(application__isnull=False),
                name="group_is_of_one",
            ),
        ]

    def __str__(self):
        return str(self.pk)

    @staticmethod
    def index_of(code):
        """The blind index of a join code in any spelling; of nothing that exists when it is none."""
        return blind_index(parse_resume_code(code) or "none", "join_code")
