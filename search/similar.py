"""What is like a page, or like the matter of an application. Asked with public text alone, and recorded nowhere."""

from django.apps import apps
from django.conf import settings
from django.utils.translation import get_language

from foundation.content.kept import kept
from foundation.content.searchable import SENSITIVE, SearchDocument
from search.engines import answer

MOST = 3
LOOKED_AT = 30  # of all kinds


def to_page(page, kinds: tuple[str, ...]) -> list[SearchDocument]:
    """At most MOST of `kinds`, never the page itself nor a translation of it, nor what others must not see."""
    return _to_page(page._meta.label, page.pk, kinds)


def to_matter(topic, kinds: tuple[str, ...]) -> list[SearchDocument]:
    """The same for what somebody has applied for: of the application only its topic is asked, a word of ours."""
    return _to_text(f"{topic.name} {topic.door_label}", kinds, "") if topic else []


@kept
def _to_page(label, pk, kinds):
    page = apps.get_model(label).objects.get(pk=pk)
    text = f"{page.title} {page.search_words} {page.summary}"
    return _found(text, kinds, f"page:{page.translation_key}")


@kept
def _to_text(text, kinds, but):
    return _found(text, kinds, but)


def _found(text, kinds, but):
    locale = get_language() or settings.LANGUAGE_CODE
    found, _degraded = answer(lambda engine: engine.similar(text, locale=locale, limit=LOOKED_AT, but=but))
    return [one for one in found if one.kind in kinds and SENSITIVE not in one.extra][:MOST]
