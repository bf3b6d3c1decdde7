"""Not wanting it any more: asked once more, then done; and taken back within a day. Both ask for the secret."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aid import services
from aid.acts import TransitionNotAllowed
from aid.workflow import Status
from intake import stages
from intake.views.mine import together
from intake.views.visit import owning


@owning
def withdraw(request, application, own):
    if application.status == Status.WITHDRAWN or not own.takes_part:
        return redirect("intake:status")  # a second click
    if len(application.people) > 1:
        return together.leave(request, application, own)
    if "withdraw" not in stages.own_actions(application):
        messages.error(request, _("现在不能在网上撤回了。想不办了，请打 12348 或者找承办人。"))
        return redirect("intake:status")
    if request.method == "POST":
        try:
            services.withdraw(application, note=request.POST.get("reason", "").replace("\x00", "")[:1000])
        except (TransitionNotAllowed, PermissionDenied):
            messages.error(request, _("您的申请刚刚有了变化，没有撤回。请看看现在的情况。"))
        else:
            messages.success(request, _("已经撤回。改了主意，明天结束以前可以在这里恢复。"))
        return redirect("intake:status")
    return render(request, "intake/withdraw.html", {"application": application})


@require_POST
@owning
def undo(request, application, own):
    if own.withdrawn_at:
        return together.come_back(request, application, own)
    if not stages.may_undo(application):
        messages.error(request, _("现在不能恢复了。还想办，请重新交一份，或者打 12348。"))
        return redirect("intake:status")
    try:
        services.undo_withdrawal(application)
    except (TransitionNotAllowed, PermissionDenied, ValidationError):
        messages.error(request, _("您的申请刚刚有了变化，没有恢复。请看看现在的情况。"))
    else:
        messages.success(request, _("恢复了，接着办。期限没有停过。"))
    return redirect("intake:status")
