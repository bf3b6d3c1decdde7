"""How a page type or a model says what people find of it. Plain values: nothing here knows who indexes them.

Whatever has a `search_document` is searched. `search/` looks for it among all models, so that a new one is found
without a line there. A page type without one says why in `not_searched`; a test fails for those that say nothing.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search.index import SearchField

# Rows of `sender` (a model) were written in bulk, without a signal for each. `keys`: their primary keys.
many_changed = Signal()
# Fields that are weighted on their own; everything else in a page's `search_fields` is body.
_OWN = {"title", "search_words", "summary", "slug"}


@dataclass(frozen=True)
class SearchKind:
    """A tab of the results page. Several models may share one if their keys cannot be the same."""

    code: str
    label: str
    is_vocabulary: bool = False  # its titles are words that people may type


# In the `extra` of what others must not see somebody read.
SENSITIVE = "sensitive"
OTHER = SearchKind("page", _("其他"))


@dataclass(frozen=True)
class SearchDocument:
    """What is found of one thing in one language. `kind`, `pk` and `locale` together are its key."""

    kind: str  # code of a SearchKind
    pk: str
    locale: str
    title: str
    url: str
    heading: str = ""  # the part of the title that says what it is about, by default all of it
    body: str = ""
    words: str = ""  # what people call it
    beside: str = ""  # the name of what it is a part of, and what is said where one is sent to it
    facts: tuple[str, ...] = ()  # one line below the title
    leads: bool = False  # the page to begin with in its matter
    topics: tuple[str, ...] = ()  # codes
    region: str = ""  # code of the place it is about
    laws: tuple[str, ...] = ()  # codes of the laws it cites
    date: datetime.date | None = None  # published, or in force from
    until: datetime.date | None = None  # its last day of use
    translation_of: str = ""  # the same in every language, by default kind and key; one stands in for another
    extra: dict[str, str] = field(default_factory=dict)  # phone of a station, SENSITIVE …
    score: float = 0  # of what was found: what its engine ranked it by, in that engine's measure

    @property
    def weighed(self) -> tuple[str, str, str, str]:
        """What counts as its title, as what people call it, as what stands beside it, and its text."""
        return self.heading or self.title, self.words, "\n".join([*self.facts, self.beside]), self.body


class Searchable(Protocol):
    search_kind: ClassVar[SearchKind]
    search_related: ClassVar[tuple[str, ...]]  # what `select_related` should bring along
    search_prefetched: ClassVar[tuple[str, ...]]  # and `prefetch_related`
    # Rows of others whose words it uses: label of a model → how it is found from one of them, as in a filter.
    search_rests_on: ClassVar[dict[str, str]]

    def search_document(self) -> SearchDocument | None:
        """The document in the active language; None when nobody may find it.

        A page is asked in its own language, and only while it is live and public; anything else in each language
        of the site.
        """


def page_document(
    page: Page,
    *,
    facts: tuple[object, ...] = (),
    words: str = "",
    **fields: Any,
) -> SearchDocument | None:
    """What all pages have, and what this one adds. None for a page without an address.

    `fields`: what else a SearchDocument has, where it is not what every page says.
    """
    url = page.get_url()
    if not url:
        return None
    usual: dict[str, Any] = {
        "topics": said(page.get_thread_context().get("topic")),
        "date": _date_of(page),
        "extra": {SENSITIVE: "yes"} if getattr(page, "is_sensitive", False) else {},
    }
    return SearchDocument(
        kind=page.search_kind.code,
        pk=str(page.pk),
        locale=page.locale.language_code,
        title=page.title,
        url=url,
        body="\n".join([page.summary, *_texts(page)]),
        words=" ".join(filter(None, [words, page.search_words])),
        facts=said(*facts),
        translation_of=f"page:{page.translation_key}",
        **{**usual, **fields},
    )


def _date_of(page: Page) -> datetime.date | None:
    """When somebody last answered for it, else when it was first published."""
    return page.signed_on or (page.first_published_at and timezone.localdate(page.first_published_at))


def model_document(thing: Any, **fields: Any) -> SearchDocument:
    """What is found of anything with a `get_absolute_url` that is no page, in the active language."""
    return SearchDocument(
        kind=thing.search_kind.code,
        pk=str(thing.pk),
        locale=get_language(),
        url=thing.get_absolute_url(),
        **fields,
    )


def said(*facts: object) -> tuple[str, ...]:
    """Those of the facts that there are, in words."""
    return tuple(str(fact) for fact in facts if fact)


def _texts(page: Page) -> Iterator[str]:
    """The words of every other searchable field, rich text and blocks without their tags."""
    for searched in page.get_search_fields():
        if isinstance(searched, SearchField) and searched.field_name not in _OWN:
            value = searched.get_value(page)
            parts = value if isinstance(value, list | tuple) else [value]
            yield from (str(part) for part in parts if part)
