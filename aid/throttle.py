"""Slowing down guessers without locking anybody out: counters by address (and number) in the cache.

The cache may be lost at any time. Submitting then goes on as usual; looking up a number becomes slow.
"""

import ipaddress
import logging
import time

from axes.helpers import get_client_ip_address
from django.core.cache import cache

from foundation.vault.index import blind_index

log = logging.getLogger(__name__)
HOUR = 3600
FREE_TRIES = 3
FREE_TRIES_PER_ADDRESS = 30  # a building site shares one address
LONGEST_WAIT = 60
SUBMITS_PER_HOUR = 60


class CacheDown(Exception):
    """The counters cannot be read."""


def _key(scope, *parts):
    # Neither addresses nor numbers lie in the cache.
    return f"aid.{scope}.{blind_index('|'.join(parts), 'throttle')}"


def _address(request):
    """Whose counter it is: an IPv4 address, or the /64 that one line of IPv6 is given whole."""
    text = str(get_client_ip_address(request) or "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    if address.version == 6 and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else text


def waits(request, number):
    """Seconds until this address may ask for this number (as typed) again; 0 when it may now."""
    keys = [_key("wait", _address(request), number), _key("wait", _address(request))]
    try:
        until = [value for value in cache.get_many(keys).values() if value]
        # The cache forgives its own loss (portal/cache.py): only a write that is not kept tells of it.
        kept = not cache.set_many({_key("alive"): 1}, LONGEST_WAIT)
        now = time.time()
    except Exception as error:
        raise CacheDown from error
    if not kept:
        raise CacheDown
    return max([0, *(round(moment - now + 0.5) for moment in until if moment > now)])


def failed(request, number):
    """Count a wrong answer; from the fourth on each doubles the wait, up to a minute."""
    try:
        for parts, free in (
            ((_address(request), number), FREE_TRIES),
            ((_address(request),), FREE_TRIES_PER_ADDRESS),
        ):
            tries = _count(_key("tries", *parts))
            if tries > free:
                wait = min(2 ** (tries - free), LONGEST_WAIT)
                cache.set(_key("wait", *parts), time.time() + wait, LONGEST_WAIT)
    except Exception:  # noqa: BLE001 - a lost counter must not become an error page
        log.warning("throttle: the cache does not answer")


def succeeded(request, number):
    """The owner is in: forget the slips."""
    try:
        cache.delete_many([_key(s, _address(request), number) for s in ("tries", "wait")])
    except Exception:  # noqa: BLE001
        log.warning("throttle: the cache does not answer")


def may_submit(request, weight=1):
    """Whether this address may send one more application this hour. Open when the cache is down."""
    try:
        return _count(_key("submit", _address(request)), weight) <= SUBMITS_PER_HOUR
    except Exception:  # noqa: BLE001
        return True


def _count(key, weight=1):
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key, weight)
    except ValueError:  # gone between the two
        cache.set(key, weight, HOUR)
        return weight
