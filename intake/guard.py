"""Who sends like a program: what the last page before sending carries, and what to say when it comes back.

A field that people do not see, and a signed time of showing. While many send (intake/throttle.py), each pays:
ALTCHA's proof of work, done by the browser while the page is read, or without JavaScript a minute of waiting. Both
are bound to what is being sent, and that is sent once: no store of used proofs is needed. docs/decisions/ says why
and what it costs.
"""

import time
from dataclasses import dataclass

from django.core import signing
from django.utils.translation import gettext as _

from foundation.guessing import proof
from intake import throttle

TOO_QUICK = 1.0  # seconds; nobody reads the page faster
WAIT = 60  # seconds that pay as well as the proof
_SALT = "aid.check"


@dataclass(frozen=True)
class Carried:
    """For hidden fields of the page: when it was shown, signed; the challenge as JSON, "" while nobody pays."""

    shown_at: str
    challenge: str = ""


def carried(request, sending):
    """What the page has to carry that sends what `sending` (a key of its own) names."""
    shown_at = request.POST.get("shown_at", "")
    if _shown(shown_at, sending) is None:
        shown_at = signing.dumps([_name(sending), time.time()], salt=_SALT)
    return Carried(shown_at, proof.challenge(_name(sending)) if throttle.strained(request) else "")


def problem(request, sending, trap):
    """What to say to somebody who sends like a program, or before paying; "" for everybody else.

    `trap`: what was typed into the field that people do not see.
    """
    if trap:
        return _("没有交成功。请把最后一格清空，再按一次。")
    shown = _shown(request.POST.get("shown_at", ""), sending)
    seconds = 0 if shown is None else time.time() - shown
    if throttle.strained(request) and not proof.holds(request.POST.get("altcha", ""), _name(sending)):
        if seconds < WAIT:
            return _("现在交的人很多。写的都在，请等一分钟再按一次，或者打 12348。")
        if not throttle.may(request, "wait"):
            return throttle.CROWDED
    return "" if throttle.may(request, "submit", weight=5 if seconds < TOO_QUICK else 1) else throttle.CROWDED


def too_many(request, sending, trap, what):
    """The same for what costs nobody anything: no proof is asked, `what` of throttle.PER_HOUR is the limit."""
    if trap:
        return _("没有交成功。请把最后一格清空，再按一次。")
    shown = _shown(request.POST.get("shown_at", ""), sending)
    is_quick = shown is None or time.time() - shown < TOO_QUICK
    return "" if throttle.may(request, what, weight=5 if is_quick else 1) else throttle.CROWDED


def _shown(signed, sending):
    """When the page was shown that sends this, as a timestamp; None when it says nothing that holds."""
    try:
        key, at = signing.loads(signed, salt=_SALT, max_age=throttle.HOUR * 24)
    except (signing.BadSignature, TypeError, ValueError):
        return None
    return at if key == _name(sending) else None


def _name(sending):
    """What the page carries instead of the key: the session alone knows that."""
    return proof.hidden(f"sending {sending}")
