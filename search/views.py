from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from foundation.content.models import SiteIdentity
from foundation.guessing import tries
from search import clicks, picks, services
from search.answers import answers_to
from search.engines import COUNT_LIMIT, FACETS, NEWEST
from search.facets import address, doors, facets_of
from search.kinds import labels
from search.suggestions import first_questions, suggest

MAX_DIGITS = 9


@require_safe
def results(request):
    """One box over all public content. A GET form: every state has its address and needs no JavaScript."""
    locale = get_language()
    filters = {name: request.GET.getlist(name) for name in FACETS}
    home = SiteIdentity.for_request(request).home_region
    regions = [code for code in filters["region"] if len(code) == 6 and code.isascii() and code.isdigit()]
    found = services.search(
        request.GET.get("q", ""),
        filters=filters,
        sort=request.GET.get("sort", ""),
        region=regions[0] if regions else home,
        page=_number(request.GET.get("page")),
        locale=locale,
    )
    is_first = found.page == 1 and not found.filters
    # A place that was chosen is told beside the question; other filters only look further into its answers.
    if not found.is_empty and found.page == 1 and not set(found.filters) - {"region"}:
        services.record(found, locale=locale, asker=tries.neighbourhood(request))
    facets = facets_of(found)
    topics = found.filters.get("topic", ())
    context = {
        "results": found,
        "picks": picks.picked(found.query, locale) if is_first else [],
        "first": (found.page - 1) * services.PER_PAGE + 1,
        "crumbs": [],
        "answers": answers_to(found.asked, home=home) if is_first else [],
        "tabs": _tabs(found),
        "facets": facets,
        "chosen": [option for facet in facets for option in facet.chosen if facet.name != "kind"],
        "without_filters": address(found, **dict.fromkeys(FACETS, ())),
        "sorts": _sorts(found),
        "previous": address(found, page=found.page - 1) if found.page > 1 else "",
        "next": address(found, page=found.page + 1) if found.page < found.pages else "",
        "popular": [] if found.hits else first_questions(locale),
        "doors": doors() if found.was_relaxed or not found.hits else [],
        "total_said": found.total if not found.is_bounded else COUNT_LIMIT,
        # The region in its address narrows: nobody said to be there.
        "thread": {"topic": topics[0] if len(topics) == 1 else "", "region": ""},
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request):
    """What others ask and what there is, from the first character: a page of links, or JSON for the box."""
    typed = request.GET.get("q", "")
    found = suggest(typed, locale=get_language())
    if request.accepts("text/html"):
        context = {"typed": typed.strip(), "questions": found, "crumbs": []}
        response = render(request, "search/suggestions.html", context)
    else:
        response = JsonResponse({"suggestions": found})
    patch_vary_headers(response, ["Accept"])
    return response


@csrf_exempt  # no session and nobody's data: it must come from a page of ours
@require_POST
def clicked(request):
    """A result was opened; static/js/clicks.js tells."""
    site = request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")
    position = request.POST.get("position", "")
    place = int(position) if position.isascii() and position.isdigit() and len(position) <= MAX_DIGITS else 0
    if site in {"same-origin", f"{request.scheme}://{request.get_host()}"}:
        clicks.count(
            request.POST.get("q", ""),
            position=place,
            url=request.POST.get("url", ""),
            locale=get_language(),
        )
    return HttpResponse(status=204)


def _number(text):
    """The page asked for; nonsense is the first, and a number too long to read is far beyond the last."""
    text = (text or "").strip()
    if not (text.isascii() and text.isdigit()):
        return 1
    return int(text) if len(text) <= MAX_DIGITS else 10**MAX_DIGITS


def _tabs(found):
    """All, then the kinds that have hits, and the one chosen even when it has none."""
    if not (found.by_kind or found.kind):
        return []
    kinds = [
        (kind, label, found.by_kind.get(kind, 0))
        for kind, label in labels().items()
        if kind in found.by_kind or kind in found.filters.get("kind", ())
    ]
    rows = [("", _("全部"), sum(found.by_kind.values())), *kinds]
    chosen = found.filters.get("kind", ())
    return [
        {
            "label": label,
            "count": count,
            "url": address(found, kind=(kind,) if kind else ()),
            "is_current": kind in chosen if kind else not chosen,
        }
        for kind, label, count in rows
    ]


def _sorts(found):
    rows = (("", _("最贴近的在前")), (NEWEST, _("最新的在前")))
    return [
        {"label": label, "url": address(found, sort=sort), "is_current": sort == found.sort}
        for sort, label in rows
    ]
