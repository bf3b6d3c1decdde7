"""One reading of names, phones and the numbers of papers: forms, blind indexes, twins and search all use it. Pure.

What a person sees is kept as it was written (`plain`, `name`); what is compared is `folded`, `phone`, `id_number`.
After a change here `manage.py reindex` brings the stored indexes along.
"""

import re
import unicodedata

from foundation.vault.masking import COMPOUND_SURNAMES

# Nothing to see: controls, joiners, direction marks, fillers, tags. Line ends are kept.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_VARIANTS = re.compile("[\ufe00-\ufe0f\u20e3\U000e0100-\U000e01ef]")  # and the frame of a keycap
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DOT = str.maketrans(dict.fromkeys("•・‧∙⋅●･ㆍ･᛫⸱∘◦⦁", "·") | {"．": ".", "․": "."})
_APOSTROPHE = str.maketrans(dict.fromkeys("’‘‛ʼʻʹʽˈˊˋ′‵`´᾽᾿՚׳ꞌ＇", "'"))
_DASH = str.maketrans(dict.fromkeys("‐‑‒–—―⁃−˗⸺⸻─━﹘﹣－", "-"))
_IN_NAMES = _DOT | _APOSTROPHE | _DASH
# 汉字 of every plane, those too that this Python has not heard of; 〇 counts as one.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
# What stands for the dot between the parts of a name when 汉字 are on both sides.
_BETWEEN = re.compile(rf"(?<=[{HAN}])(?: *[·.。｡ーｰ-])+ *(?=[{HAN}])")
_AROUND = re.compile(rf"^[ ·,、。;]+|[ ·,、。;]+$|(?<=[{HAN}])[ ·,、。;.]+$")
_HAN = re.compile(f"[{HAN}]")
_APART = re.compile(rf"(?<=[{HAN}]) +(?=[{HAN}])")
_MOBILE = re.compile(r"^0(1[3-9]\d{9})$")  # with the 0 that long distance once took
_AREA = re.compile(r"(10|2\d|[3-9]\d{2})\d{7,8}")  # an area code as it is written behind +86
# Radicals that copied and recognised text holds in place of the character: the Kangxi ones, and those of the
# supplement that are characters by themselves.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)
} | str.maketrans(
    "⺟⺠⺩⺮⺶⺻⺼⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻰⻱⻳",
    "母民王竹羊聿肉虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿龙龜龟",
)


def plain(text: str) -> str:
    """Half-width, digits of every script as 0 to 9, without what cannot be seen, spaces at the ends gone."""
    text = "".join(str(unicodedata.decimal(c, c)) for c in unicodedata.normalize("NFKC", text))
    return _VARIANTS.sub("", _UNSEEN.sub("", text)).strip()


def written(text: str) -> str:
    """A line as it was written: half-width, but compatibility characters stay, as they may on the card."""
    return re.sub(r"[\t\n]", "", _UNSEEN.sub("", text.translate(_WIDE))).strip()


def note(text: str) -> str:
    """A line as it was written, with plain dashes and spaces."""
    return " ".join(_VARIANTS.sub("", written(text)).translate(_DASH).split())


def name(text: str) -> str:
    """A name to show: one space between words, one kind of dot, of apostrophe and of dash; no radicals.

    Between 汉字 any dot or dash is the dot of a name in parts; 张 大 山 is one word.
    """
    text = unicodedata.normalize("NFC", written(text)).translate(_RADICALS).translate(_IN_NAMES)
    text = _BETWEEN.sub("·", " ".join(text.split()))
    text = _AROUND.sub("", re.sub(r"(?: *·)+ *", "·", text))
    return _APART.sub("", text) if _is_one_word(re.split("[ ·]", text)) else text


def _is_one_word(parts: list[str]) -> bool:
    """张 大 山, 张 大山 and 欧阳 小强 are; 张三 李四 may be two people."""
    single = [len(part) == 1 for part in parts]
    return all(single) or ((any(single) or parts[0] in COMPOUND_SURNAMES) and sum(map(len, parts)) <= 4)


def folded(text: str) -> str:
    """What names are compared by: letters and digits alone, in one case.

    >>> folded("阿卜杜拉 • 买买提") == folded("阿卜杜拉·买买提"), folded("O’Brien") == folded("O BRIEN")
    (True, True)
    """
    text = unicodedata.normalize("NFKC", plain(name(text)).casefold()).translate(_RADICALS)
    kept = "".join(c for c in text if is_letter(c) or unicodedata.category(c)[0] == "N")
    return _BETWEEN.sub("", unicodedata.normalize("NFC", kept))


# As surnames these are read otherwise than most of the time.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "区": "ou", "查": "zha", "朴": "piao", "覃": "qin", "翟": "zhai",
    "盖": "ge", "缪": "miao", "乐": "yue", "燕": "yan", "任": "ren", "宁": "ning", "华": "hua", "万俟": "moqi", "尉迟": "yuchi",
    "长孙": "zhangsun", "折": "she", "黑": "he", "员": "yun", "令狐": "linghu",
}  # fmt: skip
_IN_SOUNDS = {"卜": "bu"}  # as in 阿卜杜拉; the dictionary knows 萝卜
_MARKS_APART = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe"}
)


def spelt(text: str) -> str:
    """A name in plain Latin letters: 汉字 by their pinyin without tones, other letters without their marks.

    >>> spelt("王小强") == spelt("Wáng Xiǎo-qiáng"), spelt("Nguyễn Văn Đạt") == spelt("nguyen van dat")
    (True, True)
    """
    read = folded(text)
    if has_han(read):
        from pypinyin import lazy_pinyin  # 58 MB: only when a name is written or looked for

        first = next((size for size in (2, 1) if read[:size] in _SURNAMES), 0)
        sounds = [_IN_SOUNDS.get(sign) or lazy_pinyin(sign)[0] for sign in read[first:]]
        read = _SURNAMES.get(read[:first], "") + "".join(sounds)
    apart = unicodedata.normalize("NFD", read.translate(_MARKS_APART).replace("ü", "v"))
    # ü keeps its own letter, with a tone or without.
    apart = re.sub("u[\u0300-\u036f]*\u0308[\u0300-\u036f]*", "v", apart)
    return "".join(c for c in apart if unicodedata.category(c)[0] in "LN").translate(_MARKS_APART)


def is_letter(char: str) -> bool:
    """Whether `char` writes a name in some script: letters, 汉字 and the marks on them."""
    return unicodedata.category(char)[0] in "LM" or bool(_HAN.fullmatch(char))


def has_han(text: str) -> bool:
    return bool(_HAN.search(text))


def line(text: str) -> str:
    """Any other line of text: full-width forms made plain, runs of spaces one, case ignored."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def phone(text: str) -> str:
    """Digits alone, without 86, 0086 or +86 before a mainland number. '' when there are none.

    A number of another country stands behind 00, so that it is never one of ours.

    >>> phone("＋86 139-0000-0000"), phone("+1 650 555 0148")
    ('13900000000', '0016505550148')
    """
    kept = re.sub(r"[^+0-9]", "", plain(text))
    digits = kept.replace("+", "")
    abroad = re.fullmatch(r"\+0*([1-9]\d*)|00([1-9]\d{6,})", kept[:1] + digits if kept[:1] == "+" else digits)
    if abroad:  # four digits may be a tail
        number = abroad[1] or abroad[2]
        if not number.startswith("86"):
            return "00" + number
        digits = number[2:]
        return f"0{digits}" if _AREA.fullmatch(digits) else _MOBILE.sub(r"\1", digits)
    if re.fullmatch(r"86(1\d{10}|0\d{9,11})", digits):
        digits = digits[2:]
    return _MOBILE.sub(r"\1", digits)


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
