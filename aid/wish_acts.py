"""The acts around what a person wants beside the aid: a part of the table of aid.workflow.

Source: 《法律援助法》 arts. 49, 55 (in force 2022-01-01, read 2026-11-21).
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act, By
from aid.status import BY_ITSELF, OBJECTED_TO, OFFICE_ROLES, OPEN, UNDECIDED, Status
from foundation.accounts.models import Role

S, R = Status, Role

# Whoever said the first word on it does not judge the objection.
DECIDED = (
    "review",
    "endorse",
    "refuse",
    "end_first_aid",
    "endorse_end",
    "terminate",
    "advise_member",
    "grant_part",
    "endorse_member",
    "decide_member",
)

ACTS = (
    Act(
        code="correct",
        order=125,
        label=_("更正填写的内容"),
        said=_("改了填写的内容"),
        sources=tuple(sorted(UNDECIDED)),
        target=None,
        service="aid.services.correct.correct",
        other=By.APPLICANT,
        records=_("改了哪几样（不记内容）；日子改了，时效重新算；电话改了，告诉原来的号码"),
    ),
    Act(
        code="fix_identity",
        order=127,
        label=_("看过证件，改姓名、证件号码"),
        said=_("姓名、证件改好了"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.correct.fix_identity",
        form="counter.forms_wishes.IdentityForm",
        roles=frozenset({Role.RECEPTIONIST, Role.REVIEWER}),
        records=_("改了哪几样（不记内容）、看的是什么证件；当事人在网上提过的，照他写的核对"),
    ),
    Act(
        code="object",
        order=160,
        label=_("提出异议"),
        said=_("对决定提出了异议"),
        sources=tuple(sorted(OBJECTED_TO | {S.GRANTED})),
        target=None,
        service="aid.services.wishes.ask",
        other=By.APPLICANT,
        records=_("向哪个司法行政部门提的、理由；司法行政部门五日内审查"),
    ),
    Act(
        code="uphold",
        order=161,
        label=_("异议审查：维持决定"),
        said=_("异议审查过了，维持原来的决定"),
        sources=tuple(sorted(OBJECTED_TO | {S.GRANTED})),
        target=None,
        service="aid.services.wishes.uphold",
        form="counter.forms_wishes.UpholdForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=DECIDED,
        records=_("维持的理由、还不服怎么办"),
    ),
    Act(
        code="order_review",
        order=162,
        label=_("异议审查：责令改正，重新审查"),
        said=_("异议成立，重新审查"),
        sources=tuple(sorted(OBJECTED_TO)),
        target=S.ACCEPTED,
        service="aid.services.wishes.order_review",
        form="counter.forms_wishes.OrderReviewForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=DECIDED,
        records=_("哪里要改正；重新提审查意见，审查期限从这天重新算"),
    ),
    Act(
        code="order_grant",
        order=164,
        label=_("异议审查：责令改正，给予援助"),
        said=_("异议成立，给您援助"),
        sources=tuple(sorted(OBJECTED_TO)),
        target=S.GRANTED,
        service="aid.services.wishes.order_grant",
        form="counter.forms_wishes.OrderGrantForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=DECIDED,
        records=_("哪里要改正；给予援助的决定书、文号，三日内指派"),
    ),
    Act(
        code="ask",
        order=170,
        label=_("当事人提的事"),
        said=_("向我们提了一件事"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.wishes.ask",
        other=By.APPLICANT,
        records=_("哪一种：换承办人、投诉、评价、删除个人信息"),
    ),
    Act(
        code="answer",
        order=180,
        label=_("答复当事人提的事"),
        said=_("答复了您提的事"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.wishes.answer",
        form="counter.forms_wishes.AnswerForm",
        roles=OFFICE_ROLES,
        records=_("答复哪一件、怎么答复的"),
    ),
)
