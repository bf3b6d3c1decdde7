"""Narrowing the case list by plain GET links: OR is not offered, each facet holds one value."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

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

    def __init__(self, cases, query):
        self.cases = cases
        self.topic = Topic.objects.by_code(query.get("topic", ""))
        self.region = self._region(query.get("region", ""))
        self.values = {
            "topic": self.topic.code if self.topic else "",
            "region": self.region.code if self.region else "",
            **{name: self._choice(name, query.get(name, "")) for name in ("sector", "way", "outcome")},
        }

    def chosen(self, without=""):
        """The cases that fit all choices, or all but the facet `without`."""
        found = self.cases
        if self.topic and without != "topic":
            found = found.about(self.topic)
        if self.region and without != "region":
            found = found.in_region(self.region)
        plain = {n: v for n, v in self.values.items() if v and n not in ("topic", "region", without)}
        return found.filter(**plain)

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

    def _count(self, name, key):
        found = self.chosen(without=name).order_by()
        return dict(found.values_list(key).annotate(cases=Count("pk")).order_by())

    def _count_choice(self, name):
        counts = self._count(name, name)
        choices = self.cases.model._meta.get_field(name).choices
        return [(value, label, counts[value]) for value, label in choices if value in counts]

    def _count_topic(self):
        counts = self._count("topic", "topic")
        total = {}
        for topic in Topic.objects.select_related("parent"):
            if topic.pk in counts:
                top = topic.parent or topic
                total[top] = total.get(top, 0) + counts[topic.pk]
        return [(topic.code, topic.door_label, count) for topic, count in total.items()]

    def _count_region(self):
        """Prefectures (or, for municipalities, the province) that have cases, named in full."""
        counts = self._count("region", Substr("region__code", 1, 4))
        places = {}
        for prefix, count in counts.items():
            # Beijing, Tianjin, Shanghai and Chongqing have districts without a prefecture above them.
            code = f"{prefix[:2]}0000" if prefix[:2] in ("11", "12", "31", "50") else f"{prefix}00"
            places[code] = places.get(code, 0) + count
        names = dict(
            Region.objects.filter(code__in=places).order_by("valid_to").values_list("code", "full_name")
        )
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
