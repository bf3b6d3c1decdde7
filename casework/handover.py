"""The cases of somebody who leaves go to a colleague, all at once; no clock starts anew by it."""

from functools import reduce
from operator import and_

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aid.services.perform import Change, perform
from casework.models import Assignment, Case
from casework.services import caseworkers_for
from casework.workflow import Status
from foundation.accounts.handover import Holding
from foundation.accounts.models import User


def of(person: User) -> Holding | None:
    """The running cases of `person`, for foundation.accounts.handover."""
    cases = list(
        Case.objects.of_caseworker(person)
        .exclude(status=Status.ENDED)
        .select_related("application__office")
        .order_by("pk")
    )
    if not cases:
        return None
    offices = {case.application.office for case in cases}
    fit = [set(caseworkers_for(office).exclude(pk=person.pk)) for office in offices]
    takers = sorted(reduce(and_, fit), key=lambda one: (str(one), one.pk))
    count = {"cases": len(cases)}
    words = ngettext("%(cases)d 件没有办完的案子", "%(cases)d 件没有办完的案子", len(cases)) % count

    def give(to: User, actor: User) -> None:
        for case in cases:
            hand_over(case, to, actor)

    return Holding(words, takers, give)


def hand_over(case: Case, to: User, actor: User) -> None:
    """交接: from whoever has it to `to`, who must be able to take it. Whoever shuts the account decides; no page of
    the case is needed for it, so that the act is the site's own and names them."""

    def write(change: Change) -> None:
        current = change.record.assignments.current().select_related("assignee").first()
        change.record.assignments.current().update(ended_at=change.at)
        Assignment.objects.create(
            case=change.record, assignee=to, assigned_by=actor, assigned_at=change.at, reason=change.note
        )
        change.tell.append((to, "staff_assigned"))
        change.data.update(
            assignee=to.pk, before=current.assignee_id if current else None, ordered_by=actor.pk
        )

    note = _("原承办人的账号停用，由 %(who)s 安排交接") % {"who": actor}
    perform(case.application, "hand_over", write, note=note)
