"""The review clock stands still, and goes on: a part of the table of aid.workflow. Sources: aid.services.suspend."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

_IN_REVIEW = (S.ACCEPTED, S.REVIEWING, S.SUPPLEMENTING)
_WHO = frozenset({R.REVIEWER, R.APPROVER})

ACTS = (
    Act(
        code="suspend",
        order=62,
        label=_("审查期限停下来，等别处核查"),
        said=_("请别的机构核查情况，审查的日子停着"),
        sources=_IN_REVIEW,
        target=None,
        service="aid.services.suspend.suspend",
        form="counter.forms_suspend.SuspendForm",
        roles=_WHO,
        records=_("为什么停、等谁、最晚哪天答复；停的日子不算在审查期限里，时效照走"),
    ),
    Act(
        code="resume",
        order=23,
        label=_("期限接着走"),
        said=_("核查有了结果，审查接着走"),
        sources=_IN_REVIEW,
        target=None,
        service="aid.services.suspend.resume",
        form="counter.forms_suspend.ResumeForm",
        roles=_WHO,
        records=_("对方怎么说的；停了几天"),
    ),
)
