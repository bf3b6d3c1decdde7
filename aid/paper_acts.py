"""What officers do with the copy of a paper; a part of the table of aid.workflow."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import Status as S
from foundation.accounts.models import Role as R

REDACT = "redact_paper"

ACTS = (
    Act(
        code=REDACT,
        order=123,
        label=_("遮一份副本"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.redact.redact_paper",
        form="counter.forms_redact.RedactForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER, R.CASEWORKER}),
        aside=True,
        records=_("遮的是哪一份、遮了几处、为什么；原件不动，遮过的是另外一份，遮住的地方没有字"),
    ),
)
