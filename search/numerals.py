"""Numbers with what they count, said one way: 三十日 and 30 天 are 30天, 第三十八条 is 38条, 双倍 is 2倍. Pure.

What looks alike and is not the same stays apart: a month is not thirty days, and 3天 is not in 30天.
"""

import re

from foundation.vault import numerals

UNITS = {
    **dict.fromkeys(("个工作日", "工作日"), "个工作日"),
    **dict.fromkeys(("个小时", "小时", "个钟头", "钟头"), "小时"),
    **dict.fromkeys(("个星期", "星期", "个礼拜", "礼拜", "周"), "周"),
    **dict.fromkeys(("周岁", "岁"), "岁"),
    **dict.fromkeys(("块钱", "元钱", "块", "圆", "元"), "元"),
    **dict.fromkeys(("天", "日"), "天"),
    **{unit: unit for unit in ("个月", "倍", "条", "款", "项", "级", "年", "月", "%")},
}
_UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
_HAN_NUMBER = "[〇零一二两三四五六七八九十百千万]"
# A number is whole: nothing of it stands before, unless 第 begins it: 解释二第十九条.
_COUNTED = re.compile(
    rf"(第++|(?<![\da-z.第])(?<!{_HAN_NUMBER})(?:百分之|)) *(\d+(?:\.\d+)?[百千万]*|[〇零一二两三四五六七八九十]{_HAN_NUMBER}*+) *({_UNIT}|)"
)
_COUNTS = re.compile(rf"\d|{_HAN_NUMBER}")
# Said without a number.
_SAID = {"半个月": "15天", "半月": "15天", "双倍": "2倍", "加倍": "2倍", "半年": "6个月"}
_ALONE = re.compile(rf"(?<![\d.个])(?<!{_HAN_NUMBER})({'|'.join(_SAID)})")
# Nothing that is said otherwise begins with another sign: they are few, and found far sooner than what they may begin.
_BEGINS = re.compile(r"[第百 半双加\d〇零一二两三四五六七八九十]")
# A number with its unit is one term, and so is the number in it.
TERM = rf"\d+(?:\.\d+)?(?:{'|'.join(sorted(set(UNITS.values()), key=len, reverse=True))})"


def rewritten(folded: str) -> list[tuple[int, int, str]]:
    """The stretches of `folded` that are said otherwise: where each begins and ends, and how it is said."""
    found = []
    end = 0
    for sign in _BEGINS.finditer(folded):
        begin = sign.start()
        if begin < end:
            continue
        if match := _COUNTED.match(folded, begin):
            end = match.end()
            said = _said(*match.groups())
            if said and begin and _COUNTS.match(folded[begin - 1]):
                said = f" {said}"  # 十二第3条 is no 123条
            if said and said != match[0]:
                found.append((begin, end, said))
        elif match := _ALONE.match(folded, begin):
            end = match.end()
            found.append((begin, end, _SAID[match[1]]))
    return found


def _said(before: str, number: str, unit: str) -> str:
    """ "" for what counts nothing: 第二天 is a day, and 百分之五十五 has its unit in front."""
    unit = UNITS.get(unit, "")
    digits = _in_digits(number)
    if before.startswith("百分"):
        return "" if unit or not digits else digits + "%"
    if not (unit and digits) or (before and unit not in {"条", "款", "项"}):
        return ""
    # Laws count in days.
    return f"{int(digits) * 7}天" if unit == "周" and digits.isdigit() else digits + unit


def _in_digits(text: str) -> str:
    """三十八 → 38, 二〇二六 → 2026, 1.5万 → 15000, 一百五 → 150; "" for what counts nothing."""
    if not any(sign in numerals.UNITS for sign in text):
        return "".join(str(numerals.NUMERALS.get(sign, sign)) for sign in text)
    try:
        return f"{numerals.read(text).normalize():f}"
    except ValueError:
        return ""
