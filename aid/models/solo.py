from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from aid.models.record import Event
from aid.models.spell import Spell, SpellQuerySet

# What one person may do there who did what comes before it.
DECIDED_ALONE = ("grant", "endorse", "grant_first_aid", "endorse_first_aid")


class SoloOfficeQuerySet(SpellQuerySet):
    def with_decisions(self):
        """`decided`: how many were decided alone under each."""
        of_one = Event.objects.filter(action__in=DECIDED_ALONE, data__has_key="alone").order_by()
        of_one = of_one.annotate(under=Cast(KT("data__alone"), IntegerField())).filter(under=OuterRef("pk"))
        counted = of_one.values("under").annotate(n=Count("pk")).values("n")
        return self.annotate(decided=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


class SoloOffice(Spell):
    """An office in which, for a time and a reason, the one who reviews may also grant. A refusal always takes two."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("机构"))
    reason = models.CharField(_("理由"), max_length=500)

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
