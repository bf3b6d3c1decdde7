"""The opinion and the decision: a part of the table of aid.workflow. Why two people: decisions/0046.

Source: 《法律援助法》第四十三条, in force 2022-01-01, read 2026-11-21.
"""

from django.utils.translation import gettext_lazy as _

from aid import links
from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="review",
        order=20,
        label=_("提出审查意见"),
        sources=(S.ACCEPTED,),
        target=S.REVIEWING,
        service="aid.services.review",
        form="counter.forms_review.ReviewForm",
        roles=frozenset({R.REVIEWER}),
        usual=True,
        records=_("事项、免查依据或者经济困难怎么查的、意见和建议；由谁同意，照当地的审批链"),
    ),
    Act(
        code="grant",
        order=30,
        label=_("同意援助"),
        said=_("同意援助"),
        sources=(S.REVIEWING,),
        target=S.GRANTED,
        service="aid.services.grant",
        form="counter.forms.GrantForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review",),
        alone=True,
        chain=links.DECISION,
        link=links.LAST,
        usual=True,
        message="decided",
        records=_("决定书：文号、决定日期、说明；从这天起 3 天内指派；一个人的机构，记下凭哪一条"),
    ),
    Act(
        code="refuse",
        order=90,
        label=_("不予援助"),
        said=_("决定不予援助"),
        sources=(S.REVIEWING,),
        target=S.REFUSED,
        service="aid.services.refuse",
        form="counter.forms.RefuseForm",
        roles=frozenset({R.APPROVER}),
        not_after=("review",),
        chain=links.DECISION,
        link=links.LAST,
        usual=True,
        message="decided",
        records=_("决定书：文号、理由代码、文字理由、依据、不服怎么办；审查意见也是不予援助才行"),
    ),
    Act(
        code="send_back",
        order=95,
        label=_("退回审查"),
        sources=(S.REVIEWING,),
        target=S.ACCEPTED,
        service="aid.services.send_back",
        form="counter.forms_review.SendBackForm",
        roles=frozenset({R.APPROVER}),
        colleagues=("staff_sent_back",),
        chain=links.DECISION,
        link=links.ANY,
        records=_("要补查什么、改什么；审查期限照走"),
    ),
)
