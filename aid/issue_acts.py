"""The acts around what an office issues: a part of the table of aid.workflow. They stand on the page of papers alone."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import BY_ITSELF
from foundation.accounts.models import Role as R

_ISSUES = frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER})

ACTS = (
    Act(
        code="issue_paper",
        order=117,
        label=_("出文书"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.issue.issue_paper",
        form="counter.forms_issue.IssueForm",
        roles=_ISSUES,
        aside=True,
        records=_("哪一种、文号、第几版；更正的，替换哪一版、为什么。文书排好封存，以后不变"),
    ),
    Act(
        code="serve_paper",
        order=119,
        label=_("记录别的文书送达"),
        sources=tuple(sorted(BY_ITSELF)),
        target=None,
        service="aid.services.issue.serve_paper",
        form="counter.forms_issue.ServePaperForm",
        roles=_ISSUES | {R.CASEWORKER},
        aside=True,
        records=_("哪一份、哪天送到的、怎么送的、交给谁、有什么凭证；决定书的送达另有“记录送达”"),
    ),
)
ON_THE_PAPERS = tuple(act.code for act in ACTS)
