"""How the officer's screens say what somebody lives on, beside the standard of the place. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from aid.models import HardshipStandard
from foundation.content.templatetags.content_tags import money


@dataclass(frozen=True)
class Standard:
    text: str
    source: str


def standard(means) -> Standard | None:
    """The hardship standard of the place on the day of receipt, beside the income that was told; None without one."""
    kept = means.get("standard")
    if not kept:
        return None
    per, income = HardshipStandard.Per(kept["per"]), Decimal(means["income"])
    if per != HardshipStandard.Per.HOUSEHOLD_MONTH:
        income /= means["household"]
    if per == HardshipStandard.Per.PERSON_YEAR:
        income *= 12
    limit = Decimal(kept["amount"])
    said = {"per": per.label, "limit": money(limit), "told": money(income.quantize(Decimal("0.01")))}
    if income <= limit:
        text = _("%(per)s不超过 %(limit)s；照他说的是 %(told)s，没超过")
    else:
        text = _("%(per)s不超过 %(limit)s；照他说的是 %(told)s，超过了")
    source = kept["source"] if kept["verified"] else _("%(source)s。没有核对过，请先核对") % kept
    return Standard(text % said, source)
