"""What is kept for a time: each app names its kinds, and says for each what would go now.

    kinds.add(Kind("draft", _("没提交的草稿"), since=_("最后一次改动"), plan=…, initial=Initial(30, Unit.DAYS, …)))
    kinds.of_rows("sign_in", _("登录的记录"), since=…, over=…, initial=…)  # what goes as it lies there

How long that is stands in dated rows (models.py), never here; `initial` is the row that the site comes with.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Unit(models.TextChoices):
    DAYS = "days", _("天")
    YEARS = "years", _("年")


@dataclass(frozen=True)
class Term:
    """How long something is kept, in calendar days or years."""

    amount: int
    unit: str

    def __str__(self) -> str:
        return f"{self.amount} {Unit(self.unit).label}"

    @property
    def days(self) -> int:
        """At least so many; of years those without a 29 February."""
        return self.amount * (365 if self.unit == Unit.YEARS else 1)

    def before(self, day: date) -> date:
        """The last day of which something is over its term on `day`.

        The day itself is not counted, and the last one is whole (《民法典》第二百零一条): of 30 days from
        the 1st the 31st is the last, and on the next day it goes.
        """
        last = day - timedelta(days=1)
        if self.unit == Unit.DAYS:
            return date.fromordinal(max(last.toordinal() - self.amount, 1))
        year = max(last.year - self.amount, 1)
        try:
            return last.replace(year=year)
        except ValueError:  # 29 February
            return last.replace(year=year, day=28)


@dataclass(frozen=True)
class Initial:
    """The rule that the site comes with: what it has promised. None where nobody has verified a term."""

    amount: int
    unit: str
    document: str
    clause: str = ""


@dataclass(frozen=True)
class Line:
    """One thing in a list: how it is called, of which office, the day from which it is counted, and why it stays."""

    name: str
    office: str = ""
    last_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Plan:
    """What would go: `count` counts all of it, `goes` lists what has a name, as far as whoever asks may see it.

    `stays`: what is old enough, and is held back all the same.
    """

    count: int
    goes: tuple[Line, ...] = ()
    stays: tuple[Line, ...] = ()


# The rows that are past a term at a moment, a query for each table.
Over = Callable[[datetime, Term], Iterable[models.QuerySet[Any]]]


@dataclass(frozen=True)
class Kind:
    """`since`: from when it is counted, in words. `plan`: what would go at a moment by a term; it changes nothing. It lists
    what lies in the offices that a member of staff looks after, everything for None.

    `shortest`: days under which no rule may go, a guard against a slip of the hand. `at_writing`: each row was given
    its day when it was written, as it was promised then; a new rule counts for what comes after it.
    """

    code: str
    label: str
    since: str
    plan: Callable[[datetime, Term, Any], Plan]
    initial: Initial | None = None
    shortest: int = 1
    at_writing: bool = False
    over: Over = lambda at, term: ()  # of those that go as they lie there: `services.forget` deletes them


_kinds: dict[str, Kind] = {}


def add(kind: Kind) -> Kind:
    """For `AppConfig.ready()` of whoever keeps something."""
    _kinds[kind.code] = kind
    return kind


def of_rows(code: str, label: str, *, over: Over, **more: Any) -> Kind:
    """Add a kind of which each row that is past its term goes, with nothing that hangs on it."""
    plan = lambda at, term, user: Plan(sum(rows.count() for rows in over(at, term)))
    return add(Kind(code, label, plan=plan, over=over, **more))


def get(code: str) -> Kind:
    """Raises KeyError."""
    return _kinds[code]


def every() -> list[Kind]:
    return list(_kinds.values())
