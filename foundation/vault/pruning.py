"""The access log grows for ever, unless a rule lets old entries go: then a signed checkpoint stays in their place.

What is not over its term stays, and so does every entry about something that still exists: who saw an application can be
told as long as there is one. So what goes are runs of entries, and each leaves one checkpoint: from where to where, the
hashes before and at the end, by which rule. The site's role may delete nothing of the log; one function of the owner of
the tables does (migration 0007), and looks at rule, age and need itself.
"""

import hmac
from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from foundation.retention import services as retention
from foundation.retention.models import KeepingRule
from foundation.vault import chain
from foundation.vault.chain import Gap, Head
from foundation.vault.errors import Tampered, UnknownKey
from foundation.vault.keyring import audit_keyring
from foundation.vault.models import AccessCheckpoint, AccessEntry

KIND = "access_log"
CHUNK = 2000
_PRUNABLE = """
SELECT number FROM vault_accessentry
WHERE (at AT TIME ZONE 'Asia/Shanghai')::date <= %s AND number < %s
  AND NOT vault_entry_is_needed(action, object_label, object_id)
ORDER BY number
"""


def gaps() -> dict[int, Gap]:
    """What was let go, by the number of the first. Raises Tampered for a checkpoint that is not as it was written."""
    found = {}
    for one in AccessCheckpoint.objects.iterator(CHUNK):
        _check(one)
        found[one.first] = Gap(one.last, one.prev_hash, one.hash, one.last_key_id)
    return found


def covers(head: Head) -> bool:
    """Whether an entry that was noted once went by a rule."""
    one = AccessCheckpoint.objects.filter(first__lte=head.number, last__gte=head.number).first()
    if one is None:
        return False
    try:
        _check(one)
    except Tampered:
        return False
    return one.last != head.number or one.hash == head.hash


def _check(one):
    try:
        whole = hmac.compare_digest(one.mac, chain.signature(one.covered(), one.key_id)) and one.key_id
    except UnknownKey:
        whole = False
    if not whole:
        raise Tampered(f"the checkpoint of entries {one} is not as it was written")


def count(last_day: date) -> int:
    """How many entries up to that day nothing needs any more."""
    return len(_prunable(last_day))


def _prunable(last_day: date) -> list[int]:
    """Numbers, in order. The end of the log stays whatever its age: the next entry follows it."""
    end = AccessEntry.objects.aggregate(end=Max("number"))["end"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_PRUNABLE, [last_day, end])
        return [number for (number,) in cursor.fetchall()]


def _runs(last_day: date) -> Iterator[tuple[int, int]]:
    """(first, last) of each unbroken run."""
    for _offset, run in groupby(enumerate(_prunable(last_day)), lambda one: one[1] - one[0]):
        whole = [number for _place, number in run]
        yield whole[0], whole[-1]


def prune(at: datetime) -> int:
    """Let go what the rule of the day lets go. Returns how many entries; none while there is no rule.

    Raises Tampered where the log is broken: what would show it is not cleared away.
    """
    rule = retention.in_force(KIND, timezone.localdate(at))
    if rule is None or rule.term is None:
        return 0
    runs = list(_runs(rule.term.before(timezone.localdate(at))))
    return sum(_prune(first, last, rule, at) for first, last in runs)


@transaction.atomic
def _prune(first: int, last: int, rule: KeepingRule, at: datetime) -> int:
    rows = AccessEntry.objects.filter(number__gte=first, number__lte=last).order_by("number")
    begin, end = rows.first(), rows.last()
    if problem := chain.first_break(
        rows.iterator(chunk_size=CHUNK), (first - 1, begin.prev_hash), signed_end=False
    ):
        raise Tampered(problem)
    one = AccessCheckpoint(
        first=first,
        last=last,
        prev_hash=begin.prev_hash,
        hash=end.hash,
        last_key_id=end.key_id,
        rule=rule.pk,
        source=f"{rule.amount} {rule.unit}: {rule.source}"[:300],
        at=at,
        key_id=audit_keyring().current_id,
    )
    one.mac = chain.signature(one.covered(), one.key_id)
    one.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_prune_entries(%s)", [one.pk])
        return cursor.fetchone()[0]
