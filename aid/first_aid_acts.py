"""The acts of 先行援助: aid before the papers; a part of the table of aid.workflow. They leave the application on its way, but for the last.

Source: 《法律援助法》第四十四条, in force 2022-01-01, read 2026-11-21.
"""

from django.utils.translation import gettext_lazy as _

from aid import links
from aid.acts import Act, By
from aid.status import UNDECIDED
from aid.status import Status as S
from foundation.accounts.models import Role as R

_EARLY = tuple(sorted(UNDECIDED))

ACTS = (
    Act(
        code="grant_first_aid",
        order=7,
        label=_("先行提供援助"),
        said=_("先给您援助，材料以后补"),
        sources=_EARLY,
        target=None,
        service="aid.services.first_aid.grant",
        form="counter.forms_first_aid.GrantFirstAidForm",
        roles=frozenset({R.APPROVER}),
        not_after=("ask_first_aid", "propose_first_aid"),
        alone=True,
        chain=links.FIRST_AID,
        link=links.LAST,
        message="decided",
        records=_("理由、最晚哪天要办、材料最晚哪天补齐；从这天起 3 天内指派"),
    ),
    Act(
        code="propose_first_aid",
        order=13,
        label=_("提议先行援助"),
        sources=_EARLY,
        target=None,
        service="aid.services.first_aid.propose",
        form="counter.forms_first_aid.ProposeFirstAidForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        records=_("申请人自己提的，看过了，为什么该先行；提议的人不能自己批"),
    ),
    Act(
        code="refuse_first_aid",
        order=8,
        label=_("不先行，照常审查"),
        said=_("这次不先行援助，申请照常审查"),
        sources=_EARLY,
        target=None,
        service="aid.services.first_aid.refuse",
        form="counter.forms_first_aid.RefuseFirstAidForm",
        roles=frozenset({R.APPROVER}),
        message="decided",
        records=_("为什么不先行"),
    ),
    Act(
        code="first_aid_papers",
        order=46,
        label=_("先行援助的材料补齐了"),
        said=_("先行援助的材料补齐了"),
        sources=(*_EARLY, S.GRANTED),
        target=None,
        service="aid.services.first_aid.settle",
        form="counter.forms_first_aid.FirstAidPapersForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        records=_("补了什么"),
    ),
    Act(
        code="end_first_aid",
        order=91,
        label=_("终止先行援助"),
        said=_("援助终止了"),
        sources=_EARLY,
        target=S.TERMINATED,
        service="aid.services.first_aid.end",
        form="counter.forms_first_aid.EndFirstAidForm",
        roles=frozenset({R.APPROVER}),
        message="decided",
        records=_("理由：材料没有按时补来，或者审查下来不符合条件；期限到了不会自动终止"),
    ),
    Act(
        code="ask_first_aid",
        order=105,
        label=_("申请先行援助"),
        said=_("您申请了先行援助"),
        sources=_EARLY,
        target=None,
        service="aid.services.first_aid.ask",
        form="counter.forms_first_aid.AskFirstAidForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        other=By.APPLICANT,
        records=_("为什么等不了、最晚哪天要办；申请时时效不到七天的，自动算提过"),
    ),
)
