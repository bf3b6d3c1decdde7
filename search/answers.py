"""What answers outright, before the hits: asked of every app that has an `answers` module, by no list of its own."""

from functools import lru_cache
from importlib import import_module

from django.apps import apps
from django.utils import timezone
from django.utils.module_loading import module_has_submodule

from foundation.content.answering import WORDED, Answer, Asked
from search.analysis import normalise
from search.query import Query

MOST = 2


def answers_to(query: Query, *, home: str = "", topic: str = "") -> list[Answer]:
    """At most MOST, what is surest first."""
    asked = Asked(
        query.text,
        query.meant,
        normalise,
        timezone.now(),
        home=home,
        topic=topic,
        is_known=not query.is_guess,
        has_words=any(clause.known for clause in query.clauses),
    )
    found = [answer for module in _modules() for answer in module.answers(asked)]
    found.sort(key=lambda answer: answer.order)
    # What a word means is said only to who asked for nothing else.
    return [answer for answer in found if answer.order < WORDED or answer is found[0]][:MOST]


@lru_cache(maxsize=1)
def _modules():
    return [
        import_module(f"{config.name}.answers")
        for config in apps.get_app_configs()
        if config.name != "search" and module_has_submodule(config.module, "answers")
    ]
