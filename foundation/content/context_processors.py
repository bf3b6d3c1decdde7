"""What base.html needs on every page; nothing is asked of the database before a template uses it."""

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from foundation.content import languages, navigation
from foundation.content.models import SiteIdentity

BIG_TYPE_COOKIE = "type"


class Furniture:
    """Header, menu and footer of one request."""

    def __init__(self, request):
        identity = SiteIdentity.for_request(request)
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
        self.menu = navigation.menu(request, places)
        self.sections = navigation.section_urls(request, places)
        for name, pk in footer.items():
            setattr(self, name, places[pk].get_url(request) if pk in places else "")


def page_furniture(request):
    return {
        "furniture": SimpleLazyObject(lambda: Furniture(request)),
        "html_lang": languages.tag(get_language() or settings.LANGUAGE_CODE),
        "big_type": request.COOKIES.get(BIG_TYPE_COOKIE) == "big",
    }
