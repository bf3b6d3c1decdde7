"""Places in Latin letters: official spellings, English words for districts, ü in all its forms, initials. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

# Spellings that are not pinyin, by code; the first is the one we show.
OFFICIAL = {
    "110000": ("Beijing", "Peking"),
    "150000": ("Inner Mongolia", "Nei Mongol"),
    "150100": ("Hohhot", "Huhhot", "Huhehot"),
    "150600": ("Ordos",),
    "150700": ("Hulunbuir", "Hulun Buir"),
    "150800": ("Bayannur", "Bayan Nur"),
    "150900": ("Ulanqab", "Ulaan Chab"),
    "152200": ("Hinggan",),
    "152500": ("Xilingol", "Xilin Gol"),
    "152501": ("Erenhot",),
    "152900": ("Alxa",),
    "222400": ("Yanbian",),
    "230100": ("Harbin",),
    "230200": ("Qiqihar",),
    "232700": ("Da Hinggan Ling", "Greater Khingan"),
    "440100": ("Guangzhou", "Canton"),
    "450000": ("Guangxi", "Kwangsi"),
    "451000": ("Baise", "Bose"),
    "513200": ("Ngawa", "Aba"),
    "513300": ("Garze", "Ganzi"),
    "533401": ("Shangri-La",),
    "540000": ("Xizang", "Tibet"),
    "540100": ("Lhasa",),
    "540200": ("Xigaze", "Shigatse"),
    "540300": ("Qamdo", "Chamdo"),
    "540400": ("Nyingchi",),
    "540500": ("Shannan", "Lhoka"),
    "540600": ("Nagqu",),
    "542500": ("Ngari", "Ali"),
    "610000": ("Shaanxi",),
    "632801": ("Golmud",),
    "650000": ("Xinjiang", "Sinkiang"),
    "650100": ("Urumqi", "Ürümqi", "Wulumuqi"),
    "650200": ("Karamay",),
    "650400": ("Turpan", "Turfan"),
    "650500": ("Hami", "Kumul"),
    "652700": ("Bortala",),
    "652800": ("Bayingolin", "Bayingol"),
    "652801": ("Korla",),
    "652900": ("Aksu",),
    "653000": ("Kizilsu",),
    "653100": ("Kashgar", "Kashi"),
    "653200": ("Hotan", "Khotan"),
    "654000": ("Ili", "Yili"),
    "654300": ("Altay",),
    "710000": ("Taiwan",),
    "810000": ("Hong Kong",),
    "820000": ("Macao", "Macau"),
}
# What stands behind a name in English, and how such a name ends in Chinese.
_KINDS = {
    "special administrative region": "区", "sar": "区", "autonomous region": "区", "autonomous prefecture": "州",
    "autonomous county": "县", "autonomous banner": "旗", "forestry district": "区", "new area": "区", "new district": "区", "province": "省",
    "prefecture": "州区盟", "municipality": "市", "city": "市", "district": "区", "county": "县", "banner": "旗",
    "league": "盟", "subdistrict": "道", "sub-district": "道", "township": "乡", "town": "镇", "village": "村",
    "street": "道",
}  # fmt: skip
_IN_PINYIN = {"省": "sheng", "市": "shi", "区": "qu", "县": "xian", "州": "zhou", "旗": "qi", "盟": "meng"}
_OF_TOWNS = frozenset("镇乡道村")
_KIND = re.compile(rf"\b({'|'.join(sorted(_KINDS, key=len, reverse=True))})\b\.?")
_NOT_LETTERS = re.compile(r"[^a-z]+")
_SLASHES = re.compile(r"[,;/|>]+")
_NOWHERE = {"", "china", "prc", "peoplesrepublicofchina", "zhongguo"}
_ENDINGS = ("sheng", "shi", "qu", "xian")


class Reading(NamedTuple):
    """One way to read a text: `target` is the place, `others` what it is said to lie in; letters only."""

    target: str
    endings: str  # how its Chinese name ends, "" when not said
    others: tuple[str, ...] = ()

    @property
    def with_ending(self) -> list[str]:
        """ganxian of “Gan County”: the name of a short place ends so."""
        return [self.target + _IN_PINYIN[end] for end in self.endings if end in _IN_PINYIN]

    @property
    def is_town(self) -> bool:
        """Whether it is said to be a town, a street or a village."""
        return bool(self.endings) and _OF_TOWNS.issuperset(self.endings)


def folded(text: str) -> str:
    """Small letters without accents, ü as v: Ürümqi → vrvmqi, Lüliang → lvliang."""
    text = text.lower().replace("u:", "v")
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).replace("ü", "v"))
    return "".join(char for char in parts if not unicodedata.combining(char))


def in_latin(text: str) -> bool:
    return folded(text).replace("’", "'").isascii()


def readings(text: str) -> Iterator[Reading]:
    """The ways to read “Zhanggong District, Ganzhou”, “Ganzhou Zhanggong”, “zhang gong”, the likeliest first."""
    parts = [part for part in map(_part, _SLASHES.split(folded(text))) if "".join(part[0]) not in _NOWHERE]
    if not parts:
        return
    names = ["".join(words) for words, _endings in parts]
    if len(parts) > 1:
        for at in (0, len(parts) - 1):
            others = tuple(name for place, name in enumerate(names) if place != at)
            yield Reading(names[at], parts[at][1], others)
        return
    words, endings = parts[0]
    yield Reading(names[0], endings)
    for at in range(1, min(len(words), 8)):
        first, last = "".join(words[:at]), "".join(words[at:])
        yield Reading(first, endings, (last,))
        yield Reading(last, endings, (first,))


def names_in(text: str) -> list[str]:
    """The places that commas part, in letters: for what no reading explains whole."""
    return [part.target for part in parts_of(text)]


def parts_of(text: str) -> list[Reading]:
    """What stands between commas, each read by itself."""
    parts = map(_part, _SLASHES.split(folded(text)))
    alone = [Reading("".join(words), endings) for words, endings in parts]
    return [part for part in alone if part.target not in _NOWHERE]


def _part(text):
    """(words, endings) of what stands between two commas."""
    kinds = _KIND.findall(text)
    words = [word for part in _KIND.sub(" ", text).split() if (word := _NOT_LETTERS.sub("", part))]
    if kinds and not words:  # “Town” and nothing else
        words = [_NOT_LETTERS.sub("", text)]
    return words, "".join(_KINDS[kind] for kind in kinds)


def spellings(code: str, name: str, short_name: str, syllables: str, pinyin: str) -> set[str]:
    """All that means the whole name, folded: zhanggong, zhanggongqu; lvliang, luliang, lyuliang; shaanxi."""
    said = syllables.split()
    short = "".join(said[: len(short_name)]) if name.startswith(short_name) and len(said) == len(name) else ""
    if not short:
        short = next((pinyin.removesuffix(e) for e in _ENDINGS if pinyin.endswith(e) and len(name) > 2), "")
    found = {short, pinyin, *(_NOT_LETTERS.sub("", folded(word)) for word in OFFICIAL.get(code, ()))}
    if name.endswith("新区") and len(said) == len(name):
        found.add("".join(said[:-2]))  # Pudong New Area
    return {way for word in found for way in vowels(word)} - {""}


def vowels(letters: str) -> set[str]:
    """With ü as v, and as those write it who have neither: lvshun, lushun, lyushun."""
    return {letters, *(letters.replace("v", vowel) for vowel in ("u", "yu") if "v" in letters)}


def initials(name: str, short_name: str, syllables: str) -> set[str]:
    """zg and zgq for 章贡区."""
    letters = "".join(syllable[0] for syllable in syllables.split())
    return {letters, letters[: len(short_name)]} - {"", letters[:1]}


def romanised(code: str, name: str, short_name: str, syllables: str) -> str:
    """How we write a name for those who do not read Chinese: Zhanggong, Shaanxi; "" when not known."""
    if code in OFFICIAL:
        return OFFICIAL[code][0]
    said = syllables.split()
    if len(said) != len(name) or not name.startswith(short_name):
        return ""
    return "".join(said[: len(short_name)]).replace("v", "ü").capitalize()
