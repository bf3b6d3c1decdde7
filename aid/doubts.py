"""What speaks for looking twice at a claim of wages: facts with their figures, for people to judge. Pure.

Nothing here decides anything, and no application goes another way for it. The figures are this office's choice; no
law names them.
"""

import re
from calendar import monthrange
from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from foundation.vault import spelling

DAY_PAY = 1000  # yuan; few trades are paid more for a day
SAME_PHONE = 3  # people who gave one number
TOO_MUCH = Decimal("1.5")  # times what days and day's pay come to
SAME_CARD = 2  # people whose pay goes to one card of somebody else
OUT_OF_LINE = 3  # times the middle of a group
ENOUGH_TO_COMPARE = 5  # people
SMALL = 10_000  # yuan; no difference below it says anything
MAJOR_SUM = 500_000  # yuan, of all together


class Doubt(StrEnum):
    PROJECT_MONEY = "project_money"
    BOSS = "boss"
    ONE_ACCOUNT = "one_account"
    ONE_PHONE = "one_phone"
    DAY_PAY = "day_pay"
    SUM = "sum"
    ATTENDANCE = "attendance"
    OUT_OF_LINE = "out_of_line"
    OWN_STAFF = "own_staff"


@dataclass(frozen=True)
class Worker:
    name: str = ""
    phone: str = ""
    employer: str = ""
    foreman: str = ""
    employer_phone: str = ""
    amount: Decimal | None = None
    owed_from: date | None = None
    owed_to: date | None = None
    card: str = ""
    reckoning: str = ""


@dataclass(frozen=True)
class Found:
    """`quote`: the words that were written; `figures`: what the reason names."""

    doubt: Doubt
    quote: str = ""
    figures: tuple[int, ...] = ()


_PROJECT = re.compile(
    r"(?:工程|项目|材料|承包|分包|发包|设备|机械|租赁|劳务结算)(?:尾|余|进度|结算|欠|费|预付|保证)?款|"
    r"工程费|材料费|承包费|机械费|设备租金|垫资|垫付的材料|质保金|履约保证金|货款"
)
_HEAD = r"(?:包工头|小包工|工头|老板|班组长|带班的?|承包人|承包商|分包商?|施工队长|施工队老板|项目经理)"
_BOSS = re.compile(
    rf"(?:我|本人)(?:就?是|当|做)(?:这个|一个|个|那里的|工地的|工地上的)?{_HEAD}|"
    r"(?:我|本人)(?:承包|包下|分包|转包)了?|"
    r"(?:我|本人)(?:带|请|雇|招|找|组织|叫)了?(?:大概|大约|一共)?[\d一二三四五六七八九十百几两多]+(?:来|多)?(?:个|名|位)?(?:工人|民工|人|工友|师傅)|"
    r"我(?:手下|下面|手底下)(?:的|有)?.{0,6}(?:工人|民工|人)"
)
_ACCOUNT = re.compile(
    r"同一(?:个|张)?(?:人的)?(?:卡|银行卡|账户|账号|帐户|帐号)|"
    r"(?:都|统一|全部|一起|一并)(?:打|转|汇|付|发)(?:到|给|进|在|入)(?!公司|单位)|"
    r"(?:代领|代收|代发)(?:大家|工友|所有人|他们)?的?(?:工资|工钱|钱)"
)
# A firm that sends its people to get what others owe the firm.
_OWN_STAFF = re.compile(
    r"(?:我|我们|本)(?:的)?(?:公司|单位|厂|店)(?:的)?(?:员工|工人|职工)(?:的)?(?:工资|工钱)?(?:来|要|一起)?(?:申请|起诉|讨|告)|"
    r"(?:我|本人)是(?:这个|本)?(?:公司|厂|店)?的?(?:股东|法人|法定代表人|合伙人|出资人)|"
    r"(?:老板|公司|单位|项目部|包工头)(?:让|叫|要|组织|安排)(?:我们|大家|工人们?)(?:都|一起)?(?:来|去)(?:申请|告|讨|要钱|闹|起诉)"
)
_NOBODY = frozenset(("是", "有", "本人", "自己", "同上", "别人", "他人"))
_PRODUCT = re.compile(r"(\d+(?:\.\d+)?)(?:天|个工|工|日)?[×xX*＊](\d+(?:\.\d+)?)")
_DAYS = re.compile(r"(\d{1,4})(?:个)?(?:天|工(?!资|程|人|友|钱|地))")
_RATE = re.compile(
    r"(?:一天|每天|一个工|每个工|日工资|日薪|工价)(?:是|给|算|说好)?(\d{2,6})|(\d{2,6})(?:元|块|块钱)?(?:/天|一天|每天|一个工|/工)"
)


def of(text: str, workers: tuple[Worker, ...]) -> list[Found]:
    """Each doubt once, in the order of Doubt. `text`: what the person told."""
    told = re.sub(r"[\s“”\"']", "", spelling.plain(text))
    found = [
        _quoted(Doubt.PROJECT_MONEY, _PROJECT, told),
        _quoted(Doubt.BOSS, _BOSS, told) or _is_boss(workers),
        _one_account(told, workers),
        _one_phone(workers),
        _day_pay(workers),
        _sum(told, workers),
        _attendance(workers),
        _out_of_line(workers),
        _quoted(Doubt.OWN_STAFF, _OWN_STAFF, told),
    ]
    return [one for one in found if one]


def total(workers: tuple[Worker, ...]) -> Decimal:
    return sum((one.amount for one in workers if one.amount is not None), Decimal(0))


def is_major(workers: tuple[Worker, ...]) -> bool:
    return total(workers) >= MAJOR_SUM


def _quoted(doubt: Doubt, pattern: re.Pattern[str], told: str) -> Found | None:
    match = pattern.search(told)
    return Found(doubt, match[0]) if match else None


def _is_boss(workers: tuple[Worker, ...]) -> Found | None:
    """Whoever claims bears the name or the phone of whom they, or a workmate, claim against."""
    heads = {spelling.folded(head) for one in workers for head in (one.employer, one.foreman)} - {""}
    phones = {spelling.phone(one.employer_phone) for one in workers} - {""}
    is_head = any(
        spelling.folded(one.name) in heads or spelling.phone(one.phone) in phones for one in workers
    )
    return Found(Doubt.BOSS) if is_head else None


def _one_account(told: str, workers: tuple[Worker, ...]) -> Found | None:
    if len(workers) < 2:
        return None
    if found := _quoted(Doubt.ONE_ACCOUNT, _ACCOUNT, told):
        return found
    cards = Counter(spelling.folded(one.card) for one in workers if one.card.strip() not in _NOBODY)
    del cards[""]
    most = max(cards.values(), default=0)
    return Found(Doubt.ONE_ACCOUNT, figures=(most,)) if most >= SAME_CARD else None


def _attendance(workers: tuple[Worker, ...]) -> Found | None:
    """More days of work than the months in which the pay arose have."""
    for one in workers:
        days = sum((Decimal(first) for first, _pay in _PRODUCT.findall(_unspaced(one.reckoning))), Decimal(0))
        if one.owed_from and days > (held := _days_of(one.owed_from, one.owed_to)):
            return Found(Doubt.ATTENDANCE, figures=(int(days), held))
    return None


def _out_of_line(workers: tuple[Worker, ...]) -> Found | None:
    """One of many claims several times what the middle one does."""
    amounts = sorted(one.amount for one in workers if one.amount is not None)
    if len(amounts) < ENOUGH_TO_COMPARE:
        return None
    middle, most = amounts[len(amounts) // 2], amounts[-1]
    is_far = most > OUT_OF_LINE * middle and most > SMALL
    return Found(Doubt.OUT_OF_LINE, figures=(int(most), int(middle))) if is_far else None


def _one_phone(workers: tuple[Worker, ...]) -> Found | None:
    phones = Counter(spelling.phone(one.phone) for one in workers if one.phone)
    most = max(phones.values(), default=0)
    return Found(Doubt.ONE_PHONE, figures=(most,)) if most >= SAME_PHONE else None


def _day_pay(workers: tuple[Worker, ...]) -> Found | None:
    """What is owed, divided by all the days of the months in which it arose."""
    dearest = max((_a_day(one) for one in workers), default=0)
    return Found(Doubt.DAY_PAY, figures=(dearest,)) if dearest > DAY_PAY else None


def _a_day(one: Worker) -> int:
    if one.amount is None or one.owed_from is None:
        return 0
    return int(one.amount / _days_of(one.owed_from, one.owed_to))


def _days_of(start: date, end: date | None) -> int:
    """All days of the months for which pay is owed."""
    last = max(end or start, start)
    last = last.replace(day=monthrange(last.year, last.month)[1])
    return (last - start.replace(day=1)).days + 1


def _unspaced(text: str) -> str:
    return re.sub(r"\s", "", spelling.plain(text))


def _sum(told: str, workers: tuple[Worker, ...]) -> Found | None:
    """One worker, who names days and the pay of a day, and claims far more than they come to."""
    days = {int(number) for number in _DAYS.findall(told)}
    rates = {int(first or second) for first, second in _RATE.findall(told)}
    if len(workers) != 1 or len(days) != 1 or len(rates) != 1 or workers[0].amount is None:
        return None
    comes_to = days.pop() * rates.pop()
    claimed = int(workers[0].amount)
    too_much = 0 < comes_to * TOO_MUCH < claimed
    return Found(Doubt.SUM, figures=(comes_to, claimed)) if too_much else None
