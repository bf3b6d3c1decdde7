"""Names of places typed in traditional characters."""

from functools import cache


def simplified(name: str) -> str:
    """A name as the divisions are written. 乾 stays: 乾县 and 乾安县 keep it."""
    return "乾".join(_converter().convert(part) for part in name.split("乾"))


@cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC  # loads its dictionaries: only when a place is typed

    return OpenCC("t2s")
