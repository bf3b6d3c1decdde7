"""Numbers in digits, in 汉字 or in both, as people say them. Pure."""

import re
from decimal import Decimal

NUMERALS = {
    sign: number
    for number, signs in enumerate(
        ["零〇○", "一壹", "二贰貳两兩俩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"]
    )
    for sign in signs
}
UNITS = {sign: 10**n for n, signs in enumerate(("十拾", "百佰", "千仟k", "万萬w"), start=1) for sign in signs}
HAN = "".join(sign for sign in (*NUMERALS, *UNITS) if not sign.isascii())
_EVERY_UNIT = "".join(UNITS)
# “1.2万3” and “1万2.5”: nobody knows how many.
_ODD = re.compile(rf"\.[0-9]+[{_EVERY_UNIT}]+[^{_EVERY_UNIT}]|[{_EVERY_UNIT}][零〇]?[0-9]+\.")


def read(text: str) -> Decimal:
    """“一万二” is 12000, “一千零二” 1002. What is said later is less than the unit before it: not “3千4千”.

    Raises ValueError for what is no number, or of which nobody knows how many.
    """
    if _ODD.search(text):
        raise ValueError(text)
    whole = section = Decimal(0)  # up to 万, and since
    number, unit, ceiling = None, 1, Decimal("Infinity")
    for sign in re.findall(r"[0-9]+(?:\.[0-9]+)?|.", text):
        if sign in UNITS:
            unit = UNITS[sign]
            if unit == UNITS["万"]:
                if whole or not (section or number) or (number or 0) >= ceiling:
                    raise ValueError(text)  # “万二”: nobody knows how many
                whole, section = (section + (number or 0)) * unit, Decimal(0)
            else:
                said = (1 if number is None else number) * unit
                if said >= ceiling:
                    raise ValueError(text)
                section += said
            number, ceiling = None, unit
        elif sign in NUMERALS or sign[:1].isdigit():
            if number:
                raise ValueError(text)
            number = Decimal(NUMERALS.get(sign, sign))
            unit = unit if number else 1
        else:
            raise ValueError(text)
    # What is said last without its unit counts in the next smaller one.
    rest = (number or 0) * (unit // 10 if unit > 10 and (number or 0) < 10 else 1)
    if rest >= ceiling or not text:
        raise ValueError(text)
    return whole + section + rest
