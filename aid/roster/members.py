"""The workers of a roster, checked row by row. Pure.

A row is what was typed, {name of FIELDS: text} and its own key; nothing typed is dropped, wherever it stood.
Numbers: representatives 仲裁法第七条 (ten and more may name them), 民诉解释 78 (two to five); read 2026-11-21.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import inputs, sums
from aid.choices import IdType
from foundation.content.forms import DatePartsField
from foundation.vault import spelling
from foundation.vault.masking import mask_phone

FEWEST, MOST = 2, 500
MOST_REPRESENTATIVES = 5
GROUP_FROM = 10
ME = "me"  # the key of the row of whoever fills it in

FIELDS = {
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("手机"),
    "id_number": gettext_lazy("身份证号"),
    "amount": gettext_lazy("欠多少元"),
    "left_on": gettext_lazy("哪天走的"),
    "note": gettext_lazy("备注"),
}
LONGEST = {"name": 60, "phone": 40, "id_number": 40, "amount": 80, "left_on": 40, "note": 500}
NONE = re.compile(r"|无|没有?(带|手机|电话|身份证)?|[-/—–]+")
_STILL = re.compile(
    r"(现在|目前|人)?(还|仍)?(在(干|做|上班|岗|职|工地|这里干)|[没未](走|离开?|离职|离场|退场))[着了]?"
)
_OTHERS_CARD = re.compile(
    r"(别人|借|老婆|老公|爱人|妻|丈夫|爸|妈|父|母|兄|弟|哥|姐|妹|亲戚|工友|同乡|老乡|儿|女)[^，。,]{0,6}卡"
)


@dataclass
class Member:
    """A row and what it means. `errors`: field → what is wrong with it; `marks`: codes of MARKS, to be looked at."""

    key: str
    number: int
    typed: Mapping[str, str]
    is_representative: bool = False
    values: dict = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    sum: sums.Sum | None = None

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.values.get("phone", "") or self.typed.get("phone", ""))

    @property
    def name(self) -> str:
        return self.values.get("name", "") or self.typed.get("name", "")

    @property
    def first_error(self) -> tuple[str, str] | None:
        """The field to mend first, and why."""
        return next(((name, self.errors[name]) for name in FIELDS if name in self.errors), None)

    @property
    def cells(self) -> list[tuple[str, str, str, str]]:
        """(field, what it is called, what was typed, what is wrong) of each field."""
        shown = FIELDS if self.key != ME else ("amount", "left_on", "note")
        return [(n, str(FIELDS[n]), self.typed.get(n, ""), self.errors.get(n, "")) for n in shown]

    @property
    def mark_words(self) -> list[str]:
        return [str(MARKS[mark]) for mark in self.marks]


MARKS = {
    "no_id": gettext_lazy("手上没有证件"),
    "no_phone": gettext_lazy("没有手机，写的是代表的"),
    "shared_phone": gettext_lazy("几个人合用一个手机"),
    "card": gettext_lazy("工钱打在别人卡上"),
}


def check(rows: Iterable[Mapping[str, str]], *, me: Mapping, today: date, needs_amount: bool) -> list[Member]:
    """Each row with its values, errors and marks. `me`: the checked answers of whoever fills it in (row ME)."""
    found = [_member(row, number, me, today, needs_amount) for number, row in enumerate(rows, 1)]
    _compare(found)
    return found


def _member(row: Mapping[str, str], number: int, me: Mapping, today: date, needs_amount: bool) -> Member:
    is_me = row["key"] == ME
    member = Member(row["key"], number, row, is_me or row.get("representative") == "on")
    if is_me:
        member.values |= {name: me.get(name, "") for name in ("name", "phone", "id_type", "id_number")}
    else:
        _take(member, "name", lambda text: inputs.person_name(text), _("写上姓名"))
        _phone(member, me)
        _id_number(member, today)
    _amount(member, needs_amount)
    _left_on(member, today)
    note = spelling.note(row.get("note", ""))
    has_card = row.get("card") == "on" or bool(_OTHERS_CARD.search(note))
    member.values |= {"note": note, "card": has_card}
    if len(note) > LONGEST["note"]:
        member.errors["note"] = _("备注最多 %(most)d 个字，请删短一点") % {"most": LONGEST["note"]}
    if member.values.get("id_type") == IdType.NONE:
        member.marks.append("no_id")
    if has_card:
        member.marks.append("card")
    return member


def _take(member, name, reader, missing):
    text = spelling.written(member.typed.get(name, ""))
    try:
        if not text:
            raise ValueError(missing)
        member.values[name] = reader(text)
    except ValueError as wrong:
        member.errors[name] = str(wrong)


def _phone(member, me):
    if NONE.fullmatch(spelling.written(member.typed.get("phone", ""))):
        member.values["phone"] = me.get("phone", "")
        member.marks.append("no_phone")
        return
    _take(member, "phone", inputs.phone, "")


def _id_number(member, today):
    text = spelling.written(member.typed.get("id_number", ""))
    number = spelling.id_number(text)
    if not number or NONE.fullmatch(text):
        member.values |= {"id_type": IdType.NONE, "id_number": ""}
        return
    if inputs.LOST_DIGITS.fullmatch(spelling.plain(text).replace(" ", "")):
        member.errors["id_number"] = _(
            "表格软件把号码变成了 %(number)s，后几位丢了。请对着身份证重写 18 位；没带在身上就空着"
        ) % {"number": text}
        return
    kind = IdType.OTHER if re.match("[A-Z]", number) else IdType.RESIDENT
    try:
        member.values["id_number"] = (
            inputs.other_id(text) if kind == IdType.OTHER else inputs.resident_id(text, today)
        )
        member.values["id_type"] = kind
    except ValueError as wrong:
        member.errors["id_number"] = str(wrong)


def _amount(member, needs_amount):
    text = spelling.written(member.typed.get("amount", ""))
    member.values |= {"amount_owed": None, "reckoning": ""}
    if not text and not needs_amount:
        return
    try:
        if not text:
            raise ValueError(_("写一个数，或者写算式：28 × 300 - 2000"))
        member.sum = sums.amount(text)
    except ValueError as wrong:
        member.errors["amount"] = str(wrong)
    else:
        member.values |= {"amount_owed": member.sum.total, "reckoning": member.sum.words}


def _left_on(member, today):
    text = spelling.written(member.typed.get("left_on", ""))
    member.values |= {"left_on": None, "still_working": bool(_STILL.fullmatch(text))}
    if not NONE.fullmatch(text) and not member.values["still_working"]:
        try:
            member.values["left_on"] = DatePartsField(today=lambda: today).clean([text, "", ""])
        except ValidationError as wrong:
            member.errors["left_on"] = " ".join(wrong.messages)


def _compare(members: Sequence[Member]) -> None:
    """Two with one number: asked. Two with one phone: marked, for workmates share one."""
    papers: dict[str, Member] = {}
    people: dict[tuple[str, str], Member] = {}
    phones: dict[str, list[Member]] = {}
    for member in members:
        number, phone, name = (member.values.get(n, "") for n in ("id_number", "phone", "name"))
        if phone:
            phones.setdefault(phone, []).append(member)
        person = (phone, spelling.folded(name))
        if number and number in papers:
            same = {"row": papers[number].number}
            member.errors["id_number"] = (
                _("跟第 %(row)d 行的号码一样。是同一个人就删掉一行，不是就看看谁的写错了") % same
            )
        elif all(person) and person in people and not member.values["note"]:
            other = people[person]
            if not (number and other.values.get("id_number")):
                member.errors["name"] = _(
                    "跟第 %(row)d 行名字、手机都一样。是同一个人就删掉一行；真是两个人，在备注里写一句"
                ) % {"row": other.number}
        if number:
            papers.setdefault(number, member)
        people.setdefault(person, member)
    for sharing in phones.values():
        for member in sharing if len(sharing) > 1 else []:
            if "no_phone" not in member.marks:
                member.marks.append("shared_phone")


def person_key(name: str, phone: str) -> tuple[str, str]:
    """What tells, of two rows as typed, that they are of one person."""
    return spelling.folded(name), spelling.phone(phone)


def total(members: Iterable[Member]) -> Decimal:
    return sum((m.values["amount_owed"] for m in members if m.values.get("amount_owed")), Decimal(0))
