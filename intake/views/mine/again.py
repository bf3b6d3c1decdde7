"""Once more: a new form that begins with what this worker wrote before, every page to be confirmed."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aid.models import Draft
from intake import own as reading
from intake import throttle
from intake.views.visit import enter, owning


@require_POST
@owning
def again(request, application, own):
    if not throttle.may(request, "draft"):
        return redirect("intake:status")
    pages = reading.as_draft_pages(application, own, whole=request.POST.get("what") == "same")
    draft = Draft.start(at=timezone.now(), language=translation.get_language(), answers={"pages": pages})
    enter(request, draft)
    messages.info(request, _("上次写的已经填好，一页一页看过，对的就按“继续”。"))
    return redirect("intake:start")
