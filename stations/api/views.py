import hashlib
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.db.models import Count, Max
from django.http import JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from foundation.content.models import SiteIdentity
from stations.api import openapi, output
from stations.api.forms import USUAL, AskedForm
from stations.exchange.shape import CHINESE
from stations.models import Station

TYPES = {"application/json": "json", "application/geo+json": "geojson", "text/csv": "csv"}
SECONDS = 300


@csrf_exempt
@require_safe
def stations(request):
    """Stations by region, kind, service and change, as JSON, GeoJSON (both in pages) or CSV (whole)."""
    with override(CHINESE):
        response = _answer(request)
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    patch_vary_headers(response, ["Accept"])
    return response


def _answer(request):
    try:
        form = AskedForm(request.GET)
    except TooManyFieldsSent:
        return _refused({})
    errors = {name: [str(one) for one in said] for name, said in form.errors.items()}
    # Whoever types regoin does not want all of the country.
    errors |= {name: ["没有这个参数。"] for name in sorted(request.GET.keys() - form.fields.keys())}
    if errors:
        return _refused(errors)
    asked = form.cleaned_data
    preferred = request.get_preferred_type(list(TYPES)) or "application/json"
    format = asked["format"] or TYPES[preferred]
    found, licence = _found(asked), licence_of(request)
    state = found.order_by().aggregate(many=Count("pk"), last=Max("changed_at"))
    etag = _etag(request, state, format, licence)
    kept = get_conditional_response(request, etag=etag)
    response = kept or _made(request, found, asked, format, licence, state["many"])
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


PLAIN = {"ensure_ascii": False}


def _refused(errors):
    return JsonResponse({"error": "问的条件不对。", "fields": errors}, status=400, json_dumps_params=PLAIN)


def _found(asked):
    found = Station.objects.open_to_public().of_kind(asked["kind"])
    if asked["region"]:
        found = found.filter(region__code__startswith=_prefix(asked["region"]))
    if asked["service"]:
        found = found.filter(services__contains=[asked["service"]])
    if asked["updated_since"]:
        found = found.filter(changed_at__gte=asked["updated_since"])
    return found.order_by("code")


def _prefix(code):
    """36, 3607 or 360702: the digits that a division shares with all below it."""
    return code.removesuffix("00").removesuffix("00") if code.endswith("0000") else code.removesuffix("00")


def _etag(request, state, format, licence):
    """Another one as soon as a station of the answer is changed, comes or goes, and every day: what is coming passes."""
    told = (request.build_absolute_uri(), format, licence, state["many"], state["last"], timezone.localdate())
    return f'W/"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


def _made(request, found, asked, format, licence, total):
    here = request.build_absolute_uri
    found = found.select_related("region", "office", "parent")
    if format == "csv":
        found = found.prefetch_related("opening_hours")
        headers = {"Content-Disposition": 'attachment; filename="stations.csv"'}
        return StreamingHttpResponse(
            output.as_csv(found, here), content_type="text/csv; charset=utf-8", headers=headers
        )
    many = asked["limit"] or USUAL
    found = found.with_schedule(timezone.now())
    rows = list((found.filter(code__gt=asked["after"]) if asked["after"] else found)[: many + 1])
    more, rows = len(rows) > many, rows[:many]
    following = here(f"{request.path}?{urlencode(_next(request, rows[-1].code))}") if more else None
    about = {"licence": licence, "documentation": here(reverse("api_openapi")), "next": following}
    if format == "geojson":
        features = [output.as_feature(station, here) for station in rows]
        body, kind = {"type": "FeatureCollection", **about, "features": features}, "application/geo+json"
    else:
        values = [output.as_value(station, here) for station in rows]
        body, kind = {**about, "count": len(values), "total": total, "stations": values}, "application/json"
    response = JsonResponse(body, json_dumps_params=PLAIN, content_type=kind)
    links = [f'<{licence["url"]}>; rel="license"'] if licence["url"] else []
    if following:
        links.append(f'<{following}>; rel="next"')
    if links:
        response["Link"] = ", ".join(links)
    return response


def _next(request, code):
    return {**request.GET.dict(), "after": code}


def licence_of(request):
    """What the operator lets others do with it, in the operator's words or in ours."""
    site = SiteIdentity.for_request(request)
    usual = f"可自由使用，注明来源：{site.host or site.site_name}。"
    return {"text": site.data_licence or usual, "url": site.data_licence_url}


@require_safe
def description(request):
    """OpenAPI 3.1."""
    with override(CHINESE):
        root = request.build_absolute_uri("/").rstrip("/")
        response = JsonResponse(openapi.document(root, licence_of(request)), json_dumps_params=PLAIN)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response
