"""Numbers that name a person, inside text that somebody wrote: hidden until they are asked for. Pure; `mypy --strict`.

A telephone, an identity number, a bank card, however it is spelt: full-width, with blanks or dashes between, in 汉字.
Amounts, dates and short numbers stay. What is hidden too much is one click away; what is shown too much is not.
"""

import re
import unicodedata

from stdnum import luhn

from foundation.vault.masking import MASK, mask_id_number, mask_phone

_HAN = {
    sign: str(number)
    for number, signs in enumerate(
        [
            "零〇○Ｏ洞",
            "一壹弌幺么",
            "二贰貳两兩",
            "三叁參",
            "四肆",
            "五伍",
            "六陆陸",
            "七柒拐",
            "八捌",
            "九玖勾",
        ]
    )
    for sign in signs
}
_DIGIT = rf"[0-9{''.join(_HAN)}]"
# What people put between: blanks of all kinds, dashes, dots, brackets, and what nobody sees.
_BETWEEN = (
    r"[\s\-\u2010-\u2015\u2212\uff0d_.．。·•・,，、/／\\|:：;；*＊#+~()（）\[\]【】"
    r"\u200b-\u200f\u2060\ufeff\xad]{0,3}"
)
_RUN = re.compile(rf"{_DIGIT}(?:{_BETWEEN}{_DIGIT}){{5,}}(?:{_BETWEEN}[Xx])?")
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?:[-./]\d{1,2}[-./]\d{1,2}|年\d{1,2}月(?:\d{1,2}[日号])?)(?!\d)|"
    r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
)
_AMOUNT = re.compile(r"\s{0,2}(?:元|块|圆|万|亿|塊|圓|萬|RMB|rmb|yuan)")
_REFERENCE = re.compile(r"FY-?\d{4}-?[2-9A-Z]{4}-?[2-9A-Z]{4}-?[2-9A-Z]", re.ASCII)
_MOBILE = re.compile(r"(?:00)?(?:86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}[2-9]\d{6,7}|[48]00\d{7}")
_ID = re.compile(r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_OLD_ID = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
SHORTEST = 7  # digits without anything between that are hidden whatever they are


def hide_numbers(text: str) -> str:
    """`text` with each number that may name a person masked, as foundation.vault.masking masks them."""
    if not text:
        return ""
    found, end = [], 0
    kept = [match.span() for pattern in (_REFERENCE, _DATE) for match in pattern.finditer(text)]
    plain = _same_length(text)
    for run in _RUN.finditer(plain):
        for start, stop, masked in _hidden(run, plain, kept):
            found += [text[end:start], masked]
            end = stop
    return "".join([*found, text[end:]])


def _same_length(text: str) -> str:
    """Every sign that stands for a digit or a Latin letter as that one, in its place."""
    signs = []
    for sign in text:
        plain = unicodedata.normalize("NFKC", sign)
        decimal = unicodedata.decimal(sign, None)
        signs.append(str(decimal) if decimal is not None else plain if len(plain) == 1 else sign)
    return "".join(signs)


def _hidden(run: re.Match[str], plain: str, kept: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """(start, end, mask) of what is hidden in a run of digits, each place once."""
    places = [at for at in range(run.start(), run.end()) if plain[at] in _HAN or plain[at].isdigit()]
    digits = "".join(_HAN.get(plain[at], plain[at]) for at in places)
    if run.group()[-1] in "Xx":
        places, digits = [*places, run.end() - 1], digits + "X"
    pieces = _pieces(places)
    hidden: list[tuple[int, int, str]] = []
    at = 0
    while at < len(digits):
        length = _length(digits, at, pieces)
        span = (places[at], places[at + length - 1] + 1) if length else (0, 0)
        if length and not any(span[0] < stop and start < span[1] for start, stop in kept if length < 11):
            number = digits[at : at + length]
            if length >= 11 or not _AMOUNT.match(plain, span[1]):
                hidden.append((*span, _mask(number)))
        at += length or 1
    return hidden


def _pieces(places: list[int]) -> list[int]:
    """For each digit the number of the piece it stands in: digits with nothing between."""
    number, found = 0, []
    for n, place in enumerate(places):
        number += bool(n and place != places[n - 1] + 1)
        found.append(number)
    return found


def _length(digits: str, at: int, pieces: list[int]) -> int:
    """How many digits from `at` on are one number to be hidden; 0 for none. Looked for where a piece begins."""
    begins = at == 0 or pieces[at] != pieces[at - 1]
    whole = pieces.count(pieces[at]) if begins else 0
    for pattern in (_ID, _MOBILE, _OLD_ID, _LANDLINE):
        match = pattern.match(digits, at)
        if match and (begins or whole >= SHORTEST or pattern in (_ID, _MOBILE)):
            return max(len(match[0]), whole)
    if begins and whole >= SHORTEST:
        return whole
    # A card, as it is printed: fours.
    for length in range(min(19, len(digits) - at), 14, -1):
        number = digits[at : at + length]
        if begins and number.isdigit() and pieces[at] != pieces[at + length - 1] and luhn.is_valid(number):
            fours = [
                pieces[at : at + length].count(piece) for piece in dict.fromkeys(pieces[at : at + length])
            ]
            if all(four == 4 for four in fours[:-1]):
                return length
    return 0


def _mask(number: str) -> str:
    if len(number) in (15, 18):
        return mask_id_number(number)
    if len(number) > 13:
        return MASK * (len(number) - 4) + number[-4:]
    return mask_phone(number)
