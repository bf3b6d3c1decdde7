"""The tabs of the results page: their words come from what declares a document, their order and push from here."""

from functools import lru_cache

from search.sources import declaring

# In the order of the tabs; the number is added to the rank. A kind without a row comes last, without a push.
# The wording of the law comes after what explains it, unless it is asked for by its number.
BOOSTS = {
    "explainer": 0.8,
    "case": 0.3,
    "station": 0.4,
    "term": 0.3,
    "hotline": 0.3,
    "article": -5.0,
    "campaign": 0.2,
    "event": 0.3,
    "page": 0.0,
}


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """Code → words in the active language, in the order of the tabs."""
    kinds = {model.search_kind.code: model.search_kind.label for model in declaring()}
    places = list(BOOSTS)
    ordered = sorted(kinds, key=lambda code: places.index(code) if code in BOOSTS else len(places))
    return {code: kinds[code] for code in ordered}
