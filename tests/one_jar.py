"""Django's test client knows one session; in tests it is the one of the admin and the one of public pages alike.

tests/portal/test_cookies.py goes without this.
"""

from django.conf import settings

from foundation.accounts.session_cookies import holds_staff


class OneJarMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        one, staff = settings.SESSION_COOKIE_NAME, settings.STAFF_SESSION_COOKIE_NAME
        if one in request.COOKIES and holds_staff(request):
            request.COOKIES = {**request.COOKIES, staff: request.COOKIES[one]}
        response = self.get_response(request)
        if staff in response.cookies:
            said = response.cookies[staff]
            response.cookies[one] = said.value
            response.cookies[one].update(said)
        return response
