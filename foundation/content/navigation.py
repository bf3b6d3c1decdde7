"""The five places of the main menu, and the pages named in the footer. Upward only by name."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from foundation.content.kept import kept


@dataclass(frozen=True)
class Section:
    """A place in the menu: either the index page of a type, or a route. At most four characters."""

    label: str
    page_type: str = ""
    route: str = ""


SECTIONS = (
    Section(_("法律"), page_type="laws.ExplainerIndexPage"),
    Section(_("案例"), page_type="cases_showcase.CaseIndexPage"),
    Section(_("活动"), page_type="campaigns.CampaignIndexPage"),
    Section(_("援助站"), route="stations:list"),
    Section(pgettext_lazy("menu", "查进度"), route="intake:track"),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    route: str = ""  # for what carries topic and region along


@kept
def places(language, chosen_ids):
    """{page type: page, pk of a chosen page: page}: the first live page of each section's type, and the chosen pages
    in this language.
    """
    kinds = Q()
    for section in SECTIONS:
        if section.page_type:
            app_label, model = section.page_type.lower().split(".")
            kinds |= Q(content_type__app_label=app_label, content_type__model=model)
    chosen = dict(Page.objects.filter(pk__in=chosen_ids).values_list("pk", "translation_key"))
    pages = (
        Page.objects.live()
        .filter(locale__language_code=language)
        .filter(kinds | Q(translation_key__in=chosen.values()))
        .select_related("content_type", "locale")
        .order_by("path")
    )
    by_kind, by_key = {}, {}
    for page in pages:
        by_kind.setdefault(f"{page.content_type.app_label}.{page.content_type.model}", page)
        by_key.setdefault(page.translation_key, page)
    return {**by_kind, **{pk: by_key[key] for pk, key in chosen.items() if key in by_key}}


def menu(site, places):
    """The menu of a site; a section without a live page is left out."""
    links = []
    for section in SECTIONS:
        url = _address(section, site, places)
        if url:
            links.append(Link(section.label, url, section.route))
    return links


def section_urls(site, places):
    """{"laws": url, …}: the index page of each app, for “all of them” links."""
    kinds = [section.page_type for section in SECTIONS if section.page_type]
    found = {kind.split(".")[0]: places.get(kind.lower()) for kind in kinds}
    return {app: page.get_url(current_site=site) for app, page in found.items() if page}


def _address(section, site, places):
    if section.page_type:
        page = places.get(section.page_type.lower())
        return page.get_url(current_site=site) if page else None
    return reverse(section.route)


def here(path, url):
    """The value of aria-current for a link of the menu: "page", "true" below the place, "" elsewhere."""
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""
