"""Narrowing the case list by plain GET links: OR is not offered, each facet holds one value."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from foundation.content.kept import kept
from foundation.regions.models import Region
from laws.models import Topic


@dataclass(frozen=True)
class Option:
    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]
    chosen: str
    clear_url: str


class Tally(NamedTuple):
    """How many cases are alike in all that the list can be narrowed by."""

    topic: int
    parent: int | None  # the topic above it
    region: str
    sector: str
    way: str
    outcome: str
    cases: int


class Facets:
    """The facets of a list of cases for the query of an address. Unknown values are left out, never an error.

    Counts of a facet ignore its own choice, so that one can change one's mind; options without cases are
    not offered.
    """

    NAMES = ("topic", "region", "sector", "way", "outcome")
    TITLES = {
        "topic": _("什么事"),
        "region": _("在哪里"),
        "sector": _("什么行业"),
        "way": _("怎么办成的"),
        "outcome": _("结果"),
    }

    def __init__(self, cases, tallies, query):
        self.cases, self.tallies = cases, tallies
        self.topic = Topic.objects.by_code(query.get("topic", ""))
        self.region = self._region(query.get("region", ""))
        self.values = {
            "topic": self.topic.code if self.topic else "",
            "region": self.region.code if self.region else "",
            **{name: self._choice(name, query.get(name, "")) for name in ("sector", "way", "outcome")},
        }

    def chosen(self):
        """The cases that fit all choices."""
        found = self.cases
        if self.topic:
            found = found.about(self.topic)
        if self.region:
            found = found.in_region(self.region)
        return found.filter(**self._plain())

    def _plain(self):
        return {
            name: value for name, value in self.values.items() if value and name not in ("topic", "region")
        }

    def _fit(self, tally, without=""):
        """Whether the cases of `tally` fit all choices, or all but the facet `without`: as `chosen` in Python."""
        if self.topic and without != "topic" and self.topic.pk not in (tally.topic, tally.parent):
            return False
        if self.region and without != "region" and not tally.region.startswith(self.region.prefix):
            return False
        return all(getattr(tally, name) == value for name, value in self._plain().items() if name != without)

    @property
    def count(self):
        return sum(tally.cases for tally in self.tallies if self._fit(tally))

    @property
    def is_narrowed(self):
        return any(self.values.values())

    @property
    def query(self):
        return urlencode({name: value for name, value in self.values.items() if value})

    def __iter__(self):
        for name in self.NAMES:
            options = self._options(name)
            if options:
                yield Facet(name, self.TITLES[name], options, self.values[name], self._url(name, ""))

    def _options(self, name):
        labelled = getattr(self, f"_count_{name}", lambda: self._count_choice(name))()
        return [
            Option(label, count, self._url(name, value), value == self.values[name])
            for value, label, count in labelled
        ]

    def _count(self, name, key=None):
        counts = Counter()
        for tally in self.tallies:
            if self._fit(tally, without=name):
                counts[key(tally) if key else getattr(tally, name)] += tally.cases
        return counts

    def _count_choice(self, name):
        counts = self._count(name)
        choices = self.cases.model._meta.get_field(name).choices
        return [(value, label, counts[value]) for value, label in choices if value in counts]

    def _count_topic(self):
        counts = self._count("topic", lambda tally: tally.parent or tally.topic)
        return [(topic.code, topic.door_label, counts[topic.pk]) for topic in _topics() if topic.pk in counts]

    def _count_region(self):
        """Prefectures (or, for municipalities, the province) that have cases, named in full."""
        places = self._count("region", lambda tally: _place(tally.region))
        names = _names(tuple(sorted({_place(tally.region) for tally in self.tallies})))
        return [(code, names[code], places[code]) for code in sorted(places) if code in names]

    def _url(self, name, value):
        values = {**self.values, name: value}
        kept = urlencode({key: val for key, val in values.items() if val})
        return f"?{kept}" if kept else "?"

    def _choice(self, name, value):
        return value if value in dict(self.cases.model._meta.get_field(name).choices) else ""

    @staticmethod
    def _region(code):
        return Region.objects.by_code(code) if len(code) == 6 and code.isascii() and code.isdigit() else None


def _place(code):
    # Beijing, Tianjin, Shanghai and Chongqing have districts without a prefecture above them.
    return f"{code[:2]}0000" if code[:2] in ("11", "12", "31", "50") else f"{code[:4]}00"


@kept
def _topics():
    return list(Topic.objects.top_level())


@kept
def _names(codes):
    regions = Region.objects.filter(code__in=codes).order_by("valid_to")
    return dict(regions.values_list("code", "full_name"))
