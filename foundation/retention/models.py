from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foundation.retention import kinds
from foundation.retention.kinds import Term, Unit


class KeepingRuleQuerySet(models.QuerySet):
    def standing(self):
        """All that were not taken back."""
        return self.filter(withdrawn_at=None)

    def of(self, kind):
        """Those of one kind, the latest first."""
        return self.filter(kind=kind).order_by("-valid_from", "-pk")

    def in_force(self, kind, on):
        """The rule of that day, or None: the one that began last. It may say that nothing goes."""
        return self.standing().of(kind).filter(valid_from__lte=on).first()

    def planned(self, kind, on):
        return self.standing().of(kind).filter(valid_from__gt=on)


class KeepingRule(models.Model):
    """How long one kind is kept from a day on, and which rule says so. Written by `services` alone, never changed.

    A later row takes its place; one that has not begun can be taken back. `amount` None: nothing goes any more.
    """

    kind = models.CharField(_("保存什么"), max_length=40)
    amount = models.PositiveSmallIntegerField(_("保存多久"), null=True, blank=True)
    unit = models.CharField(_("单位"), max_length=5, choices=Unit, default=Unit.DAYS)
    document = models.CharField(_("依据的文件"), max_length=120, help_text=_("文件全名，哪个机关发的。"))
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    clause = models.CharField(_("第几条"), max_length=60, blank=True)
    valid_from = models.DateField(_("起用日期"))
    # The database says when (migration 0002), whoever writes the row.
    set_at = models.DateTimeField(_("什么时候定的"), auto_now_add=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("谁定的")
    )
    withdrawn_at = models.DateTimeField(_("什么时候撤回的"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("谁撤回的")
    )
    is_demo = models.BooleanField(_("演示数据"), default=False, editable=False)

    objects = KeepingRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("保存期限")
        verbose_name_plural = _("保存期限")
        default_permissions = ("view", "add")
        ordering = ["kind", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=1),
                name="keeping_is_positive",
                violation_error_message=_("写一个大于 0 的数。"),
            ),
            models.UniqueConstraint(
                fields=["kind", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="keeping_one_a_day",
                violation_error_message=_("这一天起用的已经有一条了。先撤回那一条。"),
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.said}"

    @property
    def label(self):
        return str(kinds.get(self.kind).label)

    @property
    def said(self):
        return str(self.term or gettext("不再删除"))

    @property
    def term(self) -> Term | None:
        """None: nothing goes by it."""
        return Term(self.amount, self.unit) if self.amount else None

    @property
    def source(self):
        """Document, number and clause, as the log keeps them."""
        return " ".join(filter(None, (self.document, self.document_number, self.clause)))
