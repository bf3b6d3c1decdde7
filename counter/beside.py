"""What may be done with a case beside its course: by what it is about, behind one fold.

An act that stands in none of these groups is a step of the course and stands in the open, as does each whose turn it
is, that was asked for, or in which something is typed.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

GROUPS = (
    (_("联系当事人"), ("write_to", "tell", "plan_visit", "replan_visit", "cancel_visit")),
    (_("材料和身份"), ("add_evidence", "settle_papers", "correct_paper", "fix_identity")),
    (
        _("别的机构"),
        ("refer_out", "reroute", "recall_transfer", "coop_ask", "coop_heard", "send_notice", "answer_notice"),
    ),
    (
        _("期限、先行援助"),
        ("file_claim", "unfile_claim", "suspend", "ask_first_aid", "propose_first_aid", "end_first_aid"),
    ),
    (
        _("一起申请的人、同一件事"),
        ("leave_group", "undo_leaving", "change_reps", "link_twin", "unlink_twin", "merge"),
    ),
    (_("谁来办"), ("set_reviewer", "reassign", "remind")),
    (
        _("要留意的"),
        (
            "mark_concern",
            "start_watch",
            "check_watch",
            "end_watch",
            "add_care",
            "end_care",
            "hold",
            "lift_hold",
        ),
    ),
    (_("不办了"), ("withdraw", "report_end")),
)
_CODES = {code for _label, codes in GROUPS for code in codes}


@dataclass(frozen=True)
class Group:
    label: str
    offers: list


def steps(offered):
    """Of the offers, those that stand in the open."""
    return [one for one in offered if not _is_beside(one)]


def groups(offered):
    """The others, [Group]: those in which something can be done."""
    of = {one.form.action: one for one in offered if _is_beside(one)}
    found = [Group(label, [of[code] for code in codes if code in of]) for label, codes in GROUPS]
    return [group for group in found if group.offers]


def _is_beside(offer):
    return offer.form.action in _CODES and not (offer.is_next or offer.is_typed)
