"""Small addresses of the site itself: type size, leaving at once, site map, robots, security contact."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from foundation.content.context_processors import BIG_TYPE_COOKIE

YEAR = 365 * 24 * 3600


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
    """Somebody is coming: forget this visit and show another site. Drafts stay safe under their code."""
    request.session.flush()
    response = HttpResponseRedirect(settings.LEAVE_URL)
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_safe
def site_map(request):
    """Every page of the site on one page, and the routes that are not pages."""
    home = Site.find_for_request(request).root_page.localized
    pages = list(home.get_descendants().live().public().order_by("path")) if home else []
    return render(request, "portal/site_map.html", {"pages": pages, "home": home, "crumbs": []})
