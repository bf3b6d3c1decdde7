"""A table of workers as rows of FIELDS: by its headings, or by what each cell looks like. Pure."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from aid import inputs
from aid.roster import account, columns
from aid.roster.columns import MONEY, Column
from aid.roster.members import FIELDS, NONE
from foundation.vault import numerals, spelling

# How far down the line of headings may stand, below a title.
_HIGHEST = 6
_TOTAL = re.compile(
    r"(本页|本月|以上|全部|累计)?((合|小|总|共|累)计|总共|一共|大写)(人数|金额|工资|欠薪)?([(（0-9].*)?|.*[(（]大写[)）].*"
)
# What stands below a list and is nobody: “制表：张三”, “备注：以上未付”.
_BELOW = re.compile(
    r"(备注|附?注|说明|制[表单]人?|审[核批]人?|复核人?|填[表报]人?|编制人?|负责人|项目.{0,4}|班组?长?|施工单位|公司|签[字名]"
    r"|日期|单位|工地.{0,4}|工程.{0,4}|联系人|大写|时间)(签[字名])?[:：].*|(以上|特此|本表|大写).*"
)
# Who wrote when, as a chat is copied: “老赵 2026/6/1 10:23”.
_SENT = re.compile(
    r"\D{1,20}([0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?)? ?(上午|下午|昨天)? ?[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?:?"
)
_NUMBERED = re.compile(r"[(（]?[0-9]{1,3}[.、)）．:：] *(?=\D)|[①-⑳㈠-㈩❶-❿] *")
_NAME_AND_MORE = re.compile(rf"([{spelling.HAN}·]{{2,12}})[:：] *(.+)")
_NAME_PHONE_MORE = re.compile(rf"([{spelling.HAN}·]{{2,12}})(1[3-9][0-9]{{9}})(?![0-9])[,，、 ]*(.*)")
_SLASHED = re.compile(r"/1[3-9][0-9]{9}(/|$)")
_IN_GROUPS = re.compile(r"1[3-9][0-9] [0-9]{4} [0-9]{4}|[0-9]{6} [0-9]{8} [0-9]{3}[0-9Xx]")
_SIGNS = re.compile(r"[，；、;|] *|,(?![0-9]{3}(?![0-9])) *")
_ID = re.compile(r"[0-9]{17}[0-9Xx×]|[0-9]{15}")
_DAY = re.compile(
    r"(19|20)[0-9]{2}[-./年 ][0-9]{1,2}[-./月 ][0-9]{1,2}[日号]?|[0-9]{1,2}([./-])[0-9]{1,2}\2(19|20)[0-9]{2}"
    r"|[〇零○一二三四五六七八九十0-9]{2,4}年[一二三四五六七八九十0-9]{1,3}月[一二三四五六七八九十廿卅0-9]{1,3}[日号]?"
)
_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?:元|块|天|个?工)?")
_HAN_NUMBER = rf"(?:[{numerals.HAN}]+(?:元整?|块钱?|天|个?工日?|个?月)?)"
# A piece of an account: it holds a number, or is a sign or a unit by itself.
_ACCOUNT = re.compile(
    rf".*[0-9].*|[-×*xX+=−–—]|乘以?|加上?|减去?|个?[天工月件]|小时|元|块|[已还只]*[给付拿领]了?|欠|{_HAN_NUMBER}"
)
_NO_HEADING = "没有标题"
_MOST_DAYS, _MOST_A_DAY = 400, 2000


class Reading(NamedTuple):
    """`left_out`: the lines that are nobody, as they stand: titles, totals, what is written below."""

    rows: list[dict[str, str]]
    left_out: list[str]


def read(table: Sequence[Sequence[str]]) -> Reading:
    """The rows of a table, with or without headings. What fits no field stands in the note."""
    found = columns.find(table, _HIGHEST)
    first, below, heads = found or (0, 0, [])
    rows, left_out = [], list(table[:first])
    record: list[account.Cell] = []  # “姓名：罗二”, “电话：…”, be it on lines of their own

    def finish() -> None:
        if record:
            rows.append(_by_columns([cell for _column, cell in record], [column for column, _cell in record]))
            record.clear()

    for place, line in enumerate(table):
        if place < below:
            continue
        if found and columns.are_headings(line) and (again := columns.find(table[place:], 1)):
            below, heads = place + again[1], again[2]  # as on the next page, or of another list below
            continue
        pairs = [] if found or _is_total(line) else _pairs(line)
        if len(pairs) > 1 or (pairs and (record or pairs[0][0].kind == "name")):
            for column, cell in pairs:
                if any(column.heading == other.heading for other, _cell in record):
                    finish()
                record.append((column, cell))
            continue
        finish()
        if _is_nobody(line, heads, alone=len(table) == 1):
            left_out.append(line)
        else:
            rows.append(_by_columns(line, heads) if heads else _by_looks(line))
    finish()
    return Reading(
        [row for row in rows if any(row.values())],
        [said for line in left_out if (said := " ".join(filter(None, line)))],
    )


def _pairs(line: Sequence[str]) -> list[account.Cell]:
    """The cells of a line when each has its heading before it."""
    cells = [cell for cell in (_SIGNS.split(line[0]) if len(line) == 1 else line) if cell]
    pairs = [pair for cell in cells if (pair := columns.labelled(cell))]
    return pairs if len(pairs) == len(cells) else []


def _is_nobody(line: Sequence[str], heads: Sequence[Column], *, alone: bool) -> bool:
    """Whether a line is a title, adds up the others, or stands below the list."""
    cells = [cell for cell in line if cell]
    if _is_total(line) or _BELOW.fullmatch(next(iter(cells), "")):
        return True
    if _SENT.fullmatch(" ".join(cells)):
        return True
    if len(cells) != 1 or alone:
        return False
    # A line of a single cell: a title, or a name with nothing beside it.
    if re.search(r"[:：班组队]$|^[0-9一二三四五六七八九十年]+月份?$|名单|名册|工资|欠薪|班组", cells[0]):
        return not re.search("[0-9]{5}", cells[0])
    place = line.index(cells[0])
    return bool(heads) and (place >= len(heads) or heads[place].kind == "") and not cells[0].isdigit()


def _is_total(line: Sequence[str]) -> bool:
    said = (re.sub(r"[\s:：]", "", cell) for cell in line)
    first = next((cell for cell in said if cell and not re.fullmatch(r"[0-9]{1,3}", cell)), "")
    return bool(_TOTAL.fullmatch(first))


def _by_columns(line: Sequence[str], heads: Sequence[Column]) -> dict[str, str]:
    row = dict.fromkeys(FIELDS, "")
    notes: list[str] = []
    money: list[account.Cell] = []
    for place, cell in enumerate(line):
        column = heads[place] if place < len(heads) else Column("", None)
        kind, heading = column.kind, column.heading
        if not cell or kind == "":
            continue
        if kind in MONEY:
            money.append((column, cell))
        elif kind is None and not heading and place and account.figure(column, cell):
            money.append((Column(_NO_HEADING, "amount"), cell))
        elif kind == "phone" and not row["phone"]:
            row["phone"], words = _phone_alone(cell)
            notes += [words] * bool(words)
        elif kind in ("name", "id_number", "left_on") and not row[kind]:
            row[kind] = cell
        elif not heading or re.search("备注|说明|注$", heading):
            notes.append(cell)
        else:
            notes.append(f"{heading}：{cell}")
    if any(column.heading == _NO_HEADING for column, _cell in money):
        row["amount"] = account.asked_back(money)
    else:
        row["amount"] = account.owed(money)
    notes += [account.asked_back([cell]) for cell in account.unused(money, row["amount"])]
    return {**row, "note": " ".join(notes)}


def _phone_alone(cell: str) -> tuple[str, str]:
    """(the number, all of it) of “13700000011（微信同号）”; else the cell and nothing."""
    if not inputs.has_words(spelling.plain(cell)):
        return cell, ""
    try:
        return inputs.phone(cell), cell
    except ValueError:
        return cell, ""


def _by_looks(line: Sequence[str]) -> dict[str, str]:
    """A row without headings: each cell says by itself what it is; numbers are days, pay a day, already paid."""
    row = dict.fromkeys(FIELDS, "")
    tail: list[str] = []
    cells = _apart(line)
    for place, cell in enumerate(cells):
        bare = spelling.plain(cell).replace(" ", "")
        if not bare or (place == 0 and bare.isdigit() and len(bare) < 4 and len(cells) > 2):
            continue  # the running number
        if not row["id_number"] and (_ID.fullmatch(bare) or inputs.LOST_DIGITS.fullmatch(bare)):
            row["id_number"] = cell
        elif place and not row["phone"] and bare[0] in "无没" and NONE.fullmatch(bare):
            row["phone"] = cell
        elif not row["phone"] and _is_phone(bare):
            row["phone"], row["note"] = _phone_alone(cell)
        elif not row["left_on"] and _DAY.fullmatch(spelling.plain(cell)):
            row["left_on"] = cell
        elif not tail and not row["phone"] and not re.search(r"[0-9]", bare):
            row["name"] = f"{row['name']} {cell}".strip()
        else:
            tail.append(cell)
    amount = [cell for cell in tail if _ACCOUNT.fullmatch(spelling.plain(cell))]
    row["amount"] = _days_and_pay(amount, cells) or " ".join(amount)
    row["note"] = " ".join([row["note"], *(cell for cell in tail if cell not in amount)]).strip()
    return row


def _apart(line: Sequence[str]) -> list[str]:
    """The cells of a line, numbers in groups put together; “1、罗二：…” and “罗二13700000011” taken apart."""
    cells = list(line)
    for place in range(len(cells) - 2):
        joined = " ".join(cells[place : place + 3])
        if _IN_GROUPS.fullmatch(joined):
            cells[place : place + 3] = ["", "", joined]
    first = next((place for place, cell in enumerate(cells) if cell), 0)
    if _NUMBERED.match(cells[first]):
        cells[first] = _NUMBERED.sub("", cells[first], count=1)
    if len(cells) == 1:
        cells = re.split("/" if _SLASHED.search(cells[0]) else _SIGNS, cells[0])
    if found := (_NAME_PHONE_MORE.fullmatch(cells[first]) or _NAME_AND_MORE.fullmatch(cells[first])):
        cells[first : first + 1] = found.groups()
    cells[first] = cells[first].rstrip(":：")
    return cells


def _is_phone(bare: str) -> bool:
    if inputs.has_words(bare):
        return bool(_phone_alone(bare)[1])
    digits = re.sub(r"[^0-9]", "", bare)
    return bool(
        re.fullmatch(r"1[3-9][0-9]{9}\.0+", bare)
        or (re.fullmatch(r"[+0-9() -]{7,20}", bare) and 7 <= len(digits) <= 14)
    )


def _days_and_pay(amount: Sequence[str], line: Sequence[str]) -> str:
    """Numbers without headings that are days, pay a day and what was paid, as an account. "": asked back, not guessed."""
    if len(amount) not in (2, 3) or not all(_NUMBER.fullmatch(spelling.plain(cell)) for cell in amount):
        return ""
    first, last = line.index(amount[0]), len(line) - 1 - list(reversed(line)).index(amount[-1])
    has_gap = any(not spelling.plain(cell).strip() for cell in line[first:last])
    days, pay, *paid = (float(re.sub(r"[^0-9.]", "", spelling.plain(cell)) or 0) for cell in amount)
    if not 0 < days <= _MOST_DAYS or pay > _MOST_A_DAY or has_gap:
        return ""
    return " - ".join([f"{amount[0]} × {amount[1]}", *(amount[2:] if any(paid) else [])])
