"""One reading of names, phones and the numbers of papers: forms, blind indexes, twins and search all use it. Pure.

What a person sees is kept as it was written (`plain`, `name`); what is compared is `folded`, `phone`, `id_number`.
After a change here `manage.py reindex` brings the stored indexes along.
"""

import re
import unicodedata

# Nothing to see: controls, joiners, direction marks, fillers, variation selectors. Line ends are kept.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]"
)
_VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_IN_NAMES = str.maketrans(
    dict.fromkeys("•・‧∙⋅．.●･․ㆍ", "·") | dict.fromkeys("’‘ʼʻ`´′＇", "'") | dict.fromkeys("‐‑‒–—―−－﹣", "-")
)
# Radicals that copied and recognised text holds in place of the character: the Kangxi ones, and a few others.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
} | str.maketrans(
    "⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳", "西见角贝车长门青页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟"
)


def plain(text: str) -> str:
    """Half-width, digits of every script as 0 to 9, without what cannot be seen, spaces at the ends gone."""
    text = "".join(str(unicodedata.decimal(c, c)) for c in unicodedata.normalize("NFKC", text))
    return _UNSEEN.sub("", text).strip()


def written(text: str) -> str:
    """A line as it was written: half-width, but compatibility characters stay, as they may on the card."""
    return re.sub(r"[\t\n]", "", _UNSEEN.sub("", text.translate(_WIDE))).strip()


def name(text: str) -> str:
    """A name to show: one space between words, one kind of dot, of apostrophe and of dash; no radicals."""
    text = unicodedata.normalize("NFC", written(text)).translate(_RADICALS).translate(_IN_NAMES)
    return " ".join(re.sub(r" *· *", "·", text).split()).strip("·")


def folded(text: str) -> str:
    """What names are compared by: letters and digits alone, in one case.

    >>> folded("阿卜杜拉 • 买买提") == folded("阿卜杜拉·买买提"), folded("O’Brien") == folded("O BRIEN")
    (True, True)
    """
    text = unicodedata.normalize("NFKC", plain(text.translate(_IN_NAMES)).casefold()).translate(_RADICALS)
    kept = "".join(c for c in _VARIANTS.sub("", text) if unicodedata.category(c)[0] in "LMN")
    return unicodedata.normalize("NFC", kept)


def line(text: str) -> str:
    """Any other line of text: full-width forms made plain, runs of spaces one, case ignored."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def phone(text: str) -> str:
    """Digits alone, without 86, 0086 or +86 before a mainland mobile or area code. '' when there are none.

    >>> phone("＋86 139-0000-0000")
    '13900000000'
    """
    kept = re.sub(r"[^+0-9]", "", plain(text))
    digits = kept.replace("+", "")
    if digits.startswith("0086") and len(digits) > 8:  # four digits may be a tail
        return digits[4:]
    if digits.startswith("86") and (kept.startswith("+") or re.fullmatch(r"86(1\d{10}|0\d{9,11})", digits)):
        return digits[2:]
    return digits


def phone_tail(text: str) -> str:
    """The last four digits, as asked for when looking up an application."""
    return phone(text)[-4:]


def id_number(text: str) -> str:
    """The number of a paper as printed: plain digits and capitals, nothing between; the sign × at the end is X."""
    text = plain(text).upper()
    kept = re.sub(r"[^0-9A-Z]", "", text)
    return f"{kept}X" if len(kept) == 17 and kept.isdigit() and text.endswith(("×", "✕", "*")) else kept


def has_foreign_letters(text: str) -> bool:
    """Whether there are letters that no phone and no number of a paper has, such as 汉字."""
    return any(unicodedata.category(c)[0] == "L" and not c.isascii() for c in plain(text))
