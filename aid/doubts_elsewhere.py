"""What other applications say of a claim: the same phone for many people, the same claim before. For people to judge."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

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
    """Two queries, for the page of one case. Prefetch `claimants`."""
    people = list(application.claimants.all())
    phones = {person.phone_index for person in people}
    names = {person.name_index for person in people}
    others = Claimant.objects.exclude(application=application)
    shared = others.filter(phone_index__in=phones).exclude(name_index__in=names)
    many = shared.values("phone_index").annotate(n=Count("application", distinct=True)).order_by("-n")
    most = many.values_list("n", flat=True).first() or 0
    over = (Status.REFUSED, Status.GRANTED, Status.TERMINATED)
    firms = {person.employer_index for person in people} - {""}
    same = others.twins_of(people).filter(employer_index__in=firms, application__status__in=over)
    counted = same.values("application__status").annotate(n=Count("application", distinct=True))
    before = {row["application__status"]: row["n"] for row in counted.order_by("application__status")}
    return Elsewhere(most if most >= MANY else 0, before)
