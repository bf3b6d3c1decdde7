"""A form of the admin that came when nobody was signed in any more: it comes back whole, to be sent again."""

from urllib.parse import urlsplit

from django.shortcuts import render
from django.utils.translation import gettext as _


def page(request, text, *, is_signed_in=False):
    """The answer to a POST. What was typed is carried where the browser says that our own page sent it."""
    fields, files = [], []
    if _is_our_own(request):
        fields = [
            (name, value) for name, values in request.POST.lists() if not _is_secret(name) for value in values
        ]
        files = [upload.name for upload in request.FILES.values()]
    context = {
        "text": text,
        "fields": fields,
        "files": files,
        "send_to": request.get_full_path(),
        "is_signed_in": is_signed_in,
    }
    response = render(request, "accounts/session_ended.html", context, status=403)
    response["Cache-Control"] = "no-store, private"
    return response


def without_token(request):
    """The same for a form whose token is none any more: nobody is signed in, or they have signed in anew elsewhere."""
    if request.user.is_authenticated:
        return page(request, _("这一页是重新登录以前打开的，为了安全请您再点一次。"), is_signed_in=True)
    return page(request, _("您已经退出了，或者在别处登录过。请重新登录。"))


def _is_secret(name):
    """What proves who one is, and the token of the session that is over."""
    return name == "csrfmiddlewaretoken" or "password" in name or name.startswith("proof-")


def _is_our_own(request):
    """Another site could have it sent by whoever signs in here next; every browser of today says which site it was."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site == "same-origin"
    sent_from = request.headers.get("Origin") or request.headers.get("Referer", "")
    return not sent_from or urlsplit(sent_from).netloc == request.get_host()
