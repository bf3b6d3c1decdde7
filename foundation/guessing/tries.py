"""Slowing down guessers without locking anybody out, from however many addresses they come.

Wrong ones are counted in `Tally`: of the address (an IPv6 line's whole /64), with and without what was guessed at;
of its neighbourhood; and of what was guessed at, whoever guesses. From one address each wrong one more waits longer.
What strangers have guessed at often takes a proof of work (`proof`), whose price grows; in the end the secret opens
nothing to strangers until the day, or the month, is over, and another one is asked for. Whoever has come in from a
place (an address, a device) before is counted apart there: strangers cost them nothing.

Until when an address waits lies in the cache, which may be lost at any time. A lost counter is never an error page.
"""

import ipaddress
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.db import DatabaseError

from foundation.guessing import proof
from foundation.guessing.models import Tally

log = logging.getLogger(__name__)
HOUR, DAY, MONTH = 3600, 24 * 3600, 30 * 24 * 3600
FREE_TRIES = 3
FREE_TRIES_PER_ADDRESS = 30  # a building site shares one address
LONGEST_WAIT = 60
FREE_TRIES_NEARBY = 200  # a day, of a /24 or a /48
ALARM_AT = 500  # wrong ones in an hour, of all addresses together: no office has so many clumsy fingers
REMEMBERED = timedelta(days=90)


class CacheDown(Exception):
    """The counters cannot be read."""


@dataclass(frozen=True)
class Door:
    """A kind of secret. `free`: so many wrong ones of one target in a day cost strangers nothing.

    Each `step` more doubles the price of the next try, up to `dearest`. `most` in a day or `most_a_month`: then it
    opens nothing to strangers any more. None where the secret is too long to be found so.
    """

    name: str
    free: int
    step: int = 5
    dearest: int = 64
    most: int | None = None
    most_a_month: int | None = None


@dataclass(frozen=True)
class Standing:
    """`price`: of the proof that the next try takes, 0 for none. `is_shut`: another secret is to be asked for."""

    price: int = 0
    is_shut: bool = False


def key(scope, *parts):
    """Neither addresses nor numbers lie in the cache or the database."""
    return f"guess.{scope}.{proof.hidden('|'.join(map(str, parts)))}"


def address(request):
    """Whose counter it is: an IPv4 address, or the /64 that one line of IPv6 is given whole."""
    return _network(request, 32, 64)


def neighbourhood(request):
    """What one customer of a provider is given at most: a /24, or the /48 of a line of IPv6."""
    return _network(request, 24, 48)


def _network(request, bits, bits_of_six):
    text = str(get_client_ip_address(request) or "")
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text
    if found.version == 6 and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.version == 4 and bits == 32:
        return str(found)
    return str(ipaddress.ip_network((found, bits if found.version == 4 else bits_of_six), strict=False))


def waits(request, target):
    """Seconds until this address may try `target` (as typed) again; 0 when it may now. Raises CacheDown."""
    keys = [key("wait", address(request), target), key("wait", address(request))]
    try:
        until = [value for value in cache.get_many(keys).values() if value]
        # The cache forgives its own loss (portal/cache.py): only a write that is not kept tells of it.
        kept = not cache.set_many({key("alive"): 1}, LONGEST_WAIT)
        now = time.time()
    except Exception as error:
        raise CacheDown from error
    if not kept:
        raise CacheDown
    # One that lies further ahead than anybody ever waits was written before the clock was set back.
    return max([0, *(round(moment - now + 0.5) for moment in until if now < moment <= now + LONGEST_WAIT)])


def standing(request, door, target, device=""):
    """What the next try costs. `device`: what a browser carries that was here before, "" for nothing."""
    day, month, known = _of_target(request, door, target, device)
    nearby, everywhere = _nearby(request), _everywhere()
    try:
        counts = Tally.read([*day, *month, known, nearby, everywhere])
    except DatabaseError:
        return Standing()
    is_known = bool(device) or known in counts
    today, lately = counts.get(day[is_known], 0), counts.get(month[is_known], 0)
    is_shut = (door.most is not None and today >= door.most) or (
        door.most_a_month is not None and lately >= door.most_a_month
    )
    price = _price(today, door.free, door.step, door.dearest)
    if not is_known:
        around = _price(counts.get(nearby, 0), FREE_TRIES_NEARBY, FREE_TRIES_NEARBY, door.dearest)
        price = max(price, around, counts.get(everywhere, 0) >= ALARM_AT)
    return Standing(int(price), is_shut)


def challenge(request, door, target, price):
    """What is to be worked out before a try at `price`; "" when it costs nothing, or has been paid for."""
    name = proof.hidden(f"{door.name}|{target}")
    # The price may have risen while it was worked out.
    if not price or proof.pays(request.POST.get("altcha", ""), name, (price + 1) // 2):
        return ""
    return proof.challenge(name, price)


def _price(count, free, step, dearest):
    return min(2 ** ((count - free) // step), dearest) if count >= free else 0


def failed(request, door, target, device=""):
    """Count a wrong one; from one address from the fourth on each doubles the wait, up to a minute."""
    here = address(request)
    of_both, of_address = key("tries", here, target, _number(HOUR)), key("tries", here, _number(HOUR))
    everywhere = _everywhere()
    try:
        day, month, known = _of_target(request, door, target, device)
        is_known = bool(device) or Tally.objects.filter(key=known).exists()
        counts = Tally.add(
            {
                everywhere: _end(HOUR),
                _nearby(request): _end(DAY),
                month[is_known]: _end(MONTH),
                day[is_known]: _end(DAY),
                of_address: _end(HOUR),
                of_both: _end(HOUR),
            }
        )
        for tries, free, parts in (
            (counts[of_both], FREE_TRIES, (here, target)),
            (counts[of_address], FREE_TRIES_PER_ADDRESS, (here,)),
        ):
            if tries > free:
                wait = min(2 ** (tries - free), LONGEST_WAIT)
                cache.set(key("wait", *parts), time.time() + wait, LONGEST_WAIT)
        if counts[everywhere] % ALARM_AT == 0:
            log.error("guessing: %s wrong ones and more in this hour, of all addresses", ALARM_AT)
    except Exception:  # noqa: BLE001 - a lost counter must not become an error page
        log.warning("guessing: not counted")


def succeeded(request, door, target):
    """The owner is in: forget the slips of this address, and know it from now on."""
    here = address(request)
    try:
        Tally.objects.filter(key=key("tries", here, target, _number(HOUR))).delete()
        Tally.add({_of_target(request, door, target, "")[2]: datetime.now(UTC) + REMEMBERED})
        cache.delete(key("wait", here, target))
    except Exception:  # noqa: BLE001
        log.warning("guessing: not counted")


def _of_target(request, door, target, device):
    """((key of today of all strangers, of the known place), the same of the month, the key that says it is known)."""
    place = f"device {device}" if device else f"address {address(request)}"
    names = [(door.name, target, who) for who in ("strangers", place)]
    return (
        [key("day", *name, _number(DAY)) for name in names],
        [key("month", *name, _number(MONTH)) for name in names],
        key("known", *names[1]),
    )


def _nearby(request):
    return key("near", neighbourhood(request), _number(DAY))


def _everywhere():
    return key("everywhere", _number(HOUR))


def _number(seconds):
    return int(time.time() // seconds)


def _end(seconds):
    """When the stretch that is now is over."""
    return datetime.fromtimestamp((_number(seconds) + 1) * seconds, UTC)
