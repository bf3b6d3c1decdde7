"""A place that no agency here serves: what can be said at once, and where the application belongs."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from aid import routing
from aid.services.intake import choose_office
from aid.services.perform import NoOffice
from foundation.accounts.models import Office
from foundation.regions.models import Region

__all__ = ["Elsewhere", "elsewhere", "elsewhere_of"]


@dataclass(frozen=True)
class Elsewhere:
    """`bureau`: the justice bureau there, when it is known here."""

    region: Region
    bureau: Office | None

    @property
    def agency(self) -> str:
        """Whom it belongs to, as far as it is known."""
        if self.bureau:
            return self.bureau.name
        return _("%(place)s的法律援助机构") % {"place": self.region.full_name}


def elsewhere(region_code: str) -> Elsewhere | None:
    """None when an agency here serves the place, or the place is not known."""
    if not region_code:
        return None
    try:
        is_ours = choose_office(region_code).reason != routing.ELSEWHERE
    except NoOffice:
        return None
    region = None if is_ours else Region.objects.by_code(region_code)
    return _there(region) if region else None


def elsewhere_of(application) -> Elsewhere | None:
    """The same of an application that waits to be referred on."""
    return _there(application.region) if application.waits_to_be_referred else None


def _there(region: Region) -> Elsewhere:
    codes = routing.chain(region.code)
    bureaus = Office.objects.active().filter(kind=Office.Kind.DEPARTMENT, region__code__in=codes)
    nearest = sorted(bureaus.select_related("region"), key=lambda office: codes.index(office.region.code))
    return Elsewhere(region, nearest[0] if nearest else None)
