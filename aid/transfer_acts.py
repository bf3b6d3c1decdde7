"""From one office to another: a part of the table of aid.workflow."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import OPEN
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="reroute",
        order=101,
        label=_("改派到别的机构"),
        said=_("换了一个机构办"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.transfer.reroute",
        form="counter.forms_transfer.RerouteForm",
        roles=frozenset({R.SUPERVISOR}),
        records=_("从哪个机构改到哪个机构、为什么；编号不变，期限照走"),
    ),
)
