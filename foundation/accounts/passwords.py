"""Passwords that everybody thinks of: made of common words, one's own name, years, and rows of digits."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

# So many characters must be left when everything common is taken away.
OWN_CHARACTERS = 6
_LIST = Path(__file__).parent / "data" / "everyday_words.txt"
_DISGUISES = str.maketrans("@0134$5!7", "aoleassit")
# 1314, 520: “for ever”, “I love you”; 168, 666, 888: luck. Years, days, mobiles.
_NUMBERS = re.compile(
    r"5201314|1314520|1314|520|521|168|(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?)?|1[3-9]\d{9}|110|119|12348"
)
_ROWS = (
    "01234567890123456789",
    "98765432109876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)


@cache
def everyday_words() -> frozenset[str]:
    lines = (line.strip() for line in _LIST.read_text().splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))


def what_is_own(password: str, also=()) -> str:
    """What is left of a password without common words, those of `also`, numbers everybody thinks of, and repetition."""
    text = _plain(password)
    bare = _without_numbers(text)
    ways = {_rest(one, also) for one in (text, text.translate(_DISGUISES), bare.translate(_DISGUISES))}
    return min(ways, key=len)


def _rest(text, also):
    for word in sorted({*also, *everyday_words()}, key=len, reverse=True):
        text = text.replace(word, " ")
    # What comes again is not thought of again.
    return "".join(dict.fromkeys(char for char in _without_numbers(text) if char.isalnum()))


def _without_numbers(text):
    """Without years, days, mobiles, rows of digits and of keys."""
    text = _NUMBERS.sub(" ", text)
    for row in _ROWS:
        for length in range(len(row), 2, -1):
            for start in range(len(row) - length + 1):
                text = text.replace(row[start : start + length], " ")
    return text


def _plain(text):
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def words_of(user) -> set[str]:
    """What a person is called, also in pinyin: 王芳 → wangfang, wf, fangwang."""
    if user is None:
        return set()
    parts = [user.last_name, user.first_name]
    spoken = ["".join(lazy_pinyin(part)) for part in parts]
    syllables = lazy_pinyin("".join(parts))
    words = {*parts, *spoken, *syllables, "".join(spoken), "".join(reversed(spoken)), "".join(parts)}
    words |= {user.username, *re.split(r"[\W_]+", user.email.partition("@")[0])}
    return {_plain(word) for word in words if len(_plain(word)) > 1}


class EverydayPasswordValidator:
    """Refuses what is left with fewer than OWN_CHARACTERS when everything common is taken away."""

    def validate(self, password, user=None):
        if len(what_is_own(password, words_of(user))) < OWN_CHARACTERS:
            raise ValidationError(
                _("这个密码别人一猜就中：常用的词、名字、年份、连着的数字，拼在一起也不行。"),
                code="everyday_password",
            )

    def get_help_text(self):
        return _("不要用常用的词、名字、年份、连着的数字来拼。几个不相干的词连起来，好记又难猜。")
