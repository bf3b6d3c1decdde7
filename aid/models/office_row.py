"""Rules that one office may have apart from its place: a row that names an office goes before those of the place."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, When
from django.utils.translation import gettext_lazy as _

from aid import routing
from aid.models.local import LocalRow, LocalRowQuerySet, nearness


class OfficeRowQuerySet(LocalRowQuerySet):
    def of_place(self, region_code, on):
        return super().of_place(region_code, on).filter(office=None)

    def of_office(self, office, on):
        """Those in force at an office on a day: its own first, then those of its place, the nearest first."""
        code = office.region_code
        of_place = Q(office=None, region__code__in=routing.chain(code))
        found = self.in_force(on).filter(Q(office=office) | of_place).select_related("region")
        return found.order_by(nearness(code, When(office=office, then=-1)), "-valid_from", "pk")


class OfficeRow(LocalRow):
    office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("只管一个机构"),
        help_text=_("空着，这个地方的机构都算；选了，只管它，比这个地方的先用。"),
    )

    objects = OfficeRowQuerySet.as_manager()

    class Meta(LocalRow.Meta):
        abstract = True

    def clean(self):
        super().clean()
        if self.office_id and self.region_id and not self.office.region_code.startswith(self.region.prefix):
            raise ValidationError({"office": _("这个机构不在这个地方。")})
