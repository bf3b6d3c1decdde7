"""Small addresses of the site itself: type size, leaving at once, site map, robots, security contact."""

from datetime import UTC, timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.models import Site

from foundation.content.context_processors import BIG_TYPE_COOKIE
from foundation.content.models import SiteIdentity

YEAR = 365 * 24 * 3600
OUR_COOKIES = (
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    BIG_TYPE_COOKIE,
)


@never_cache
@require_safe
def display(request):
    """Keep the chosen type size in a cookie and go back to where the visitor was."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.GET.get("type") == "big":
        response.set_cookie(
            BIG_TYPE_COOKIE,
            "big",
            max_age=YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
    else:
        response.delete_cookie(BIG_TYPE_COOKIE, samesite="Lax")
    return response


@never_cache
@require_safe
def leave(request):
    """Somebody is coming: forget this visit and show another site. Drafts stay safe under their code.

    Cookies are taken back one by one: Clear-Site-Data would take those of every site of the same government.
    """
    if settings.READ_ONLY:  # the cookie goes now, its row in the database runs out by itself
        request.session = type(request.session)()
    else:
        request.session.flush()
    response = HttpResponseRedirect(settings.LEAVE_URL)
    response["Clear-Site-Data"] = '"cache"'
    for name in OUR_COOKIES:
        response.delete_cookie(name, samesite="Lax")
    return response


@cache_control(public=True, max_age=YEAR, immutable=True)
@require_safe
def image(request, path):
    """A picture that Wagtail has made of an editor's upload. Originals and documents are not handed out here."""
    response = serve(request, path, document_root=settings.MEDIA_ROOT / "images")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
def site_map(request):
    """Every page of the site on one page, and the routes that are not pages."""
    home = Site.find_for_request(request).root_page.localized
    pages = list(home.get_descendants().live().public().order_by("path")) if home else []
    return render(request, "portal/site_map.html", {"pages": pages, "home": home, "crumbs": []})


@cache_control(max_age=24 * 3600, public=True)
@require_safe
def robots_txt(request):
    """What crawlers need not fetch: forms, results, private places. Nothing secret is protected by this."""
    kept_out = ["/admin/", "/display", "/leave", "/*/apply/", "/*/track/", "/*/search/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in kept_out), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@cache_control(max_age=24 * 3600, public=True)
@require_safe
def security_txt(request):
    """RFC 9116: whom to tell about a hole. The hotline stands in until an address is set in the admin."""
    identity = SiteIdentity.for_request(request)
    contact = (
        f"mailto:{identity.security_contact}" if identity.security_contact else f"tel:{identity.hotline}"
    )
    # Renewed with every month, so that it neither changes daily nor runs out.
    expires = timezone.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=180)
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: zh, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Browsers that ask without being told."""
    return HttpResponsePermanentRedirect(static("favicon.ico"))
