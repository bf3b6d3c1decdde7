"""The life of a case as data: from the grant to the archive. Only casework.services performs these acts.

The table is like aid.workflow's and printed with it. Source of the clock for `assign`: 《法律援助法》第四十三条,
in force 2022-01-01, read 2026-11-21.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import acts
from aid.acts import Act, Milestone, Stage
from aid.workflow import STAGES as APPLICATION_STAGES
from aid.workflow import Status as ApplicationStatus
from foundation.accounts.models import Role


class Status(models.TextChoices):
    UNASSIGNED = "unassigned", _("同意援助，等指派")
    ASSIGNED = "assigned", _("已指派承办人")


S, R = Status, Role

ACTS = (
    Act(
        code="assign",
        order=50,
        label=_("指派承办人"),
        said=_("指派了承办人"),
        sources=(S.UNASSIGNED,),
        target=S.ASSIGNED,
        service="casework.services.assign",
        form="counter.forms_case.AssignForm",
        roles=frozenset({R.DISPATCHER}),
        usual=True,
        message="assigned",
        colleagues=("staff_assigned",),
        records=_("承办人、理由"),
    ),
    Act(
        code="reassign",
        order=80,
        label=_("换承办人"),
        said=_("换了承办人"),
        sources=(S.ASSIGNED,),
        target=None,
        service="casework.services.reassign",
        form="counter.forms_case.ReassignForm",
        roles=frozenset({R.DISPATCHER}),
        colleagues=("staff_assigned", "staff_taken_over"),
        records=_("新的承办人、为什么换"),
    ),
    Act(
        code="file_claim",
        order=85,
        label=_("已提交仲裁或起诉"),
        said=_("替您提交了仲裁或起诉"),
        sources=(S.UNASSIGNED, S.ASSIGNED),
        target=None,
        service="casework.services.file_claim",
        form="counter.forms_case.FileClaimForm",
        roles=frozenset({R.CASEWORKER, R.DISPATCHER}),
        records=_("哪天、交到哪里；从这天起时效不再走"),
    ),
)
STAGES = {
    # Until somebody is named nothing is different from the grant.
    S.UNASSIGNED: APPLICATION_STAGES[ApplicationStatus.GRANTED],
    S.ASSIGNED: Stage(
        _("已指派"),
        "good",
        _("已经有人办您的事了"),
        _("承办人会按您留的方式联系您。等不到电话，就打下面的电话问。"),
        holder=_("承办人"),
    ),
}
MILESTONES = (
    Milestone(_("办案"), frozenset({S.ASSIGNED})),
    Milestone(_("结案")),
)

CASE = acts.register(
    "case",
    Status,
    ACTS,
    STAGES,
    milestones=MILESTONES,
    record_of=lambda application: getattr(application, "case", None),
    lock=lambda application: _locked_case(application),
)


def _locked_case(application):
    from casework.models import Case  # the models name our statuses

    case = Case.objects.select_for_update(of=("self",)).filter(application=application).first()
    if case is not None:
        case.application = application  # and so application.case is the one that is locked
    return case
