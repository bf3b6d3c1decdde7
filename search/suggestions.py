"""What is offered while one types: from the first character, in whatever script."""

from django.conf import settings

from foundation.content.kept import kept
from search.analysis import normalise
from search.engines import POSTGRESQL, answer, chosen_path
from search.likeness import by_sound
from search.models import SearchEntry
from search.query import parse
from search.vocabulary import held, vocabulary

MOST = 8
LONGEST = 40
FIRST = 6  # where nothing has been typed


@held()
def suggest(typed: str, *, locale: str) -> list[str]:
    """At most MOST questions and titles for what has been typed so far: ours first, then what there is."""
    asked = parse(typed[:LONGEST])
    folded = asked.folded.strip()
    if not folded:
        return []
    known = [one for one in vocabulary().popular if folded in normalise(one)]
    letters = "".join(filter(str.isalpha, folded))
    if folded.isascii() and len(letters) > 1:
        known += [
            one for sound, phrases in by_sound().items() if sound.startswith(letters) for one in phrases
        ]
    titles = _titles(folded, locale)
    if not titles and asked.meant != asked.folded:  # pinyin: what it spells
        titles = _titles(asked.meant.strip(), locale)
    half = MOST // 2
    return list(dict.fromkeys([*known[:half], *titles, *known[half:]]))[:MOST]


def _titles(prefix: str, locale: str) -> list[str]:
    titles, _degraded = answer(lambda engine: engine.suggest(prefix, locale=locale, limit=MOST))
    return _titles_there(titles)


def _titles_there(titles: list[str]) -> list[str]:
    if not titles or chosen_path() == POSTGRESQL:
        return titles
    there = set(SearchEntry.objects.filter(title__in=titles).values_list("title", flat=True))
    return [title for title in titles if title in there]


@kept
def first_questions(locale: str) -> list[str]:
    """For whoever has typed nothing, or found nothing: our questions; in other languages what explains things there."""
    if locale == settings.LANGUAGE_CODE:
        return list(vocabulary().popular)
    explained = SearchEntry.objects.filter(kind="explainer", locale=locale).order_by("title")
    return list(explained.values_list("title", flat=True)[:FIRST]) or list(vocabulary().popular)
