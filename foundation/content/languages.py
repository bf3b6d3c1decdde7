"""Language codes as HTML wants them, and where else a page exists."""

from dataclasses import dataclass
from functools import cache
from urllib.parse import urljoin

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_from_path, get_language_info, to_locale
from wagtail.models import Page

from foundation.content.kept import kept


@cache
def tag(code):
    """BCP 47 tag of a Django language code: zh-hans → zh-Hans."""
    return to_locale(code).replace("_", "-")


@cache
def direction(code):
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


@dataclass(frozen=True)
class OtherLanguage:
    code: str
    tag: str
    name: str
    dir: str
    url: str
    absolute: str
    is_translated: bool  # False: the page exists there, but shows the source language's text
    is_current: bool

    @property
    def link(self):
        """Its name, as a link to the page there."""
        if self.is_current:
            return format_html('<span aria-current="true" lang="{}">{}</span>', self.tag, self.name)
        there = '<a href="{}" lang="{tag}" hreflang="{tag}" dir="{}">{}</a>'
        return format_html(there, self.url, self.dir, self.name, tag=self.tag)


def main_language(page):
    """The language that a page's own text is in: for an alias, the language of what it stands for."""
    if page is None or not getattr(page, "locale_id", None):
        return get_language()
    original = page.alias_of if page.alias_of_id else page
    return original.locale.language_code


def versions(request, page=None):
    """This very page in each language in which it exists, the current one included; the query goes along."""
    query = ""
    if isinstance(page, Page) and page.pk:
        found = {
            p.locale.language_code: (p.get_url(request), p.alias_of_id is None)
            for p in _published(page.translation_key)
        }
        if request.META.get("QUERY_STRING"):
            query = "?" + request.META["QUERY_STRING"]
    else:
        path = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
        here = get_language_from_path(path)
        if here is None:
            return []  # an address without a language
        # All addresses are the same but for the language they begin with.
        found = {code: (f"/{code}{path[len(here) + 1 :]}", True) for code, _ in settings.LANGUAGES}
    origin = request.build_absolute_uri("/")
    return [
        OtherLanguage(
            code=code,
            tag=tag(code),
            name=name,
            dir=direction(code),
            url=found[code][0] + query,
            absolute=urljoin(origin, found[code][0]),
            is_translated=found[code][1],
            is_current=code == get_language(),
        )
        for code, name in settings.LANGUAGES
        if code in found and found[code][0]
    ]


@kept
def _published(translation_key):
    """The page in every language in which readers find it."""
    pages = Page.objects.filter(translation_key=translation_key).live().select_related("locale")
    return list(pages.only("url_path", "alias_of", "locale__language_code"))


def field_language(page, field):
    """The tag of the source language where a translated page still carries the Chinese of `field`, else ""."""
    if not page.pk or page.alias_of_id or page.locale.language_code == settings.LANGUAGE_CODE:
        return ""
    source = (
        type(page)
        .objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
        .first()
    )
    if source is None or source.pk == page.pk:
        return ""
    value, original = (p._meta.get_field(field).value_to_string(p) for p in (page, source))
    return tag(settings.LANGUAGE_CODE) if value == original else ""
