"""What a visitor's words name among the stations: a town, a village, a building in their names, addresses, stops."""

import re
from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, Value, When

from foundation.regions.script import simplified
from stations.models import ScheduledVisit, Station
from stations.nearness import spots

_TOWN = re.compile(r"(街道办事处|街道|社区|镇|乡|村|街)$")
# 沙河大道 and 沙河工业园 are not said to be in 沙河镇.
_NOT_THE_TOWN = "(?!大道|[路巷桥]|街(?!道)|工业)"
SHORTEST, LONGEST = 2, 20


# How a word names a station: it stops at such a place, it stands there, it is called so.
STOPS, STANDS, CALLED = range(3)


class Word(NamedTuple):
    """`said`: what to look for; `town`: the town that it is the short name of, "" for a village or a building."""

    said: str
    town: str = ""

    def is_in(self, field):
        """The condition that a field holds it; of a town not as the beginning of a street's name."""
        holds = Q(**{f"{field}__icontains": self.said})
        return holds & Q(**{f"{field}__regex": re.escape(self.said) + _NOT_THE_TOWN}) if self.town else holds

    @property
    def stands(self):
        """The condition for stations that have it in their name or address."""
        return self.is_in("name") | self.is_in("address")

    @property
    def rank(self):
        """An expression: how it names a station. A board that is called so only stands there."""
        called = self.is_in("name") & ~Q(kind=Station.Kind.NOTICE_BOARD)
        return Case(
            When(called, then=Value(CALLED)), When(self.stands, then=Value(STANDS)), default=Value(STOPS)
        )


def words_of(meaning, codes):
    """By what a station of the place is known, the narrowest first: the village, the town.

    `meaning`: foundation.regions.understanding.Meaning; `codes`: of the counties that may be meant.
    """
    town = next((name for code, name in meaning.towns if code in codes), "")
    rest = simplified("".join(meaning.rest.split()))
    base = _base(town)
    if base and rest.startswith(base):
        beyond = _TOWN.sub("", re.sub(r"^(街道办事处|街道|镇|乡)", "", rest.removeprefix(base)))
        words = [Word(beyond), Word(base, town)]
    else:
        words = [Word(base, town) if base else Word(_base(rest))]
    return [word for word in words if SHORTEST <= len(word.said) <= LONGEST]


def _base(name):
    """水南 for 水南镇: people say 镇 where the map says 街道."""
    shorter = _TOWN.sub("", name)
    return shorter if len(shorter) >= SHORTEST else name


def naming(stations, word, at):
    """The spots that a word names in groups: those called so, those that stand there, those that only stop there."""
    coming = ScheduledVisit.objects.coming(at).filter(station=OuterRef("pk"), place__icontains=word.said)
    marked = stations.filter(word.stands | Exists(coming)).annotate(named=word.rank)
    found = spots(marked, at, "named")
    # A spot is the same in every list.
    return [
        [spot._replace(named=0) for spot in found if spot.named == how] for how in (CALLED, STANDS, STOPS)
    ]
