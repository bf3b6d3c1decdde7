"""Files that a browser with JavaScript sends in pieces, so that a line that drops costs a piece and not the file.

What has come whole is handed in with the form, as if it had been chosen there: `with_arrived`.
"""

import re
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _

from aid.models import Arrival
from aid.services import arrivals
from intake import throttle
from intake.views.visit import current_draft, own_of, private, sent, status_application

PLACE = re.compile(r"[a-z_]{1,40}")
FINGERPRINT = re.compile(r"[\w.-]{8,64}", re.ASCII)
FIELD = "arrived_"  # before the name of a field of files: the arrivals that were sent for it


@private
def of_draft(request):
    """Pieces of papers of a form that is being filled in."""
    draft = current_draft(request)
    return take(request, draft if draft and not draft.application_id else None, reverse("intake:resume"))


@private
def of_application(request):
    """Pieces of papers that are added later."""
    application = status_application(request)
    own = own_of(request, application) if application else None
    return take(request, application if own else None, reverse("intake:track"))


def take(request, owner, way_back):
    """One request of the script: a file is said (a form), or a piece of it comes (bytes).

    `owner`: None where the visit is over; `way_back`: the address where it begins again.
    """
    if owner is None:
        return _answer(
            401,
            error=_("页面断开了。写的、传到一半的都在：接上以后再选一次同一个文件，就接着传。"),
            go_on=way_back,
        )
    if request.method != "POST":
        return _answer(405)
    get_token(request)
    try:
        if request.content_type == "application/octet-stream":
            return _piece(request, owner)
        return _said(request, owner)
    except arrivals.OutOfOrder as order:
        return _answer(409, received=order.received)
    except arrivals.TooMuch:
        return _answer(413, error=_("传来的和说的不一样大，请重新选一次这个文件。"))
    except OSError:
        return _answer(503, error=_("现在存不下，不是您的错。请过一会儿再传；材料以后也能补。"))
    except ValidationError as wrong:
        return _answer(400, error=" ".join(wrong.messages))


def _said(request, owner):
    place, fingerprint = request.POST.get("place", ""), request.POST.get("fingerprint", "")
    size = request.POST.get("size", "")
    if not (
        PLACE.fullmatch(place) and FINGERPRINT.fullmatch(fingerprint) and re.fullmatch(r"[0-9]{1,12}", size)
    ):
        return _answer(400)
    if not throttle.may(request, "upload", 1 + int(size) // 1_000_000):
        return _answer(429, error=str(throttle.CROWDED))
    name = request.POST.get("name", "").replace("\x00", "")
    arrival = arrivals.begin(owner, place=place, fingerprint=fingerprint, name=name, size=int(size))
    return _answer(200, id=str(arrival.pk), received=arrival.received)


def _piece(request, owner):
    try:
        key, offset = UUID(request.headers.get("X-Arrival", "")), int(request.headers.get("X-Offset", ""))
    except ValueError:
        return _answer(400)
    piece = request.read(arrivals.LARGEST + 1)
    if len(piece) > arrivals.LARGEST or offset < 0:
        raise arrivals.TooMuch
    try:
        return _answer(200, received=arrivals.add_piece(owner, key, offset=offset, piece=piece).received)
    except Arrival.DoesNotExist:
        return _answer(404)


def _answer(status, **content):
    return JsonResponse(content, status=status)


def with_arrived(request, owner, places):
    """`sent`, with the files that came in pieces beside those that were chosen. `places`: {field: place}."""
    data, chosen = sent(request)
    for field, place in places.items() if data is not None else ():
        for upload in arrivals.whole(owner, place, data.getlist(FIELD + field)):
            chosen.appendlist(field, upload)  # among the request's own, which are closed with it
    return data, chosen


def still_coming(owner, places):
    """[(field, what has begun to come for it and was not handed in)]."""
    found = owner.arrivals.filter(place__in=places.values()).order_by("created_at")
    return [(field, one) for field, place in places.items() for one in found if one.place == place]
