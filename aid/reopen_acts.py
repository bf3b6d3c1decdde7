"""An application that has ended is opened again: a part of the table of aid.workflow. Sources: aid.services.reopen."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import Status as S
from aid.wish_acts import DECIDED
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="reopen",
        order=126,
        label=_("重新打开"),
        said=_("您的申请重新打开了，接着办"),
        sources=(S.WITHDRAWN, S.TRANSFERRED_OUT),
        target=None,
        returns=True,
        service="aid.services.reopen.reopen",
        form="counter.forms_reopen.ReopenForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        message="reopened",
        records=_(
            "为什么。撤回的：本人要求，在机构定的日子以内，没有受理的重新等受理，受理过的重新审查，审查期限从这天起；转走的："
            "那边没有接，回到转走以前那一步，期限接着走。时效没有停过"
        ),
    ),
    Act(
        code="mend_refusal",
        order=165,
        label=_("不予援助弄错了，自己改正"),
        said=_("原来的决定有错，重新审查"),
        sources=(S.REFUSED,),
        target=S.ACCEPTED,
        service="aid.services.reopen.mend_refusal",
        form="counter.forms_reopen.MendRefusalForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=DECIDED,
        message="reopened",
        records=_("错在哪里；没有人提异议的才行，提了的由司法行政部门审查。重新提审查意见，审查期限从这天起"),
    ),
    Act(
        code="mend_end",
        order=166,
        label=_("终止援助弄错了，自己改正"),
        said=_("援助终止得不对，接着援助"),
        sources=(S.TERMINATED,),
        target=None,
        returns=True,
        service="aid.services.reopen.mend_end",
        form="counter.forms_reopen.MendEndForm",
        roles=frozenset({R.SUPERVISOR}),
        not_after=DECIDED,
        message="reopened",
        records=_(
            "错在哪里；没有人提异议的才行，因为骗取援助、隐瞒事实、违法终止的不行，只能提异议。回到终止以前那一步，三日内重新指派"
        ),
    ),
)
