"""A table of workers as rows of FIELDS: by its headings, or by what each cell looks like. Pure."""

import re
from collections.abc import Sequence

from aid import inputs
from aid.roster.members import FIELDS
from foundation.vault import spelling

# What a column is called; the first that fits. "" are columns of no use to us, such as the running number.
_HEADINGS = (
    ("", r"序号|编号|^号$|^no\.?$|^#$|性别|民族|签[名字]|手印|确认"),
    ("card", r"卡.*(人|名|谁)|户名|开户"),
    ("note", r"备注|说明|注$|银行|卡号|情况|月份"),
    ("id_number", r"身份证|证件|身份号"),
    ("phone", r"手机|电话|联系方式|号码|phone|tel"),
    ("days", r"[欠未].*(天数|工日|工数|几天|几个?月|月数)"),
    ("paid", r"已[付拿领发给支]|借支|预支|生活费|付了|拿了|领了|给了"),
    ("rate", r"单价|日薪|日工资|工价|一天|每天|多少钱一|天工资|元/天|元/工|月薪|^月工资|每月|一个月"),
    ("amount", r"欠|差|未[付发结]|剩|还该|amount"),
    ("due", r"[应实][付发得]|合计|总[额计]|金额|工钱|工资"),
    ("left_on", r"走|离[开职场]|退场|到哪天"),
    ("days", r"天数|工日|工数|出勤|几天|工时|几个?月|月数|^工$|^天$|days?$"),
    ("name", r"姓名|名字|工人|人员|^名$|name"),
)
# How far down the line of headings may stand, below a title.
_HIGHEST = 5
_TOTAL = re.compile(r"(本页|以上|全部)?((合|小|总|共)计|总共|一共)(人数|金额|工资|欠薪)?([(（0-9].*)?")
_MOST_DAYS = 400
_BY_MONTH = re.compile(r"月(薪|工资|数|$)|几个?月|每月|一个月")
_PHONE_AND_WORDS = re.compile(r"[^0-9]*(1[3-9][0-9]{9})[^0-9]+")
_ID = re.compile(r"[0-9]{17}[0-9Xx×]|[0-9]{15}")
_DAY = re.compile(r"(19|20)[0-9]{2}[-./年 ][0-9]{1,2}[-./月 ][0-9]{1,2}日?")
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:元|块|天|个?工)?")
# A piece of an account: it holds a number, or is a sign or a unit by itself.
_ACCOUNT = re.compile(
    r".*[0-9].*|[-×*xX+=−–—]|乘以?|加上?|减去?|个?[天工月件]|小时|元|块|[已还只]*[给付拿领]了?"
)


def read(table: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    """The rows of a table, with or without headings. What fits no field stands in the note."""
    if not table:
        return []
    place = next((n for n, line in enumerate(table[:_HIGHEST]) if _columns(line)), None)
    if place is None:
        found = [_by_looks(line) for line in table if not _is_total(line)]
    else:
        # What stands above the headings is the title of the list.
        headings, lines = table[place], table[place + 1 :]
        columns = _columns(headings)
        found = [_by_columns(line, columns, headings) for line in lines if not _is_total(line)]
    return [row for row in found if any(row.values())]


def _is_total(line: Sequence[str]) -> bool:
    """Whether the line adds up the others: 合计 is nobody."""
    said = (re.sub(r"[\s:：]", "", cell) for cell in line)
    first = next((cell for cell in said if cell and not re.fullmatch(r"[0-9]{1,3}", cell)), "")
    return bool(_TOTAL.fullmatch(first))


def _columns(line: Sequence[str]) -> list[str]:
    """What each column holds when `line` is a line of headings, else nothing."""
    if any(re.search(r"[0-9]{4}", cell) for cell in line):
        return []
    names = [_column(cell) for cell in line]
    return (
        [name or "" for name in names]
        if sum(name is not None for name in names) > 1 or "name" in names
        else []
    )


def _column(cell: str) -> str | None:
    said = re.sub(r"[\s*（）()：:]", "", cell).lower()
    return next((name for name, words in _HEADINGS if said and re.search(words, said)), None)


def _by_columns(line: Sequence[str], columns: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for place, cell in enumerate(line):
        if not cell:
            continue
        name = columns[place] if place < len(columns) else ""
        heading = headings[place] if place < len(headings) else ""
        if not name and heading and _column(heading) == "":
            continue
        if name in ("", "note", "card") and heading and name != "note":
            said.setdefault("note", []).append(f"{heading}：{cell}")
        else:
            cell, words = _phone_alone(cell) if name == "phone" else (cell, "")
            said.setdefault(name or "note", []).append(cell)
            if words:
                said.setdefault("note", []).append(words)
    row = {name: " ".join(said.get(name, [])) for name in FIELDS}
    account = {name: " ".join(said.get(name, [])) for name in ("amount", "days", "rate", "paid", "due")}
    by_month = {
        bool(_BY_MONTH.search(heading))
        for heading, name in zip(headings, columns, strict=False)
        if name in ("days", "rate")
    }
    if len(by_month) > 1 or not (account["days"] and account["rate"]):
        if not (account["amount"] or account["due"]):
            return {**row, "amount": _asked_back(line, columns, headings)}
        account["days"] = account["rate"] = ""  # pay a month times days is no sum
    return {**row, "amount": _reckoning(**account)}


def _asked_back(line: Sequence[str], columns: Sequence[str], headings: Sequence[str]) -> str:
    """Columns that make no sum, with their headings: no number of them passes for what is owed."""
    found = [
        (re.sub("[0-9]", "", heading), cell)
        for cell, name, heading in zip(line, columns, headings, strict=False)
        if cell and name in ("days", "rate", "paid")
    ]
    if len(found) == 1 and not _NUMBER.fullmatch(spelling.plain(found[0][1])):
        return found[0][1]  # an account in one column: 25 × 300
    return " ".join(f"{heading} {cell}" for heading, cell in found)


def _phone_alone(cell: str) -> tuple[str, str]:
    """(the number, the words) of “13700000011（微信同号）”; else the cell and nothing."""
    found = _PHONE_AND_WORDS.fullmatch(spelling.plain(cell))
    return (found[1], cell) if found else (cell, "")


def _reckoning(amount: str, days: str, rate: str, paid: str, due: str = "") -> str:
    """The columns of an account as one would write it: 28 × 300 - 2000, and = what stands beside it.

    `amount`: what is still owed; `due`: what was to be paid, before `paid` was taken off.
    """
    nothing = not paid or re.fullmatch(r"[0.]+元?|无|没有", paid)
    if not (days and rate):
        if due and not amount:
            return due if nothing else f"{due} - {paid}"
        return amount
    said = f"{days} × {rate}" if nothing else f"{days} × {rate} - {paid}"
    beside = amount or (due if nothing else "")
    return f"{said} = {beside}" if beside else said


def _by_looks(line: Sequence[str]) -> dict[str, str]:
    """A row without headings: each cell says by itself what it is; numbers are days, pay a day, already paid."""
    row = dict.fromkeys(FIELDS, "")
    tail: list[str] = []
    for place, cell in enumerate(line):
        bare = spelling.plain(cell).replace(" ", "")
        digits = re.sub(r"[^0-9]", "", bare)
        if not bare:
            continue
        if place == 0 and bare.isdigit() and len(bare) < 4 and len(line) > 2:
            continue  # the running number
        if not row["id_number"] and (_ID.fullmatch(bare) or inputs.LOST_DIGITS.fullmatch(bare)):
            row["id_number"] = cell
        elif not row["phone"] and _PHONE_AND_WORDS.fullmatch(bare):
            row["phone"], row["note"] = _phone_alone(cell)
        elif (
            not row["phone"]
            and re.fullmatch(r"[+0-9() -]{7,20}", bare)
            and 7 <= len(digits) <= 14
            and "." not in bare
        ):
            row["phone"] = cell
        elif not row["left_on"] and _DAY.fullmatch(spelling.plain(cell)):
            row["left_on"] = cell
        elif not tail and not row["phone"] and not re.search(r"[0-9]", bare):
            row["name"] = f"{row['name']} {cell}".strip()
        else:
            tail.append(cell)
    account = [cell for cell in tail if _ACCOUNT.fullmatch(spelling.plain(cell))]
    if _are_days_and_pay(account, line):
        row["amount"] = _reckoning("", *account, *[""] * (3 - len(account)))
    else:
        row["amount"] = " ".join(account)
    row["note"] = " ".join([row["note"], *(cell for cell in tail if cell not in account)]).strip()
    return row


def _are_days_and_pay(account: Sequence[str], line: Sequence[str]) -> bool:
    """Whether numbers without headings are days, pay a day and what was paid. Else they are asked back, not guessed."""
    if len(account) not in (2, 3) or not all(_NUMBER.fullmatch(spelling.plain(cell)) for cell in account):
        return False
    first, last = line.index(account[0]), len(line) - 1 - list(reversed(line)).index(account[-1])
    has_gap = any(not spelling.plain(cell).strip() for cell in line[first:last])
    days = float(re.sub(r"[^0-9.]", "", spelling.plain(account[0])) or 0)
    return days <= _MOST_DAYS and not has_gap
