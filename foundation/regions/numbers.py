"""Places by number: of the code table, a telephone's area code, a postcode. Pure; the codes are data/area_codes.txt."""

import unicodedata
from functools import cache
from pathlib import Path

from foundation.regions.matching import Division, Divisions

DATA = Path(__file__).parent / "data" / "area_codes.txt"
_POSTCODE = 6
# The first two digits of a postcode say the province; by the code of the division.
_BY_POST = {
    "110000": "10", "120000": "30", "130000": "05 06 07", "140000": "03 04", "150000": "01 02", "210000": "11 12",
    "220000": "13", "230000": "15 16", "310000": "20", "320000": "21 22", "330000": "31 32", "340000": "23 24",
    "350000": "35 36", "360000": "33 34", "370000": "25 26 27", "410000": "45 46 47", "420000": "43 44",
    "430000": "41 42", "440000": "51 52", "450000": "53 54", "460000": "57", "500000": "40", "510000": "61 62 63 64",
    "520000": "55 56", "530000": "65 66 67", "540000": "85", "610000": "71 72", "620000": "73 74", "630000": "81",
    "640000": "75", "650000": "83 84",
}  # fmt: skip
_PROVINCE = {post: code for code, posts in _BY_POST.items() for post in posts.split()}


def digits_of(text: str) -> str:
    """The number that a text is, in plain digits; "" when it says more."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    return joined if joined.isascii() and joined.isdigit() else ""


def meant(digits: str, divisions: Divisions) -> list[Division]:
    """What a number may stand for; 341000 is a postcode of Jiangxi and a city of Anhui in the code table."""
    listed = divisions.of_code(digits.ljust(_POSTCODE, "0"))
    codes = [listed.code] if listed else list(area_codes().get(digits, ()))
    if len(digits) == _POSTCODE and (not codes or digits.endswith("00")):
        codes.append(_PROVINCE.get(digits[:2], ""))
    return list(filter(None, map(divisions.of_code, dict.fromkeys(codes))))


@cache
def area_codes() -> dict[str, list[str]]:
    """Codes of divisions by area code: 0797 → 360700."""
    lines = (line.split() for line in DATA.read_text("utf-8").splitlines())
    return {line[0]: line[1:] for line in lines}
