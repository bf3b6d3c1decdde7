from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search import clicks, picks, services
from search.engines import COUNT_LIMIT
from search.kinds import labels
from search.vocabulary import vocabulary

MAX_DIGITS = 9


@require_safe
def results(request):
    """One box over all public content. A GET form: every state has its address and needs no JavaScript."""
    locale = get_language()
    asked = request.GET.get("q", "")
    found = services.search(
        asked, kind=request.GET.get("kind", ""), page=_number(request.GET.get("page")), locale=locale
    )
    if not found.is_empty and found.page == 1 and not found.kind:
        services.record(found, locale=locale)
    context = {
        "results": found,
        "picks": picks.picked(found.query, locale) if found.page == 1 and not found.filters else [],
        "first": (found.page - 1) * services.PER_PAGE + 1,
        "crumbs": [],
        "tabs": _tabs(found),
        "previous": _address(found, page=found.page - 1) if found.page > 1 else "",
        "next": _address(found, page=found.page + 1) if found.page < found.pages else "",
        "popular": vocabulary().popular,
        "total_said": found.total if not found.is_bounded else COUNT_LIMIT,
    }
    return render(request, "search/results.html", context)


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


def _address(found, *, kind=None, page=1):
    kind = found.kind if kind is None else kind
    parts = {"q": found.query, "kind": kind, "page": page if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in parts.items() if value})


def _tabs(found):
    """All, then the kinds that have hits, and the one chosen even when it has none."""
    if not found.by_kind:
        return []
    kinds = [
        (kind, label, found.by_kind.get(kind, 0))
        for kind, label in labels().items()
        if kind in found.by_kind or kind == found.kind
    ]
    rows = [("", None, sum(found.by_kind.values())), *kinds]
    return [
        {"label": label, "count": count, "url": _address(found, kind=kind), "is_current": kind == found.kind}
        for kind, label, count in rows
    ]
