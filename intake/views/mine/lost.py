"""Number, 收件码 or 续填码 lost: a code goes to the phone that was written, and opens what was written with it."""

import time

from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aid.models import Claimant, Draft
from aid.services import one_time
from aid.services.own import opened_by_sms, proves_by_sms
from foundation.guessing import tries
from foundation.vault.index import blind_index
from intake import forms
from intake.forms.own import LostForm
from intake.steps import Walk
from intake.views.answer import evenly, has_phone
from intake.views.resume import go_on
from intake.views.visit import FOUND, STATUS_MINUTES, open_own, open_status, private, visit_of

PURPOSE = "lost"


@private
def lost(request):
    way = request.POST.get("way", "") if request.method == "POST" else ""
    if way == "open":
        return _open(request, request.POST.get("which", ""))
    form = LostForm(request.POST if way in ("send", "sms") else None)
    sms_form = forms.SmsCodeForm(request.POST if way == "sms" else None)
    asked = form if way == "send" else sms_form
    if way and form.is_valid() and asked.is_valid():
        with evenly():
            if way == "send":
                _send(request, form.cleaned_data["phone"])
            elif _proved(request, sms_form, form.cleaned_data["phone"]):
                return _show(request)
    context = {
        "form": asked if way == "sms" and form.is_valid() else form,
        "phone_form": form,
        "sms_form": sms_form,
        "was_asked": bool(way) and form.is_valid(),
        "form_title": _("编号、收件码、续填码找不到了"),
        "crumbs": [(_("查进度"), "")],
    }
    return render(request, "intake/lost.html", context)


def _send(request, phone):
    """A code to the phone, when something was written with it and its owner lets us. Nothing says whether."""
    people, drafts = _written_with(phone)
    one_time.ask(
        phone if people or drafts else "",
        PURPOSE,
        address=tries.address(request),
        visit=visit_of(request),
        language=translation.get_language(),
    )


def _proved(request, form, phone):
    if not has_phone(request, form, phone, PURPOSE):
        return False
    people, drafts = _written_with(phone)
    request.session.cycle_key()
    request.session[FOUND] = {
        "which": [f"a{person.pk}" for person in people] + [f"d{draft.pk}" for draft in drafts],
        "until": time.time() + STATUS_MINUTES * 60,
    }
    return True


def _written_with(phone):
    """(workers, drafts) whom a code on this phone may open. Not when several people have written it."""
    index = blind_index(phone, "phone")
    people = list(Claimant.objects.filter(phone_index=index).select_related("application").order_by("-pk"))
    if len({person.name_index for person in people}) > 1 or not all(map(proves_by_sms, people)):
        return [], []
    unsent = Draft.objects.live(timezone.now()).filter(phone_index=index, application=None, desk=None)
    return people, [draft for draft in unsent.order_by("-updated_at") if _lets_us_write(draft)]


def _lets_us_write(draft):
    """What was said about the phone so far; before that page nothing forbids it."""
    walk = Walk(draft)
    ways, shared = walk.said("contact", "ways"), walk.said("contact", "phone_is_shared")
    return not shared and ("contact" not in walk.pages or forms.ContactForm.SMS in ways)


def _found(request):
    held = request.session.get(FOUND)
    if not held or held["until"] < time.time():
        request.session.pop(FOUND, None)
        return []
    return held["which"]


def _show(request):
    """Straight to the one thing that was found, or all of them to choose from."""
    which = _found(request)
    if len(which) == 1:
        return _open(request, which[0])
    people = Claimant.objects.filter(pk__in=[key[1:] for key in which if key[0] == "a"])
    drafts = Draft.objects.filter(pk__in=[key[1:] for key in which if key[0] == "d"])
    context = {
        "people": people.select_related("application").order_by("-application__submitted_at"),
        "drafts": drafts.order_by("-updated_at"),
        "form_title": _("找到这些"),
    }
    return render(request, "intake/found.html", context)


def _open(request, key):
    if key not in _found(request):
        return redirect("intake:lost")
    if key[0] == "d":
        draft = Draft.objects.live(timezone.now()).filter(pk=key[1:]).first()
        return go_on(request, draft) if draft else redirect("intake:lost")
    person = Claimant.objects.select_related("application").get(pk=key[1:])
    opened_by_sms(person, request=request)
    open_status(request, person.application)
    open_own(request, person)
    return redirect("intake:status")
