"""What editors put above the results of a question."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from foundation.content.admin_home import WaitingItem
from foundation.content.kept import kept
from search.analysis import normalise, runs
from search.models import Pick
from search.vocabulary import vocabulary


@dataclass(frozen=True)
class Picked:
    title: str
    url: str
    kind: str  # in words; "" for a page that no tab has


def picked(query: str, locale: str) -> list[Picked]:
    """The pages picked for this question, in their order; a translation where there is one."""
    found = _by_question().get(question(query)) if query else None
    return _shown(found, locale) if found else []


def question(text: str) -> str:
    """What two ways to ask have in common: without script, width, marks and words of asking."""
    bare = "".join(runs(normalise(text)))
    said = bare
    for word in vocabulary().filler:
        said = said.replace(word, "")
    return said or bare


@kept
def _by_question() -> dict[str, tuple[str, ...]]:
    """Question → pages, by what their translations have in common."""
    found: dict[str, tuple[str, ...]] = {}
    for pick in Pick.objects.in_force(timezone.localdate()).prefetch_related("pages__page"):
        keys = tuple(row.page.translation_key for row in pick.pages.all())
        for way in pick.asked_ways:
            found.setdefault(question(way), keys)
    return found


def _shown(keys: tuple[str, ...], locale: str) -> list[Picked]:
    """Those that are published and for everybody, now."""
    pages = (
        Page.objects.live()
        .public()
        .filter(translation_key__in=keys, locale__language_code__in=(settings.LANGUAGE_CODE, locale))
    )
    by_key: dict[str, Page] = {}
    for page in pages.select_related("locale"):
        if page.translation_key not in by_key or page.locale.language_code == locale:
            by_key[page.translation_key] = page
    shown = [(page, page.get_url()) for page in map(by_key.get, keys) if page]
    return [Picked(page.title, url, _kind(page)) for page, url in shown if url]


def _kind(page: Page) -> str:
    kind = getattr(page.specific_class, "search_kind", None)
    return str(kind.label) if kind else ""


def waiting_items(request) -> list[WaitingItem]:
    """For who answers for a pick whose day is over."""
    count = Pick.objects.overdue(timezone.localdate()).filter(owner=request.user.pk).count()
    url = reverse("picks_admin:index") + f"?owner={request.user.pk}&is_active=true"
    return [WaitingItem(_("置顶过期了，看看还要不要"), count, url, urgent=True)]
