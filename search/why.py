"""Why a hit answers a question: which of the words asked for stands where, and what stands for it. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from foundation.content.searchable import SearchDocument
from search.analysis import normalise
from search.query import Clause, Query

# The places of a document in which a reason is looked for, from the top of its page.
PLACES = {
    "title": _("标题"),
    "words": _("老百姓的说法"),
    "facts": _("标题下的一行"),
    "beside": _("引到这里的页面怎么说"),
    "body": _("正文"),
}
TYPED, SYNONYM, HEARD = _("原话"), _("同义词"), _("听起来像")


@dataclass(frozen=True)
class Reason:
    """`asked` as it was typed, answered by `phrase` in `place`; `place` is empty where it is missing."""

    asked: str
    weak: bool
    phrase: str = ""
    place: str = ""
    how: str = ""


def reasons(query: Query, document: SearchDocument) -> list[Reason]:
    fields = {place: getattr(document, place) for place in PLACES} | {"title": document.weighed[0]}
    texts = {
        place: normalise(" ".join(text) if isinstance(text, tuple) else text)
        for place, text in fields.items()
    }
    return [_reason(clause, texts) for clause in query.clauses]


def _reason(clause: Clause, texts: dict[str, str]) -> Reason:
    asked = clause.phrases[0]
    for place, text in texts.items():
        for phrase in clause.phrases:
            if phrase in text:
                return Reason(asked, clause.weak, phrase, str(PLACES[place]), str(_how(clause, phrase)))
    return Reason(asked, clause.weak)


def _how(clause: Clause, phrase: str):
    if phrase == clause.phrases[0]:
        return TYPED
    return HEARD if phrase == clause.heard_as else SYNONYM
