"""The pages of security keys: the list with a place to add one, and signing in with one."""

import django_otp
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from foundation.accounts import proof, security_keys
from foundation.accounts.models import SecurityKey
from foundation.accounts.views import let_in, next_address


@never_cache
@sensitive_post_parameters("credential")
@require_http_methods(["GET", "POST"])
def key(request):
    """Sign in with a key: the second factor itself."""
    user = request.user
    if not SecurityKey.objects.filter(user=user).exists():
        return redirect("second_factor")
    error = ""
    if request.method == "POST":
        try:
            let_in(request, security_keys.verify(request, request.POST.get("credential", "")))
        except security_keys.KeyRefused as refused:
            error = str(refused)
        else:
            return redirect(next_address(request))
    context = {
        "error": error,
        "next": next_address(request),
        "options": security_keys.options_to_sign(request),
        "must": security_keys.must_have(user),
    }
    return render(request, "accounts/second_factor_key.html", context, status=400 if error else 200)


@never_cache
@sensitive_post_parameters("credential")
@require_http_methods(["GET", "POST"])
def keys(request):
    """One's own keys; add one, take one away."""
    user = request.user
    if not user.is_verified():
        return redirect("second_factor" if django_otp.user_has_device(user) else "second_factor_setup")
    # Who must use a key changes keys with a key.
    if SecurityKey.objects.filter(user=user).exists() and (page := security_keys.lacking(request)):
        return redirect(page)
    if answer := proof.ask(request):
        return answer
    error = ""
    if request.method == "POST":
        try:
            _change(request)
        except security_keys.KeyRefused as refused:
            error = str(refused)
        else:
            return redirect("security_keys")
    is_offered = security_keys.is_offered(request)
    context = {
        "error": error,
        "keys": SecurityKey.objects.filter(user=user),
        "is_offered": is_offered,
        "options": security_keys.options_to_add(request) if is_offered else "",
        "must": security_keys.must_have(user),
    }
    return render(request, "accounts/security_keys.html", context, status=400 if error else 200)


def _change(request):
    number = request.POST.get("remove", "")
    if number.isascii() and number.isdigit():
        for mine in SecurityKey.objects.filter(user=request.user, pk=int(number[:18])):
            security_keys.remove(mine)
            messages.success(request, _("删掉了。"))
        return
    added = security_keys.add(request, request.POST.get("credential", ""), request.POST.get("name", ""))
    # From now on this sign-in counts as one with the key: its owner has just touched it.
    let_in(request, added)
    messages.success(request, _("加好了，下次登录可以用它。"))
