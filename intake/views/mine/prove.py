"""Before anything personal: the 收件码 of the receipt, or a code by SMS. An employer has neither."""

from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from aid.references import parse_receipt_code
from aid.services import own
from foundation.guessing import tries
from intake import forms, throttle
from intake.views.answer import evenly, must_wait
from intake.views.visit import ended, named_by_phone, open_own, own_of, private, status_application, visit_of


@private
def prove(request):
    application = status_application(request)
    if application is None:
        return ended(request)
    if own_of(request, application):
        return redirect("intake:status")
    way = request.POST.get("way", "") if request.method == "POST" else ""
    code_form = forms.ReceiptCodeForm(request.POST if way == "code" else None)
    sms_form = forms.SmsCodeForm(request.POST if way == "sms" else None)
    form = {"code": code_form, "sms": sms_form}.get(way)
    if way == "send":
        with evenly():
            _send(request, application)
    elif form and form.is_valid():
        with evenly():
            person = (_by_receipt if way == "code" else _by_sms)(request, application, form)
        if person:
            request.session.cycle_key()
            open_own(request, person)
            return redirect("intake:status")
    context = {
        "application": application,
        "form": form or code_form,
        "code_form": code_form,
        "sms_form": sms_form,
        "was_asked": way in ("send", "sms"),
        "form_title": _("先看看是不是您本人"),
    }
    return render(request, "intake/prove.html", context)


def _by_receipt(request, application, form):
    """The worker of this application whose 收件码 it is; None with one error for whatever is wrong."""
    number = f"own|{application.pk}"
    if must_wait(request, form, throttle.RECEIPT, number):
        return None
    person = own.by_receipt_code(parse_receipt_code(form.cleaned_data["code"]), application, request=request)
    if person:
        tries.succeeded(request, throttle.RECEIPT, number)
        return person
    tries.failed(request, throttle.RECEIPT, number)
    form.add_error("code", _("收件码不对。它在交表后的收据上，一共 14 个字母和数字。"))
    return None


def _send(request, application):
    """A code to the phone that was named, if its owner lets us write to it. Nothing here says whether."""
    own.send_code(
        named_by_phone(request, application),
        address=tries.address(request),
        visit=visit_of(request),
        language=translation.get_language(),
    )


def _by_sms(request, application, form):
    number = f"own|{application.pk}"
    if must_wait(request, form, throttle.SMS, number):
        return None
    person = own.by_sms_code(
        named_by_phone(request, application),
        form.cleaned_data["sms"],
        visit=visit_of(request),
        request=request,
    )
    if person:
        tries.succeeded(request, throttle.SMS, number)
        return person
    tries.failed(request, throttle.SMS, number)
    form.add_error("sms", _("验证码不对，或者过了 10 分钟。可以再要一个；也可以用收件码。"))
    return None
