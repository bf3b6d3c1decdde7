"""Guessing at a sign-in: who is asked for a proof of work first, and which browser is known.

Whoever has signed in with the second factor carries a signed cookie, and is counted apart: what strangers try from
wherever costs an officer at their own desk nothing. docs/decisions/0041.
"""

import secrets
import unicodedata
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from foundation.guessing import proof, tries
from foundation.guessing.tries import Door

# The dearest takes one core 24 minutes: six at a desk that has four and is new to its owner.
PASSWORD = Door("password", free=10, dearest=4096)
# Three of a million are right at any time. Beyond `most` a recovery code is asked for.
FACTOR = Door("factor", free=5, most=20, most_a_month=200)
COOKIE = "device"
REMEMBERED = timedelta(days=90)
MOST_PEOPLE = 5  # of one browser
_SALT = "accounts.device"


def account(username):
    """The account that is meant, in one spelling."""
    return unicodedata.normalize("NFKC", username or "").strip().lower()[:150]


def device_of(request, username):
    """What this browser carries of an earlier sign-in of `username`; "" when it is new to them."""
    return _carried(request).get(_name(username), "")


def is_known(request, credentials=None):
    """For django-axes: a browser that is known is never locked, only counted here."""
    return bool(request is not None and device_of(request, (credentials or {}).get("username", "")))


def remember(request, response):
    """Let this browser be known from now on as one of whoever has just shown the second factor."""
    name = _name(request.user.get_username())
    held = _carried(request)
    if name in held:
        return
    people = {**dict(list(held.items())[1 - MOST_PEOPLE :]), name: secrets.token_hex(8)}
    response.set_cookie(
        COOKIE,
        signing.dumps(people, salt=_SALT),
        max_age=REMEMBERED,
        path=reverse("wagtailadmin_home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def challenge(request, door, target, device=""):
    """The challenge to work out before `target` is tried; "" when it is tried for nothing, or has been paid for."""
    return tries.challenge(request, door, target, tries.standing(request, door, target, device).price)


def _carried(request):
    try:
        held = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=REMEMBERED)
    except signing.BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def _name(username):
    return proof.hidden(f"device {account(username)}")[:16]
