"""Not wanting it any more: asked once more, then done."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

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
            messages.success(request, _("已经撤回。以后还想申请，随时可以重新交。"))
        return redirect("intake:status")
    return render(request, "intake/withdraw.html", {"application": application})
