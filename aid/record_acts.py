"""The acts that put something right in the record, or beside it: an internal note, what a paper is called, that a
decision was served; a part of the table of aid.workflow. They leave the application where it stands.

What is said among colleagues has a place of its own, so that nobody writes it where the person reads it. It stands in
the record, sealed and signed, and nowhere else: no page, no message and no paper of the person's reads it.
"""

from django.utils.translation import gettext_lazy as _

from aid.acts import Act
from aid.status import CASE_ROLES, OPEN
from aid.status import Status as S
from foundation.accounts.models import Role as R

NOTE = "note"

ACTS = (
    Act(
        code=NOTE,
        order=290,
        label=_("内部备注"),
        sources=tuple(sorted(S)),
        target=None,
        service="aid.services.note.note",
        form="counter.forms_note.NoteForm",
        roles=CASE_ROLES,
        aside=True,
        records=_("写了什么；只有看得到这件申请的同事看得到，申请人的网页、短信、文书上都没有"),
    ),
    Act(
        code="serve",
        order=116,
        label=_("记录送达"),
        said=_("决定书送到了"),
        sources=(S.GRANTED, S.REFUSED, S.TERMINATED),
        target=None,
        service="aid.services.serve.serve",
        form="counter.forms_serve.ServeForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.APPROVER, R.DISPATCHER, R.CASEWORKER}),
        records=_("哪天送到、怎么送的、交给谁、有什么凭证；提异议的日子从送到那天算"),
    ),
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
