"""The acts of 保留: a record that a lawsuit, a complaint or an inspection still needs is not deleted; a part of the table of
aid.workflow. They leave the application where it stands.
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

_ANY = tuple(sorted(S))

ACTS = (
    Act(
        code="hold",
        order=300,
        label=_("保留，不许删除"),
        sources=_ANY,
        target=None,
        service="aid.services.hold.hold",
        form="counter.forms_hold.HoldForm",
        roles=frozenset({R.SUPERVISOR}),
        records=_("为什么要保留；保留期间到了年限、本人要求，都不删除"),
    ),
    Act(
        code="lift_hold",
        order=310,
        label=_("不再保留"),
        sources=_ANY,
        target=None,
        service="aid.services.hold.lift",
        form="counter.forms_hold.LiftHoldForm",
        roles=frozenset({R.SUPERVISOR}),
        records=_("为什么不用保留了"),
    ),
)
