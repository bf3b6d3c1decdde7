"""The papers of a station: what stands on them, and their setting. Who may print one, and the record, is a service's.

Papers are in Chinese, whoever prints; templates lie in templates/papers/station-*.typ (docs/papers.md).
"""

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from foundation import paper as typesetter
from foundation.content.templatetags.content_tags import chinese_date
from foundation.workdays.rules import SHANGHAI
from stations.models import Printing, Station
from stations.papers import values


class NoLaw(Exception):
    """The notice quotes the law, and its wording is not in the database."""


@dataclass(frozen=True)
class Made:
    """A PDF and what it says. Its file name says what it is."""

    filename: str
    content: bytes


def content_of(station: Station, paper: str, on) -> dict:
    """What the paper says of a station fetched by `with_schedule`, on the day `on`. Raises NoLaw."""
    with translation.override(settings.LANGUAGE_CODE):
        said = values.of_station(station)
        if paper == Printing.Paper.NOTICE:
            said["law"] = values.law_on(on)
            if not said["law"]:
                raise NoLaw
        return said


def make(station: Station, paper: str, content: dict, *, edition: int, at) -> Made:
    """The paper with its edition and date. Raises foundation.paper.PaperFailed."""
    with translation.override(settings.LANGUAGE_CODE):
        printed_on = chinese_date(at.astimezone(SHANGHAI).date(), "full")
        name = str(Printing.Paper(paper).label)
    data = {
        **content,
        "demo": settings.IS_DEMO,
        "edition": edition,
        "printed_on": printed_on,
        "qr": values.qr_of(content["address_of_page"]),
    }
    return Made(f"{name} {station.name}.pdf", typesetter.render(f"station-{paper}", data))
