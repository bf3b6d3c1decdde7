"""Text that a spreadsheet would take for a formula, made harmless on the way out and read back on the way in. Pure."""

import re

# What begins a formula, in any width; before it, what spreadsheets pass over or take away: blanks of all kinds, signs
# that nobody sees, quotation marks.
_SIGNS = r"=+\-@＝＋－＠﹦﹢﹣﹫"
_BEFORE = r"\s\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff'\"`´‘’“”＇＂"
_LIVE = re.compile(rf"[{_BEFORE}]*[{_SIGNS}]|['\"]*[\t\r\n]")


def harmless(text: str) -> str:
    """Text that no spreadsheet reads as a formula."""
    return f"'{text}" if _LIVE.match(text) else text


def as_typed(text: str) -> str:
    """The way back: text without the sign that `harmless`, or whoever fears formulas, has put before it."""
    return text[1:] if text.startswith("'") and _LIVE.match(text[1:]) else text
