"""How personal data looks on a screen that has no need of the whole of it. Pure; `mypy --strict`.

Every function takes what the applicant typed, never fails, and gives '' for nothing.
"""

import re
import unicodedata

MASK = "*"

# Compound surnames in use (two characters); with one of these, both stay visible.
_COMPOUND = (
    "欧阳 上官 司马 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 令狐 长孙 宇文 夏侯 司空 端木 南宫 西门 独孤 轩辕 "
    "百里 东郭 呼延 闻人 拓跋 澹台 公冶 淳于 太叔 申屠 钟离 赫连 鲜于 闾丘 濮阳 完颜 纳兰 耶律 第五 "
    "歐陽 諸葛 尉遲 長孫 獨孤 軒轅 聞人 鍾離 赫連 鮮于 閭丘 濮陽 納蘭"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
_DOTS = "·•・‧∙⋅"


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip()


def characters(text: str) -> list[str]:
    """The characters a reader sees: combining marks and variation selectors stay with their base."""
    seen: list[str] = []
    for char in text:
        joined = unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf")
        if seen and joined:
            seen[-1] += char
        else:
            seen.append(char)
    return seen


def mask_name(name: str) -> str:
    """First character and, from three characters on, the last: 王强 → 王*, 王小强 → 王*强.

    A compound surname stays whole (欧阳小强 → 欧阳*强, 欧阳强 → 欧阳*). Of a name written with a dot each
    part keeps its first character (阿依古丽·买买提 → 阿***·买**), of a Latin one each word its first letter.
    A single character becomes a mask.
    """
    text = " ".join(name.split())
    for dot in _DOTS:
        text = text.replace(dot, "·")
    if "·" in text.strip("·"):
        return "·".join(_keep_first(part.strip()) for part in text.split("·") if part.strip())
    if text.isascii() and text:
        return " ".join(_keep_first(word) for word in text.split(" "))
    seen = [char for char in characters(text) if char not in " ·"]
    if len(seen) < 2:
        return MASK * len(seen)
    lead = 2 if len(seen) > 2 and "".join(seen[:2]) in COMPOUND_SURNAMES else 1
    if len(seen) <= lead + 1:
        return "".join(seen[:lead]) + MASK
    return "".join(seen[:lead]) + MASK * (len(seen) - lead - 1) + seen[-1]


def _keep_first(part: str) -> str:
    seen = characters(part)
    return seen[0] + MASK * (len(seen) - 1) if len(seen) > 1 else MASK


def mask_phone(phone: str) -> str:
    """138****5678; for anything but an 11-digit mobile the last four characters stay: ********0148.

    Of a number with six digits or fewer (a public short code, or a slip of the finger) two stay.
    """
    digits = "".join(char for char in _plain(phone) if char.isdigit())
    if len(digits) == 13 and digits.startswith("861"):
        digits = digits[2:]
    if len(digits) == 11 and digits.startswith("1"):
        return f"{digits[:3]}****{digits[-4:]}"
    return _keep_tail(digits, 4 if len(digits) > 6 else 2)


def mask_numbers(note: str) -> str:
    """A note about telephones: words stay, each number is masked. “400-812-3456 转 801” → ******3456 转 *01."""
    return re.sub(r"\+?[0-9](?:[0-9() -]*[0-9])?", lambda found: mask_phone(found[0]), _plain(note))


def mask_id_number(number: str) -> str:
    """110105********002X; of any other paper's number the last four stay, when it has at least eight."""
    text = "".join(char for char in _plain(number).upper() if char.isalnum())
    if len(text) == 18:
        return text[:6] + MASK * 8 + text[-4:]
    return _keep_tail(text, 4 if len(text) >= 8 else 1)


def mask_bank(account: str) -> str:
    """Last four digits of a bank account in a length that says nothing: **** **** 5678."""
    text = "".join(char for char in _plain(account) if char.isalnum())
    if not text:
        return ""
    return f"**** **** {text[-4:]}" if len(text) >= 8 else "**** ****"


def _keep_tail(text: str, tail: int) -> str:
    if not text:
        return ""
    if len(text) <= tail:
        return MASK * len(text)
    return MASK * (len(text) - tail) + text[-tail:]
