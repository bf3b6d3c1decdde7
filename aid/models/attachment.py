"""Which papers came with which message of the thread."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """A paper with a message: of ours (`word`) or of theirs (`wish`). The paper is one of the application like others."""

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="attachments", verbose_name=_("申请")
    )
    paper = models.ForeignKey(
        "aid.Evidence", models.CASCADE, related_name="attachments", verbose_name=_("材料")
    )
    word = models.ForeignKey(
        "aid.Word", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("我们的留言")
    )
    wish = models.ForeignKey(
        "aid.Wish", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("他的留言")
    )

    class Meta:
        verbose_name = _("留言的附件")
        verbose_name_plural = _("留言的附件")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(word__isnull=True, wish__isnull=False) | Q(word__isnull=False, wish__isnull=True),
                name="attachment_of_one_message",
            ),
        ]

    def __str__(self):
        return f"{self.paper_id}"
