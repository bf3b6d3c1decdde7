"""Who examines it: a part of the table of aid.workflow. Nobody named, every reviewer of the office does."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import UNDECIDED
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="set_reviewer",
        order=44,
        label=_("定审查员"),
        sources=tuple(sorted(UNDECIDED)),
        target=None,
        service="aid.services.reviewer.set_reviewer",
        form="counter.forms_reviewer.SetReviewerForm",
        roles=frozenset({R.DISPATCHER, R.SUPERVISOR}),
        aside=True,
        colleagues=("staff_reviewer",),
        records=_("定谁审查；定了就在他的“该我做”里，别的审查员在“别人在办”里看得到，也能办"),
    ),
)
