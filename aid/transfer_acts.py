"""From one office to another: a part of the table of aid.workflow."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import OPEN
from aid.status import Status as S
from foundation.accounts.models import Role as R

# Also after a grant: whoever is named there is named by the office that takes it.
_OPEN = tuple(sorted(OPEN))
_SENDS = frozenset({R.RECEPTIONIST, R.REVIEWER, R.DISPATCHER})

ACTS = (
    Act(
        code="refer_out",
        order=100,
        label=_("转给别的机构"),
        said=_("在问别的机构能不能接着办"),
        sources=_OPEN,
        target=None,
        service="aid.services.transfer.offer",
        form="counter.forms_transfer.OfferForm",
        roles=_SENDS,
        records=_("问谁、为什么、最晚哪天答复；答复以前还归我们，期限照走"),
    ),
    Act(
        code="accept_transfer",
        order=4,
        label=_("接收转来的申请"),
        said=_("换了一个机构接着办，编号不变"),
        sources=_OPEN,
        target=None,
        service="aid.services.transfer.accept",
        form="counter.forms_transfer.AcceptTransferForm",
        roles=frozenset({R.RECEPTIONIST}),
        elsewhere=True,
        message="moved",
        records=_("从哪个机构接来的；编号不变，期限照走"),
    ),
    Act(
        code="decline_transfer",
        order=6,
        label=_("不接，退回原来的机构"),
        sources=_OPEN,
        target=None,
        service="aid.services.transfer.decline",
        form="counter.forms_transfer.DeclineTransferForm",
        roles=frozenset({R.RECEPTIONIST}),
        elsewhere=True,
        records=_("为什么不接；回到原来机构的待办"),
    ),
    Act(
        code="recall_transfer",
        order=102,
        label=_("不转了，收回来"),
        said=_("还由原来的机构办"),
        sources=_OPEN,
        target=None,
        service="aid.services.transfer.recall",
        form="counter.forms_transfer.RecallForm",
        roles=_SENDS,
        records=_("为什么收回，或者对方为什么不接"),
    ),
    Act(
        code="end_transfer",
        order=103,
        label=_("外面的机构接收了"),
        said=_("转给了别的机构"),
        sources=_OPEN,
        target=S.TRANSFERRED_OUT,
        service="aid.services.transfer.end",
        form="counter.forms_transfer.EndTransferForm",
        roles=_SENDS,
        message="moved",
        records=_("转给谁、对方谁接的、怎么说的；这不是不予援助，时效照走"),
    ),
    Act(
        code="reroute",
        order=101,
        label=_("改派到别的机构"),
        said=_("换了一个机构办"),
        sources=_OPEN,
        target=None,
        service="aid.services.transfer.reroute",
        form="counter.forms_transfer.RerouteForm",
        roles=frozenset({R.SUPERVISOR}),
        records=_("从哪个机构改到哪个机构、为什么；编号不变，期限照走"),
    ),
)
