"""By what results may be narrowed, in words: checkboxes of a plain form, and a link for each that takes it away.

Documents name topics, places and laws by their codes; here alone the search looks up what those are called.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from foundation.content.kept import kept
from foundation.regions.models import Region
from laws.models import Statute, Topic
from search.engines import FACETS
from search.kinds import labels
from search.services import Results

MOST_OPTIONS = 12
TITLES = {
    "kind": _("哪一类"),
    "topic": _("什么事"),
    "region": _("在哪里"),
    "year": _("哪一年"),
    "law": _("哪部法"),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    count: int
    is_chosen: bool
    without: str  # address of the same results without it


@dataclass(frozen=True)
class Facet:
    name: str
    title: str
    options: list[Option]

    @property
    def chosen(self) -> list[Option]:
        return [option for option in self.options if option.is_chosen]


def facets_of(found: Results) -> list[Facet]:
    """Those by which the results differ, and those by which they have been narrowed."""
    facets = []
    for name in FACETS:
        options = list(_options(name, found))
        if len(options) > 1 or any(option.is_chosen for option in options):
            facets.append(Facet(name, str(TITLES[name]), options))
    return facets


def address(found: Results, *, page: int = 1, sort: str | None = None, **filters: tuple[str, ...]) -> str:
    """The address of these results with another page, order or filter; without its default parts."""
    chosen = {**found.filters, **filters}
    values: dict[str, object] = {"q": found.query, **{name: chosen.get(name) for name in FACETS}}
    values["sort"] = found.sort if sort is None else sort
    values["page"] = page if page > 1 else ""
    return "?" + urlencode({name: value for name, value in values.items() if value}, doseq=True)


def _options(name, found):
    counts, chosen = found.facets.get(name, {}), found.filters.get(name, ())
    codes = _places(counts, chosen) if name == "region" else list(counts)
    names = _NAMES[name](codes, chosen)
    known = [code for code in {**dict.fromkeys(codes), **dict.fromkeys(chosen)} if code in names]
    if name == "kind":
        known.sort(key=list(names).index)
    elif name == "year":
        known.sort(reverse=True)
    else:
        known.sort(key=lambda code: (-counts.get(code, 0), code))
    shown = [code for at, code in enumerate(known) if at < MOST_OPTIONS or code in chosen]
    for code in shown:
        rest = tuple(value for value in chosen if value != code)
        is_chosen = code in chosen
        yield Option(code, str(names[code]), counts.get(code, 0), is_chosen, address(found, **{name: rest}))


def _places(counts: Mapping[str, int], chosen: tuple[str, ...]) -> list[str]:
    """Cities; the counties of a chosen one besides, and of the only one."""
    cities = [code for code in counts if code.endswith("00") and not code.endswith("0000")]
    opened = {code[:4] for code in (chosen if len(cities) > 1 else cities)}
    return [*cities, *(code for code in counts if not code.endswith("00") and code[:4] in opened)]


def _names_of_regions(codes, chosen):
    return _regions(tuple(sorted({*codes, *chosen})))


@kept
def _regions(codes):
    found = Region.objects.filter(code__in=codes).order_by("valid_to")
    return {region.code: region.full_name for region in found}


@kept
def _topics():
    return {topic.code: topic.label for topic in Topic.objects.active()}


@kept
def _laws():
    return {statute.code: f"《{statute.short_title}》" for statute in Statute.objects.all()}


_NAMES = {
    "kind": lambda codes, chosen: labels(),
    "topic": lambda codes, chosen: _topics(),
    "region": _names_of_regions,
    "year": lambda codes, chosen: {code: code for code in (*codes, *chosen) if code.isdigit()},
    "law": lambda codes, chosen: _laws(),
}


@kept
def doors():
    """The topics of the home page, for whoever found nothing."""
    return list(Topic.objects.doors()[:8])
