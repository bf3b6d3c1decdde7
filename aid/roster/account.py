"""What the columns of an account come to, as one would write it: 28 × 300 - 2000. Pure.

Only what the columns say in one way is written so that it can be added up. The rest is written with its headings,
“工日：25 借支：300”, which nothing takes for a sum: it is asked back.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from aid import inputs, sums
from aid.roster.columns import MONEY, UNCERTAIN, Column
from foundation.vault import spelling

Cell = tuple[Column, str]

_NOTHING = re.compile(r"[-—–−/\\.。~*]+|无|没有?|空")
_ZERO = re.compile(r"0+(\.0+)?|[零〇]")
_UNIT = re.compile(r"(?:元整?|圆|块钱?)?(?:[/每]?(?P<per>天|日|个?工日?|个?月|小时|时|[件方平米吨车趟]))?")
_PER = {"天": "day", "日": "day", "工": "day", "月": "month", "时": "hour"}
# Advances of several names may stand side by side; of 已付 nobody knows whether it holds them.
_ADVANCES = re.compile(r"借支|借款|预[支付发]|生活费")
_OF_MONEY = re.compile(r"[资薪钱款额元]|应")
_ALL_IN = re.compile(r"应|[合小]计|总")
_MOST_HOURS = 24 * 31  # of a month
_LONGEST = 80


class _Unclear(Exception):
    pass


def owed(cells: Sequence[Cell]) -> str:
    """What is owed by the cells of a row that stand in columns of MONEY; "" when they are empty."""
    held = [(column, cell) for column, cell in cells if column.kind in MONEY and _is_said(column, cell)]
    if all(column.kind == "month" for column, _cell in held):
        return asked_back(held)
    by_month = [(column, cell) for column, cell in held if column.kind == "month"]
    if by_month and not _are_parts(by_month, held):
        return asked_back(held)
    held = [(column, cell) for column, cell in held if column.kind != "month"]
    if len(held) == 1 and figure(*held[0]) is None and _is_account(*held[0]):
        return held[0][1]
    try:
        said = _reckoned({kind: [cell for cell in held if cell[0].kind == kind] for kind in MONEY})
    except _Unclear:
        return asked_back(held)
    return said if len(said) <= _LONGEST else asked_back(held)


def _is_account(column: Column, cell: str) -> bool:
    """Whether one cell holds all of it: “25 × 300” below 工日; “25+3” there are days."""
    if column.kind == "due":
        return True
    try:
        return column.kind in ("days", "rate") and "×" in sums.amount(cell).words
    except ValueError:
        return False


def unused(cells: Sequence[Cell], said: str) -> list[Cell]:
    """The cells of which nothing stands in `said`, what `owed` made of them: they belong into the note."""
    numbers = set(re.findall(r"[0-9]+(?:\.[0-9]+)?", said))
    left = [(column, cell, figure(column, cell)) for column, cell in cells if _is_said(column, cell)]
    return [
        (column, cell)
        for column, cell, found in left
        if cell not in said and not (found and _plainly(found[0]) in numbers)
    ]


def _are_parts(by_month: list[Cell], held: list[Cell]) -> bool:
    """Whether the column beside 6月, 7月 may be taken for money, and not for their days added up."""
    wholes = [
        (column, cell)
        for column, cell in held
        if column.kind == "due" and not _OF_MONEY.search(column.heading)
    ]
    if not wholes:
        return True
    months = [figure(*cell) for cell in by_month]
    whole = figure(*wholes[0])
    return (
        whole is not None
        and whole[0] == sum(month[0] for month in months if month)
        and whole[0] > _MOST_HOURS * len(months)
        and all(months)
    )


def asked_back(cells: Sequence[Cell]) -> str:
    return " ".join(f"{column.heading}：{cell}" for column, cell in cells)


def figure(column: Column, cell: str) -> tuple[Decimal, str] | None:
    """(the number, what it is counted in) of a cell that holds one number and its unit; None for any other."""
    said = re.sub("[¥￥]", "", spelling.plain(cell)).strip()
    for end in range(len(said), 0, -1):
        unit = _UNIT.fullmatch(said[end:].replace(" ", ""))
        if unit and (value := _number(said[:end].strip())) is not None:
            per = unit["per"] or ""
            return value * (10_000 if column.in_wan else 1), _PER.get(per[-1:], "")
    return None


def _number(text: str) -> Decimal | None:
    if _ZERO.fullmatch(text):
        return Decimal(0)
    try:
        return inputs.money(text)
    except ValueError:
        return None


def _is_said(column: Column, cell: str) -> bool:
    if not cell or _NOTHING.fullmatch(spelling.plain(cell)):
        return False
    found = figure(column, cell)
    return column.kind == "amount" or found is None or found[0] != 0


def _reckoned(held: dict[str, list[Cell]]) -> str:
    earned, paid, cut = _earned(held["days"], held["rate"]), _less(held["paid"]), _less(held["cut"])
    if held["amount"]:
        return _with_amount(held["amount"], earned and earned + paid, cut)
    due, net = _together(held["due"]), _together(held["net"])
    if not (earned or due) or (not earned and _may_be_a_rate(held)):
        raise _Unclear
    if held["extra"] and not net and not any(_ALL_IN.search(column.heading) for column, _cell in held["due"]):
        raise _Unclear
    said = (earned or due) + paid
    if earned and due and _value(due) not in (_value(earned), _value(said)):
        return f"{earned} = {_plainly(_value(due))}"  # they contradict each other: asked back
    if net and _value(net) != _value(said):
        if cut and _value(net) == _value(said + cut):
            return said + cut
        if not paid or _value(net) != _value(paid.removeprefix(" - ").replace(" - ", " + ")):
            raise _Unclear  # to be paid out, or paid out
    return f"{said} 扣款：{cut}" if cut else said


def _with_amount(cells: list[Cell], said: str, cut: str) -> str:
    """What the column of the debt says, with the account beside it, which has to come to the same."""
    typed = _together(cells) if len(cells) > 1 or cells[0][0].in_wan else cells[0][1]
    if not said:
        return typed
    if len(cells) == 1 and figure(*cells[0]) is None:
        if _value(typed) != _value(said):
            raise _Unclear
        return typed
    if cut and _value(typed) not in (None, _value(said)) and _value(typed) == _value(said + cut):
        said += cut
    return f"{said} = {_plainly(_value(typed))}"


def _earned(days: list[Cell], rates: list[Cell]) -> str:
    """Days times pay a day, each month's own where the columns are by month; "" when they make no product."""
    try:
        counts, prices = _parts(days), _parts(rates)
    except _Unclear:
        return ""
    by_month = {column.month: (column, value) for column, value in prices}
    terms = []
    for column, (count, per) in counts:
        rate = prices[0] if len(prices) == 1 else by_month.get(column.month)
        if rate is None or not _fit(per or column.per, rate[1][1] or rate[0].per):
            return ""
        if column.month and rate[0].month not in ("", column.month):
            return ""
        terms.append(f"{_plainly(count)} × {_plainly(rate[1][0])}")
    if len(prices) > 1 and (len(by_month) < len(prices) or len(counts) < len(prices)):
        return ""
    return " + ".join(terms)


def _fit(count: str, rate: str) -> bool:
    if UNCERTAIN in (count, rate):
        return False
    return count == rate or (not rate and count != "month")


def _may_be_a_rate(held: dict[str, list[Cell]]) -> bool:
    """“工资 300” beside 25 days may be what a day is paid; “合计 45” beside pay a day may be days."""
    if held["rate"] and not held["days"]:
        return not all(_OF_MONEY.search(column.heading) for column, _cell in held["due"])
    return bool(held["days"]) and not all(
        _ALL_IN.search(column.heading) or "金额" in column.heading for column, _cell in held["due"]
    )


def _parts(cells: list[Cell]) -> list[tuple[Column, tuple[Decimal, str]]]:
    """The figures of columns that can be added: of one name but for the month. A column of the whole has to agree."""
    found = [(column, figure(column, cell)) for column, cell in cells]
    known = [(column, value) for column, value in found if value is not None]
    parts = [one for one in known if not one[0].is_whole]
    wholes = [one for one in known if one[0].is_whole]
    if len(known) < len(found) or len(wholes) > 1:
        raise _Unclear
    names = {"借支" if _ADVANCES.search(column.bare) else column.bare for column, _value in parts}
    if len(names) > 1 and not wholes:
        raise _Unclear
    if wholes and parts and sum(value[0] for _column, value in parts) != wholes[0][1][0]:
        raise _Unclear
    return wholes or parts


def _together(cells: list[Cell]) -> str:
    return " + ".join(_plainly(value) for _column, (value, _per) in _parts(cells))


def _less(cells: list[Cell]) -> str:
    """What goes off, “ - 1000 - 500”; a cell may itself hold “1000+500”."""
    split = [(column, part) for column, cell in cells for part in spelling.plain(cell).split("+")]
    return "".join(f" - {_plainly(value)}" for _column, (value, _per) in _parts(split))


def _value(said: str) -> Decimal | None:
    try:
        return sums.amount(said).total
    except ValueError:
        return None


def _plainly(value: Decimal | None) -> str:
    if value is None:
        raise _Unclear
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
