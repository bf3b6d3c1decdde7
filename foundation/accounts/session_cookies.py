"""Two cookies, one browser: the session of the admin and the visit of the public pages never share one.

What a visitor's page forgets or lets slip on a shared computer is not the officer's session, and the other way round.
"""

from django.conf import settings
from django.contrib.sessions import middleware
from django.urls import reverse


def is_admin(request) -> bool:
    return request.path_info.startswith(reverse("wagtailadmin_home"))


def holds_staff(request) -> bool:
    """Whether staff are known here: in the admin, and where documents are handed out to who may see them."""
    return is_admin(request) or request.path_info.startswith("/documents/")


def cookie_of(request) -> str:
    """The name of the cookie that holds this request's session."""
    return settings.STAFF_SESSION_COOKIE_NAME if holds_staff(request) else settings.SESSION_COOKIE_NAME


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, which knows one name: it sees the right cookie under that name, and what it sets is named anew."""

    def process_request(self, request):
        name, djangos = cookie_of(request), settings.SESSION_COOKIE_NAME
        if name != djangos:
            request.COOKIES = {key: value for key, value in request.COOKIES.items() if key != djangos}
            if name in request.COOKIES:
                request.COOKIES[djangos] = request.COOKIES[name]
        super().process_request(request)

    def process_response(self, request, response):
        response = super().process_response(request, response)
        name, djangos = cookie_of(request), settings.SESSION_COOKIE_NAME
        if name != djangos and djangos in response.cookies:
            djangos_own = response.cookies.pop(djangos)
            response.cookies[name] = djangos_own.value
            response.cookies[name].update(djangos_own)
        return response
