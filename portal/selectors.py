"""What the home page shows of each app: a fixed number of queries, however much there is."""

from django.utils import timezone

from campaigns.models import EventPage, with_status
from cases_showcase.models import CasePage
from foundation.content.models import SiteIdentity
from foundation.content.templatetags.content_tags import thread_of
from laws.models import ExplainerPage, Topic
from stations.selectors import nearest_for

ROWS = 3


def home(page, request):
    """The lists of the home page, in its language."""
    now = timezone.now()
    explainers = ExplainerPage.objects.published_in(page.locale)
    events = EventPage.objects.published_in(page.locale).taking_place().for_lists().upcoming(now)
    return {
        "doors": list(Topic.objects.doors()[:8]),
        "explainers": list(
            explainers.select_related("topic").order_by("-lead", "topic__door_order", "path")[:ROWS]
        ),
        "explainers_total": explainers.count(),
        "events": with_status(events[:ROWS], now),
        "cases": list(CasePage.objects.published_in(page.locale).newest()[:ROWS]),
        "promises": [promise.text for promise in page.promises.all()[:4]],
        "nearest": nearest_station(request, now),
    }


def nearest_station(request, now):
    """The station to show, open now before closed: of the visitor's region if their way told it, else of the
    region that this site's bureau serves. Without either the card asks where the visitor is.
    """
    region = thread_of({"request": request})["region"] or SiteIdentity.for_request(request).home_region
    return nearest_for(region, now) if region else None
