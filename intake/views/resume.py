"""Coming back: a page whose session was lost, a draft found again by its code, the code to write down."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from aid import promised
from aid.models import Draft
from foundation.guessing import tries
from foundation.vault.index import blind_index
from intake import forms, masked, throttle
from intake.steps import Walk, merge
from intake.views.answer import must_wait
from intake.views.visit import (
    DRAFT,
    current_draft,
    enter,
    open_status,
    private,
    receipt,
    sent,
    showing,
    where_next,
)

LOST = "aid_lost"  # the draft that holds a page sent after its session was lost


def rescue(request, page):
    """A page came without a session: keep it in a draft of its own, and ask for the code."""
    lost = Draft.start(at=timezone.now(), language=translation.get_language())
    Walk(lost).keep(page, request.POST, done=False)
    request.session[LOST] = str(lost.pk)
    masked.open_numbers(request)  # whoever goes on with it after a pause may be somebody else
    messages.info(request, _("页面放得太久，断开了。刚才这一页写的已经存好，接上就在。"))
    return redirect("intake:resume")


@private
def resume(request):
    """Go on with a draft: code and, once a phone was given, its last four digits."""
    form = forms.ResumeForm(*sent(request)[:1])
    lost = Draft.objects.live(timezone.now()).filter(pk=request.session.get(LOST) or None).first()
    if request.method == "POST":
        if "anew" in request.POST and lost:
            return _begin_with(request, lost)
        if form.is_valid():
            found = find_draft(request, form)
            if found:
                return go_on(request, found, lost)
    draft = current_draft(request)
    context = {
        "form": form,
        "form_title": _("接着填"),
        "button": _("接着填"),
        "lost": lost,
        "days": promised.days(promised.DRAFT),
        "go_on_url": where_next(draft) if draft and not draft.application_id else "",
    }
    return render(request, "intake/resume.html", context)


def find_draft(request, form):
    """The draft of the code and the tail in a valid form; None when the form says what is wrong.

    The answer is the same for a code that nobody has and for a wrong tail.
    """
    code, tail = form.cleaned_data["code"], form.cleaned_data["tail"]
    number = Draft.index_of(code)  # each code waits for itself: workmates share the line
    if must_wait(request, form, throttle.DRAFT, number):
        return None
    draft = Draft.objects.live(timezone.now()).filter(code_index=number, desk__isnull=True).first()
    right = constant_time_compare(
        draft.phone_tail_index if draft else "", blind_index(tail, "phone_tail") if tail else ""
    )
    # Before a phone was given the code alone opens the draft, whatever was written as the tail.
    if draft and (right or not draft.phone_tail_index):
        tries.succeeded(request, throttle.DRAFT, number)
        return draft
    tries.failed(request, throttle.DRAFT, number)
    form.add_error(None, _("续填码或者手机后四位不对。再看一遍；想不起来就重新填，或者打 12348。"))
    return None


def go_on(request, draft, lost=None):
    enter(request, draft)
    request.session.pop(LOST, None)
    if draft.application_id:
        open_status(request, draft.application)
        return receipt(request, draft.application, draft.claimant)
    taken = merge(lost, draft) if lost and lost.pk != draft.pk else None
    if taken:
        return redirect("intake:step", slug=taken.slug)
    return redirect(where_next(draft))


def _begin_with(request, lost):
    """No code at hand: the kept page becomes the beginning of a new draft."""
    request.session[DRAFT] = str(lost.pk)
    request.session.pop(LOST, None)
    return redirect("intake:start")


@private
@showing
def saved(request):
    """The code to write down or print, and how to come back."""
    draft = current_draft(request)
    if draft is None or draft.application_id:
        return redirect("intake:resume")
    context = {
        "draft": draft,
        "needs_tail": bool(draft.phone_tail_index),
        "next_url": where_next(draft),
    }
    return render(request, "intake/saved.html", context)
