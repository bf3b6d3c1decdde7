"""The door: number and last four digits show the stages, the 收件码 shows everything."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from aid.models import Application
from aid.references import parse_receipt_code, parse_reference, parse_resume_code
from aid.services import own
from foundation.guessing import tries
from foundation.vault.index import blind_index
from intake import forms, throttle
from intake.views.answer import NOT_NOW, evenly, must_wait
from intake.views.resume import find_draft, go_on
from intake.views.visit import open_own, open_status, private, sent


@private
def track(request):
    form = forms.TrackForm(*sent(request)[:1])
    if request.method == "POST" and parse_resume_code(request.POST.get("reference", "")):
        if draft := _draft_of_code(request, form):
            return go_on(request, draft)
    elif request.method == "POST" and form.is_valid():
        with evenly():
            found = _by_code(request, form) if form.is_code else _look_up(request, form)
        if found:
            return redirect("intake:status")
    context = {"form": form, "form_title": _("查进度"), "button": _("查"), "crumbs": [(_("查进度"), "")]}
    return render(request, "intake/track.html", context)


def _draft_of_code(request, form):
    """Somebody wrote the code of a form that is not sent: their draft, or None with what is wrong in `form`."""
    given = forms.ResumeForm({"code": request.POST["reference"], "tail": request.POST.get("tail", "")})
    draft = find_draft(request, given) if given.is_valid() else None
    form.errors.clear()  # without a phone yet there is no tail to write
    if draft is None:
        if not given.data["tail"].strip() and not any(
            given.has_error(NON_FIELD_ERRORS, why) for why in NOT_NOW
        ):
            form.add_error("tail", _("这像是续填码，是接着填表用的：还要写填表时手机号的后四位"))
            return None
        form.add_error("reference", _("这像是续填码：它是接着填表用的，还没有进度可查。"))
        form.challenge = getattr(given, "challenge", "")
        for errors_of_field in given.errors.as_data().values():
            form.add_error(None, errors_of_field)
    return draft


def _look_up(request, form):
    """The application, or None with one and the same error for whatever is wrong.

    The work is the same in every case: one look into the throttle, one query, one comparison.
    """
    typed = parse_reference(form.cleaned_data["reference"]) or form.cleaned_data["reference"].upper()
    if must_wait(request, form, throttle.NUMBER, typed):
        return None
    # A number that cannot be one is looked up as well.
    found = Application.objects.filter(reference=typed[:24]).prefetch_related("claimants").first()
    tail = blind_index(form.cleaned_data["tail"], "phone_tail")
    known = [c.phone_tail_index for c in found.claimants.all()] if found else ["0" * 64]
    right = [constant_time_compare(index, tail) for index in known]
    if found and any(right):
        tries.succeeded(request, throttle.NUMBER, typed)
        request.session.cycle_key()
        open_status(request, found, tail)
        return found
    tries.failed(request, throttle.NUMBER, typed)
    form.add_error(None, _("编号和手机后四位对不上。请对着收据再看一遍；记不清就打 12348 问。"))
    return None


def _by_code(request, form):
    """The application of the worker whose 收件码 was written; None with what is wrong in the form."""
    code = parse_receipt_code(form.cleaned_data["reference"])
    if must_wait(request, form, throttle.RECEIPT, code):
        return None
    person = own.by_receipt_code(code, request=request)
    if person is None:
        tries.failed(request, throttle.RECEIPT, code)
        form.add_error("reference", _("没有这个收件码。请对着收据再看一遍；记不清就打 12348 问。"))
        return None
    tries.succeeded(request, throttle.RECEIPT, code)
    request.session.cycle_key()
    open_status(request, person.application)
    open_own(request, person)
    return person.application
