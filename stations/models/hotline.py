from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from foundation.content.searchable import SearchKind, model_document, said


class Hotline(models.Model):
    """A public number: for what, and whether somebody has checked it for this site."""

    phone = models.CharField(_("号码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=40)
    description = models.CharField(_("管什么"), max_length=200)
    problems = models.TextField(
        _("碰到什么事打它"), blank=True, help_text=_("一行一件，用大白话：老板拖欠工钱、干活受伤。")
    )
    hours = models.CharField(_("什么时候有人接"), max_length=60, blank=True)
    is_emergency = models.BooleanField(_("紧急电话"), default=False)
    verified_on = models.DateField(_("核对日期"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("显示"), default=True)

    search_kind = SearchKind("hotline", _("电话"))
    search_related = ()
    search_prefetched = ()
    search_rests_on = {}

    class Meta:
        verbose_name = _("电话")
        verbose_name_plural = _("电话导图")
        ordering = ["order", "phone"]
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=r"^[0-9][0-9-]{2,19}$"),
                name="hotline_phone_dialable",
                violation_error_message=_("号码只写数字和短横线。"),
            ),
        ]

    def __str__(self):
        return f"{self.phone} {self.name}"

    def get_absolute_url(self):
        return f"{reverse('stations:hotlines')}#tel-{self.phone}"

    def search_document(self):
        if not self.is_active:
            return None
        return model_document(
            self,
            title=str(self),
            body=self.description,
            words=self.problems,
            facts=said(self.hours),
            date=self.verified_on,
            extra={"phone": self.phone},
        )

    @property
    def is_verified(self):
        return self.verified_on is not None

    @property
    def problem_lines(self):
        return [line.strip() for line in self.problems.splitlines() if line.strip()]
