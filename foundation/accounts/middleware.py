"""Who gets into /admin/: a second factor for everybody, and sessions that end."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_otp import user_has_device

from foundation.accounts import guesses, lost_forms, own_sessions, proof, rooms, security_keys
from foundation.accounts.session_cookies import holds_staff, is_admin

SIGNED_IN_AT = "staff_signed_in_at"
SEEN_AT = "staff_seen_at"
# This sign-in has shown all that had changed in the account.
CHANGES_READ = "staff_changes_read"

# What a person must reach before the second factor is there: set the first password, sign in, sign out, the
# factor's own pages, and what those pages load.
OPEN_VIEWS = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_sprite",
    "second_factor",
    "second_factor_setup",
    "second_factor_key",
    "security_keys",
    "prove",
    "own_logout",
    "staff_welcome",
}
# Asked by the browser on its own: no sign that anybody sits there.
_BACKGROUND_VIEWS = {
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_sprite",
    "applications:counts",
    "applications:here",
}
_TOUCH_SECONDS = 60
_SLIP_SECONDS = 120  # by which the clocks of two machines may differ


def _wants_json(request):
    return request.headers.get("x-requested-with") == "XMLHttpRequest"


class SecondFactorMiddleware:
    """Every page of the admin needs a session verified by a code; anything not known to be open is closed."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not is_admin(request):
            self._forget_half_a_sign_in(request)
            return None
        if request.resolver_match.view_name in OPEN_VIEWS:
            return None
        user = request.user
        if not user.is_authenticated:
            if request.method == "POST" and not _wants_json(request):
                return lost_forms.without_token(request)
            return None  # Wagtail sends strangers to the login page
        is_verified = getattr(user, "is_verified", None)
        if is_verified is not None and is_verified():
            if page := security_keys.lacking(request):
                return redirect(page)
            return (
                self._show_changes(request)
                or rooms.refuse(request)
                or (proof.ask(request) if proof.needed_for(request) else None)
            )
        if _wants_json(request):
            return JsonResponse({"error": _("请先输入验证码。")}, status=403)
        page = "second_factor" if user_has_device(user) else "second_factor_setup"
        # Only a page that was asked for is worth coming back to.
        query = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
        return redirect(reverse(page) + query)

    @staticmethod
    def _forget_half_a_sign_in(request):
        """Documents for staff are for who has shown the second factor; anybody else is a visitor there."""
        if holds_staff(request) and request.user.is_authenticated and not request.user.is_verified():
            request.user = AnonymousUser()

    @staticmethod
    def _show_changes(request):
        """Once a sign-in: what was changed in this account is read before anything else. Forms are not lost by it."""
        if request.method != "GET" or _wants_json(request) or request.session.get(CHANGES_READ):
            return None
        if request.resolver_match.view_name == "account_changes":
            return None
        if request.user.notices.filter(seen_at=None).exists():
            return redirect(f"{reverse('account_changes')}?{urlencode({'next': request.get_full_path()})}")
        request.session[CHANGES_READ] = True
        return None


class StaffSessionMiddleware:
    """A staff session ends 12 hours after signing in, and after 60 minutes without a sign of life.

    What was typed is not lost: a form sent too late is answered with a page that holds it, says to sign in in another
    window, and sends it again.

    Public pages know no staff: their session is another (`session_cookies`).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_well = response.status_code < 500  # without a database nobody knows who it is
        if is_well and request.session.accessed and getattr(request.user, "is_verified", bool)():
            guesses.remember(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        return self._watch(request) if holds_staff(request) else None

    def _watch(self, request):
        if not request.user.is_authenticated:
            return None
        now = timezone.now().timestamp()
        signed_in_at = request.session.get(SIGNED_IN_AT, 0)
        seen_at = request.session.get(SEEN_AT, 0)
        # A sign-in of a time to come was before the clock was set back: nobody knows how long ago.
        if not -_SLIP_SECONDS < now - signed_in_at <= settings.STAFF_SESSION_SECONDS:
            return self._end(request, _("已经登录满十二小时，请重新登录。"))
        if now - seen_at > settings.STAFF_IDLE_SECONDS:
            return self._end(request, _("太久没有操作，系统已经自动退出。请重新登录。"))
        if now - seen_at > _TOUCH_SECONDS and request.resolver_match.view_name not in _BACKGROUND_VIEWS:
            request.session[SEEN_AT] = now
            own_sessions.touch(request)
        return None

    @staticmethod
    def _end(request, text):
        logout(request)
        if not is_admin(request):
            return None
        if _wants_json(request):
            return JsonResponse({"error": text}, status=403)
        if request.method == "POST":
            return lost_forms.page(request, text)
        if request.resolver_match.view_name in ("wagtailadmin_login", "own_logout"):
            return None
        messages.warning(request, text)
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
