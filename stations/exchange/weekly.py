"""Weekly hours as one cell of a table: 周一到周五 9:00–12:00，14:00–17:00；周六 20:00–次日2:00. Pure.

Staff type them in many ways: 周一至周五、星期一-五, every dash and colon, 9点半, 每天. What can be read in one way is
read; the rest is refused in words.
"""

import re
from collections.abc import Sequence
from datetime import time

from django.utils.translation import gettext as _

from stations.hours import Span, clash

_DAYS = "一二三四五六日"
_TO = "[-–—~～至到]"
_CLOCK = r"(\d{1,2})(?::(\d{2})|点(半|\d{1,2}分?)?)"
_STRETCH = re.compile(rf"{_CLOCK}{_TO}(?:次日|第二天)?{_CLOCK}")
_GROUP = re.compile(r"([^\d:：]+?)[:：]?(\d.*)")
_NONE = {"", "无", "没有固定时间", "不固定", "休息"}


def in_words(spans: Sequence[Span]) -> str:
    """Days with the same stretches together, in the order of the first of them."""
    of_day = {day: _stretches(spans, day) for day in range(1, 8)}
    groups: dict[str, list[int]] = {}
    for day, said in of_day.items():
        if said:
            groups.setdefault(said, []).append(day)
    return "；".join(f"{_days_in_words(days)} {said}" for said, days in groups.items())


def read(text: str) -> list[Span]:
    """The way back. ValueError, in words, for what is not understood."""
    text = re.sub(r"\s+", "", text).replace("：", ":").replace("；", ";").replace("。", "")
    if text in _NONE:
        return []
    found: list[Span] = []
    for part in filter(None, re.split(r"[;\n]", text)):
        group = _GROUP.fullmatch(part)
        if group is None:
            raise ValueError(
                _("开放时间看不懂：%(part)s。写成“周一到周五 9:00-12:00，14:00-17:00”。") % {"part": part}
            )
        stretches = [_stretch(one) for one in re.split("[,，、和及]", group[2]) if one]
        for day in _days(group[1]):
            found.extend(Span(day, opens, closes) for opens, closes in stretches)
            if both := clash(found):
                raise ValueError(
                    _("周%(day)s的时间有重叠：%(part)s。") % {"day": _DAYS[both[1].weekday - 1], "part": part}
                )
    return sorted(found)


def _stretches(spans: Sequence[Span], day: int) -> str:
    own = sorted(span for span in spans if span.weekday == day)
    return "，".join(
        f"{_clock(span.opens)}–{'次日' if span.is_overnight else ''}{_clock(span.closes)}" for span in own
    )


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"


def _days_in_words(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"周{_DAYS[days[0] - 1]}到周{_DAYS[days[-1] - 1]}"
    return "、".join(f"周{_DAYS[day - 1]}" for day in days)


def _days(text: str) -> list[int]:
    bare = re.sub("星期|礼拜|周", "", text).replace("天", "日") if text not in ("每天", "天天") else "一到日"
    days: list[int] = []
    for part in filter(None, re.split("[,，、和及]", bare)):
        run = re.fullmatch(rf"([{_DAYS}]){_TO}([{_DAYS}])", part)
        if run:
            first, last = _DAYS.index(run[1]) + 1, _DAYS.index(run[2]) + 1
            days.extend(range(first, last + 1))
        elif re.fullmatch(f"[{_DAYS}]+", part):
            days.extend(_DAYS.index(sign) + 1 for sign in part)
        else:
            days.clear()
            break
    if not days:
        raise ValueError(_("星期看不懂：%(days)s。写成“周一到周五”或者“周二、周四”。") % {"days": text})
    return sorted(set(days))


def _stretch(text: str) -> tuple[time, time]:
    parts = _STRETCH.fullmatch(text)
    try:
        if parts is None:
            raise ValueError
        opens, closes = _time(*parts.groups()[:3]), _time(*parts.groups()[3:])
    except ValueError:
        raise ValueError(_("时间看不懂：%(text)s。写成“9:00-12:00”。") % {"text": text}) from None
    if opens == closes:
        raise ValueError(_("%(text)s：开门和关门不能是同一个时间。") % {"text": text})
    return opens, closes


def _time(hour: str, minute: str | None, rest: str | None) -> time:
    if rest:
        minute = "30" if rest == "半" else rest.removesuffix("分")
    return time(int(hour), int(minute or 0))
