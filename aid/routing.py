"""Which office gets an application: a pure function, so that the choice can be explained afterwards.

Where: the place of the dispute-handling organ or where the cause arose. Source: 《法律援助法》第三十八条,
in force 2022-01-01, read 2026-11-21. In February 2026 司法部 announced that workers' applications are no
longer limited by 行政区划 (人民日报 2026-02-12): accept anywhere, then route; nobody is turned away.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# How a found office relates to the place of work: it serves the place at one of three levels; nobody here serves it,
# and it is taken to be referred on; the place is not known, or too wide; nobody works at the office that serves it; a
# supervisor gave it away.
COUNTY, PREFECTURE, PROVINCE = "county", "prefecture", "province"
ELSEWHERE, ANYWHERE = "elsewhere", "anywhere"
UNSTAFFED, BY_HAND = "unstaffed", "by_hand"


@dataclass(frozen=True)
class Agency:
    """A legal-aid agency and its division: pk of accounts.Office and six digits of GB/T 2260, or none."""

    pk: int
    region_code: str
    is_staffed: bool = True  # somebody takes what comes


@dataclass(frozen=True)
class Route:
    office: int
    reason: str


def route(work_region: str, agencies: Iterable[Agency], *, default: int | None = None) -> Route | None:
    """The agency of the county where the work was, else of its prefecture, else of its province.

    `work_region` may be the code of any level, or empty when the person does not know. With no agency on
    the way up, `default` receives the application, or else the first agency, to refer it on. None when there is no
    agency. One at which nobody works is never chosen while there is another; when there is none it has to lie
    somewhere, and stands on the supervisors' first page.
    """
    known = list(agencies)
    staffed = [agency for agency in known if agency.is_staffed] or known
    by_region: dict[str, int] = {}
    for agency in staffed:
        if agency.region_code:
            by_region.setdefault(agency.region_code, agency.pk)
    empty = {agency.region_code for agency in known} - set(by_region) - {""}
    reason = ANYWHERE
    for code in chain(work_region):
        if code in by_region:
            return Route(by_region[code], UNSTAFFED if reason == UNSTAFFED else _level(code))
        reason = UNSTAFFED if code in empty or reason == UNSTAFFED else ELSEWHERE
    if reason != ANYWHERE and (inside := _within(work_region, by_region)):
        # A whole prefecture or province was named, and agencies of counties lie in it.
        return Route(by_region[inside], ANYWHERE)
    if reason == ELSEWHERE and _within(work_region, empty):
        reason = UNSTAFFED
    if default not in {agency.pk for agency in staffed}:
        default = staffed[0].pk if staffed else None
    return None if default is None else Route(default, reason)


def _within(region_code: str, codes: Iterable[str]) -> str:
    """The first of the codes that lies in the place, "" when none does."""
    prefix = region_code.removesuffix("00").removesuffix("00")
    return next((code for code in codes if code.startswith(prefix)), "")


def chain(region_code: str) -> tuple[str, ...]:
    """The codes of a place and of what it lies in, the nearest first; none for what is no code."""
    if len(region_code) != 6 or not region_code.isdigit():
        return ()
    return tuple(dict.fromkeys((region_code, region_code[:4] + "00", region_code[:2] + "0000")))


def _level(code: str) -> str:
    if code.endswith("0000"):
        return PROVINCE
    return PREFECTURE if code.endswith("00") else COUNTY
