"""Where my application stands: number and last four digits, then a page that belongs to this visit."""

import time
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from aid import paperwork, services
from aid.acts import TransitionNotAllowed
from aid.models import Application
from aid.references import parse_reference, parse_resume_code
from aid.workflow import Status
from foundation.vault.index import blind_index
from intake import forms, stages, throttle
from intake.views.files import take_files
from intake.views.resume import find_draft, go_on
from intake.views.visit import ended, near_limit, open_status, own_claimant, private, sent, status_application

# Every answer takes at least this long, so that its time tells nothing. Seconds.
ANSWER_TIME = getattr(settings, "AID_TRACK_ANSWER_SECONDS", 0.4)


@private
def track(request):
    form = forms.TrackForm(*sent(request)[:1])
    if request.method == "POST" and parse_resume_code(request.POST.get("reference", "")):
        if draft := _draft_of_code(request, form):
            return go_on(request, draft)
    elif request.method == "POST" and form.is_valid():
        began = time.monotonic()
        found = _look_up(request, form)
        time.sleep(max(0.0, ANSWER_TIME - (time.monotonic() - began)))
        if found:
            request.session.cycle_key()
            open_status(request, found)
            return redirect("intake:status")
    context = {"form": form, "form_title": _("查进度"), "button": _("查"), "crumbs": [(_("查进度"), "")]}
    return render(request, "intake/track.html", context)


def _draft_of_code(request, form):
    """Somebody wrote the code of a form that is not sent: their draft, or None with what is wrong in `form`."""
    given = forms.ResumeForm({"code": request.POST["reference"], "tail": request.POST.get("tail", "")})
    draft = find_draft(request, given) if given.is_valid() else None
    form.errors.clear()  # without a phone yet there is no tail to write
    if draft is None:
        form.add_error("reference", _("这像是续填码：它是接着填表用的，还没有进度可查。"))
        for messages_of_field in given.errors.values():
            form.add_error(None, list(messages_of_field))
    return draft


def _look_up(request, form):
    """The application, or None with one and the same error for whatever is wrong.

    The work is the same in every case: one look into the throttle, one query, one comparison.
    """
    typed = parse_reference(form.cleaned_data["reference"]) or form.cleaned_data["reference"].upper()
    try:
        wait = throttle.waits(request, typed)
    except throttle.CacheDown:
        time.sleep(2)
        wait = 0
    if wait:
        form.add_error(None, _("试得太快了，请等 %(seconds)s 秒再查。急的话打 12348。") % {"seconds": wait})
        return None
    # A number that cannot be one is looked up as well.
    found = Application.objects.filter(reference=typed[:24]).prefetch_related("claimants").first()
    tail = blind_index(form.cleaned_data["tail"], "phone_tail")
    known = [c.phone_tail_index for c in found.claimants.all()] if found else ["0" * 64]
    right = [constant_time_compare(index, tail) for index in known]
    if found and any(right):
        throttle.succeeded(request, typed)
        return found
    throttle.failed(request, typed)
    form.add_error(None, _("编号和手机后四位对不上。请对着收据再看一遍；记不清就打 12348 问。"))
    return None


@private
def status(request):
    application = status_application(request)
    if application is None:
        return ended(request)
    context = {
        "application": application,
        "stage": stages.stage(application),
        "timeline": stages.timeline(application),
        "papers": application.evidence.all(),
        "wanted": application.wanted.all(),
        "limit": near_limit(application),
        "to_print": paperwork.offered(application) if _is_own(request, application) else [],
        "may_withdraw": "withdraw" in stages.own_actions(application),
        "may_add": bool({"add_supplement", "add_evidence"} & set(stages.own_actions(application))),
        "crumbs": [(_("查进度"), "")],
    }
    return render(request, "intake/status.html", context)


def _is_own(request, application):
    own = own_claimant(request)
    return own is not None and own.application_id == application.pk


@private
def add_papers(request):
    """Add what is missing, or anything else that helps."""
    application = status_application(request)
    if application is None:
        return ended(request)
    supplementing = application.status == Status.SUPPLEMENTING
    wanted = list(application.wanted.all())
    asked = [paper.kind for paper in wanted if paper.is_open] if supplementing else []
    form = forms.AddPapersForm(*sent(request), asked=asked)
    if request.method == "POST" and form.is_valid():
        checked = []
        take_files(request, form, lambda paper, kind: checked.append((paper, kind)), form.places)
        # One bad file never costs the good ones, nor the words that came with them.
        if (checked or not form.errors) and (done := _add(request, application, form, checked)):
            return done
    context = {
        "form": form,
        "form_title": _("补材料") if supplementing else _("加材料"),
        "application": application,
        "stage": stages.stage(application),
        "supplementing": supplementing,
        "wanted": wanted,
        "button": _("交上去"),
        "key": _key(request) or uuid4().hex,
    }
    crowded = form.is_bound and any(form.has_error(name, "crowded") for name, _kind in form.places)
    return render(request, "intake/add_papers.html", context, status=429 if crowded else 200)


def _key(request):
    """The form's own key, without what no database takes."""
    return request.POST.get("key", "").replace("\x00", "")[:64]


def _add(request, application, form, checked):
    """Hand in; None when the form says what is wrong. What was not taken is said on the page that follows."""
    refused = [error for name, _kind in form.places for error in form.errors.get(name, [])]
    note, without = form.cleaned_data["note"], form.without
    try:
        moved = services.hand_in(application, papers=checked, without=without, note=note, key=_key(request))
    except ValidationError as wrong:
        form.add_error(form.places[0][0], wrong)
        return None
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，材料没有交上。请看看现在的情况，有事打 12348。"))
        return redirect("intake:status")
    if refused:
        messages.success(request, _("别的都收到了，只有下面的没有收下："))
        for error in refused:
            messages.error(request, error)
        return redirect("intake:add_papers")
    if moved.status == Status.SUPPLEMENTING:
        messages.success(request, _("收到了，还差别的。有就接着传，没有的写一句为什么。"))
        return redirect("intake:add_papers")
    messages.success(request, _("收到了。办您这件事的人会看到。"))
    return redirect("intake:status")


@private
def withdraw(request):
    """Ask once more, then withdraw."""
    application = status_application(request)
    if application is None:
        return ended(request)
    if application.status == Status.WITHDRAWN:
        return redirect("intake:status")  # a second click
    if "withdraw" not in stages.own_actions(application):
        messages.error(request, _("现在不能在网上撤回了。想不办了，请打 12348 或者找承办人。"))
        return redirect("intake:status")
    if request.method == "POST":
        try:
            services.withdraw(application, note=request.POST.get("reason", "").replace("\x00", "")[:1000])
        except (TransitionNotAllowed, PermissionDenied):
            messages.error(request, _("您的申请刚刚有了变化，没有撤回。请看看现在的情况。"))
        else:
            messages.success(request, _("已经撤回。以后还想申请，随时可以重新交。"))
        return redirect("intake:status")
    return render(request, "intake/withdraw.html", {"application": application})
