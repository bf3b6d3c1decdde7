"""What base.html needs on every page; nothing is asked of the database before a template uses it."""

from functools import cache

from django.conf import settings
from django.utils.translation import get_language, gettext
from wagtail.models import Site

from foundation.content import languages, navigation
from foundation.content.kept import kept
from foundation.content.models import SiteIdentity

BIG_TYPE_COOKIE = "type"


class Furniture:
    """Header, menu and footer of a site in the active language."""

    def __init__(self, site):
        identity = SiteIdentity.for_site(site)
        footer = {
            "privacy": identity.privacy_page_id,
            "accessibility": identity.accessibility_page_id,
            "about": identity.about_page_id,
        }
        places = navigation.places(get_language(), tuple(filter(None, footer.values())))
        self.identity = identity
        # Names that the catalogues know (the demo's) appear in the visitor's language.
        self.name = gettext(identity.site_name) if identity.site_name else ""
        self.host = gettext(identity.host) if identity.host else ""
        self.hotline = identity.hotline
        self.menu = navigation.menu(site, places)
        self.sections = navigation.section_urls(site, places)
        for name, pk in footer.items():
            setattr(self, name, places[pk].get_url(current_site=site) if pk in places else "")


@kept
def _furniture(site):
    return Furniture(site)


def page_furniture(request):
    return {
        "furniture": cache(lambda: _furniture(Site.find_for_request(request))),
        "html_lang": languages.tag(get_language() or settings.LANGUAGE_CODE),
        "big_type": request.COOKIES.get(BIG_TYPE_COOKIE) == "big",
    }
