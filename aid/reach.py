"""What workers asked for about their telephone, for the door through which every message leaves."""

from collections.abc import Iterable

from django.db.models import Q

from aid.choices import CallTime
from aid.models import Claimant
from foundation.notices.gate import Rules
from foundation.vault.index import blind_index

# The hours of the answers to “when may we call?”, Beijing time.
HOURS = {
    CallTime.MORNING: (8, 12),
    CallTime.NOON: (12, 14),
    CallTime.AFTERNOON: (14, 18),
    CallTime.EVENING: (20, 24),
}


_WHOM = "aid.claimant:"


def about(person: Claimant) -> str:
    """How a message says for whom it is."""
    return f"{_WHOM}{person.pk}"


def claimant_of(whom: str) -> int | None:
    """The other way round; None for a message that is meant for nobody of ours."""
    key = whom.removeprefix(_WHOM)
    return int(key) if whom.startswith(_WHOM) and key.isdecimal() else None


def how_to_reach(phone: str, whom: str) -> Iterable[Rules]:
    """One for each worker with this phone. Leave is asked of the one it is meant for; of anybody, if of nobody.

    Whoever shares the phone or wants us unnamed is kept in mind by every message to it, whosever it is. When to
    call binds an SMS to a shared phone alone: at other hours another has it in hand. The rules of whom it is meant
    for hold at a number that was theirs before, too.
    """
    has_it = Q(phone_index=blind_index(phone, "phone"))
    named = Q(pk=whom.removeprefix(_WHOM)) if whom.startswith(_WHOM) else Q(pk=None)
    people = list(Claimant.objects.filter(has_it | named))
    meant = [person for person in people if about(person) == whom] or people
    may_sms = any(person.may_sms for person in meant)
    for person in people:
        yield Rules(
            may_sms=may_sms,
            is_discreet=person.is_discreet,
            hours=HOURS.get(person.call_time) if person.phone_is_shared and person in meant else None,
        )
