"""A public page is made once in some seconds, whoever asks for it."""

import time
from hashlib import sha256

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_from_path

from foundation.content.context_processors import BIG_TYPE_COOKIE

_NOT_FOR_OTHERS = ("private", "no-store", "no-cache")


class PageCacheMiddleware:
    """Keep what is the same for everybody, in the memory of this process, for `CACHE_MIDDLEWARE_SECONDS`.

    A page is kept when nothing of its visitor has gone into it, and the page itself says so: whoever touches the
    session, the user, a message or a form's token makes Django answer with `Vary: Cookie` or set a cookie, and such
    an answer is never kept, nor is one marked private or no-store. Of all cookies only large type changes a public
    page; it is part of the key, as are host, scheme and query. So a kept page answers any visitor, also one whose
    session holds a draft.

    Who has signed in to the admin in this browser is always answered afresh: they may have just published.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = caches["pages"]

    def __call__(self, request):
        seconds = settings.CACHE_MIDDLEWARE_SECONDS
        if request.method != "GET" or settings.STAFF_SESSION_COOKIE_NAME in request.COOKIES or not seconds:
            return self.get_response(request)
        if not get_language_from_path(request.path_info):
            return self.get_response(request)
        key = _key(request)
        if kept := self.pages.get(key):
            return _answer(*kept)
        response = self.get_response(request)
        if _is_for_all(response):
            patch_cache_control(response, max_age=seconds)
            # A browser must ask again once large type is chosen, or its member of staff has signed in.
            patch_vary_headers(response, ["Cookie"])
            self.pages.set(key, (response.content, response.items(), time.time()), seconds)
        return response


def _key(request):
    big = request.COOKIES.get(BIG_TYPE_COOKIE) == "big"
    parts = (request.scheme, request.get_host(), request.get_full_path(), big)
    return sha256(repr(parts).encode(errors="surrogatepass")).hexdigest()


def _is_for_all(response):
    if response.status_code != 200 or response.streaming or response.cookies:
        return False
    said = response.get("Cache-Control", "")
    return not response.has_header("Vary") and not any(word in said for word in _NOT_FOR_OTHERS)


def _answer(content, headers, kept_at):
    response = HttpResponse(content, headers=dict(headers))
    response["Age"] = max(0, int(time.time() - kept_at))
    return response
