"""What was sent, as the check page worded it; putting it right until the decision; a copy to keep."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from aid.acts import TransitionNotAllowed
from aid.models import Wish
from aid.services import own as own_services
from aid.services.correct import correct as put_right
from intake import own as reading
from intake import stages
from intake.views.mine.wishes import offered
from intake.views.visit import owning
from intake.views.visit import sent as posted


@owning
def answers(request, application, own):
    context = {
        "application": application,
        "pages": reading.pages(application, own),
        "may_correct": "correct" in stages.own_actions(application),
        "may_fix": any(offer.kind == Wish.Kind.IDENTITY for offer in offered(application, own)),
        "shows_means": application.speaks_for_all(own),
    }
    return render(request, "intake/answers.html", context)


@owning
def correct(request, application, own, slug):
    """One page, put right."""
    page = reading.find(application, own, slug)
    if page is None:
        raise Http404
    if "correct" not in stages.own_actions(application):
        messages.error(request, _("已经有决定了，不能在网上改。要改就打 12348 或者找承办人。"))
        return redirect("intake:status")
    data = posted(request)[0]
    form = page.form_class(data) if data is not None else page.form_class(initial=page.values)
    if request.method == "POST" and form.is_valid():
        try:
            put_right(application, own, **reading.changes(page, form.cleaned_data))
        except (TransitionNotAllowed, PermissionDenied):
            messages.error(request, _("您的申请刚刚有了变化，没有改成。请看看现在的情况。"))
            return redirect("intake:status")
        messages.success(request, _("改好了。办您这件事的人会看到改了哪几样。"))
        return redirect("intake:answers")
    context = {
        "form": form,
        "form_title": page.step.heading,
        "why": page.step.why,
        "button": _("改好了"),
    }
    return render(request, "intake/correct.html", context)


@owning
def copy(request, application, own):
    """All that is kept of this worker, for another program to read."""
    data = own_services.data_of(application, own, request=request)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="application.json"'
    return response
