"""The one door for what goes to a telephone. Who has it says whether, when and under which name; asked as it leaves.

Apps that know people say what they asked for: `gate.ask_of(source)`, in `ready()`. The strictest answer counts.
There is no other way out: `services` alone calls an adapter, and calls it through `check`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from foundation.notices.adapters import Refused
from foundation.notices.models import Channel, Message
from foundation.notices.quiet import BEIJING, is_quiet
from foundation.notices.templates import registry


@dataclass(frozen=True)
class Rules:
    """What one person asked for. `hours`: from, to (Beijing) in which an SMS may come; None: whenever it is day."""

    may_sms: bool = True
    is_discreet: bool = False
    hours: tuple[int, int] | None = None


Source = Callable[[str, str], Iterable[Rules]]
_sources: list[Source] = []


class NotNow(Exception):
    """The message waits until `at`, and has not been tried."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at


def ask_of(source: Source) -> None:
    """`source(phone, about)`: the rules of everybody whom an app knows by this phone. `about`: Message.about."""
    if source not in _sources:
        _sources.append(source)


def rules_for(message: Message) -> Rules:
    """The strictest of what everybody with this phone asked for."""
    found = [rules for source in _sources for rules in source(message.recipient, message.about)]
    return Rules(
        may_sms=all(rules.may_sms for rules in found),
        is_discreet=any(rules.is_discreet for rules in found),
        hours=next((rules.hours for rules in found if rules.hours), None),
    )


def check(message: Message, at: datetime) -> None:
    """Let a message pass: `message.is_discreet` says in which words. Raises Refused, NotNow."""
    if message.channel != Channel.SMS:
        return
    rules = rules_for(message)
    if not rules.may_sms:
        raise Refused("not_wanted")
    if rules.is_discreet and not settings.SMS_DISCREET_SIGN:
        raise Refused("no_discreet_sign")
    if rules.hours and not registry.get(message.template).any_hour:
        begins = _next_within(rules.hours, at)
        if begins > at:
            raise NotNow(begins)
    if message.is_discreet != rules.is_discreet:
        message.is_discreet = rules.is_discreet
        message.save(update_fields=["is_discreet"])


def _next_within(hours: tuple[int, int], at: datetime) -> datetime:
    """`at`, or the full hour at which `hours` begin. Hours in which nothing may leave at all do not count."""
    whole = at.astimezone(BEIJING).replace(minute=0, second=0, microsecond=0)
    for ahead in range(24):
        hour = whole + timedelta(hours=ahead)
        if hours[0] <= hour.hour < hours[1] and not is_quiet(hour):
            return max(hour, at)
    return at
