"""The articles that the notice quotes. Their wording is kept by an app that this one does not know: the site gives it.

law.read_with(reader)     # reader(statute code, [numbers], day) → [Quoted, …] in force that day, in that order
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

STATUTE = "LAW-LEGAL-AID"
# What the notice says, in its order: 受理范围、程序. Headings are ours, every sentence below them is the law's.
SECTIONS = (
    ("哪些事可以申请", ("31",)),
    ("哪些人不看经济困难，哪些人免查", ("32", "42")),
    ("到哪里申请", ("38",)),
    ("怎么申请，几天答复", ("41", "43", "44")),
    ("不同意决定怎么办", ("49",)),
    ("不收钱", ("20",)),
)


@dataclass(frozen=True)
class Quoted:
    """An article as it is in force: 第三十一条 of 中华人民共和国法律援助法, its paragraphs, since when."""

    statute: str
    label: str
    number: str
    paragraphs: list[str]
    since: date


Reader = Callable[[str, Sequence[str], date], list[Quoted]]
_readers: list[Reader] = []


def read_with(reader: Reader) -> None:
    _readers[:] = [reader]


def sections(on: date) -> list[tuple[str, list[Quoted]]]:
    """[(heading, articles)] in force on the day `on`. Empty as long as one of the articles is not there."""
    numbers = [number for _heading, several in SECTIONS for number in several]
    found = {one.number: one for reader in _readers for one in reader(STATUTE, numbers, on)}
    if found.keys() < set(numbers):
        return []
    return [(heading, [found[number] for number in several]) for heading, several in SECTIONS]
