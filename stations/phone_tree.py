"""电话导图, read: which numbers serve a place, and which of them deal with a problem."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from foundation.content import places
from foundation.regions.matching import Division
from foundation.regions.models import Region
from stations.models import Hotline, HotlineUse, Problem


@dataclass(frozen=True)
class Where:
    """The place whose own numbers come first."""

    region: Region | None = None
    is_home: bool = False  # nobody said where: the region that the site's bureau serves
    choices: list[Division] = field(default_factory=list)
    is_unknown: bool = False

    @property
    def code(self):
        return self.region.code if self.region else ""


@dataclass(frozen=True)
class Line:
    """A number as one problem shows it."""

    hotline: Hotline
    say: str


def where(place: str, code: str, home: str) -> Where:
    """Read what the visitor said: a code chosen before, or a place in their own words."""
    if code and (region := Region.objects.by_code(code)):
        return Where(region)
    meant = list(places.understood(place).divisions) if place else []
    if len(meant) == 1:
        return Where(Region.objects.get(pk=meant[0].pk))
    if place:  # nobody's own numbers, until it is clear where
        return Where(choices=meant, is_unknown=not meant)
    at_home = Region.objects.by_code(home) if home else None
    return Where(at_home, is_home=at_home is not None)


def numbers(code: str) -> list[Hotline]:
    """The numbers that serve the place of this code, its own first. What a place says of a number replaces the rest."""
    uses = HotlineUse.objects.filter(problem__is_active=True).select_related("problem")
    found = Hotline.objects.active().serving(code).select_related("region")
    nearest = {}
    for hotline in found.prefetch_related(Prefetch("uses", uses)):
        nearest.setdefault(hotline.phone, hotline)
    return list(nearest.values())


def lines_for(problem: Problem, hotlines: list[Hotline]) -> list[Line]:
    """The numbers for a problem: who helps at once, then the place's own, then everybody's."""
    lines = [
        Line(hotline, use.say)
        for hotline in hotlines
        for use in hotline.uses.all()
        if use.problem_id == problem.pk
    ]
    return sorted(lines, key=lambda line: (not line.hotline.is_emergency, line.hotline.region_id is None))


def tree(hotlines: list[Hotline]) -> list[tuple[Problem, list[Line]]]:
    """Every problem with its numbers."""
    return [(problem, lines_for(problem, hotlines)) for problem in Problem.objects.active()]
