"""Where an application stands: stages and dates for whoever has the number, the rest for whom it belongs to."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aid import members, paperwork
from aid.acts import By
from aid.choices import REMEDY
from aid.models import Wish
from aid.services import places, serve, word
from aid.services.own import messages_of
from aid.status import OBJECTED_TO, Status
from intake import stages, stages_apart
from intake.views import visit
from intake.views.mine import first_aid, letters, office, together, wishes
from intake.views.visit import came_by, ended, near_limit, own_of, private, status_application

CORRECTION = Wish.Kind.CORRECTION  # a task for the officers, nothing that was asked


@private
def status(request):
    application = status_application(request)
    if application is None:
        return ended(request)
    own = own_of(request, application)
    apart = stages_apart.of(application, own)
    context = {
        "application": application,
        "own": own,
        "came_by": came_by(request, application),
        "stage": apart or stages.stage(application, for_owner=bool(own)),
        "timeline": stages_apart.timeline(application, own),
        "is_refused": application.status == Status.REFUSED or bool(own and apart),
        "limit": near_limit(application),
        "first_aid": stages.first_aid(application, for_owner=bool(own)),
        "remedy": REMEDY,
        "serving": members.serving_of(application, own) if own else application.serving,
        "objection_ends": _objection_ends(application, own),
        "place": office.place_of(application.office),
        "crumbs": [(_("查进度"), "")],
    }
    if own:
        context |= _what_is_theirs(request, application, own)
        if not own.refused_at:
            context["caseworker"] = office.caseworker_of(application, context["place"])
    answer = render(request, "intake/status.html", context)
    if own and context["unread"]:
        word.read_by(application, own)
    return answer


def _objection_ends(application, own):
    """By when an objection is best made; None where there is nothing to object to."""
    if application.status in OBJECTED_TO or (own and members.refusal_of(application, own)):
        return serve.objection_ends(application, own)
    return None


def _sent_by_them(application, own):
    """Their papers; what we sent with a message stands with the message."""
    ours = {one.paper_id for one in application.attachments.all() if one.word_id}
    papers = application.papers_for(own)
    return [paper for paper in papers if paper.pk not in ours or paper.added_by == By.APPLICANT]


def _what_is_theirs(request, application, own):
    acts = set(stages.own_actions(application))
    offers = wishes.offered(application, own)
    return {
        # Where it was is nothing for an employer who knows the telephone.
        "elsewhere": places.elsewhere_of(application),
        "papers": _sent_by_them(application, own),
        "group": together.of(request, application, own),
        "letters": letters.theirs(application, own),
        "to_print": paperwork.offered(application),
        "exchange": word.thread(application, own),
        "unread": word.unread(application, own),
        "wanted": application.wanted.all(),
        "wishes": [
            wish
            for wish in application.wishes.all()
            if wish.claimant_id == own.pk and wish.kind not in (CORRECTION, Wish.Kind.MESSAGE)
        ],
        "offers": offers,
        "may_object": any(offer.kind == Wish.Kind.OBJECTION for offer in offers),
        "messages_sent": messages_of(application, own),
        "may_ask_first_aid": first_aid.may_ask(application, own),
        "may_correct": "correct" in acts,
        "may_withdraw": "withdraw" in acts,
        "may_undo": stages.may_undo(application),
        "may_add": bool({"add_supplement", "add_evidence"} & acts),
    }


@require_POST
@private
def close(request):
    """看完了，关上: the phone may be somebody else's."""
    visit.close(request)
    return redirect("intake:track")
