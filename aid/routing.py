"""Which office gets an application: a pure function, so that the choice can be explained afterwards.

Where: the place of the dispute-handling organ or where the cause arose. Source: 《法律援助法》第三十八条,
in force 2022-01-01, read 2026-11-21. In February 2026 司法部 announced that workers' applications are no
longer limited by 行政区划 (人民日报 2026-02-12): accept anywhere, then route; nobody is turned away.
"""

from collections.abc import Iterable
from dataclasses import dataclass

# How a found office relates to the place of work.
COUNTY, PREFECTURE, PROVINCE, ANYWHERE = "county", "prefecture", "province", "anywhere"


@dataclass(frozen=True)
class Agency:
    """A legal-aid agency and its division: pk of accounts.Office and six digits of GB/T 2260, or none."""

    pk: int
    region_code: str


@dataclass(frozen=True)
class Route:
    office: int
    reason: str


def route(work_region: str, agencies: Iterable[Agency], *, default: int | None = None) -> Route | None:
    """The agency of the county where the work was, else of its prefecture, else of its province.

    `work_region` may be the code of any level, or empty when the person does not know. With no agency on
    the way up, `default` receives the application, or else the first agency. None when there is no agency.
    """
    known = list(agencies)
    by_region: dict[str, int] = {}
    for agency in known:
        if agency.region_code:
            by_region.setdefault(agency.region_code, agency.pk)
    if len(work_region) == 6 and work_region.isdigit():
        levels = (
            (work_region, COUNTY),
            (work_region[:4] + "00", PREFECTURE),
            (work_region[:2] + "0000", PROVINCE),
        )
        for code, reason in levels:
            if code in by_region:
                return Route(by_region[code], _level(code, reason))
    office = default if default is not None else (known[0].pk if known else None)
    return None if office is None else Route(office, ANYWHERE)


def _level(code: str, reason: str) -> str:
    """A prefecture given as the place of work is found at the first try but is not a county."""
    if code.endswith("0000"):
        return PROVINCE
    return PREFECTURE if code.endswith("00") else reason
