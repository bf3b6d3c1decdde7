"""Whose request it is, as far as the network tells."""

from django.conf import settings


def client_address(request):
    """The visitor's address: what the outermost of PROXY_COUNT trusted proxies saw, else who is connected to us.

    Each proxy writes the address that it saw at the end of X-Forwarded-For; what stands before them was said by the
    visitor and means nothing. nginx as in deploy/ replaces the header: one proxy, one address.
    """
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    count = settings.PROXY_COUNT
    forwarded = seen[-count] if 0 < count <= len(seen) else ""
    return forwarded or request.META.get("REMOTE_ADDR")
