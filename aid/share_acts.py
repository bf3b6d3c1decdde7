"""Judging one of a group apart from the others: a part of the table of aid.workflow. Two people refuse: decisions/0046.

Source: 《法律援助法》 arts. 43, 49 (in force 2022-01-01, read 2026-11-21).
"""

from django.utils.translation import gettext_lazy as _

from aid import links
from aid.acts import Act
from aid.status import OBJECTED_TO
from aid.status import Status as S
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="advise_member",
        order=21,
        label=_("个别人：建议不予援助"),
        sources=(S.ACCEPTED,),
        target=None,
        service="aid.services.shares.advise_member",
        form="counter.forms_share.AdviseMemberForm",
        roles=frozenset({R.REVIEWER}),
        records=_("第几位、理由、依据、写给他本人看的话；或者收回以前的建议"),
    ),
    Act(
        code="grant_part",
        order=31,
        label=_("给一部分人，个别人不给"),
        said=_("作了决定：每个人看自己的"),
        sources=(S.REVIEWING,),
        target=S.GRANTED,
        service="aid.services.shares.grant_part",
        form="counter.forms_share.GrantPartForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review", "advise_member"),
        chain=links.DECISION,
        link=links.LAST,
        usual=True,
        message="decided",
        records=_("决定书：文号、日期；第几位不给、各自的理由和依据。审查员建议过的人才能不给，别的人都给"),
    ),
    Act(
        code="order_member",
        order=163,
        label=_("异议审查：责令改正，对这个人重新决定"),
        said=_("异议成立，重新决定"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.shares.order_member",
        form="counter.forms_share.OrderMemberForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=("review", "endorse", "advise_member", "grant_part", "endorse_member", "decide_member"),
        records=_("第几位、哪里要改正；别人的援助照旧；由谁同意，照当地的审批链"),
    ),
    Act(
        code="decide_member",
        order=32,
        label=_("对这个人重新决定"),
        said=_("对异议成立的人重新决定了"),
        sources=(S.GRANTED,),
        target=None,
        service="aid.services.shares.decide_member",
        form="counter.forms_share.DecideMemberForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review", "advise_member", "order_member"),
        chain=links.MEMBER,
        link=links.LAST,
        records=_("第几位、文号、给还是不给；不给的，理由另写；前面有人同意过的，照他们提议的"),
    ),
    Act(
        code="serve_member",
        order=114,
        label=_("个别人的不予援助：记录送达"),
        sources=tuple(sorted(OBJECTED_TO | {S.GRANTED})),
        target=None,
        service="aid.services.serve.serve_member",
        form="counter.forms_share.ServeMemberForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER, R.CASEWORKER}),
        records=_("第几位、哪天送到、怎么送的、交给谁、有什么凭证；他一个人提异议的日子从送到那天算"),
    ),
)
