"""上门: planned, done, given up; a part of the table of aid.workflow. They leave the application where it stands."""

from django.utils.translation import gettext_lazy as _

from aid.acts import beside
from aid.status import CASE_ROLES, OPEN
from aid.status import Status as S


def _act(code, order, label, where, form, records, service="visits"):
    form = f"forms_visits.{form}"
    return beside(code, order, label, where, service=service, form=form, roles=CASE_ROLES, records=records)


ACTS = (
    _act("plan_visit", 250, _("安排上门"), tuple(sorted(OPEN)), "PlanForm", _("见谁、去做什么、谁去、哪天几点；地址封存")),
    _act("replan_visit", 254, _("上门改日子"), tuple(sorted(OPEN)), "ReplanForm", _("哪一次、改到哪天几点、为什么")),
    _act("finish_visit", 251, _("上门的结果"), tuple(sorted(S)), "FinishForm",
         _("见到没有、结果、谁在场、有没有签名或者手印的照片")),
    _act("cancel_visit", 252, _("不上门了"), tuple(sorted(S)), "CancelForm", _("哪一次、为什么")),
    _act("recall_visit", 253, _("收回带走的"), tuple(sorted(S)), "RecallForm", _("哪一次、为什么；设备上的不能再交"),
         service="visit_copies"),
)  # fmt: skip
