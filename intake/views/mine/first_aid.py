"""Something that cannot wait after it was sent: the worker asks for first aid."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.acts import TransitionNotAllowed
from aid.services import first_aid
from intake import stages
from intake.forms.urgent import AskFirstAidForm
from intake.views.visit import form_key, owning, sent, was_done

RECEIVED = gettext_lazy("收到了，已经告诉审批的人。")


def may_ask(application, own):
    """While it is not decided, and was not asked for before or was refused; by whoever speaks for all."""
    asked = application.asked_first
    return (
        "ask_first_aid" in stages.own_actions(application)
        and application.speaks_for_all(own)
        and (asked is None or asked.state in (asked.State.REFUSED, asked.State.ENDED))
    )


@owning
def ask_first_aid(request, application, own):
    if was_done(request, application):
        messages.success(request, RECEIVED)
        return redirect("intake:status")
    if not may_ask(application, own):
        messages.error(request, _("这件事现在不能提，或者您已经提过。"))
        return redirect("intake:status")
    form = AskFirstAidForm(*sent(request)[:1])
    if request.method == "POST" and form.is_valid() and _asked(request, application, own, form):
        return redirect("intake:status")
    context = {
        "form": form,
        "form_title": _("等不了，请先帮我"),
        "intro": _(
            "等不了的，可以先给您律师，材料以后补（法律援助法第四十四条）。给不给由审批的人看了定，会告诉您。"
        ),
        "application": application,
        "button": _("交上去"),
        "key": form_key(request) or uuid4().hex,
    }
    return render(request, "intake/ask.html", context)


def _asked(request, application, own, form):
    """Whether it was recorded; else the form, or a message, says why not."""
    said = form.cleaned_data
    try:
        first_aid.ask(
            application,
            ground=said["ground"],
            deadline=said["deadline"],
            words=said["words"],
            person=own,
            key=form_key(request),
        )
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，没有提成。请看看现在的情况。"))
    else:
        messages.success(request, RECEIVED)
    return True
