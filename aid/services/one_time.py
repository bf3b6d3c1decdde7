"""Codes by SMS that prove who has a phone in hand: ten minutes, the newest only, once.

Nothing here tells whether a number is known: who asks a page gets the same answer whatever was done. Pages
send by POST alone.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from aid import reach
from aid.models import Claimant, OneTimeCode
from foundation.notices.services import queue
from foundation.notices.templates import SOURCE_LANGUAGE
from foundation.vault.index import blind_index

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
PER_NUMBER_A_DAY = 5
# Of these one line: an employer who asks for the worker's number all morning leaves something to the worker's own.
PER_NUMBER_OF_ONE_ADDRESS = 3
PER_ADDRESS_AN_HOUR = 20  # a building site shares one address
TEMPLATE = "one_time"


@transaction.atomic
def ask(
    to: Claimant | str,
    purpose: str,
    *,
    address: str = "",
    an_hour: int = PER_ADDRESS_AN_HOUR,
    language: str = SOURCE_LANGUAGE,
    office=None,
    visit: str = "",
    at: datetime | None = None,
) -> bool:
    """Send a code to a worker by their own rules, or to a phone that its owner gave just now.

    `purpose`: a word of the caller's; a code serves the purpose it was asked for. `visit`: a secret of the browser
    that asks, whose alone the code is: nobody else wears it out by guessing, nor replaces it by asking again. `address`: the network
    address that asks, "" for an officer, which may ask `an_hour` times. `to` may be "" when nobody was found: it is counted all the same.
    Returns whether an SMS was queued. That is for officers: no page may let it be seen.
    """
    at = at or timezone.now()
    phone = _phone(to)
    row = OneTimeCode(
        subject=_subject(to, purpose, visit),
        number=blind_index(phone, "phone") or blind_index(f"none|{address}", "one_time"),
        address=blind_index(address, "one_time_address"),
        made_at=at,
    )
    _one_at_a_time()
    row.was_sent = (
        bool(phone) and not (isinstance(to, Claimant) and not to.gets_sms) and _is_within(row, an_hour)
    )
    code = f"{secrets.randbelow(10**6):06}"
    row.save()
    row.digest = _digest(row, code)
    row.save(update_fields=["digest"])
    if row.was_sent:
        queue(
            key=f"aid.one_time:{row.pk}",
            channel="sms",
            to=phone,
            template=TEMPLATE,
            context={"code": code},
            about=reach.about(to) if isinstance(to, Claimant) else "",
            office=office,
            language=language,
        )
    return row.was_sent


@transaction.atomic
def check(
    to: Claimant | str, purpose: str, code: str, *, visit: str = "", at: datetime | None = None
) -> bool:
    """Whether `code` is the newest that was sent to them for `purpose`, and still good. It is good once.

    A wrong one counts: after five the code is dead. The caller's transaction must end well for that.
    """
    at = at or timezone.now()
    sent = OneTimeCode.objects.sent().select_for_update(of=("self",))
    newest = sent.filter(subject=_subject(to, purpose, visit)).order_by("-pk").first()
    if newest is None or not newest.may_be_tried(at):
        return False
    newest.attempts += 1
    is_right = constant_time_compare(newest.digest, _digest(newest, _digits(code)))
    newest.used_at = at if is_right else None
    newest.save(update_fields=["attempts", "used_at"])
    return is_right


def forget(at: datetime) -> int:
    """Delete the codes that no cap counts any more. Returns how many."""
    return OneTimeCode.objects.filter(made_at__lt=at - OneTimeCode.KEPT_FOR).delete()[0]


def _is_within(row: OneTimeCode, an_hour: int) -> bool:
    """Whether the caps allow one more: of the number, of the address, of the whole system.

    What officers ask for is counted apart: who comes to the window gets a code whoever has asked before.
    """
    asked, day = OneTimeCode.objects, row.made_at - DAY
    to_number = asked.sent().since(day).filter(number=row.number)
    to_number = to_number.exclude(address="") if row.address else to_number.filter(address="")
    return (
        to_number.count() < PER_NUMBER_A_DAY
        and (not row.address or to_number.filter(address=row.address).count() < PER_NUMBER_OF_ONE_ADDRESS)
        and (not row.address or asked.since(row.made_at - HOUR).filter(address=row.address).count() < an_hour)
        and asked.sent().since(day).count() < settings.AID_SMS_CODES_PER_DAY
    )


def _one_at_a_time() -> None:
    """Requests of the same moment are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('aid.one_time', 0))")


def _phone(to: Claimant | str) -> str:
    return to.phone if isinstance(to, Claimant) else to


def _subject(to: Claimant | str, purpose: str, visit: str) -> str:
    # With the phone: a code that went to the old number says nothing about the new one.
    whose = f"{to.pk}" if isinstance(to, Claimant) else ""
    by = f"|{visit}" if visit else ""
    return blind_index(f"{purpose}|{whose}|{blind_index(_phone(to), 'phone')}{by}", "one_time_subject")


def _digest(row: OneTimeCode, code: str) -> str:
    return blind_index(f"{row.pk}|{code}", "one_time")


def _digits(code: str) -> str:
    """What was typed, with the spaces and the full-width figures that phones put in."""
    return "".join(str(int(sign)) for sign in code[:40] if sign.isdecimal())
