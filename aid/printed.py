"""docs/workflow.md, from the tables of acts and clocks."""

from aid import acts
from aid.acts import By
from aid.clock_rules import RULES
from foundation.accounts.models import Role

_HEAD = (
    "Printed from `aid/workflow.py`, `casework/workflow.py` and `aid/clock_rules.py` by "
    "`python manage.py print_workflow --write`; do not edit."
)
_NAMES = {"application": "The life of an application", "case": "The life of a case"}


def as_markdown() -> str:
    """The acts of every workflow and the clocks, as tables."""
    lines = [
        "# The life of an application and of its case",
        "",
        _HEAD,
    ]
    for flow in acts.workflows():
        lines += ["", f"## {_NAMES.get(flow.name, flow.name)}", "", *_acts(flow), "", *_stages(flow)]
    return "\n".join([*lines, "", "## The clocks", "", *_clocks()]) + "\n"


def _acts(flow):
    yield "| act | code | from | to | officers | others | not by who did | the person reads | message | must record |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for act in sorted(flow.acts.values(), key=lambda act: act.order):
        sources = "、".join(str(flow.statuses(s).label) if s else "（草稿）" for s in act.sources)
        target = (
            str(flow.statuses(act.target).label)
            if act.target
            else "（原来的）"
            if act.returns
            else "（不变）"
        )
        roles = "、".join(str(Role(role).label) for role in sorted(act.roles)) or "–"
        other = By(act.other).label if act.other else "–"
        before = "、".join(str(acts.find(code).label) for code in act.not_after) or "–"
        yield (
            f"| {act.label} | `{act.code}` | {sources} | {target} | {roles} | {other} | {before} "
            f"| {act.said or '–'} | {act.message or '–'} | {act.records} |"
        )


def _stages(flow):
    yield "| status | code | the person reads | who has it |"
    yield "|---|---|---|---|"
    for status in flow.statuses:
        stage = flow.stages[status]
        yield f"| {status.label} | `{status}` | {stage.heading} | {stage.holder} |"


def _clocks():
    yield "| clock | code | whose | rests on | meaning | started again |"
    yield "|---|---|---|---|---|---|"
    for rule in RULES.values():
        yield (
            f"| {rule.label} | `{rule.kind}` | {rule.whose.label} | {rule.article or '–'} | {rule.meaning} "
            f"| {rule.restart.label} |"
        )
