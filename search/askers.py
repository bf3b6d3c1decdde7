"""How many have asked the same: whoever types a name or a number of their own should leave nothing that can be read.

Words that nobody else asked are a keyed digest with a count, which is forgotten after some days. A place is a
neighbourhood of addresses on one day, and is kept as a digest as well, which cannot be joined between questions.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from foundation.guessing.models import Tally
from foundation.guessing.tries import key
from search.models import SearchQuery

COUNTED_FOR = timedelta(days=14)


def are_enough(text: str, asker: str) -> bool:
    """Whether the words of `text` may be kept, now that `asker` has asked them too."""
    today = timezone.localdate()
    rows = SearchQuery.objects.filter(day=today)
    if rows.filter(text=text).exists():
        return True
    if settings.SEARCH_ASKERS > 1 and not _have_asked(text, asker, today):
        return False
    # One more row: of a day there are so many and no more.
    return rows.count() < settings.SEARCH_NEW_A_DAY


def _have_asked(text, asker, today):
    of_day = key("search new", today)
    asked, by = key("search asked", text), key("search by", text, asker, today)
    counts = Tally.read([of_day, asked, by])
    until = timezone.now() + COUNTED_FOR
    if by in counts:
        return counts.get(asked, 0) >= settings.SEARCH_ASKERS
    if asked not in counts:
        if counts.get(of_day, 0) >= settings.SEARCH_NEW_A_DAY:
            return False
        Tally.add({of_day: timezone.now() + timedelta(days=2)})
    return Tally.add({asked: until, by: until})[asked] >= settings.SEARCH_ASKERS
