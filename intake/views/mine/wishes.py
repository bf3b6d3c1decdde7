"""What a worker asks of us besides: an objection, somebody else to do the case, a complaint, a word of how it was."""

from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import members
from aid.acts import TransitionNotAllowed
from aid.models import Wish
from aid.services import serve, wishes
from aid.status import OBJECTED_TO
from aid.workflow import OPEN, Status
from intake import stages, stages_apart
from intake.forms import own as forms
from intake.views.files import take_files
from intake.views.visit import form_key, owning, sent, was_done

Kind = Wish.Kind


_OFTEN = (Kind.COMPLAINT, Kind.MESSAGE)


@dataclass(frozen=True)
class Offer:
    """One thing to ask for. `link`: what the list calls it; `said`: what is said when it is done."""

    kind: Kind
    link: str | Promise
    title: str | Promise
    intro: str | Promise
    said: str | Promise
    form: type


OFFERS = {
    offer.kind: offer
    for offer in (
        Offer(
            Kind.MESSAGE,
            gettext_lazy("给我们留言"),
            gettext_lazy("给我们留言"),
            gettext_lazy("办您这件事的人会看到，在这里回您。急的话打 12348。"),
            gettext_lazy("收到了，会在这里回您。"),
            forms.MessageForm,
        ),
        Offer(
            Kind.OBJECTION,
            gettext_lazy("不同意，提异议"),
            gettext_lazy("不同意这个决定，提异议"),
            gettext_lazy(
                "由司法局审查，不是由作决定的机构自己审查。收到后五日内给您答复。（法律援助法第四十九条）"
            ),
            gettext_lazy("异议收到了，会交给司法局审查。"),
            forms.ObjectionForm,
        ),
        Offer(
            Kind.CHANGE,
            gettext_lazy("想换一位律师"),
            gettext_lazy("想换办您这件事的人"),
            gettext_lazy("他不好好办，您可以要求换。（法律援助法第五十五条）换不换、换谁，都会答复您。"),
            gettext_lazy("收到了，会答复您。"),
            forms.ChangeForm,
        ),
        Offer(
            Kind.COMPLAINT,
            gettext_lazy("投诉、提意见"),
            gettext_lazy("投诉、提意见"),
            gettext_lazy("看到的是机构里管事的人，不是您投诉的人一个人处理。急的话打 12348。"),
            gettext_lazy("收到了，会答复您。"),
            forms.ComplaintForm,
        ),
        Offer(
            Kind.RATING,
            gettext_lazy("说说办得怎么样"),
            gettext_lazy("说说办得怎么样"),
            gettext_lazy("您打几分，不影响给您办事。"),
            gettext_lazy("收到了，谢谢您。"),
            forms.RatingForm,
        ),
        Offer(
            Kind.IDENTITY,
            gettext_lazy("姓名、证件写错了"),
            gettext_lazy("姓名、证件应该怎么写？"),
            gettext_lazy("照证件写。工作人员看过您的证件就改：带到窗口，或者把证件的照片加在材料里。"),
            gettext_lazy("收到了。看过您的证件就改。"),
            forms.IdentityForm,
        ),
        Offer(
            Kind.DELETION,
            gettext_lazy("要求删除我的信息"),
            gettext_lazy("要求删除我的信息"),
            gettext_lazy(
                "能删的会删。申请和案卷按规定要存档，这一部分只存着、不作别的用，会写明理由告诉您。"
            ),
            gettext_lazy("收到了，会答复您删了什么、什么要留、为什么。"),
            forms.DeletionForm,
        ),
    )
}


def offered(application, own):
    """What this worker may ask for now."""
    waiting = {wish.kind for wish in application.wishes.all() if wish.claimant_id == own.pk and wish.is_open}
    open_now = {
        Kind.OBJECTION: application.status in OBJECTED_TO or members.is_refused_apart(application, own),
        Kind.CHANGE: own.refused_at is None
        and bool(getattr(application, "case", None) and application.case.assignee),
        Kind.IDENTITY: application.status in OPEN and own.takes_part,
        Kind.RATING: application.status in (Status.GRANTED, Status.REFUSED, Status.TRANSFERRED_OUT),
    }
    return [
        offer
        for offer in OFFERS.values()
        if open_now.get(offer.kind, True) and (offer.kind not in waiting or offer.kind in _OFTEN)
    ]


@owning
def ask(request, application, own, kind):
    offer = next((offer for offer in offered(application, own) if offer.kind == kind), None)
    if offer is None:
        if kind not in OFFERS:
            raise Http404
        if was_done(request, application):
            messages.success(request, OFFERS[kind].said)
            return redirect("intake:status")
        messages.error(request, _("这件事现在不能提，或者您已经提过。"))
        return redirect("intake:status")
    form = offer.form(*sent(request))
    if request.method == "POST" and form.is_valid() and _asked(request, application, own, offer, form):
        return redirect("intake:status")
    crowded = form.is_bound and "files" in form.fields and form.has_error("files", "crowded")
    context = {
        "form": form,
        "form_title": offer.title,
        "intro": offer.intro,
        "application": application,
        "button": _("交上去"),
        "key": form_key(request) or uuid4().hex,
    }
    if kind == Kind.OBJECTION:
        context["bureau"] = wishes.bureau_of(application.office)
        context["ends"] = serve.objection_ends(application, own)
        context["stage"] = stages_apart.of(application, own) or stages.stage(application)
    return render(request, "intake/ask.html", context, status=429 if crowded else 200)


def _asked(request, application, own, offer, form):
    """Whether it was recorded; else the form says why not."""
    try:
        said = form.cleaned_data
        more = {"proposed": said} if offer.kind == Kind.IDENTITY else {**said}
        if more.pop("files", None):
            more["papers"] = papers = []
            take_files(request, form, lambda paper, _kind: papers.append(paper))
            if form.errors:
                return False  # it goes with its papers, or not yet
        wishes.ask(application, own, offer.kind, key=form_key(request), **more)
    except ValidationError as wrong:
        form.add_error(None, wrong)
        return False
    except (TransitionNotAllowed, PermissionDenied):
        messages.error(request, _("您的申请刚刚有了变化，没有提成。请看看现在的情况。"))
    else:
        messages.success(request, offer.said)
    return True
