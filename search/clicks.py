"""Which results are opened: counted for a question of the day, without anybody's address, session or own words."""

import logging

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from search.models import SearchClick, SearchEntry, SearchQuery
from search.query import parse
from search.services import scrub, words_of_danger

log = logging.getLogger(__name__)
LAST = 1000


def count(query: str, *, position: int, url: str, locale: str) -> bool:
    """Whether it counts: a place of a result that there is, for a question that was asked today.

    So nobody makes rows of their own words, and what others must not see on a shared phone is never counted.
    """
    folded = parse(query).folded
    once = {"day": timezone.localdate(), "text": scrub(folded), "locale": locale}
    if settings.READ_ONLY or not 1 <= position <= LAST or words_of_danger(folded):
        return False
    entry = SearchEntry.objects.filter(url=url).only("kind").first()
    if not entry or not SearchQuery.objects.filter(**once).exists():
        return False
    once.update(position=position, url=url)
    try:
        if not SearchClick.objects.filter(**once).update(times=F("times") + 1):
            with transaction.atomic():
                SearchClick.objects.create(kind=entry.kind, **once)
    except DatabaseError as error:
        log.warning("search click not counted: %s", type(error).__name__)
    return True
