"""Marks what was asked for in a title or a text, as segments that a template escapes one by one. Pure."""

from dataclasses import dataclass

from search.analysis import bigrams, is_han, normalise_with_origins, runs

SNIPPET = 90


@dataclass(frozen=True)
class Segment:
    text: str
    mark: bool = False


def highlight(text: str, phrases: tuple[str, ...]) -> list[Segment]:
    """`text` cut where marks begin and end. Finds 討薪 for 讨薪 and １２ for 12."""
    return _cut(text, _spans(text, phrases), 0, len(text))


def snippet(text: str, phrases: tuple[str, ...], length: int = SNIPPET) -> list[Segment]:
    """The stretch of about `length` characters that holds most of what was asked for."""
    spans = _spans(text, phrases)
    start = _best_start(text, spans, length)
    end = min(len(text), start + length)
    segments = _cut(text, spans, start, end)
    if start:
        segments.insert(0, Segment("…"))
    if end < len(text):
        segments.append(Segment("…"))
    return segments


def _spans(text: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    """Start and end of every mark in `text`, in order, overlapping ones merged."""
    folded, origins = normalise_with_origins(text)
    found = _find(folded, phrases)
    if not found:  # the words stand apart in this text: mark their pairs
        pairs = {pair for p in phrases for run in runs(p) if is_han(run) for pair in bigrams(run)}
        found = _find(folded, tuple(pair for pair in pairs if len(pair) > 1))
    spans: list[tuple[int, int]] = []
    for start, end in sorted((origins[a], origins[b - 1] + 1) for a, b in found):
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((start, end))
    return spans


def _find(folded: str, phrases: tuple[str, ...]) -> list[tuple[int, int]]:
    found = []
    for phrase in phrases:
        at = folded.find(phrase) if phrase else -1
        while at >= 0:
            end = at + len(phrase)
            if is_han(phrase) or not (_joins(folded[at - 1 : at]) or _joins(folded[end : end + 1])):
                found.append((at, end))
            at = folded.find(phrase, end)
    return found


def _joins(neighbour: str) -> bool:
    """Whether a letter or digit next to a found word makes it part of a longer one."""
    return neighbour.isalnum() and not is_han(neighbour)


def _best_start(text: str, spans: list[tuple[int, int]], length: int) -> int:
    if not spans or spans[0][0] < length // 2:
        return 0
    windows = [
        (sum(end - start for start, end in spans if first <= start and end <= first + length), -first)
        for first, _ in spans[:50]
    ]
    start = -max(windows)[1]
    # From the beginning of the sentence when it is near.
    sentence = max(text.rfind(mark, 0, start) for mark in "。！？；\n") + 1
    if start - sentence > length // 3:
        sentence = max(0, start - length // 6)
    return sentence if text[:sentence].strip() else 0


def _cut(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Segment]:
    segments: list[Segment] = []
    position = start
    for first, last in spans:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > position:
            segments.append(Segment(text[position:first]))
        segments.append(Segment(text[first:last], mark=True))
        position = last
    if position < end:
        segments.append(Segment(text[position:end]))
    return segments
