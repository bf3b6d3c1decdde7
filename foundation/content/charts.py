"""Bars drawn from values: the geometry of a small chart, for templates/components/chart.html. Pure.

A chart is 330 units wide, whatever width it is shown at. Values stand on the bars, and the template prints the
same values in words and as a table; so a word that finds no room on a crowded axis is left out without a loss.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

WIDTH = 330
MOST = 12
_FONT, _TALL, _HEAD = 15, 118, 32  # size of the words; height of the highest column and room above it
_THICK, _PITCH, _LABEL_MOST = 26, 43, 110  # a lying bar, from one to the next, room for words at its left


@dataclass(frozen=True)
class Bar:
    """One value and where it is drawn; `mark` is the height of the earlier value's line, if there is one."""

    label: str
    text: str
    tone: int
    x: int
    y: int
    width: int
    height: int
    label_x: int
    label_y: int
    text_x: int
    text_y: int
    earlier: str = ""
    mark: int | None = None
    has_words: bool = True

    @property
    def right(self) -> int:
        return self.x + self.width


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    height: int
    base: str  # the path of the line on which the bars stand
    anchor: str  # where the labels are anchored, as SVG says it
    values_anchor: str
    has_earlier: bool = False

    @property
    def width(self) -> int:
        return WIDTH


def columns(rows: Sequence[tuple[str, float]], earlier: Sequence[float] = ()) -> Chart:
    """Standing bars, for what follows in time: (label, value) each, with the value of an earlier time as a line.

    ValueError for negative values, more than `MOST` rows, or an earlier value missing.
    """
    values = _checked(rows, earlier)
    if earlier and len(earlier) != len(rows):
        raise ValueError("each row needs its earlier value")
    top = max([*values, *earlier], default=0) or 1
    slot = WIDTH / max(len(rows), 1)
    thick = round(min(46, slot * 0.6))
    # On a crowded axis each second, third … column keeps its words, counted from the last.
    every = ceil(
        max([_wide(text) for label, value in rows for text in (label, number(value))], default=0) / slot
    )
    bars = []
    floor = _HEAD + _TALL
    for place, (label, value) in enumerate(rows):
        middle, tall = round(slot * (place + 0.5)), round(_TALL * value / top)
        before = earlier[place] if earlier else None
        half = ceil(_wide(label) / 2)
        mark = None if before is None else floor - round(_TALL * before / top)
        above = min(floor - tall, mark if mark is not None and abs(mark - floor + tall) < 20 else floor)
        bars.append(
            Bar(
                label=label, text=number(value), tone=1,
                x=middle - thick // 2, y=floor - tall, width=thick, height=tall,
                label_x=min(max(middle, half), WIDTH - half), label_y=floor + 22, text_x=middle, text_y=above - 8,
                earlier="" if before is None else number(before), mark=mark,
                has_words=(len(rows) - 1 - place) % max(every, 1) == 0,
            )
        )  # fmt: skip
    return Chart(bars, floor + 40, f"M0 {floor}.5H{WIDTH}", "middle", "middle", bool(earlier))


def lying(rows: Sequence[tuple[str, float]], tones: Sequence[int] = ()) -> Chart:
    """Lying bars, for kinds: (label, value) each, words at the left, above the bar where they are long.

    `tones`: 1 filled, 2 tinted, 3 hollow, one a row; filled if left out. ValueError as for `columns`.
    """
    values = _checked(rows)
    room = max([_wide(label) for label, _value in rows], default=0)
    left = 0 if room > _LABEL_MOST else room + 8
    pitch, over = (_PITCH, 0) if left else (_PITCH + 16, 22)
    most = WIDTH - left - 8 - max([_wide(number(value)) for value in values], default=0)
    top = max(values, default=0) or 1
    bars = []
    for place, (label, value) in enumerate(rows):
        y, wide = 8 + over + pitch * place, round(most * value / top)
        bars.append(
            Bar(
                label=label, text=number(value), tone=tones[place] if tones else 1,
                x=left + 1, y=y, width=wide, height=_THICK,
                label_x=left - 8 if left else 8, label_y=y + 18 if left else y - 7,
                text_x=left + wide + 8, text_y=y + 18,
            )
        )  # fmt: skip
    height = 8 + pitch * len(rows)
    return Chart(bars, height, f"M{left}.5 0V{height}", "end" if left else "start", "start")


def number(value: float) -> str:
    """1486 as 1,486 and 148.60 as 148.6."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"


def _checked(rows: Sequence[tuple[str, float]], earlier: Sequence[float] = ()) -> list[float]:
    values = [value for _label, value in rows]
    if len(rows) > MOST:
        raise ValueError(f"at most {MOST} bars can be read")
    if any(value < 0 for value in [*values, *earlier]):
        raise ValueError("a bar shows how much: nothing below zero")
    return values


def _wide(text: str) -> int:
    """About how wide words are drawn: a Chinese character is a square, others about half of it."""
    return round(sum(_FONT if ord(char) > 0x2E7F else _FONT * 0.58 for char in text))
