"""What other applications say of a claim: the same phone for many people, the same claim before. For people to judge."""

from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast

from aid.models import Claimant
from aid.status import Status

MANY = 3  # other applications that gave one phone, each for somebody else


@dataclass(frozen=True)
class Elsewhere:
    """`one_phone`: other applications with a phone of this one for other people; `before`: those of the same person
    against the same employer that are over, by their status."""

    one_phone: int
    before: dict[str, int]


def of(application: Any) -> Elsewhere:
    """One query, for the page of one case. Prefetch `claimants`."""
    people = list(application.claimants.all())
    phones = {person.phone_index for person in people}
    names = {person.name_index for person in people}
    others = Claimant.objects.exclude(application=application)
    shared = others.filter(phone_index__in=phones).exclude(name_index__in=names)
    over = (Status.REFUSED, Status.GRANTED, Status.TERMINATED)
    firms = {person.employer_index for person in people} - {""}
    same = others.twins_of(people).filter(employer_index__in=firms, application__status__in=over)
    told = _counted(shared, "phone_index", is_phone=True).union(
        _counted(same, "application__status", is_phone=False), all=True
    )
    by_phone, before = [], {}
    for is_phone, what, number in told:
        if is_phone:
            by_phone.append(number)
        else:
            before[what] = number
    most = max(by_phone, default=0)
    return Elsewhere(most if most >= MANY else 0, dict(sorted(before.items())))


def _counted(found, by, *, is_phone):
    """(is_phone, what of `by`, how many applications) of the claimants `found`."""
    rows = found.order_by().annotate(of=Value(is_phone), what=Cast(by, CharField())).values("of", "what")
    return rows.annotate(n=Count("application", distinct=True)).values_list("of", "what", "n")
