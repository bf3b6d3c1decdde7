"""The workers of a group as officers see them: a summary on the case page, the roster on a page of its own."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import members
from aid.choices import Channel, IdType
from aid.clock_rules import Kind
from aid.members import MemberState
from aid.models import Claimant
from counter.columns import claimed
from foundation.vault.hiding import hide_numbers

FEW = 5  # so many are shown whole on the case page
HEADINGS = {
    "position": gettext_lazy("序号"),
    "name": gettext_lazy("姓名"),
    "phone": gettext_lazy("手机"),
    "amount": gettext_lazy("欠多少（元）"),
    "reckoning": gettext_lazy("怎么算的"),
    "limitation": gettext_lazy("申请仲裁最晚"),
    "state": gettext_lazy("现在怎样"),
    "marks": gettext_lazy("标记"),
}


@dataclass(frozen=True)
class Line:
    """One of the group, masked."""

    claimant: Claimant
    limitation: date | None
    state: str
    marks: list

    @property
    def cells(self):
        return {
            "position": self.claimant.position,
            "name": self.claimant.masked_name,
            "phone": self.claimant.masked_phone,
            "amount": self.claimant.amount_owed,
            "reckoning": hide_numbers(self.claimant.facts.get("reckoning", "")),
            "limitation": self.limitation,
            "state": self.state,
            "marks": "、".join(self.marks),
        }


def summary(application):
    """How many there are and what they claim together; None for one alone. Reads prefetched claimants only."""
    everybody = list(application.claimants.all())
    if len(everybody) < 2:
        return None
    people = application.people
    return {
        "count": len(people),
        "left": sum(person.withdrawn_at is not None for person in everybody),
        "confirmed": sum(_is_theirs(application, person) for person in people),
        "representatives": [p.masked_name for p in people if p.is_representative],
        "amount": claimed(people),
        "totals": members.totals(application, everybody),
        "apart": any(application.shares.all()),
        "without_id": sum(person.id_type == IdType.NONE for person in people),
    }


def lines(application):
    """A Line for each, in the order of the roster; whoever has left as well."""
    people = list(application.claimants.all())
    limitations = {
        d.claimant_id: d.due_on
        for d in application.deadlines.all()
        if d.kind == Kind.LIMITATION and d.is_running
    }
    twins = set(application.claimants.with_twins().values_list("pk", flat=True))
    phones = [person.phone_index for person in people if person.takes_part]
    return [
        Line(person, limitations.get(person.pk), _state(application, person), _marks(person, phones, twins))
        for person in people
    ]


def _is_theirs(application, person):
    """Whether they said it themselves: they joined, or it is they who sent it."""
    sent_it = application.channel == Channel.WEB and person == application.claimant
    return person.confirmed_at is not None or sent_it


def _state(application, person):
    state = members.state_of(application, person)
    share = members.share_of(application, person)
    if state == MemberState.IN and share:
        return _("%(said)s：%(reasons)s") % {
            "said": share.get_state_display(),
            "reasons": "、".join(share.reasons_said),
        }
    if state != MemberState.IN:
        return str(state.label)
    return _("本人确认了") if _is_theirs(application, person) else _("代表写的，还没跟本人核对")


def _marks(person, phones, twins):
    found = []
    if person.is_representative:
        found.append(_("代表"))
    if person.id_type == IdType.NONE:
        found.append(_("没有证件"))
    if phones.count(person.phone_index) > 1:
        found.append(_("几个人一个手机"))
    if person.facts.get("card"):
        found.append(_("别人的卡"))
    if person.pk in twins:
        found.append(_("可能单独申请过"))
    return found


def acts_for(application, person, acts, at):
    """Those of `acts` that can be done of this one of the group. Reads prefetched shares."""
    anew = [
        share
        for share in application.shares.all()
        if share.claimant_id == person.pk and share.state == share.State.ORDERED
    ]
    may = {
        "leave_group": person.takes_part,
        "undo_leaving": bool(person.withdrawn_at and at <= person.may_return_until),
        "fix_identity": person.takes_part,
        "advise_member": person.takes_part,
        "endorse_member": any(not share.is_last_yes for share in anew),
        "return_member": any(share.yes_by for share in anew),
        "decide_member": any(share.is_last_yes for share in anew),
        "serve_member": person.refused_at is not None,
    }
    return [act for act in acts if may.get(act.code)]
