"""What the home page shows of each app: a fixed number of queries, however much there is."""

from django.utils import timezone

from campaigns.models import EventPage, with_status
from cases_showcase.models import CasePage
from foundation.content.kept import kept
from foundation.content.models import SiteIdentity
from foundation.content.templatetags.content_tags import thread_of
from laws.models import ExplainerPage, Topic
from stations.selectors import nearest_for

ROWS = 3


def home(page, request):
    """The lists of the home page, in its language."""
    minute = timezone.now().replace(second=0, microsecond=0)
    return {
        **_reading(page.locale),
        "events": _events(page.locale, minute),
        "promises": [promise.text for promise in page.promises.all()[:4]],
        "nearest": nearest_station(request, minute),
    }


@kept
def _reading(locale):
    explainers = ExplainerPage.objects.published_in(locale)
    return {
        "doors": list(Topic.objects.doors()[:8]),
        "explainers": list(
            explainers.select_related("topic").order_by("-lead", "topic__door_order", "path")[:ROWS]
        ),
        "explainers_total": explainers.count(),
        "cases": list(CasePage.objects.published_in(locale).newest()[:ROWS]),
    }


@kept
def _events(locale, minute):
    events = EventPage.objects.published_in(locale).taking_place().for_lists().upcoming(minute)
    return with_status(events[:ROWS], minute)


def nearest_station(request, minute):
    """The station to show, open now before closed: of the visitor's region if their way told it, else of the
    region that this site's bureau serves. Without either the card asks where the visitor is.
    """
    told, home = thread_of({"request": request})["region"], SiteIdentity.for_request(request).home_region
    if told and told != home:
        return nearest_for(told, minute)
    return _nearest_at_home(home, minute) if home else None


_nearest_at_home = kept(nearest_for)
