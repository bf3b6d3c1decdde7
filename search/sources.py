"""What becomes a document: live, public pages of the kinds below, and open stations in every language."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.search.index import SearchField

from foundation.content.templatetags.content_tags import chinese_date, money
from search.documents import Kind, SearchDocument

# Fields that are shown or weighted on their own; everything else in `search_fields` is body.
_OWN = {"title", "search_words", "summary", "slug"}


def _explainer(page):
    return {"facts": _line(page.topic.label), "words": page.topic.name}


def _case(page):
    won = page.amount_recovered and _("拿到 %(amount)s") % {"amount": money(page.amount_recovered)}
    many = ngettext("%(people)s 人", "%(people)s 人", page.people) % {"people": page.people}
    facts = _line(_demo(page), page.topic.label, page.region.short_name, page.people > 1 and many, won)
    return {"facts": facts, "words": page.topic.name}


def _campaign(page):
    days = {"first": chinese_date(page.starts_on, "full"), "last": chinese_date(page.ends_on, "full")}
    return {"facts": _line(_demo(page), _("%(first)s到%(last)s") % days, page.host), "until": page.ends_on}


def _event(page):
    cancelled = page.is_cancelled and _("取消了")
    day = chinese_date(page.starts_at, "full")
    facts = _line(_demo(page), cancelled, day, page.region.full_name, page.place)
    return {
        "facts": facts,
        "until": timezone.localdate(page.ends_at),
        "words": f"{page.get_kind_display()} 活动",
    }


def _demo(page):
    """An invented case or event says so among the hits too."""
    return page.is_demo and _("演示")


def _standard(page):
    return {}


# model label → (kind, what it adds)
PAGES = {
    "laws.ExplainerPage": (Kind.EXPLAINER, _explainer),
    "cases_showcase.CasePage": (Kind.CASE, _case),
    "campaigns.CampaignPage": (Kind.CAMPAIGN, _campaign),
    "campaigns.EventPage": (Kind.EVENT, _event),
    "content.StandardPage": (Kind.PAGE, _standard),
}
STATION = "stations.Station"


def kind_of(page):
    """(kind, what it adds) of a specific page, or None when its type is not searched."""
    return PAGES.get(page._meta.label)


def page_document(page) -> SearchDocument | None:
    """The document of a specific page; None when nobody may find it."""
    known = kind_of(page)
    url = page.get_url() if known and page.live else None
    if not url or page.get_view_restrictions().exists():
        return None
    kind, describe = known
    # In the language of the page, whoever saves it.
    with translation.override(page.locale.language_code):
        own = describe(page)
    thread = page.get_thread_context() if hasattr(page, "get_thread_context") else {}
    return SearchDocument(
        kind=kind,
        pk=str(page.pk),
        locale=page.locale.language_code,
        title=page.title,
        url=url,
        body="\n".join([getattr(page, "summary", ""), *_texts(page)]),
        words=" ".join(filter(None, [own.pop("words", ""), getattr(page, "search_words", "")])),
        topic=thread.get("topic", ""),
        region=thread.get("region", ""),
        translation_of=f"page:{page.translation_key}",
        **own,
    )


def _texts(page) -> Iterator[str]:
    """The words of every other searchable field, rich text and blocks without their tags."""
    for searched in page.get_search_fields():
        if isinstance(searched, SearchField) and searched.field_name not in _OWN:
            value = searched.get_value(page)
            parts = value if isinstance(value, list | tuple) else [value]
            yield from (str(part) for part in parts if part)


def station_documents(station) -> list[SearchDocument]:
    """A station in every language of the site: its text stays Chinese, its address is the reader's."""
    if not station.is_public:
        return []
    documents = []
    for locale, _language in settings.LANGUAGES:
        with translation.override(locale):
            url = reverse("stations:detail", args=[station.code])
            facts = _line(station.is_paused and station.get_status_display(), station.address)
        documents.append(
            SearchDocument(
                kind=Kind.STATION,
                pk=str(station.pk),
                locale=locale,
                title=station.name,
                url=url,
                body=_said(station, "address_note", "directions", "status_note"),
                words=f"服务站 援助站 {station.get_kind_display()} {station.region.full_name}",
                facts=facts,
                region=station.region.code,
                translation_of=f"station:{station.pk}",
                extra={"phone": station.phone} if station.phone else {},
            )
        )
    return documents


def _said(thing, *names):
    return "\n".join(str(getattr(thing, name)) for name in names if getattr(thing, name, ""))


def _line(*facts):
    return tuple(str(fact) for fact in facts if fact)


def everything() -> Iterator[SearchDocument]:
    """All documents there are now."""
    for label in PAGES:
        pages = Page.objects.type(apps.get_model(label)).live().public().select_related("locale")
        for page in pages.specific().iterator(chunk_size=100):
            document = page_document(page)
            if document:
                yield document
    for station in apps.get_model(STATION).objects.select_related("region").iterator(chunk_size=200):
        yield from station_documents(station)
