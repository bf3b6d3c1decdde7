"""Slowing down guessers without locking anybody out: counters by address (and number).

How often something was done lies in the database (aid.models.Tally), until when somebody waits in the cache, which
may be lost at any time. Submitting then goes on as usual; looking up a number becomes slow.
"""

import ipaddress
import logging
import time
from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aid.models import Tally
from foundation.vault.index import blind_index

log = logging.getLogger(__name__)
HOUR = 3600
FREE_TRIES = 3
FREE_TRIES_PER_ADDRESS = 30  # a building site shares one address
LONGEST_WAIT = 60
ALARM_AT = 500  # wrong ones in an hour, of all addresses together: no office has so many clumsy fingers
CROWDED = _("这个网络里现在用的人太多了。写的还在，请过一会儿再按一次，或者打 12348。")
# What one address may do in an hour. Generous: behind one line may stand a whole building site, and nobody of
# them is to be locked out; a program that fills the disk is stopped all the same. Uploads in megabytes.
PER_HOUR = {
    "draft": 300, "submit": 600, "wait": 60, "upload": 3000, "print": 600, "report": 30, "data": 1000,
}  # fmt: skip
_ALL = "all"


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


def address(request):
    """The same for whoever counts elsewhere than in the cache."""
    return _address(request)


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
            tries = _count(_tries(*parts))
            if tries > free:
                wait = min(2 ** (tries - free), LONGEST_WAIT)
                cache.set(_key("wait", *parts), time.time() + wait, LONGEST_WAIT)
        # From ever new addresses nobody waits: then the operator learns of it.
        if _count(_key("tries", _ALL, _hour())) % ALARM_AT == 0:
            log.error("throttle: %s wrong look-ups and more in this hour, of all addresses", ALARM_AT)
    except Exception:  # noqa: BLE001 - a lost counter must not become an error page
        log.warning("throttle: not counted")


def succeeded(request, number):
    """The owner is in: forget the slips."""
    try:
        parts = (_address(request), number)
        Tally.objects.filter(key=_tries(*parts)).delete()
        cache.delete(_key("wait", *parts))
    except Exception:  # noqa: BLE001
        log.warning("throttle: not counted")


def may(request, what, weight=1):
    """Whether this address may do `what` of PER_HOUR once more this hour. Open when nothing can be counted."""
    try:
        one, everybody = _keys(request, what)
        return _count(*([everybody] if what == "submit" else []), one, weight=weight) <= PER_HOUR[what]
    except Exception:  # noqa: BLE001
        return True


def strained(request):
    """Whether so many sent applications this hour, of this address or of all, that the next one pays: intake/guard.py.

    Nobody pays when nothing can be counted.
    """
    try:
        one, everybody = _keys(request, "submit")
        counts = dict(Tally.objects.filter(key__in=[one, everybody]).values_list("key", "count"))
    except Exception:  # noqa: BLE001
        return False
    free, free_for_all = settings.FREE_SUBMISSIONS
    return counts.get(one, 0) >= free or counts.get(everybody, 0) >= free_for_all


def _hour():
    return str(int(time.time() // HOUR))


def _tries(*parts):
    return _key("tries", *parts, _hour())


def _keys(request, what):
    """The counters of this hour: of the address, of all addresses together."""
    return _key(what, _address(request), _hour()), _key(what, _ALL, _hour())


def _count(*keys, weight=1):
    """Add to the counters; returns the count of the last."""
    return Tally.add(keys, weight, timezone.now() + timedelta(hours=2))[keys[-1]]
