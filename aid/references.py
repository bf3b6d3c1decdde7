"""The number a person keeps: FY-2611-8Q4K-M7TX-7.

Year and month of receipt, eight random characters, one check character (ISO 7064 MOD 37,36 over everything
after FY). Eight of thirty characters are 6.6 × 10¹¹ numbers a month: nobody finds one by trying.
"""

import re
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date

from stdnum.iso7064 import mod_37_36

# Nothing that is misread on a hand or over the phone: no 0/O, 1/I/L, U.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_SHAPE = re.compile(r"FY(\d{4})([%s]{4})([%s]{4})([%s])" % ((ALPHABET,) * 3))
_BRACKETS = re.compile(r"[()（）\[\]［］〔〕【】]")
_CASE_NUMBER = re.compile(r"\(?(.+?)\)?援申字[\[(【〔]?(\d{4})[\])】〕]?第?(\d{1,9})号?")
_OLD_CODE_LENGTH, _CODE_LENGTH = 8, 11
_RECEIPT_LENGTH = 13


def make_reference(received_on: date, *, choice: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new reference. Redraws until the check character is unambiguous as well (5 of 6 draws are)."""
    month = received_on.strftime("%y%m")
    while True:
        body = "".join(choice(ALPHABET) for _ in range(8))
        check = str(mod_37_36.calc_check_digit(month + body))
        if check in ALPHABET:
            return f"FY-{month}-{body[:4]}-{body[4:]}-{check}"


def parse_reference(text: str) -> str | None:
    """The reference meant by `text`, in its written form; None when it cannot be one.

    Lower case, spaces, missing dashes, full-width characters, O for 0 and I or L for 1 are understood.
    """
    found = _shaped(text)
    if not found or not mod_37_36.is_valid("".join(found.groups())):
        return None
    return "FY-" + "-".join(found.groups())


def is_miscopied(text: str) -> bool:
    """Whether `text` has the shape of a reference and its check character says that one sign is wrong.

    That is in the text alone: saying so tells nobody which references exist.
    """
    return bool(_shaped(text)) and parse_reference(text) is None


def _shaped(text: str) -> re.Match[str] | None:
    raw = _plain(text)
    raw = raw if raw.startswith("FY") else "FY" + raw
    month = raw[2:6].translate(str.maketrans("OIL", "011"))
    return _SHAPE.fullmatch("FY" + month + raw[6:].replace("U", "V"))


# Which word stands in the numbers of each series. “援申字” is of the head of the official form, “( )援申字[ ]第 号”; that
# each office counts its own by the year, and the words of the other papers, are ours.
WORDS = {
    "case": "援申字",
    "decision": "援决字",
    "receipt": "援受字",
    "supplement": "援补字",
    "first_aid": "援先字",
    "ending": "援终字",
    "transfer": "援转字",
    "cooperate": "援协字",
    "letter": "援函字",
}


def numbered(series: str, place: str, year: int, count: int) -> str:
    """The number of a paper of an office: （章贡）援申字〔2026〕第0001号."""
    return f"{_bracketed(place)}{WORDS[series]}〔{year}〕第{count:04d}号"


def _bracketed(place: str) -> str:
    """Full-width brackets, once: a place may come with some of its own."""
    return f"（{_BRACKETS.sub('', place).strip()}）"


def parse_case_number(text: str) -> str | None:
    """The case number meant by `text`, in its written form; None when it cannot be one. Any brackets will do."""
    plain = unicodedata.normalize("NFKC", "".join(text[:120].split()))
    found = _CASE_NUMBER.fullmatch(plain)
    return numbered("case", found[1], int(found[2]), int(found[3])) if found else None


def make_resume_code(*, choice: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new code for continuing a draft: 7K3M-92QF-B4X6.

    Eleven of thirty characters are 54 bits, the twelfth is the check character: before a phone is given the code
    alone opens what was written. Whoever tries a thousand a second needs 56 years for one of 10,000 drafts.
    """
    return _with_check(_CODE_LENGTH, choice)


def parse_resume_code(text: str) -> str | None:
    """The code meant by `text`, in its written form; None when it cannot be one.

    Those of eight characters were made until November 2026; a draft is kept for thirty days.
    """
    raw = _plain(text).replace("U", "V")
    if set(raw) - set(ALPHABET):
        return None
    is_one = len(raw) == _OLD_CODE_LENGTH or (len(raw) == _CODE_LENGTH + 1 and mod_37_36.is_valid(raw))
    return _in_fours(raw) if is_one else None


def make_receipt_code(*, choice: Callable[[Sequence[str]], str] = secrets.choice) -> str:
    """A new 收件码, the receipt's own secret: 7K3M-92QF-B4XT-6H.

    Thirteen of thirty characters are 63 bits, the fourteenth is the check character. Redraws as make_reference.
    """
    return _with_check(_RECEIPT_LENGTH, choice)


def parse_receipt_code(text: str) -> str | None:
    """The 收件码 meant by `text`, in its written form; None when it cannot be one."""
    raw = _receipt_shaped(text)
    return _in_fours(raw) if raw and mod_37_36.is_valid(raw) else None


def is_miscopied_receipt_code(text: str) -> bool:
    """Whether `text` has the shape of a 收件码 and its check character says that one sign is wrong."""
    return bool(_receipt_shaped(text)) and parse_receipt_code(text) is None


def _receipt_shaped(text: str) -> str:
    raw = _plain(text).replace("U", "V")
    return raw if len(raw) == _RECEIPT_LENGTH + 1 and not set(raw) - set(ALPHABET) else ""


def _with_check(length: int, choice: Callable[[Sequence[str]], str]) -> str:
    while True:
        body = "".join(choice(ALPHABET) for _ in range(length))
        check = str(mod_37_36.calc_check_digit(body))
        if check in ALPHABET:
            return _in_fours(body + check)


def _in_fours(raw: str) -> str:
    return "-".join(raw[start : start + 4] for start in range(0, len(raw), 4))


def _plain(text: str) -> str:
    """Capital half-width letters and digits of `text`, nothing else."""
    return re.sub(r"[^0-9A-Z]", "", unicodedata.normalize("NFKC", text[:60]).upper())
