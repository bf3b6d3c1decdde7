"""重新决定 of some of a group, whose objection the bureau upheld: who waits for it, and the chain it goes through.

The order of the bureau takes the place of the opinion; the first of the chain proposes what to decide, the others agree
or give it back, the last decides (aid.services.shares.decide_member). Why: docs/decisions/0052.
"""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from aid import approval, choices
from aid.models import Application, Claimant, Share
from aid.services import approve
from aid.services.perform import Change, perform
from foundation.accounts import scope
from foundation.accounts.models import Role, User

LEAST_WORDS = 10
_CHAIN = ["next_yes", "yes_after", "yes_by", "proposed"]


def endorse_member(
    application: Application,
    *,
    positions: Iterable[int],
    outcome: str,
    text: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """对这个人重新决定：提议，交给下一位. `text`: what they are to read, in the words of whoever proposes.

    ValidationError without words, for who does not wait for this yes, and for another outcome than those before said.
    """
    check_words(outcome, text)

    def write(change: Change) -> None:
        people, shares = waiting(change, positions)
        must_agree(shares, outcome)
        if len({tuple(share.yes_after) for share in shares}) > 1:
            raise ValidationError({"positions": _("这几个人接下来等的人不一样，分开办。")})
        for share in shares:
            approve.hand_on(change, share)
            share.proposed = outcome
            share.save(update_fields=_CHAIN)
        change.data.update(positions=_positions(people), outcome=str(outcome))

    return perform(
        application, "endorse_member", write, actor=actor, version=version, key=key, note=text, at=at
    )


def return_member(
    application: Application,
    *,
    positions: Iterable[int],
    reason: str,
    actor: User,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """退回重新看: what was proposed does not hold; its chain begins anew, as the place has it that day.

    ValidationError without a reason, and where nobody has proposed anything.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("写清楚哪里要再看。")})

    def write(change: Change) -> None:
        people, shares = waiting(change, positions)
        if not all(share.yes_by for share in shares):
            raise ValidationError({"positions": _("还没有人提议，没有可以退回的。")})
        change.data.update(begin(change, shares), positions=_positions(people))
        approve.tell_next(change, shares[0], "staff_sent_back")

    return perform(
        application, "return_member", write, actor=actor, version=version, key=key, note=reason, at=at
    )


def begin(change: Change, shares: Iterable[Share]) -> dict:
    """Nobody has said yes. Returns what the event says of the chain."""
    said = {}
    for share in shares:
        said = approve.begin(change.application, share, approval.Of.MEMBER, change.today)
        share.proposed = ""
        share.save(update_fields=["state", *_CHAIN])
    return said


def waiting(change: Change, positions: Iterable[int]) -> tuple[dict[int, Claimant], list[Share]]:
    """{key: person} at these places of the roster, and their shares, all of which wait for this yes of the actor.

    ValidationError for others.
    """
    people = {person.pk: person for person in named(change.application.claimants.all(), positions)}
    rows = change.application.shares.to_decide_anew().filter(claimant__in=people)
    shares = list(rows.select_for_update(of=("self",)))
    if len(shares) != len(people):
        raise ValidationError({"positions": _("只能选异议成立、等重新决定的人。")})
    held = scope.of(change.actor)
    roles = held.roles_at(change.application.office.path)
    for share in shares:
        may = held.everything or share.next_yes in roles
        if not may or not approval.is_next(change.act, share, change.actor):
            said = {
                "number": people[share.claimant_id].position,
                "role": Role(share.next_yes).label,
            }
            raise ValidationError(
                {"positions": _("%(number)d 号现在等%(role)s，不是这一步；分开办。") % said}
            )
    return people, shares


def must_agree(shares: Iterable[Share], outcome: str) -> None:
    """ValidationError for another outcome than those of the chain before have said."""
    if any(share.proposed not in ("", outcome) for share in shares):
        raise ValidationError({"outcome": _("前面的人提议的不是这样：不这么看的，先退回重新看。")})


def check_words(outcome: str, text: str) -> None:
    if outcome not in (choices.Advice.GRANT, choices.Advice.REFUSE):
        raise ValidationError({"outcome": _("选给还是不给。")})
    if len(text.strip()) < LEAST_WORDS:
        raise ValidationError({"text": _("把理由写清楚，至少 10 个字，让当事人看得懂。")})


def named(people: QuerySet[Claimant], positions: Iterable[int]) -> list[Claimant]:
    """Those of `people` at these places of the roster, locked. ValidationError for others."""
    wanted = set(positions)
    if not wanted:
        raise ValidationError({"positions": _("写是第几号。")})
    found = list(people.select_for_update().filter(position__in=wanted).order_by("position"))
    if missing := sorted(wanted - {person.position for person in found}):
        numbers = "、".join(map(str, missing[:10]))
        raise ValidationError(
            {"positions": _("名册里没有 %(numbers)s 号，或者已经退出。") % {"numbers": numbers}}
        )
    return found


def _positions(people: dict[int, Claimant]) -> list[int]:
    return sorted(person.position for person in people.values())
