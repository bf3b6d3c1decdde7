"""Where a member of staff is signed in just now, and how they end it from elsewhere."""

import ipaddress
import re
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.accounts.address import client_address
from foundation.accounts.models import StaffSession
from foundation.accounts.sessions import SessionStore, kept_of

# The first that fits; most browsers name those that they look like as well.
_BROWSERS = ("Edg", "MicroMessenger", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "MicroMessenger": "微信", "OPR": "Opera"}
_SYSTEMS = ("HarmonyOS", "Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux")


def begin(request) -> None:
    """A sign-in is complete: from here on it stands in the list. The session has its last key by now."""
    StaffSession.objects.create(
        user=request.user,
        session_key=kept_of(request.session.session_key),
        device=device_in_words(request.headers.get("user-agent", "")),
        address=masked(client_address(request) or ""),
    )


def touch(request) -> None:
    StaffSession.objects.filter(session_key=_this(request)).update(seen_at=timezone.now())


def of(request):
    """This person's sessions that have not run out, each with `is_this`."""
    rows = list(_open().filter(user=request.user))
    for row in rows:
        row.is_this = row.session_key == _this(request)
    return rows


def end(request, which) -> int:
    """End the session with the number `which`, or "others": all but this one. How many there were."""
    rows = StaffSession.objects.filter(user=request.user).exclude(session_key=_this(request))
    if which != "others":
        rows = rows.filter(pk=int(which)) if re.fullmatch(r"[0-9]{1,18}", which) else rows.none()
    ended = 0
    for row in rows:
        SessionStore.end(row.session_key)
        row.delete()
        ended += 1
    return ended


def _this(request):
    return kept_of(request.session.session_key or "")


def forget_ended() -> None:
    StaffSession.objects.exclude(pk__in=_open().values("pk")).delete()


def _open():
    now = timezone.now()
    return StaffSession.objects.filter(
        started_at__gt=now - timedelta(seconds=settings.STAFF_SESSION_SECONDS),
        # Touched once a minute at most.
        seen_at__gt=now - timedelta(seconds=settings.STAFF_IDLE_SECONDS + 60),
    )


def device_in_words(agent) -> str:
    """Chrome · Windows: enough to know one's own again."""
    browser = next((name for name in _BROWSERS if name in agent), "")
    system = next((name for name in _SYSTEMS if name in agent), "")
    known = [name for name in (_NAMES.get(browser, browser), system) if name]
    return " · ".join(known) or _("认不出的浏览器")


def masked(address) -> str:
    """The network and not the house: 203.0.113.7 → 203.0.*.*, 2001:db8:1::7 → 2001:db8:*."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:
        return ".".join(address.split(".")[:2]) + ".*.*"
    return ":".join(known.exploded.split(":")[:2]) + ":*"
