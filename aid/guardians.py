"""Who applies for a minor. Pure.

Sources: 《法律援助法》第四十条 (in force 2022-01-01, read 2026-11-21): a 法定代理人 applies for whoever has not full
capacity, another or a near relative where that person is the wrongdoer; 《民法典》第十八条: who is sixteen and lives
mainly on own wages counts as having full capacity. Whether somebody does is for an officer to see.
"""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from aid import age
from aid.choices import AgentType, PaperKind

# A guardian has to come; an officer has to look.
NEEDED, ASK = "needed", "ask"
WHY = _(
    "不满 16 岁，没有监护人（法定代理人）代为申请，现在不能同意援助：请监护人来办，受理时收下“委托书、亲属关系证明”"
    "（法律援助法第四十条）。"
)
_FOR_A_MINOR = frozenset({AgentType.STATUTORY, AgentType.RELATIVE})


def of(application: Any, today: date) -> str:
    """What is lacking for one of its people: NEEDED before ASK. Reads prefetched claimants."""
    agent = application.agent_type if application.by_other else ""
    has_paper = PaperKind.AUTHORITY in application.papers_received
    codes = {lacking(one.born_on, today, agent=agent, has_paper=has_paper) for one in application.people}
    return next((code for code in (NEEDED, ASK) if code in codes), "")


def lacking(born: date | None, today: date, *, agent: str, has_paper: bool) -> str:
    """NEEDED, ASK or "". `agent`: by what right somebody else applies; `has_paper`: whether their authority is here."""
    if born is None or agent in _FOR_A_MINOR or has_paper:
        return ""
    years = age.age_on(born, today)
    if years < age.WORKING_AGE:
        return NEEDED
    return ASK if years < age.ADULT else ""
