"""Coming stops as files for a phone's calendar."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from foundation.content.calendar import as_file
from foundation.regions.models import Region
from stations import tours
from stations.models import Station


@require_safe
def of_station(request, code):
    """All that are still to come of one station; a cancelled one says so."""
    now = timezone.now()
    station = get_object_or_404(Station.objects.open_to_public().with_schedule(now), code=code)
    visits = [] if station.is_paused else station.upcoming_visits
    return _file(request, station.code, visits)


@require_safe
def of_region(request, code):
    """All in one region."""
    region = Region.objects.by_code(code)
    if region is None:
        raise Http404
    return _file(request, f"region-{region.code}", tours.in_region(region, timezone.now()))


def _file(request, name, visits):
    entries = [
        tours.calendar_entry(
            visit,
            host=request.get_host(),
            url=request.build_absolute_uri(visit.station.get_absolute_url()),
        )
        for visit in visits
    ]
    return as_file(name, *entries)
