"""One visit: the draft it fills in, the receipt and the status it may see, and what its pages share."""

import secrets
import time
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from aid import sla
from aid.models import Application, Claimant, Draft
from aid.services import DraftGone, ties
from aid.workflow import Status
from casework.models import Assignment
from foundation.vault import together
from intake import masked
from intake.steps import Walk

DRAFT, RECEIPT, STATUS, OWN = "aid_draft", "aid_receipt", "aid_status", "aid_own"
FOUND, ASKED, VISIT = "aid_found", "aid_call_back", "aid_visit"
# What a visit has opened of what was sent: none of it is for the next one on the phone.
OPENED = (RECEIPT, STATUS, OWN, FOUND, ASKED)
STATUS_MINUTES = 20
# Every page asks it; to build Django's own query takes longer than the database needs to answer.
_DRAFT = "SELECT * FROM aid_draft WHERE id = %s AND expires_at > %s"  # as Draft.objects.live


def private(view):
    """GET and POST only; nothing of the page is kept by browsers, proxies or error reports.

    A draft that another page has just sent leads to its receipt, one that is forgotten to the resume page.
    """

    @wraps(view)
    @cache_control(no_store=True, private=True, no_cache=True)
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    def wrapped(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except DraftGone:
            return redirect("intake:check")

    return wrapped


def current_draft(request):
    """The visitor's draft, sent or not; None when there is none (any more)."""
    key = request.session.get(DRAFT)
    if key:
        masked.watch(request)
    return next(iter(Draft.objects.raw(_DRAFT, [key, timezone.now()])), None) if key else None


def enter(request, draft, *, is_own_phone=False):
    """From now on this visit fills in `draft`. Whoever had the session before, on a shared phone, is out.

    It ends with the browser, unless the phone is said to be one's own.
    """
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if is_own_phone else 0)
    _shut(request)
    request.session[DRAFT] = str(draft.pk)
    masked.open_numbers(request)


def close(request):
    """Shut all that this visit has opened. What is being filled in stays; what was sent opens by its secret."""
    draft = current_draft(request)
    if draft and draft.application_id:
        request.session.pop(DRAFT, None)
    _shut(request)


def _shut(request):
    for name in OPENED:
        request.session.pop(name, None)
    request.session.cycle_key()


def filling(view):
    """For pages of a form that is not sent: the view gets the visitor's draft. Sent, its receipt is shown."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        draft = current_draft(request)
        if draft is None:
            return redirect("intake:resume")
        if draft.application_id:
            return receipt(request, draft.application, draft.claimant)
        return view(request, draft, *args, **kwargs)

    return wrapped


def showing(view):
    """For pages of a draft that show what was written in full: masked, they ask for its code first."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if current_draft(request) and masked.is_masked(request):
            return masked.ask_code(request)
        return view(request, *args, **kwargs)

    return wrapped


def open_status(request, application, tail=""):
    """Let this visit see the stages of the application for a while. `tail`: the index of the phone it named."""
    held = request.session.get(STATUS) or {}
    same = held.get("application") == application.pk
    request.session[STATUS] = {
        "application": application.pk,
        "tail": tail or (held.get("tail", "") if same else ""),
        "came_by": held.get("came_by", "") if same else "",
        "until": time.time() + STATUS_MINUTES * 60,
    }


def named_by_phone(request, application):
    """The workers whose phone this visit named when it came in."""
    tail = request.session.get(STATUS, {}).get("tail")
    return [person for person in application.claimants.all() if tail and person.phone_tail_index == tail]


def visit_of(request):
    """A secret of this browser's visit: a code by SMS is good where it was asked for."""
    if VISIT not in request.session:
        request.session[VISIT] = secrets.token_hex(8)
    return request.session[VISIT]


def open_own(request, claimant):
    """Let this visit see all that is this worker's own: it has shown the 收件码, or the phone."""
    request.session[OWN] = {"claimant": claimant.pk, "until": time.time() + STATUS_MINUTES * 60}


def own_of(request, application):
    """The worker of `application` whose own things this visit may see; None when it may not, or not any more.

    A look prolongs it. Prefetch `claimants`.
    """
    held = _open_still(request, OWN)
    own = held and next((p for p in application.claimants.all() if p.pk == held["claimant"]), None)
    if own and _has_aged(held):
        open_own(request, own)
    return own


def _open_still(request, name):
    """What the session lets this visit see, None when its time is over."""
    held = request.session.get(name)
    if held and held["until"] >= time.time():
        return held
    request.session.pop(name, None)
    return None


def _has_aged(held):
    """Whether a minute of its time is over: who looks again and again costs no write each time."""
    return held["until"] - time.time() < (STATUS_MINUTES - 1) * 60


def owning(view):
    """For what is personal: the view gets the application and the worker whose visit this is.

    Who has shown number and phone alone is asked for the secret first.
    """

    @private
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        application = status_application(request)
        if application is None:
            return ended(request)
        own = own_of(request, application)
        if own is None:
            return redirect("intake:prove")
        return view(request, application, own, *args, **kwargs)

    return wrapped


def ended(request):
    """The visit is over: back to where it began."""
    if STATUS in request.session or request.method == "POST":
        request.session.pop(STATUS, None)
    messages.info(request, _("为了安全，页面放久了会关上。请再写一次编号和手机后四位。"))
    return redirect("intake:track")


def code_address(request, claimant):
    """What the QR code of a receipt says. The secret stands behind the #: no server or proxy ever sees it there."""
    return f"{request.build_absolute_uri(reverse('intake:track'))}#{claimant.receipt_code}"


def receipt(request, application, claimant=None):
    """To the receipt. Shortly after sending it opens everything; later the number and a secret do.

    `claimant`: which of the workers this visit is, where it is not the first.
    """
    request.session[RECEIPT] = application.pk
    if timezone.now() - application.submitted_at < timedelta(minutes=STATUS_MINUTES):
        open_status(request, application)
        open_own(request, claimant or application.claimant)
    return redirect("intake:submitted")


def where_next(draft):
    """The address of the first page of a draft that is not done: the notice, where it was not agreed to yet."""
    if "notice" not in draft.answers:
        return reverse("intake:start")
    undone = Walk(draft).first_undone()
    return reverse("intake:step", args=[undone.slug]) if undone else reverse("intake:check")


# What an application has many of, and its page says.
_SAID_OF = (
    "deadlines",
    "events",
    "claimants",
    "evidence",
    "wanted",
    "decisions",
    "wishes",
    "words",
    "attachments",
    "servings",
    "shares",
)


def status_application(request):
    """The application this visit may see; None when it may not, or not any more. A look prolongs it.

    One that was merged leads to the one that it is done under.
    """
    held = _open_still(request, STATUS)
    if held is None:
        return None
    found = _read(held["application"])
    if found and (tie := ties.holder_of(found)):
        _follow(request, found, tie)
        found = _read(tie.other_id)
    if found:
        together.fill(found, *_SAID_OF)
    if found and _has_aged(held):
        open_status(request, found)
    return found


def _read(pk):
    return (
        Application.objects.filter(pk=pk)
        .select_related("office", "first_aid", "office__region", "region", "case")
        .prefetch_related(Prefetch("case__assignments", Assignment.objects.select_related("assignee")))
        .first()
    )


def _follow(request, merged, tie):
    """This visit goes on with the other application. Whoever has shown to be a worker of the merged one is the same
    worker there, and nobody else.
    """
    mine = _open_still(request, OWN)
    same = mine and tie.people.get(str(mine["claimant"]))
    request.session.pop(OWN, None)
    open_status(request, tie.other, request.session[STATUS].get("tail", ""))
    request.session[STATUS]["came_by"] = merged.reference
    request.session.modified = True
    if same:
        open_own(request, Claimant.objects.get(pk=same))


def came_by(request, application):
    """The number of the merged application by which this visit came to `application`; "" for its own."""
    held = request.session.get(STATUS) or {}
    return held.get("came_by", "") if held.get("application") == application.pk else ""


def near_limit(application):
    """The first limitation that runs, when it ends within days; not for who has withdrawn."""
    if application.status == Status.WITHDRAWN:
        return None
    return sla.near_limit(application.limitation_on, sla.today_in_shanghai())


def form_key(request):
    """The form's own key, without what no database takes: the same page sent twice is done once."""
    return request.POST.get("key", "").replace("\x00", "")[:64]


def was_done(request, application):
    """Whether this very form was sent before: the second of two clicks is answered like the first."""
    key = form_key(request)
    return bool(key) and any(event.key == key for event in application.events.all())


def sent(request):
    """(POST, FILES) of a sent form, be it empty; (None, None) before."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)
