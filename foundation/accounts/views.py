"""The second factor's pages, and the one at which a new colleague sets a password."""

import django_otp
from django.contrib import messages
from django.contrib.auth.views import PasswordResetConfirmView
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_static.models import StaticDevice
from wagtail.admin.views.account import LogoutView as WagtailLogoutView
from wagtail.log_actions import LogContext, log

from foundation.accounts import own_sessions, proof, second_factor, security_keys
from foundation.accounts.middleware import CHANGES_READ
from foundation.accounts.models import SecurityKey
from foundation.accounts.tokens import link_tokens


def next_address(request):
    """Where to go on: an address of this host that was asked for before, or the admin's home."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("wagtailadmin_home")


def let_in(request, device):
    django_otp.login(request, device)
    request.session.cycle_key()
    proof.given(request)
    own_sessions.begin(request)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request):
    """Ask for the six digits, or a recovery code."""
    if request.user.is_verified():
        return redirect(next_address(request))
    if not django_otp.user_has_device(request.user):
        return redirect("second_factor_setup")
    has_key = SecurityKey.objects.filter(user=request.user).exists()
    if has_key and security_keys.must_have(request.user):
        return redirect(f"{reverse('second_factor_key')}?{urlencode({'next': next_address(request)})}")
    error = challenge = ""
    if request.method == "POST":
        try:
            device = second_factor.verify(request.user, request.POST.get("code", ""), request)
        except second_factor.WrongCode as wrong:
            error, challenge = str(wrong), wrong.challenge
        else:
            let_in(request, device)
            if isinstance(device, StaticDevice):
                left = second_factor.recovery_codes_left(request.user)
                messages.warning(request, _("您用了一个备用码，还剩 %(n)d 个。") % {"n": left})
            return redirect(next_address(request))
    context = {"error": error, "challenge": challenge, "next": next_address(request), "has_key": has_key}
    return render(request, "accounts/second_factor.html", context, status=400 if error else 200)


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def setup(request):
    """Set up an authenticator: the first, or a new one for somebody who has passed the old."""
    user = request.user
    if django_otp.user_has_device(user):
        if not user.is_verified():
            return redirect("second_factor")
        if answer := proof.ask(request):
            return answer
    device = second_factor.pending_device(user, request.session)
    error = ""
    if request.method == "POST":
        try:
            codes = second_factor.confirm(user, device, request.POST.get("code", ""))
        except second_factor.WrongCode as wrong:
            error = str(wrong)
        else:
            let_in(request, device)
            # Answered here and not after a redirect: the codes are shown once and kept nowhere.
            return render(
                request, "accounts/recovery_codes.html", {"codes": codes, "next": next_address(request)}
            )
    context = {
        "error": error,
        "next": next_address(request),
        "key": second_factor.key_in_groups(device),
        "qr": second_factor.qr_image(device),
    }
    return render(request, "accounts/second_factor_setup.html", context, status=400 if error else 200)


@sensitive_post_parameters(proof.PASSWORD, proof.CODE, proof.KEY)
@require_http_methods(["GET", "POST"])
def prove(request):
    """Password and code again, then back to the page that asked for it."""
    error = proof.check(request) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect(next_address(request))
    return proof.page(request, error)


@require_http_methods(["GET", "POST"])
def sessions(request):
    """Where one is signed in just now; end one, or all others."""
    if request.method == "POST":
        ended = own_sessions.end(request, request.POST.get("session", ""))
        said = ngettext("退出了 %(n)d 处。", "退出了 %(n)d 处。", ended) % {"n": ended}
        messages.success(request, said)
        return redirect("own_sessions")
    return render(request, "accounts/sessions.html", {"sessions": own_sessions.of(request)})


@require_http_methods(["GET", "POST"])
def changes(request):
    """What was changed in this account since its owner last looked: read and acknowledged once a sign-in."""
    unseen = request.user.notices.filter(seen_at=None)
    if request.method == "POST":
        shown = [pk for pk in request.POST.getlist("shown") if pk.isascii() and pk.isdigit()]
        unseen.filter(pk__in=shown[:500]).update(seen_at=timezone.now())
        request.session[CHANGES_READ] = not unseen.exists()
        return redirect(next_address(request))
    earlier = request.user.notices.exclude(seen_at=None)[:20]
    return render(
        request,
        "accounts/changes.html",
        {"unseen": unseen, "earlier": earlier, "next": next_address(request)},
    )


class LogoutView(WagtailLogoutView):
    """Signs out who asks for it by the button; a link on somebody else's page does nothing."""

    def dispatch(self, request, *args, **kwargs):
        if request.method != "POST":
            return redirect("wagtailadmin_home")
        return super().dispatch(request, *args, **kwargs)


class WelcomeView(PasswordResetConfirmView):
    """Where a colleague who was given a link sets the password. The link works once."""

    template_name = "accounts/welcome.html"
    token_generator = link_tokens
    success_url = reverse_lazy("wagtailadmin_login")

    def get_user(self, uidb64):
        person = super().get_user(uidb64)
        return person if person and person.is_active else None

    def form_valid(self, form):
        with LogContext(user=self.user):
            log(self.user, "accounts.set_password", user=self.user)
            answer = super().form_valid(form)
        messages.success(self.request, _("密码设好了。请用它登录，接着绑定手机。"))
        return answer
