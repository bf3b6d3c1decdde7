"""Of a group, who was refused apart from the others: whether it was served to them, and until when they best object."""

from dataclasses import dataclass
from typing import Any

from aid import members
from aid.clock_rules import Kind
from aid.models import Claimant, Share, Wish
from counter import reckoned

SHOWN = 10


@dataclass(frozen=True)
class Row:
    """One of them. `serving`: None when nobody noted it; `clock`: their days for objecting, once it was served."""

    claimant: Claimant
    share: Share
    serving: Any
    clock: reckoned.Clock | None
    objection: Wish | None

    @property
    def waits(self):
        return self.serving is None


def rows(application, now):
    """Those of whom something is to do first. Reads prefetched rows; a share with its decision."""
    if not application.shares.all():
        return []
    clocks = {
        one.claimant_id: one
        for one in application.deadlines.all()
        if one.kind == Kind.OBJECTION and one.claimant_id
    }
    objections = {one.claimant_id: one for one in application.wishes.all() if one.kind == Wish.Kind.OBJECTION}
    found = []
    for person in application.claimants.all():
        if share := members.refusal_of(application, person):
            serving = members.serving_of(application, person)
            clock = clocks.get(person.pk) if serving else None
            shown = reckoned.clock(clock, now) if clock else None
            found.append(Row(person, share, serving, shown, objections.get(person.pk)))
    return sorted(found, key=lambda row: (not row.waits, row.claimant.position))
