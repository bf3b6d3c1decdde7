"""Where each of a group stands, and what they come to together. Pure: reads prefetched rows.

Nothing here is kept: a sum is always that of the rows it stands for.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aid.models.share import Share
from aid.status import UNDECIDED, Status


class MemberState(models.TextChoices):
    IN = "in", _("一起在办")
    LEFT = "left", _("退出了")
    GRANTED = "granted", _("给予援助")
    REFUSED = "refused", _("不予援助")
    AGAIN = "again", _("异议成立，等重新决定")
    WITHDRAWN = "withdrawn", _("申请撤回了")
    REFERRED = "referred", _("转走了")
    TERMINATED = "terminated", _("援助终止了")
    MERGED = "merged", _("并到另一件一起办")


_OF_STATUS = {
    Status.GRANTED: MemberState.GRANTED,
    Status.REFUSED: MemberState.REFUSED,
    Status.WITHDRAWN: MemberState.WITHDRAWN,
    Status.TRANSFERRED_OUT: MemberState.REFERRED,
    Status.TERMINATED: MemberState.TERMINATED,
    Status.MERGED: MemberState.MERGED,
    **dict.fromkeys(UNDECIDED, MemberState.IN),
}


def state_of(application: Any, person: Any) -> MemberState:
    """Of one of the claimants. Who left has left, whatever was decided of the others; who was refused apart keeps
    that when the aid of the others ends. Prefetch `shares`."""
    if person.withdrawn_at is not None:
        return MemberState.LEFT
    if person.refused_at is not None:
        share = share_of(application, person)
        return MemberState.AGAIN if share and share.state == share.State.ORDERED else MemberState.REFUSED
    return _OF_STATUS[Status(application.status)]


def share_of(application: Any, person: Any) -> Any:
    """What is judged of this worker apart, or None."""
    found = [one for one in application.shares.all() if one.claimant_id == person.pk]
    return next((one for one in found if one.state != one.State.SETTLED), None)


def refusal_of(application: Any, person: Any) -> Any:
    """The share by which this worker is refused apart from the others, or None. Prefetch `shares` with `decision`."""
    share = share_of(application, person) if person.refused_at is not None else None
    return share if share and share.is_refused else None


def serving_of(application: Any, person: Any) -> Any:
    """How what was decided of this worker was served: their own refusal, else what was decided of the whole; or None."""
    share = refusal_of(application, person)
    if share is None:
        return application.serving
    found = [
        one
        for one in application.servings.all()
        if (one.claimant_id, one.decision_id) == (person.pk, share.decision_id)
    ]
    return found[-1] if found else None


def is_refused_apart(application: Any, person: Any) -> bool:
    """Whether this worker gets no aid while the others do."""
    return application.status == Status.GRANTED and state_of(application, person) == MemberState.REFUSED


@dataclass
class Totals:
    """`people`: all who ever were in it; `by_state`: how many stand where; `asked`: what those claim who have not left;
    `granted`: what those claim who get aid. An amount that nobody has given counts as none and is counted."""

    people: int = 0
    by_state: Counter = field(default_factory=Counter)
    asked: Decimal = Decimal(0)
    granted: Decimal = Decimal(0)
    without_amount: int = 0

    @property
    def said(self) -> list[tuple[str, int]]:
        return [(str(state.label), self.by_state[state]) for state in MemberState if self.by_state[state]]


def totals(application: Any, people: Iterable[Any]) -> Totals:
    found = Totals()
    for person in people:
        state = state_of(application, person)
        found.people += 1
        found.by_state[state] += 1
        if state == MemberState.LEFT:
            continue
        if person.amount_owed is None:
            found.without_amount += 1
            continue
        found.asked += person.amount_owed
        if state == MemberState.GRANTED:
            found.granted += person.amount_owed
    return found


@dataclass(frozen=True)
class Part:
    """What a decision says of the members, for its paper: `granted` and `refused` (a claimant with its Share)."""

    granted: list
    refused: list

    @property
    def is_partial(self) -> bool:
        return bool(self.refused)


def of_decision(decision: Any) -> Part:
    """Of whom `decision` was: whom it granted, and whom it refused for which reasons, in the order of the roster.

    Whoever had left for good before it was made is in neither, nor who had been refused apart before and stayed so. A
    refusal of all has the one text of the decision.
    """
    shares = {one.claimant_id: one for one in decision.shares.all()}
    application = decision.application
    at = next((e.at for e in application.events.all() if e.data.get("decision") == decision.pk), None)
    people = [
        person
        for person in application.claimants.all()
        if person.withdrawn_at is None or (at and person.withdrawn_at > at)
    ]
    if decision.is_apart:
        people = [one for one in people if one.pk in shares]
    else:
        people = [
            one for one in people if one.pk in shares or not _refused_before(application, one, decision)
        ]
    if decision.is_refusal and not decision.is_apart:
        return Part([], [(one, None) for one in people])
    against = {pk for pk, share in shares.items() if share.state != Share.State.GRANTED}
    return Part(
        [one for one in people if one.pk not in against],
        [(one, shares[one.pk]) for one in people if one.pk in against],
    )


def _refused_before(application: Any, person: Any, decision: Any) -> bool:
    """Whether this worker had been refused apart when `decision` was made of the others, and it was not taken back."""
    rows = sorted((s for s in application.shares.all() if s.claimant_id == person.pk), key=lambda s: s.pk)
    before = [one for one in rows if one.decision_id and one.decision_id < decision.pk]
    if not before or before[-1].state == Share.State.GRANTED:
        return False
    if before[-1].state != Share.State.SETTLED:
        return True
    # Settled by a decision of their own that came after: until then they were refused.
    return any(one.decision_id and one.decision_id > decision.pk and one.decision.is_apart for one in rows)


def positions(text: str) -> list[int]:
    """3、7，9-12 as numbers, in order and each once. ValueError for what is none, and for more than a group holds."""
    found: set[int] = set()
    for part in text.translate(_PLAIN).replace("号", "").split(","):
        if not part.strip():
            continue
        first, dash, last = part.partition("-")
        start = int(first)
        end = int(last) if dash else start
        if not 0 < start <= end <= _MOST:
            raise ValueError(part)
        found.update(range(start, end + 1))
    return sorted(found)


_MOST = 9999
_PLAIN = {ord(sign): "," for sign in "、，；;\n\t "} | {ord(sign): "-" for sign in "－–—~～至到"}
_PLAIN |= {ord("０") + n: str(n) for n in range(10)}
