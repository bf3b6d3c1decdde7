"""Numbers that an office gives out in a row, year by year."""

from aid.models import NumberSeries
from aid.references import numbered
from foundation.accounts.models import Office


def next_number(office: Office, series: str, year: int) -> str:
    """The next number of `series` in `office`. Given back when the act fails: the series has no gaps."""
    NumberSeries.objects.get_or_create(office=office, series=series, year=year)
    row = NumberSeries.objects.select_for_update(of=("self",)).get(office=office, series=series, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return numbered(series, _place(office), year, row.last)


def _place(office: Office) -> str:
    """What stands before the number: the place, where one agency alone gives numbers for it, else the office.

    So that no two offices of a place give the same: its own word is none that the place, or another one, has.
    """
    own = office.short_name or office.name
    if office.region is None:
        return own
    others = Office.objects.filter(region=office.region, kind=Office.Kind.AGENCY).exclude(pk=office.pk)
    words = {one.short_name for one in others}
    if not words:
        return office.region.short_name or own
    return office.name if own in words | {office.region.short_name} else own
