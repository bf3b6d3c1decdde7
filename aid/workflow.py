"""The life of an application as data: which act leads from where to where, who may do it, what is said of it.

Only aid.services performs these acts. What happens after the grant is casework.workflow. docs/workflow.md is
printed from both by `print_workflow`.
Sources: 《法律援助法》 arts. 38, 40, 43, 44, 48 (in force 2022-01-01, read 2026-11-21). Where the law is
silent the row says what this office does.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from aid import (
    acts,
    chain_acts,
    choices,
    concern_acts,
    coop_acts,
    decision_acts,
    end_acts,
    first_aid_acts,
    hold_acts,
    issue_acts,
    late_acts,
    limitation_acts,
    paper_acts,
    record_acts,
    reopen_acts,
    reviewer_acts,
    share_acts,
    suspend_acts,
    tie_acts,
    transfer_acts,
    visit_acts,
    wish_acts,
    word_acts,
)
from aid.acts import Act, By, Milestone, Stage
from aid.clock_rules import Kind
from aid.status import DESK_ROLES, EXPORT_ROLES, OBJECTED_TO, OFFICE_ROLES, OPEN, UNDECIDED, Status
from foundation.accounts.models import Role

__all__ = [
    "ACTS",
    "APPLICATION",
    "DESK_ROLES",
    "EXPORT_ROLES",
    "MILESTONES",
    "OFFICE_ROLES",
    "OPEN",
    "STAGES",
    "UNDECIDED",
    "Status",
]


S, R = Status, Role

ACTS = (
    Act(
        code="submit",
        order=0,
        label=_("提交申请"),
        said=_("已提交"),
        sources=("",),
        target=S.SUBMITTED,
        service="aid.services.submit",
        other=By.APPLICANT,
        message="received",
        records=_("渠道、时间、告知书版本、分到哪个机构和理由"),
    ),
    Act(
        code="confirm",
        order=5,
        label=_("本人确认"),
        said=_("您确认了申请"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.desk.confirm",
        other=By.APPLICANT,
        records=_("工作人员代填的，本人怎么确认的：短信验证码、签字或者按手印；没确认以前期限照走"),
    ),
    Act(
        code="accept",
        order=10,
        label=_("受理"),
        said=_("已受理"),
        sources=(S.SUBMITTED,),
        target=S.ACCEPTED,
        service="aid.services.accept",
        form="counter.forms.AcceptForm",
        roles=frozenset({R.RECEPTIONIST}),
        usual=True,
        records=_("收到的材料清单；审查期限从收到申请算起，不是从受理算起"),
    ),
    Act(
        code="add_supplement",
        order=40,
        label=_("补交材料"),
        said=_("补材料收到了"),
        sources=(S.SUPPLEMENTING,),
        target=S.ACCEPTED,
        service="aid.services.add_supplement",
        form="counter.forms.AddSupplementForm",
        roles=frozenset({R.RECEPTIONIST}),
        other=By.APPLICANT,
        usual=True,
        records=_("补了什么；审查期限重新开始走"),
    ),
    Act(
        code="add_part",
        order=45,
        label=_("补交了一部分"),
        said=_("补材料收到一部分，还差别的"),
        sources=(S.SUPPLEMENTING,),
        target=None,
        service="aid.services.add_part",
        other=By.APPLICANT,
        records=_("补了什么，哪些没有、为什么；还差的照旧等着，期限不变"),
    ),
    Act(
        code="ask_supplement",
        order=60,
        label=_("要求补材料"),
        said=_("请您补材料"),
        sources=(S.ACCEPTED, S.REVIEWING),
        target=S.SUPPLEMENTING,
        service="aid.services.ask_supplement",
        form="counter.forms.AskSupplementForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        message="supplement",
        records=_("一次说全缺什么、最晚哪天；再次要求须写明为何没有一次说全"),
    ),
    Act(
        code="lapse",
        order=70,
        label=_("逾期未补，视为撤回"),
        said=_("没有按时补材料，当作撤回"),
        sources=(S.SUPPLEMENTING,),
        target=S.WITHDRAWN,
        service="aid.services.lapse",
        form="counter.forms.LapseForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        other=By.CLOCK,
        message="lapsed",
        records=_("补材料的期限、已通知的证明"),
    ),
    Act(
        code="add_evidence",
        order=110,
        label=_("加交材料"),
        said=_("加交了材料"),
        sources=(S.SUBMITTED, S.ACCEPTED, S.REVIEWING, S.GRANTED),
        target=None,
        service="aid.services.add_evidence",
        form="counter.forms.AddEvidenceForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.CASEWORKER}),
        other=By.APPLICANT,
        records=_("加了什么"),
    ),
    Act(
        code="settle_papers",
        order=115,
        label=_("帮找材料办好了"),
        sources=(S.SUBMITTED, S.ACCEPTED, S.REVIEWING, S.SUPPLEMENTING, S.GRANTED),
        target=None,
        service="aid.services.settle_papers",
        form="counter.forms_papers.SettlePapersForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER, R.CASEWORKER}),
        records=_("哪些材料，怎么办的：找到了、调取了，或者不用了"),
    ),
    Act(
        code="withdraw",
        order=120,
        label=_("撤回申请"),
        said=_("已撤回"),
        sources=tuple(sorted(UNDECIDED)),
        target=S.WITHDRAWN,
        service="aid.services.withdraw",
        form="counter.forms.WithdrawForm",
        roles=frozenset({R.RECEPTIONIST}),
        other=By.APPLICANT,
        message="withdrawal",
        records=_("谁要求撤回、理由（可不写），到哪天还能恢复；到那天以前别的期限照走"),
    ),
    Act(
        code="undo_withdrawal",
        order=121,
        label=_("恢复撤回的申请"),
        said=_("撤回的申请恢复了"),
        sources=(S.WITHDRAWN,),
        target=None,
        returns=True,
        service="aid.services.undo_withdrawal",
        form="counter.forms.UndoWithdrawalForm",
        roles=frozenset({R.RECEPTIONIST}),
        other=By.APPLICANT,
        message="restored",
        records=_("谁要求恢复；回到撤回以前那一步，期限没有停过"),
    ),
    Act(
        code="close_withdrawal",
        order=122,
        label=_("撤回生效"),
        sources=(S.WITHDRAWN,),
        target=None,
        service="aid.services.withdrawal.close_withdrawal",
        other=By.CLOCK,
        records=_("可以恢复的日子过了；机构的期限不再走，时效照走"),
    ),
    Act(
        code="join_group",
        order=130,
        label=_("工友加入"),
        said=_("有工友加入"),
        sources=tuple(sorted(UNDECIDED)),
        target=None,
        service="aid.services.join_group",
        other=By.APPLICANT,
        records=_("第几位；他自己的账、材料、联系办法和时效"),
    ),
    Act(
        code="leave_group",
        order=140,
        label=_("一个人退出"),
        said=_("有一位退出，别人的接着办"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.leave_group",
        form="counter.forms_group.LeaveForm",
        roles=frozenset({R.RECEPTIONIST}),
        other=By.APPLICANT,
        records=_("第几位、谁要求的，到哪天还能回来；他自己的时效照走，别人的照旧"),
    ),
    Act(
        code="undo_leaving",
        order=141,
        label=_("退出的人回来"),
        said=_("退出的一位又回来了"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.undo_leaving",
        form="counter.forms_group.ReturnForm",
        roles=frozenset({R.RECEPTIONIST}),
        other=By.APPLICANT,
        records=_("第几位、谁要求的；他的时效没有停过"),
    ),
    Act(
        code="change_reps",
        order=150,
        label=_("换代表"),
        said=_("换了代表"),
        sources=tuple(sorted(OPEN)),
        target=None,
        service="aid.services.change_reps",
        form="counter.forms_group.RepresentativesForm",
        roles=frozenset({R.RECEPTIONIST, R.REVIEWER}),
        records=_("推选的代表是第几位；一位到五位"),
    ),
    *decision_acts.ACTS,
    *chain_acts.ACTS,
    *share_acts.ACTS,
    *transfer_acts.ACTS,
    *suspend_acts.ACTS,
    *coop_acts.ACTS,
    *end_acts.ACTS,
    *wish_acts.ACTS,
    *reopen_acts.ACTS,
    *first_aid_acts.ACTS,
    *limitation_acts.ACTS,
    *hold_acts.ACTS,
    *late_acts.ACTS,
    *record_acts.ACTS,
    *issue_acts.ACTS,
    *concern_acts.ACTS,
    *visit_acts.ACTS,
    *paper_acts.ACTS,
    *word_acts.ACTS,
    *tie_acts.ACTS,
    *reviewer_acts.ACTS,
    Act(
        code="recompute",
        order=200,
        label=_("放假安排有变，重算期限"),
        sources=tuple(sorted(OPEN | OBJECTED_TO)),
        target=None,
        service="aid.services.housekeeping.recompute_clocks",
        other=By.CLOCK,
        records=_("哪个期限，从哪天改到哪天"),
    ),
)

_REVIEWED = Stage(
    _("正在审查"),
    "plain",
    _("已经受理，正在审查"),
    _("看符不符合法律援助的条件。"),
    clock=Kind.REVIEW,
    due_text=_("最晚这一天告诉您结果；等您补材料、等别的机构核查的日子不算在内"),
    holder=_("审查"),
)
STAGES = {
    S.SUBMITTED: Stage(
        _("已收到"),
        "good",
        _("收到了，等着受理"),
        _("工作人员会看您的申请，缺什么会一次告诉您。"),
        clock=Kind.ACCEPT,
        due_text=_("当天受理是我们的承诺；最晚这一天给您受理"),
        holder=_("受理窗口"),
    ),
    S.ACCEPTED: _REVIEWED,
    S.REVIEWING: Stage(
        _REVIEWED.tag,
        _REVIEWED.tone,
        _REVIEWED.heading,
        _REVIEWED.text,
        clock=Kind.REVIEW,
        due_text=_REVIEWED.due_text,
        holder=_("审批"),
    ),
    S.SUPPLEMENTING: Stage(
        _("等您补材料"),
        "wait",
        _("正在审查，还差材料"),
        _("补上以后，审查的日子接着算。到时候没补，就当作您撤回了申请。"),
        clock=Kind.SUPPLEMENT,
        due_text=_("请在这一天以前补上"),
        holder=_("等申请人"),
    ),
    S.GRANTED: Stage(
        _("同意援助"),
        "good",
        _("同意给您法律援助，不收钱"),
        _("接下来指派律师或法律工作者，他会跟您联系。"),
        clock=Kind.ASSIGN,
        due_text=_("最晚这一天指派好"),
        holder=_("未指派"),
        unheld=True,
    ),
    S.REFUSED: Stage(_("不予援助"), "bad", _("这次没有批准"), _("理由：%(reasons)s。%(text)s")),
    S.WITHDRAWN: Stage(
        _("已撤回"),
        "plain",
        _("申请已经撤回"),
        _("以后还想申请，随时可以重新交。"),
        clock=Kind.UNDO,
        due_text=_("到这一天结束以前，可以恢复，不用重新交"),
    ),
    S.TRANSFERRED_OUT: Stage(
        _("已转走"),
        "plain",
        _("已经转给别的机构办"),
        _("转给了：%(body)s。这不是不批准，那边会接着办。"),
    ),
    S.TERMINATED: Stage(_("已终止"), "bad", _("援助终止了"), _("理由：%(why)s")),
    S.MERGED: Stage(
        _("并在一起办"),
        "plain",
        _("这一份并到您先交的那一份里一起办"),
        _("编号、收件码照样能用，材料都在。办到哪一步，看先交的那一份。"),
    ),
}
MILESTONES = (
    Milestone(_("受理"), frozenset({S.SUBMITTED}), Kind.ACCEPT),
    Milestone(_("等您补材料"), frozenset({S.SUPPLEMENTING}), passing=True),
    Milestone(_("审查，告诉您结果"), frozenset({S.ACCEPTED, S.REVIEWING}), Kind.REVIEW),
    Milestone(_("指派律师"), frozenset({S.GRANTED}), Kind.ASSIGN),
)


def _reasons(application):
    decision = application.decision
    labels = [str(choices.RefusalReason(code).label) for code in decision.reasons] if decision else []
    return pgettext("list", "；").join(labels)


def _why_it_ended(application):
    """Of aid that ended after a grant, or of first aid."""
    if application.status != Status.TERMINATED:
        return ""
    if ended := application.terminations.decided().last():
        return f"{ended.get_reason_display()}。{ended.text}"
    return application.first_aid.text if hasattr(application, "first_aid") else ""


# What the stages of an ended application name.
FACTS = {
    "reasons": _reasons,
    "text": lambda application: application.decision.text if application.decision else "",
    "body": lambda application: application.referred_to,
    "why": lambda application: _why_it_ended(application),
}

APPLICATION = acts.register("application", Status, ACTS, STAGES, milestones=MILESTONES, facts=FACTS)
