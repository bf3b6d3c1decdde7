from django.conf import settings
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from aid.models.record import Event


class SoloOfficeQuerySet(models.QuerySet):
    def in_force(self, day):
        not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        return self.filter(not_ended, since__lte=day, until__gte=day)

    def with_decisions(self):
        """`decided`: how many were granted alone under each."""
        of_one = Event.objects.filter(action="grant", data__has_key="alone").order_by()
        of_one = of_one.annotate(under=Cast(KT("data__alone"), IntegerField())).filter(under=OuterRef("pk"))
        counted = of_one.values("under").annotate(n=Count("pk")).values("n")
        return self.annotate(decided=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class SoloOffice(models.Model):
    """An office in which, for a time and a reason, the one who reviews may also grant. A refusal always takes two."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    reason = models.CharField(_("理由"), max_length=500)
    since = models.DateField(_("从哪天起"))
    until = models.DateField(_("到哪天为止"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁定的")
    )
    set_at = models.DateTimeField(_("什么时候定的"))
    ended_on = models.DateField(_("提前结束"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("谁结束的"),
    )

    objects = SoloOfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("一个人的机构")
        verbose_name_plural = _("一个人的机构")
        ordering = ["-since", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="solo_office_ends_after_it_begins",
                violation_error_message=_("结束的日子在开始以前。"),
            ),
        ]

    def __str__(self):
        return f"{self.office} {self.since} – {self.until}"

    def is_in_force(self, day):
        return self.since <= day <= self.until and (self.ended_on is None or self.ended_on > day)
