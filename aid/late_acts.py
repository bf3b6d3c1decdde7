"""Why a clock ran out: a part of the table of aid.workflow."""

from django.utils.translation import gettext_lazy as _

from aid.acts import beside
from aid.status import OFFICE_ROLES
from aid.status import Status as S

ACTS = (
    beside(
        "explain_late",
        42,
        _("说明超期原因"),
        tuple(sorted(S)),
        service="lateness",
        form="forms_late.ExplainLateForm",
        roles=OFFICE_ROLES,
        records=_("哪个期限、哪一种原因、经过；每个期限说一次，督导的表里按原因数"),
    ),
)
