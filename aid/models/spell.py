"""What holds from a day to a day, said by somebody and ended early by somebody. Rows stay as the history."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SpellQuerySet(models.QuerySet):
    def in_force(self, day):
        not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        return self.filter(not_ended, since__lte=day, until__gte=day)


class Spell(models.Model):
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

    class Meta:
        abstract = True

    def is_in_force(self, day):
        return self.since <= day <= self.until and (self.ended_on is None or self.ended_on > day)
