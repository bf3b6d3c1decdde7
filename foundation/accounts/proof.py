"""A fresh proof of who sits there: password and second factor again, before what cannot be taken back.

The second factor is the one that this person signs in with: whoever must use a security key must use it here too.
A form that was sent is not lost: the page that asks carries its fields along, and with the proof it is sent on.
"""

import time
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from foundation.accounts import guesses, second_factor, security_keys
from foundation.guessing import tries
from foundation.guessing.models import Tally

PROVED_AT = "staff_proved_at"
PASSWORD, CODE, KEY = "proof-password", "proof-code", "proof-key"
# Whoever changes what others may, or how one gets in oneself. By the names of addresses.
_ACTS = {
    "people_add",
    "people_name",
    "people_link",
    "people_active",
    "people_proposal",
    "second_factor_reset",
    "memberships:add",
    "memberships:delete",
    "offices:edit",
    "wagtail_bulk_action",
    "retention_add",
    "applications:erasure_settle",
}
_LIBRARY_ACTS = ("wagtailusers_",)


def given(request) -> None:
    request.session[PROVED_AT] = time.time()


def recently_proved(request) -> bool:
    # One of a time to come was given before the clock was set back.
    return 0 <= time.time() - request.session.get(PROVED_AT, 0) < settings.STAFF_PROOF_SECONDS


def needed_for(request) -> bool:
    name = request.resolver_match.view_name
    return request.method not in ("GET", "HEAD", "OPTIONS") and (
        name in _ACTS or name.startswith(_LIBRARY_ACTS)
    )


def ask(request):
    """None when the proof is fresh, or comes with this very request; else the answer that asks for it."""
    if recently_proved(request):
        return None
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"error": _("请先再输一次密码和验证码，再试。")}, status=403)
    if request.method != "POST":
        return redirect(f"{reverse('prove')}?{urlencode({'next': request.get_full_path()})}")
    error = ""
    if PASSWORD in request.POST:
        error = check(request)
        if not error:
            request.POST = _without_proof(request.POST)
            return None
    return page(request, error, carried=_without_proof(request.POST))


def many(request, what):
    """As `ask`, for what one may do some times in a while without it: "reveal" what is hidden, "open" a case.

    Counted in the database, in one statement: a session forgets what two requests of one moment write into it.
    """
    seconds = settings.STAFF_PROOF_SECONDS
    most = settings.STAFF_OPENINGS_WITHOUT_PROOF if what == "open" else settings.STAFF_LOOKS_WITHOUT_PROOF
    stretch = int(time.time() // seconds)
    key = tries.key("looks", request.user.pk, what, stretch)
    times = Tally.add({key: datetime.fromtimestamp((stretch + 1) * seconds, UTC)})[key]
    return ask(request) if times > most else None


def check(request) -> str:
    """Take the proof out of what was sent; "" or what is wrong with it.

    Wrong passwords count as at the sign-in. Where they would cost a proof of work there, none is looked at here.
    """
    user = request.user
    password = request.POST.get(PASSWORD, "")
    name = guesses.account(user.get_username())
    device = guesses.device_of(request, name)
    if tries.standing(request, guesses.PASSWORD, name, device).price:
        return _("密码试错太多次了。请退出，重新登录。")
    if authenticate(request, username=user.get_username(), password=password) != user:
        tries.failed(request, guesses.PASSWORD, name, device)
        return _("密码不对，请再看一遍。")
    try:
        if security_keys.must_show(user):
            security_keys.verify(request, request.POST.get(KEY, ""))
        else:
            second_factor.verify(user, request.POST.get(CODE, ""), request)
    except (second_factor.WrongCode, security_keys.KeyRefused) as wrong:
        return str(wrong)
    given(request)
    return ""


def page(request, error="", carried=None):
    fields = (
        [(name, value) for name, values in (carried or {}).lists() for value in values] if carried else []
    )
    context = {
        "error": error,
        "fields": [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"],
        "password_name": PASSWORD,
        "code_name": CODE,
        "key_name": KEY,
        "key_options": security_keys.options_to_sign(request)
        if security_keys.must_show(request.user)
        else "",
    }
    return render(
        request, "accounts/prove.html", context, status=403 if carried is not None or error else 200
    )


def _without_proof(posted):
    rest = posted.copy()
    for name in (PASSWORD, CODE, KEY):
        rest.pop(name, None)
    return rest
