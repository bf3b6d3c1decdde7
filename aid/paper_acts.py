"""The act of saying which paper it is; a part of the table of aid.workflow. It leaves the application where it stands."""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import OPEN
from foundation.accounts.models import Role as R

ACTS = (
    Act(
        code="correct_paper",
        order=118,
        label=_("改材料的种类、名字"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.papers_named.correct_paper",
        form="counter.forms_papers.CorrectPaperForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.CASEWORKER}),
        records=_("哪一份，原来是什么种类、叫什么，改成什么"),
    ),
)
