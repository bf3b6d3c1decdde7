"""Adding up what is owed from what people write: “12 天 × 280 − 1000”, “12天280一天,给了1000”. Pure.

Only what can be read in one way is added up; for the rest ValueError carries the question to ask.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from aid import inputs
from foundation.vault import numerals, spelling

_UNIT = r"天|个?工日?|小时|个?月|件|平方米?|平米|平|方|米|m2|趟|单|次|车|吨|箱"
_TOKENS = re.compile(
    rf"""
    (?P<number>[0-9]+(?:,[0-9]{{3}})*(?:\.[0-9]+)?(?:万|千|百)?)
  | (?P<per>(?:[一每1]|/)(?:{_UNIT}))
  | (?P<paid>(?:(?:但是?|可是?|只|就|已经?|先|老板|又|还|后来|中间)\s*)*(?:给|付|拿|发|领|借支?|预支|结)(?:过|了|到)*)
  | (?P<times>[×*x✕✖乘]以?)
  | (?P<minus>[-−‐‑‒–—]|减去?)
  | (?P<plus>\+|加上?)
  | (?P<equals>=|等于|(?:[还尚仍共]|总共|一共)*(?:拖?欠|剩)(?:我们?|了)?)
  | (?P<unit>{_UNIT})
  | (?P<skip>[,、;。\s]+|元|圆|块钱?|rmb|¥|(?:一共|总共)?(?:干|做|上)了?|一共|总共|共|工资|工钱)
    """,
    re.VERBOSE,
)
_HAN = re.compile(rf"(?<![0-9.])[{numerals.HAN}]+(?![0-9])")
# What a day or a month is paid, which is no debt: “5000元/月”, “一天300”.
_RATE = re.compile(
    rf"(?:[日月时]薪|[日月]工资|(?:每个?|一个?)(?:{_UNIT}))[: ]*[0-9,.]+ *(?:元|块钱?)?"
    rf"|[0-9,.]+ *(?:元|块钱?)? *(?:每个?|一个?|/ *)(?:{_UNIT})"
)
_OWED = re.compile(r"(?:[还尚仍共]|总共|一共)*拖?欠(?:我们?|了)?(?:薪|款|工资|工钱|钱)?[: ]*")
_SMALL = {"百": 100, "千": 1000, "万": 10000}
_LONGEST = 80


@dataclass(frozen=True)
class Sum:
    """`total` in yuan. `words`: how it was added up, “12 × 280 − 1,000”; "" for a number that was simply written."""

    total: Decimal
    words: str = ""


@dataclass
class _Number:
    value: Decimal
    is_count: bool = False  # 12 天


class _Unclear(Exception):
    pass


def amount(text: str) -> Sum:
    """What is owed. Raises ValueError with what to say."""
    try:
        return Sum(inputs.money(text))
    except ValueError as plain:
        wrong = plain
    said = spelling.plain(text).lower().replace("，", ",")
    if len(said) > _LONGEST:
        raise wrong
    try:
        said = _HAN.sub(_in_digits, said)
        if _RATE.fullmatch(said):
            raise ValueError(
                _("%(rate)s 是一天或一个月的钱。请写成 25 × 300 这样，或者只写一共欠多少") % {"rate": text}
            ) from wrong
        if re.search(r":.*[0-9]", said) and "扣" not in said:
            raise ValueError(
                _("这几项合起来欠多少，我们看不出来。请写一个数，或者写成 12×280-1000 这样")
            ) from wrong  # columns of a table with their headings
        if not _is_sum(said):
            raise wrong
        terms, result = _read(said)
    except _Unclear:
        if "扣" in said:
            raise ValueError(
                _("里面有扣款。该扣的写成减，比如 12×280-1000-扣掉的；不该扣的不用写")
            ) from wrong
        raise ValueError(_("这个算式看不明白。请写成 12×280-1000 这样，或者只写一个数")) from wrong
    return _added(terms, result, wrong)


def _in_digits(run: re.Match[str]) -> str:
    """A number in 汉字 in digits. The 一 of “一天300” stays, and nobody knows what “三百一天” is: 300 a day, 310 days."""
    counts = re.match(_UNIT, run.string[run.end() :])
    if run[0] == "一" and (counts or run.string[run.end() :].startswith("共")):
        return run[0]
    if run[0].endswith("一") and counts:
        raise _Unclear
    try:
        return f"{inputs.money(run[0]):f}".removesuffix(".00")
    except ValueError:
        raise _Unclear from None


def _is_sum(said: str) -> bool:
    kinds = [found.lastgroup for found in _TOKENS.finditer(said)]
    signs = {"times", "minus", "plus", "paid", "unit", "per", "equals"}
    return kinds.count("number") > 1 and bool(signs & set(kinds))


def _added(terms: list[tuple[int, list[Decimal]]], result: Decimal | None, wrong: ValueError) -> Sum:
    earned = sum((_product(factors) for sign, factors in terms if sign > 0), Decimal(0))
    paid = sum((_product(factors) for sign, factors in terms if sign < 0), Decimal(0))
    words = _in_words(terms)
    total = earned - paid
    if total <= 0:
        if len(terms) == 2 and all(len(factors) == 1 for _sign, factors in terms):
            raise wrong  # “3000-4000” is no sum
        raise ValueError(_("%(sum)s：已拿的比该得的还多，请再看一看") % {"sum": words})
    if result is not None and result != total:
        both = {"sum": words, "ours": _plainly(total), "theirs": _plainly(result)}
        raise ValueError(_("%(sum)s 我们算出来是 %(ours)s，您写的是 %(theirs)s。哪个对就只写哪个") % both)
    if total > inputs.MAX_MONEY:
        raise ValueError(_("这个数太大了，请再看一看"))
    return Sum(total.quantize(Decimal("0.01")), words)


def _product(factors: list[Decimal]) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product *= factor
    return product


def _in_words(terms: list[tuple[int, list[Decimal]]]) -> str:
    said = ""
    for sign, factors in terms:
        product = " × ".join(map(_plainly, factors))
        said += f" {'+' if sign > 0 else '−'} {product}" if said else product
    return said


def _plainly(value: Decimal) -> str:
    whole, _point, part = f"{value:,f}".partition(".")
    part = part.rstrip("0")
    return f"{whole}.{part}" if part else whole


def _read(said: str) -> tuple[list[tuple[int, list[Decimal]]], Decimal | None]:
    """The terms with their signs, and what the person wrote behind “=”, if anything."""
    terms: list[tuple[int, list[Decimal]]] = []
    last: _Number | None = None  # the number before, while nothing has been written between
    joint = "plus"
    result = None
    said = said.removeprefix("=")
    if owed := _OWED.match(said):
        said = said[owed.end() :]
        if any(kind == "paid" for kind, _text in _tokens(said)):
            raise _Unclear  # “欠5000，给了3000”: 5000 may be what is left
    numbers = 0
    for kind, text in _tokens(said):
        if kind == "number":
            number, numbers = _Number(_value(text)), numbers + 1
            if joint == "equals":
                if result is not None:
                    raise _Unclear
                result = number.value
            elif joint == "times" and terms:
                terms[-1][1].append(number.value)
            elif joint in ("plus", "minus", "paid"):
                if joint == "paid" and not terms:
                    raise _Unclear
                terms.append((1 if joint == "plus" else -1, [number.value]))
            elif joint == "per":  # 一天280
                if not terms:
                    terms.append((1, [number.value]))
                elif last is not None and last.is_count:
                    terms[-1][1].append(number.value)
                else:
                    raise _Unclear
            else:  # only a space or a comma: it takes the unit behind it to know
                terms.append((0, [number.value]))
            last, joint = number, ""
        elif kind == "unit":
            if last is None or joint:
                raise _Unclear
            last.is_count = True
            _join(terms)
        elif kind == "per":
            if last is not None and not joint and not last.is_count:
                _join(terms)
            else:
                joint = "per"
        elif kind in ("times", "minus", "plus", "paid", "equals"):
            if joint and not (joint == "plus" and not terms):
                raise _Unclear
            if not terms and kind != "paid":
                raise _Unclear
            joint = kind
    if joint or any(sign == 0 for sign, _factors in terms) or numbers < 2:
        raise _Unclear
    return terms, result


def _join(terms: list[tuple[int, list[Decimal]]]) -> None:
    """“12天280一天”, “280一天 12天”: the second of the two, read at last, belongs to the first."""
    if terms and terms[-1][0] == 0:
        if len(terms) < 2 or len(terms[-2][1]) != 1 or terms[-2][0] < 0:
            raise _Unclear
        _sign, factors = terms.pop()
        terms[-1][1].extend(factors)


def _tokens(said: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(said):
        token = _TOKENS.match(said, at)
        if token is None or token.lastgroup is None:
            raise _Unclear
        if token.lastgroup != "skip":
            found.append((token.lastgroup, token[0]))
        at = token.end()
    return found


def _value(text: str) -> Decimal:
    unit = _SMALL.get(text[-1])
    digits = text[:-1] if unit else text
    return Decimal(digits.replace(",", "")) * (unit or 1)
