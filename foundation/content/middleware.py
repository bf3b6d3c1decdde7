from django.http.request import split_domain_port
from django.utils.translation import get_language_from_path
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from foundation.content.kept import kept


class SiteMiddleware:
    """Tell Wagtail which site a public address belongs to and where sites begin; else each page asks anew."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if get_language_from_path(request.path_info):
            # Where Wagtail itself remembers both for the rest of a request.
            request._wagtail_site = _site(split_domain_port(request.get_host())[0], request.get_port())
            request._wagtail_cached_site_root_paths = _root_paths()
        return self.get_response(request)


@kept
def _site(hostname, port):
    try:
        site = get_site_for_hostname(hostname, port)
    except Site.DoesNotExist:
        return None
    # In the reader's language, in its own type and with its locale: each page begins its way here.
    site.root_page = site.root_page.localized.specific
    site.root_page.locale  # noqa: B018 - fetched now, and kept with it
    return site


@kept
def _root_paths():
    return Site.get_site_root_paths()
