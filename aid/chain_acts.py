"""In the middle of a chain: a part of the table of aid.workflow. Which roles stand in it is data: decisions/0052."""

from django.utils.translation import gettext_lazy as _

from aid import links
from aid.acts import Act
from aid.status import UNDECIDED
from aid.status import Status as S
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="endorse",
        order=29,
        label=_("同意，交给下一位"),
        sources=(S.REVIEWING,),
        target=None,
        service="aid.services.approve.endorse",
        form="counter.forms_chain.EndorseForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review",),
        alone=True,
        colleagues=("staff_next_yes",),
        chain=links.DECISION,
        link=links.MIDDLE,
        usual=True,
        records=_("审批链里的一位同意了，接下来等谁；谁在链里由当地规定定，一个人在一条链里只同意一次"),
    ),
    Act(
        code="endorse_first_aid",
        order=14,
        label=_("先行援助：同意，交给下一位"),
        sources=tuple(sorted(UNDECIDED)),
        target=None,
        service="aid.services.approve.endorse_first_aid",
        form="counter.forms_chain.EndorseFirstAidForm",
        roles=frozenset({R.APPROVER}),
        not_after=("ask_first_aid", "propose_first_aid"),
        alone=True,
        colleagues=("staff_next_yes",),
        chain=links.FIRST_AID,
        link=links.MIDDLE,
        records=_("先行援助的审批链里的一位同意了，接下来等谁"),
    ),
    Act(
        code="endorse_end",
        order=89,
        label=_("终止援助：同意，交给下一位"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.approve.endorse_end",
        form="counter.forms_chain.EndorseEndForm",
        roles=frozenset({R.APPROVER}),
        not_after=("report_end",),
        colleagues=("staff_next_yes",),
        chain=links.END,
        link=links.MIDDLE,
        records=_("终止援助的审批链里的一位同意了，接下来等谁"),
    ),
    Act(
        code="endorse_member",
        order=33,
        label=_("对这个人重新决定：提议，交给下一位"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.anew.endorse_member",
        form="counter.forms_share.EndorseMemberForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review", "advise_member", "order_member"),
        colleagues=("staff_next_yes",),
        chain=links.MEMBER,
        link=links.MIDDLE,
        records=_("第几位、提议给还是不给、给他本人看的理由怎么写；接下来等谁"),
    ),
    Act(
        code="return_member",
        order=34,
        label=_("对这个人重新决定：退回重新看"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.anew.return_member",
        form="counter.forms_share.ReturnMemberForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review", "advise_member", "order_member"),
        chain=links.MEMBER,
        link=links.ANY,
        records=_("第几位、哪里要再看；审批链照这一天的规定从头走"),
    ),
)
