from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class AbsenceQuerySet(models.QuerySet):
    def in_force(self, day):
        not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        return self.filter(not_ended, since__lte=day, until__gte=day)

    def coming(self, day):
        """Those of that day and of days after it that nobody ended."""
        return self.filter(ended_on__isnull=True, until__gte=day)


class Absence(models.Model):
    """Somebody is away from a day to a day, and who stands in. Written by aid.absence alone; rows stay as the history."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences", verbose_name=_("谁不在")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁代")
    )
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

    def is_in_force(self, day):
        return self.since <= day <= self.until and (self.ended_on is None or self.ended_on > day)
