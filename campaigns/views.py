from django.shortcuts import get_object_or_404

from campaigns.models import EventPage
from foundation.content.calendar import as_file


def calendar(request, pk):
    """The event as a file that a phone's calendar opens."""
    event = get_object_or_404(EventPage.objects.live().public(), pk=pk)
    return as_file(event.slug, event.calendar_entry())
