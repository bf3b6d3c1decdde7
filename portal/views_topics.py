"""The page behind a door: everything of one topic. Lives in portal because it draws on sibling apps."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from campaigns.models import EventPage, with_status
from cases_showcase.models import CaseIndexPage, CasePage
from laws.models import ExplainerPage, Topic

UNSURE = "unsure"


def detail(request, code):
    topic = Topic.objects.by_code(code)
    if topic is None:
        raise Http404
    locale, now = Locale.get_active(), timezone.now()
    published = ExplainerPage.objects.published_in(locale)
    explainers = list(published.about(topic).order_by("-lead", "path"))
    # A topic's own come first: behind a door that is the leading one, below it what is about nothing else.
    own = [page for page in explainers if page.topic_id == topic.pk]
    first = own if topic.parent_id and own else explainers
    lead = next((page for page in first if page.lead), first[0] if first else None)
    events = EventPage.objects.published_in(locale).about(topic).taking_place().for_lists().upcoming(now)
    context = {
        "topic": topic,
        "is_unsure": topic.code == UNSURE,
        "lead": lead,
        "explainers": [page for page in explainers if page != lead],
        "children": topic.children.active(),
        "cases": CasePage.objects.published_in(locale).about(topic).newest()[:3],
        "case_index": CaseIndexPage.objects.live().filter(locale=locale).first(),
        "events": with_status(events[:2], now),
        "thread": {"topic": topic.code},
        "crumbs": [(topic.parent.door_label, _address(topic.parent))] if topic.parent else [],
    }
    return render(request, "portal/topic.html", context)


def _address(topic):
    return reverse("topics:detail", kwargs={"code": topic.code})
