from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from aid.models.spell import Spell, SpellQuerySet


class AbsenceQuerySet(SpellQuerySet):
    def coming(self, day):
        """Those of that day and of days after it that nobody ended."""
        return self.filter(ended_on__isnull=True, until__gte=day)


class Absence(Spell):
    """Somebody is away from a day to a day, and who stands in. Written by aid.absence alone; rows stay as the history."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("谁不在")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁代")
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("不在岗")
        verbose_name_plural = _("不在岗")
        ordering = ["-since", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="absence_ends_after_it_begins",
                violation_error_message=_("回来的日子在走的日子以前。"),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("deputy")),
                name="absence_has_another_for_deputy",
                violation_error_message=_("代的人要是另一个人。"),
            ),
        ]

    def __str__(self):
        return f"{self.person} → {self.deputy} {self.since} – {self.until}"
