"""Papers to print, for whoever may see all that was written, or has just written it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from aid import paperwork, services, slots
from aid.choices import AgentType, Matter, PaperKind
from aid.models import Application, Claimant
from foundation.paper import PaperFailed
from intake import throttle
from intake.steps import Walk
from intake.views.visit import filling, owning, private, showing


@owning
def printed(request, application, own, paper):
    return _answer(request, lambda: services.print_paper(application, paper, claimant=own, request=request))


@private
@showing
@filling
def authority(request, draft):
    """授权委托书 before it is sent, so that it can be signed and photographed."""
    walk = Walk(draft)
    if not is_entrusted(walk):
        raise Http404
    application, claimant = unsent(walk)
    return _answer(request, lambda: paperwork.make("authority", application, claimant=claimant))


def is_entrusted(walk):
    return walk.agent_type == AgentType.ENTRUSTED


def unsent(walk):
    """(application, claimant) of what is written so far, as records that are nowhere kept."""
    you, helper = (
        walk.cleaned(page) or {} if (page := walk.find(slug)) else {} for slug in ("you", "helper")
    )
    names = ("helper_relation", "helper_name", "helper_phone")
    application = Application(
        by_other=True,
        agent_type=walk.agent_type,
        matter=walk.matter or Matter.OTHER,
        **{name: helper.get(name, "") for name in names},
    )
    return application, Claimant(
        **{name: you.get(name, "") for name in ("name", "phone", "id_type", "id_number")}
    )


def authority_of_draft(way, walk):
    """What the check page says of what still shows that somebody may apply for the person."""
    if not walk.agent_type or walk.papers().filter(kind=PaperKind.AUTHORITY).exists():
        return {}
    return {
        "authority_missing": True,
        "print_url": way.print_url if is_entrusted(walk) else "",
        "authority_url": way.url("paper", slots.number_of(PaperKind.AUTHORITY)),
    }


def authority_of(application, own):
    """The same for the receipt. `own`: the worker whose papers this visit may print, or None."""
    if not any(paper.kind == PaperKind.AUTHORITY and paper.is_task for paper in application.wanted.all()):
        return {}
    may_print = own and application.agent_type == AgentType.ENTRUSTED
    return {
        "authority_missing": True,
        "print_url": reverse("intake:print", args=["authority"]) if may_print else "",
        "authority_url": reverse("intake:add_papers"),
    }


def _answer(request, make):
    if not throttle.may(request, "print"):
        return _not_now(request)
    try:
        made = make()
    except KeyError:
        raise Http404 from None
    except PaperFailed:
        return _not_now(request)
    return pdf(made)


def pdf(made):
    """An answer with what `aid.paperwork.make` made."""
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    return response


def _not_now(request):
    return render(request, "intake/no_paper.html", status=503)
