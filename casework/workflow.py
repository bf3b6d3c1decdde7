"""The life of a case as data: from the grant to the archive. Only casework.services performs these acts.

The table is like aid.workflow's and printed with it. Source of the clock for `assign`: 《法律援助法》第四十三条,
in force 2022-01-01, read 2026-11-21.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid import acts
from aid.acts import Act, By, Milestone, Stage
from aid.clock_rules import Kind
from aid.workflow import FACTS
from aid.workflow import STAGES as APPLICATION_STAGES
from aid.workflow import Status as ApplicationStatus
from foundation.accounts.models import Role


class Status(models.TextChoices):
    UNASSIGNED = "unassigned", _("同意援助，等指派")
    ASSIGNED = "assigned", _("已指派承办人")
    FIRST_AID = "first_aid", _("先行援助，等指派")
    ENDED = "ended", _("援助没有成")


S, R = Status, Role

ACTS = (
    Act(
        code="assign",
        order=50,
        label=_("指派承办人"),
        said=_("指派了承办人"),
        sources=(S.UNASSIGNED, S.FIRST_AID),
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
        code="remind",
        order=85,
        label=_("催承办人"),
        sources=(S.ASSIGNED,),
        target=None,
        service="casework.services.remind",
        form="counter.forms_case.RemindForm",
        roles=frozenset({R.DISPATCHER, R.SUPERVISOR}),
        colleagues=("staff_reminded",),
        records=_("催的是谁、催什么"),
    ),
    Act(
        code="hand_over",
        order=81,
        label=_("停用账号，案子交接"),
        said=_("换了承办人"),
        sources=(S.ASSIGNED,),
        target=None,
        service="casework.handover.hand_over",
        other=By.CLOCK,
        colleagues=("staff_assigned",),
        records=_("从谁手上交给谁、谁安排的；期限照走"),
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
    S.FIRST_AID: Stage(
        _("先行援助"),
        "good",
        _("先给您派律师，材料以后补"),
        _("事情等不了，先给您援助。接下来指派律师或法律工作者，他会跟您联系。您的申请照常审查。"),
        clock=Kind.FIRST_AID,
        due_text=_("请在这一天以前把材料补齐"),
        holder=_("未指派"),
        unheld=True,
    ),
    # Never the furthest record: where the application ended says why.
    S.ENDED: APPLICATION_STAGES[ApplicationStatus.TERMINATED],
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
    record_of=lambda application: _running_case(application),
    running=models.Q(case__isnull=False) & ~models.Q(case__status=Status.ENDED),
    facts=FACTS,
    lock=lambda application: _locked_case(application),
    status_at="case__status",
)


def _running_case(application):
    """The case of an application; None when there is none, or when it ended with the application."""
    case = getattr(application, "case", None)
    return None if case is None or case.status == Status.ENDED else case


def _locked_case(application):
    from casework.models import Case  # the models name our statuses

    case = Case.objects.select_for_update(of=("self",)).filter(application=application).first()
    if case is not None:
        case.application = application  # and so application.case is the one that is locked
    return case
