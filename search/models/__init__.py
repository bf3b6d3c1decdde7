from search.models.asked import Judgement, SearchClick, SearchQuery
from search.models.index import IndexCheck, KeptPhrase, PhrasePlace, PhrasesTold, SearchEntry
from search.models.words import Pick, PickedPage, Synonym

__all__ = [
    "IndexCheck",
    "Judgement",
    "KeptPhrase",
    "PhrasePlace",
    "PhrasesTold",
    "Pick",
    "PickedPage",
    "SearchClick",
    "SearchEntry",
    "SearchQuery",
    "Synonym",
]
