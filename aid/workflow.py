"""The life of an application as data: which act leads from where to where, who may do it, what it records.

Only aid.services performs these acts. docs/workflow.md is printed from this table by `print_workflow`.
Sources: 《法律援助法》 arts. 38, 40, 43, 44, 48 (in force 2022-01-01, read 2026-11-21). Where the law is
silent the row says what this office does.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.accounts.models import Role


class Status(models.TextChoices):
    SUBMITTED = "submitted", _("已提交")
    ACCEPTED = "accepted", _("已受理，正在审查")
    SUPPLEMENTING = "supplementing", _("等补材料")
    REVIEWING = "reviewing", _("已审查，等决定")
    GRANTED = "granted", _("同意援助")
    REFUSED = "refused", _("不予援助")
    WITHDRAWN = "withdrawn", _("已撤回")
    TRANSFERRED_OUT = "transferred_out", _("已转给别的机构")
    ASSIGNED = "assigned", _("已指派承办人")


class By(models.TextChoices):
    """Who acts when it is not an officer."""

    STAFF = "staff", _("工作人员")
    APPLICANT = "applicant", _("申请人")
    CLOCK = "clock", _("系统自动")


OPEN = frozenset(
    {
        Status.SUBMITTED,
        Status.ACCEPTED,
        Status.SUPPLEMENTING,
        Status.REVIEWING,
        Status.GRANTED,
    }
)
UNDECIDED = OPEN - {Status.GRANTED}


class TransitionNotAllowed(Exception):
    """The act does not start from the application's present status."""

    def __init__(self, action: str, status: str):
        self.action, self.status = action, status
        super().__init__(f"{action} does not start from {status or 'nothing'}")


@dataclass(frozen=True)
class Transition:
    """One act. `not_after` names acts whose actor may not do this one: four eyes.

    `other`: the one of By who may do it without an officer, or "". `target` is None when the status stays as
    it is.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    roles: frozenset[str] = frozenset()
    other: str = ""
    not_after: tuple[str, ...] = ()
    records: str = ""


def _row(action, label, sources, target, *, roles=(), other="", not_after=(), records=""):
    return Transition(
        action, label, tuple(sources), target, frozenset(roles), other, tuple(not_after), records
    )


S, R = Status, Role
_TABLE = [
    _row(
        "submit",
        _("提交申请"),
        [""],
        S.SUBMITTED,
        other=By.APPLICANT,
        records=_("渠道、时间、告知书版本、分到哪个机构和理由"),
    ),
    _row(
        "accept",
        _("受理"),
        [S.SUBMITTED],
        S.ACCEPTED,
        roles=[R.RECEPTIONIST],
        records=_("收到的材料清单；审查期限从收到申请算起，不是从受理算起"),
    ),
    _row(
        "ask_supplement",
        _("要求补材料"),
        [S.ACCEPTED, S.REVIEWING],
        S.SUPPLEMENTING,
        roles=[R.RECEPTIONIST, R.REVIEWER],
        records=_("一次说全缺什么、最晚哪天；再次要求须写明为何没有一次说全"),
    ),
    _row(
        "add_supplement",
        _("补交材料"),
        [S.SUPPLEMENTING],
        S.ACCEPTED,
        roles=[R.RECEPTIONIST],
        other=By.APPLICANT,
        records=_("补了什么；审查期限重新开始走"),
    ),
    _row(
        "add_evidence",
        _("加交材料"),
        [S.SUBMITTED, S.ACCEPTED, S.REVIEWING, S.GRANTED, S.ASSIGNED],
        None,
        roles=[R.RECEPTIONIST, R.REVIEWER, R.CASEWORKER],
        other=By.APPLICANT,
        records=_("加了什么"),
    ),
    _row(
        "lapse",
        _("逾期未补，视为撤回"),
        [S.SUPPLEMENTING],
        S.WITHDRAWN,
        roles=[R.RECEPTIONIST, R.REVIEWER],
        other=By.CLOCK,
        records=_("补材料的期限、已通知的证明"),
    ),
    _row(
        "refer_out",
        _("转给别的机构"),
        [S.SUBMITTED, S.ACCEPTED],
        S.TRANSFERRED_OUT,
        roles=[R.RECEPTIONIST, R.REVIEWER],
        records=_("转给谁、为什么；这不是不予援助"),
    ),
    _row(
        "review",
        _("提出审查意见"),
        [S.ACCEPTED],
        S.REVIEWING,
        roles=[R.REVIEWER],
        records=_("事项、免查依据、意见"),
    ),
    _row(
        "grant",
        _("同意援助"),
        [S.ACCEPTED, S.REVIEWING],
        S.GRANTED,
        roles=[R.APPROVER],
        not_after=["review"],
        records=_("决定日期；从这天起 3 天内指派"),
    ),
    _row(
        "refuse",
        _("不予援助"),
        [S.ACCEPTED, S.REVIEWING],
        S.REFUSED,
        roles=[R.APPROVER],
        not_after=["review"],
        records=_("理由代码、文字理由、不服怎么办"),
    ),
    _row(
        "assign",
        _("指派承办人"),
        [S.GRANTED],
        S.ASSIGNED,
        roles=[R.DISPATCHER],
        records=_("承办人、理由"),
    ),
    _row(
        "reassign",
        _("换承办人"),
        [S.ASSIGNED],
        None,
        roles=[R.DISPATCHER],
        records=_("新的承办人、为什么换"),
    ),
    _row(
        "withdraw",
        _("撤回申请"),
        sorted(UNDECIDED),
        S.WITHDRAWN,
        roles=[R.RECEPTIONIST],
        other=By.APPLICANT,
        records=_("谁要求撤回、理由（可不写）"),
    ),
    _row(
        "recompute",
        _("放假安排有变，重算期限"),
        sorted(OPEN),
        None,
        other=By.CLOCK,
        records=_("哪个期限，从哪天改到哪天"),
    ),
]
TRANSITIONS = {row.action: row for row in _TABLE}

# Who sees applications at all. A caseworker sees only those assigned to them.
OFFICE_ROLES = frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER, R.SUPERVISOR})


def next_status(status: str, action: str) -> str:
    """The status after `action`. Raises TransitionNotAllowed."""
    row = TRANSITIONS[action]
    if status not in row.sources:
        raise TransitionNotAllowed(action, status)
    return status if row.target is None else row.target


def actions_from(status: str) -> tuple[str, ...]:
    """The acts that start from `status`, in the table's order: the usual next step comes first."""
    return tuple(row.action for row in _TABLE if status in row.sources)


def may(action: str, roles: frozenset[str]) -> bool:
    """Whether one of `roles`, held in the application's office or above it, allows `action`."""
    return bool(TRANSITIONS[action].roles & roles)


def as_markdown() -> str:
    """The table for docs/workflow.md."""

    def names(values, choices):
        return "、".join(str(choices(value).label) for value in sorted(values))

    lines = [
        "# The life of an application",
        "",
        "Printed from `aid/workflow.py` by `python manage.py print_workflow --write`; do not edit.",
        "",
        "| act | code | from | to | officers | others | not by who did | must record |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in _TABLE:
        sources = "、".join(str(Status(s).label) if s else "（草稿）" for s in row.sources)
        target = str(Status(row.target).label) if row.target else "（不变）"
        before = "、".join(str(TRANSITIONS[a].label) for a in row.not_after) or "–"
        lines.append(
            f"| {row.label} | `{row.action}` | {sources} | {target} | {names(row.roles, Role) or '–'} "
            f"| {By(row.other).label if row.other else '–'} | {before} | {row.records} |"
        )
    return "\n".join(lines) + "\n"
