"""A number left by somebody who cannot say what it is, and the promise to call."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from aid.models import CallBack
from aid.services import call_back as call_backs
from intake import forms, guard, notice
from intake.views.visit import ASKED, current_draft, private, sent


@private
def call_back(request):
    form = forms.CallBackForm(*sent(request)[:1])
    status = 200
    if request.method == "POST" and form.is_valid():
        problem, status = guard.problem(request, form.cleaned_data["key"], form.cleaned_data["website"]), 429
        asked = None if problem else _ask(form)
        if asked:
            request.session[ASKED] = asked.pk
            return redirect("intake:call_back_asked")
        if not problem:
            problem, status = _("现在不能在网上留电话，请打 12348。"), 503
        form.add_error(None, problem)
    draft = current_draft(request)
    context = {
        "form": form,
        # Whoever would rather write it all themself.
        "form_url": reverse("intake:step", args=["matter"])
        if draft and not draft.application_id
        else reverse("intake:start"),
        "form_title": _("留个电话，我们打给您"),
        "points": notice.call_back_points(),
        "button": _("请打给我"),
        "carried": guard.carried(request, form["key"].value()),
    }
    return render(request, "intake/call_back.html", context, status=status)


def _ask(form):
    """The request, kept; None when there is no agency to call."""
    said = form.cleaned_data
    wish = call_backs.Asked(
        **{name: said[name] for name in ("story", "name", "phone")},
        notice_version=notice.call_back_version(),
    )
    try:
        return call_backs.ask(
            wish,
            key=said["key"],
            language=translation.get_language(),
        )
    except call_backs.NoOffice:
        return None


@private
def call_back_asked(request):
    """When somebody calls, on which number, and who; how they should, until they have tried."""
    asked = CallBack.objects.filter(pk=request.session.get(ASKED)).select_related("office__region").first()
    if asked is None:
        return redirect("intake:call_back")
    form = forms.HowToCallForm.of(asked, *sent(request)[:1])
    if request.method == "POST" and form.is_valid():
        _keep(request, asked, form.cleaned_data)
        return redirect("intake:call_back_asked")
    context = {"asked": asked, "form": None if asked.calls.exists() else form}
    return render(request, "intake/call_back_asked.html", context)


def _keep(request, asked, said):
    try:
        call_backs.say_how(
            asked,
            call_time=said["call_time"],
            say_who_we_are=said["say_who_we_are"] == forms.YES,
            place=said["place"],
            region_code=said["region_code"],
        )
    except call_backs.AlreadyDone:
        messages.info(request, _("我们已经打过电话了，有话在电话里说。"))
    else:
        messages.success(request, _("记下了，照您说的打。"))
