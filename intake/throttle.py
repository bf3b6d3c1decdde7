"""What one address may do in an hour, and which secrets of the applicant's side are guessed at.

How guesses are counted and slowed is foundation.guessing.tries; submitting goes on whatever it says.
"""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.guessing import tries
from foundation.guessing.models import Tally
from foundation.guessing.tries import HOUR, Door

CROWDED = _("这个网络里现在用的人太多了。写的还在，请过一会儿再按一次，或者打 12348。")
# What one address may do in an hour. Generous: behind one line may stand a whole building site, and nobody of
# them is to be locked out; a program that fills the disk is stopped all the same. Uploads in megabytes.
PER_HOUR = {
    "draft": 300, "submit": 600, "wait": 60, "upload": 3000, "print": 600, "report": 30, "data": 1000,
}  # fmt: skip
# Four digits of a phone, beside a number or a 续填码 that somebody else may know: 10,000 of them. Of strangers the
# month lets through a hundredth; then the 收件码 or a code by SMS is asked for, which the owner has.
NUMBER = Door("number", free=10, most=30, most_a_month=100)
DRAFT = Door("draft", free=10, most=30, most_a_month=100)
# 63 bits, and six figures of which five may be tried: nothing here is found by trying.
RECEIPT = Door("receipt", free=20)
SMS = Door("sms", free=20)
_ALL = "all"


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
    return int(time.time() // HOUR)


def _keys(request, what):
    """The counters of this hour: of the address, of all addresses together."""
    return tries.key(what, tries.address(request), _hour()), tries.key(what, _ALL, _hour())


def _count(*keys, weight=1):
    """Add to the counters; returns the count of the last."""
    until = timezone.now() + timedelta(hours=2)
    return Tally.add(dict.fromkeys(keys, until), weight)[keys[-1]]
