"""Two applications that are one person's same claim, as somebody has found: beside each other, or one done under the other."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class TieQuerySet(models.QuerySet):
    def seen_by(self, visible):
        """With the other and its office; `is_seen`: whether it is one of the applications `visible`."""
        seen = Exists(visible.filter(pk=OuterRef("other")).order_by())
        return self.select_related("other__office").annotate(is_seen=seen)


class Tie(models.Model):
    """What one application has to do with another; of each pair two rows, one of each side. Kept by aid.services.ties."""

    class Kind(models.TextChoices):
        LINK = "link", _("关联")
        INTO = "into", _("并入")  # the other goes on, this one rests
        HOLDS = "holds", _("并进来了")

    application = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="ties", verbose_name=_("申请")
    )
    other = models.ForeignKey(
        "aid.Application", models.CASCADE, related_name="ties_of_others", verbose_name=_("另一件")
    )
    kind = models.CharField(_("什么关系"), max_length=10, choices=Kind)
    since = models.DateTimeField(_("什么时候"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("谁做的")
    )
    # Of INTO: how its clocks stood, by their keys; and who is who: {claimant: claimant of the other}.
    clocks = models.JSONField(_("期限原来怎样"), default=dict, blank=True)
    people = models.JSONField(_("谁是谁"), default=dict, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = _("关联的申请")
        verbose_name_plural = _("关联的申请")
        ordering = ["since", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["application", "other", "kind"], name="tie_once"),
            models.UniqueConstraint(
                fields=["application"], condition=Q(kind="into"), name="tie_into_one_alone"
            ),
            models.CheckConstraint(condition=~Q(application=models.F("other")), name="tie_is_between_two"),
        ]

    def __str__(self):
        return f"{self.application_id} {self.kind} {self.other_id}"
