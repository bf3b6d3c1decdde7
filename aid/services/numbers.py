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
    place = office.region.short_name if office.region else ""
    return numbered(series, place or office.short_name or office.name, year, row.last)
