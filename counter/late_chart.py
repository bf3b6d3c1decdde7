"""What ran out, by office and reason, as bars: numbers in, shares of the width out. The table beside says the same."""

from dataclasses import dataclass

from aid.choices import LateReason
from casework import late

MOST = 10  # offices; the table has all
# How each reason is drawn: a pattern of templates/counter/_late_chart.html, told apart without colour.
PATTERNS = {code: f"why-{code}" for code in (*LateReason.values, late.SILENT)}


@dataclass(frozen=True)
class Part:
    """`start`, `width`: in percent."""

    label: str
    count: int
    pattern: str
    start: float
    width: float


@dataclass(frozen=True)
class Bar:
    office: str
    count: int
    parts: tuple[Part, ...]

    @property
    def said(self) -> str:
        return "、".join(f"{part.label} {part.count}" for part in self.parts)


def whys(offices: list[dict]) -> list[tuple[str, str, str]]:
    """(code, label, pattern) of the reasons that some of the rows of `late.by_office` have, the commonest first."""
    labels = {code: str(label) for code, label in LateReason.choices}
    totals = {code: sum(row["whys"].get(code, 0) for row in offices) for code in labels}
    said = sorted((code for code in labels if totals[code]), key=lambda code: -totals[code])
    found = [(code, labels[code], PATTERNS[code]) for code in said]
    if any(row["silent"] for row in offices):
        found.append((late.SILENT, str(late.UNSAID), PATTERNS[late.SILENT]))
    return found


def of(offices: list[dict]) -> list[Bar]:
    """A bar for each of the first MOST offices; the longest takes nine tenths of the width."""
    kinds, shown = whys(offices), offices[:MOST]
    counts = [
        [
            row["silent"] if code == late.SILENT else row["whys"].get(code, 0)
            for code, _label, _pattern in kinds
        ]
        for row in shown
    ]
    unit = 90 / max((sum(some) for some in counts), default=1)
    return [_bar(row, kinds, some, unit) for row, some in zip(shown, counts, strict=True)]


def _bar(row: dict, kinds: list[tuple[str, str, str]], counts: list[int], unit: float) -> Bar:
    parts, start = [], 0.0
    for (_code, label, pattern), count in zip(kinds, counts, strict=True):
        if count:
            parts.append(Part(label, count, pattern, round(start, 2), round(count * unit, 2)))
            start += count * unit
    return Bar(row["office"], row["count"], tuple(parts))
