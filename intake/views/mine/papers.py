"""One's own papers: looking at them, and adding what is missing."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from aid import services
from aid.acts import TransitionNotAllowed
from aid.services import arrivals
from aid.services.own import open_paper
from aid.workflow import Status
from intake import forms, stages
from intake.views.files import take_files
from intake.views.pieces import still_coming, with_arrived
from intake.views.visit import form_key, owning


@owning
def paper(request, application, own, pk):
    """The safe copy of a paper, in a page that may do nothing."""
    found = next((paper for paper in application.papers_for(own) if paper.pk == pk), None)
    try:
        if found is None:
            raise PermissionDenied
        content, kind = open_paper(found, own, request=request)
    except PermissionDenied:
        raise Http404 from None
    response = FileResponse(content, content_type=kind)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@owning
def add_papers(request, application, own):
    """Add what is missing, or anything else that helps."""
    supplementing = application.status == Status.SUPPLEMENTING
    wanted = list(application.wanted.all())
    asked = [paper.kind for paper in wanted if paper.is_open] if supplementing else []
    awaited = [paper.kind for paper in wanted if paper.is_awaited]
    form = forms.AddPapersForm(asked=asked, awaited=awaited)
    places = {name: name for name, _kind in form.places}
    if request.method == "POST":
        form = forms.AddPapersForm(*with_arrived(request, application, places), asked=asked, awaited=awaited)
    if request.method == "POST" and form.is_valid():
        checked = []
        take_files(request, form, lambda paper, kind: checked.append((paper, kind)), form.places)
        # One bad file never costs the good ones, nor the words that came with them.
        if (checked or not form.errors) and (done := _add(request, application, own, form, checked)):
            arrivals.forget(form.settled)
            return done
    context = {
        "form": form,
        "form_title": _("补材料") if supplementing else _("加材料"),
        "application": application,
        "stage": stages.stage(application),
        "supplementing": supplementing,
        "wanted": wanted,
        "pieces_url": reverse("intake:own_pieces"),
        "coming": still_coming(application, places),
        "button": _("交上去"),
        "key": form_key(request) or uuid4().hex,
    }
    crowded = form.is_bound and any(form.has_error(name, "crowded") for name, _kind in form.places)
    return render(request, "intake/add_papers.html", context, status=429 if crowded else 200)


def _add(request, application, own, form, checked):
    """Hand in; None when the form says what is wrong. What was not taken is said on the page that follows."""
    refused = [error for name, _kind in form.places for error in form.errors.get(name, [])]
    note, without = form.cleaned_data["note"], form.without
    try:
        moved = services.hand_in(
            application, papers=checked, without=without, claimant=own, note=note, key=form_key(request)
        )
    except ValidationError as wrong:
        # Said field by field, of fields that this form may not have.
        form.add_error(form.places[0][0], wrong.messages)
        return None
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，材料没有交上。请看看现在的情况，有事打 12348。"))
        return redirect("intake:status")
    if refused:
        messages.success(request, _("别的都收到了，只有下面的没有收下："))
        for error in refused:
            messages.error(request, error)
        return redirect("intake:add_papers")
    if moved.status == Status.SUPPLEMENTING:
        messages.success(request, _("收到了，还差别的。有就接着传，没有的写一句为什么。"))
        return redirect("intake:add_papers")
    messages.success(request, _("收到了。办您这件事的人会看到。"))
    return redirect("intake:status")
