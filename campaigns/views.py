from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from campaigns.calendar import to_ics
from campaigns.models import EventPage


def calendar(request, pk):
    """The event as a file that a phone's calendar opens."""
    event = get_object_or_404(EventPage.objects.live().public(), pk=pk)
    response = HttpResponse(to_ics(event.calendar_entry()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
