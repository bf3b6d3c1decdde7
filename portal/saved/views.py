"""存到手机里: the page that offers it, the short pages that are kept, and the worker that shows them without a line."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from foundation.content.models import SiteIdentity
from foundation.regions.models import Region
from portal.saved import book
from stations import phone_tree
from stations.forms import FinderForm


@require_safe
def choose(request):
    """What can be kept, for which place; with JavaScript also the button."""
    form = FinderForm(request.GET)
    form.is_valid()  # What is not valid is left out, and said beside the field.
    asked = form.cleaned_data
    home = SiteIdentity.for_request(request).home_region
    here = phone_tree.where(asked.get("place", ""), asked.get("region", ""), home)
    context = {
        "form": form,
        "here": here,
        "is_small_enough": _is_small_enough(here.region),
        "place": asked.get("place", ""),
        "explainers": book.offered(asked.get("topic", "")),
        "most": book.MOST_EXPLAINERS,
        "limit": book.LIMIT // 1024,
        "days": book.MOST_DAYS,
        "is_on": settings.OFFLINE_COPIES,
        "thread": {"topic": asked.get("topic", ""), "region": "" if here.is_home else here.code},
        "crumbs": [],
    }
    return render(request, "portal/saved/choose.html", context)


def _is_small_enough(region):
    return region is not None and region.level != Region.Level.PROVINCE


def _region(code):
    region = Region.objects.by_code(code)
    if not _is_small_enough(region):
        raise Http404
    return region


@require_safe
def stations(request, region):
    return HttpResponse(book.stations_page(request, _region(region)))


@require_safe
def phones(request, region):
    return HttpResponse(book.phones_page(request, _region(region)))


@require_safe
def explainer(request, region, pk):
    page = get_object_or_404(book.explainers_for(""), pk=pk)
    return HttpResponse(book.explainer_page(request, _region(region), page))


@require_safe
def offline(request):
    return HttpResponse(book.offline_page(request))


@never_cache
@require_safe
def manifest(request, region):
    """Addresses and sizes of a copy. What is wrong with it is said in words, in `problem`."""
    if not settings.OFFLINE_COPIES:
        raise Http404
    wanted = [pk for pk in request.GET.getlist("explainer") if pk.isascii() and pk.isdigit() and len(pk) < 10]
    chosen = book.explainers_for("").filter(pk__in=wanted[: book.MOST_EXPLAINERS]).order_by("path")
    return JsonResponse(book.manifest(request, _region(region), list(chosen)))


@cache_control(no_cache=True)
@require_safe
def worker(request):
    """The service worker, at the root so that it may answer for the whole site; browsers ask for it anew.

    Switched off (OFFLINE_COPIES), it is one that takes itself and every copy back.
    """
    name = "worker.js" if settings.OFFLINE_COPIES else "worker-off.js"
    response = HttpResponse(_script(name), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    return response


@cache
def _script(name):
    return (Path(__file__).parent / name).read_text("utf-8")
