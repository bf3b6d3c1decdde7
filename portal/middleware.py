"""What happens to every request before a view sees it."""

import re
import secrets

import structlog
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.middleware import locale
from django.urls import NoReverseMatch
from django.utils.cache import patch_cache_control
from django.utils.translation import activate, get_language

from portal import errors, health

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NO_NUMBER = re.compile(r"Field '\w+' expected a number but got ")
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


class RequestReferenceMiddleware:
    """Give each request a short reference that a caller can read out and the log can be searched by."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reference = "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in secrets.token_bytes(8))
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=request.reference)
        response = self.get_response(request)
        response["X-Request-Reference"] = request.reference
        return response


class HealthMiddleware:
    """Answer load balancers at the door: whatever host they name, whatever cookies or the database do."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.views = {"/healthz": health.healthz, "/readyz": health.readyz}

    def __call__(self, request):
        view = self.views.get(request.path)
        if view is None:
            return self.get_response(request)
        answer = view(request)
        answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


class BadRequestMiddleware:
    """Refuse at the door what no database accepts, NUL bytes, and bodies that no form of ours sends."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # The open data refuse it themselves: programs read no pages.
        asked = "" if request.path.startswith("/api/") else request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in asked:
            return errors.bad_request(request, SuspiciousOperation("NUL byte"))
        if _number(request.META.get("CONTENT_LENGTH")) > settings.MAX_BODY_BYTES:
            return errors.content_too_large(request)
        if any("\x00" in value for value in request.COOKIES.values()):
            # Quoted cookies can hold one. Without the cookie the visitor is a stranger, not an error.
            request.COOKIES = {name: value for name, value in request.COOKIES.items() if "\x00" not in value}
        return self.get_response(request)


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() else 0


# Screens of libraries that bring scripts in their pages, and go without nothing else (decision 0039).
_WITH_SCRIPTS = ("wagtail_localize:", "wagtailadmin_workflows:")


class AdminContentSecurityMiddleware:
    """No script in a page of the admin either, but on the few screens that cannot do without. Styles are free: editors
    of rich text and translations make theirs as they go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            inline = ["'unsafe-inline'"]
            response._csp_update = {"style-src": inline, "img-src": ["blob:"]}
            match = request.resolver_match
            if match and match.view_name and match.view_name.startswith(_WITH_SCRIPTS):
                response._csp_update["script-src"] = inline
            patch_cache_control(response, no_store=True, private=True)
        return response


class AdminAddressMiddleware:
    """400 where an address of Wagtail's admin holds what is no number, or leads on to what is no address.

    Its views hand both on to the database and to the routes unread: a 500 at the wish of whoever writes the address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if (
            request.method == "GET"
            and request.path.startswith("/admin/")
            and self._is_of_the_address(request, exception)
        ):
            return errors.bad_request(request, exception)
        return None

    @staticmethod
    def _is_of_the_address(request, exception):
        said = str(exception)
        if isinstance(exception, NoReverseMatch):
            return any(value and value in said for value in request.GET.values())
        return isinstance(exception, ValueError) and bool(_NO_NUMBER.match(said))


class LocaleMiddleware(locale.LocaleMiddleware):
    """Lead an address without a language to its own; but what a view says is not there, is not there.

    The admin is Chinese whatever the browser asks for; a member of staff may choose another in their account.
    """

    def process_request(self, request):
        super().process_request(request)
        if request.path_info.startswith("/admin/"):
            activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = get_language()

    def process_response(self, request, response):
        if response.status_code == 404 and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", get_language())
            return response
        return super().process_response(request, response)


class MaintenanceMiddleware:
    """Read-only mode: pages, stations and phones stay up; whatever would write answers 503."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.READ_ONLY and self._writes(request):
            return errors.maintenance(request)
        return self.get_response(request)

    @staticmethod
    def _writes(request):
        path = request.path
        if path.endswith("/stations/"):  # a POST there only carries the visitor's position
            return False
        return request.method in _CHANGING or path.startswith("/admin/") or "/apply/" in path


class PlainAnswersMiddleware:
    """Give Django's empty 405 the same page as every other error; the admin and machines keep theirs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and self._is_page(request) and not response.content:
            allowed = [method.strip() for method in response.headers.get("Allow", "GET").split(",")]
            return errors.method_not_allowed(request, allowed)
        return response

    @staticmethod
    def _is_page(request):
        return not request.path.startswith(("/admin/", "/healthz", "/readyz"))
