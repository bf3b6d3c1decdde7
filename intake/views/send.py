"""Reading everything once more, sending it, and the receipt."""

from contextlib import nullcontext

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from aid import age, paperwork, services, sla
from aid.models import Application, Evidence
from aid.services import places
from aid.workflow import Status
from foundation.content import qr
from intake import guard, masked, stages, summary
from intake.joining import lacks_proof
from intake.payload import to_submission, topic_for
from intake.steps import ROSTER, Walk
from intake.turns import in_turn
from intake.views.joining import agree
from intake.views.mine.office import place_of
from intake.views.papers import places as places_of
from intake.views.prints import authority_of, authority_of_draft
from intake.views.visit import (
    RECEIPT,
    code_address,
    filling,
    near_limit,
    own_of,
    private,
    sent,
)
from intake.views.ways import Way


@private
@filling
def check(request, draft):
    return turn_check(Way(request, draft))


def turn_check(way):
    """The last page, on whichever way."""
    with in_turn() if way.request.method == "POST" else nullcontext():
        return _check(way)


def _check(way):
    request, walk = way.request, Walk(way.draft)
    answers, wrong = walk.complete()
    if wrong:
        return way.to(wrong)
    if lacks_proof(walk):
        return redirect(way.url("join_prove"))
    if "notice" not in way.draft.answers:
        # A draft that began with a rescued page has not seen the notice yet.
        return redirect(way.url("start"))
    form = way.check_form(*sent(request)[:1])
    status = 200
    if request.method == "POST" and form.is_valid():
        problem = way.refusal(form)
        if problem:
            form.add_error(None, problem)
            status = 429
        else:
            if walk.draft.group_id:
                return agree(way, walk, answers)
            application = _send(way, walk, answers, form)
            if application:
                return way.sent(application)
            walk = Walk(walk.draft)  # as it has become meanwhile
            # What the visitor can put right is an answer like any other.
            status = 503 if form.has_error(NON_FIELD_ERRORS, "no_office") else 200
    born = age.born_on(answers["you"]["id_type"], answers["you"]["id_number"])
    papers = list(walk.papers())
    context = {
        "walk": walk,
        "form": form,
        "form_title": _("看一遍，没错就交"),
        "step": walk.total,
        "steps": walk.total,
        "step_name": _("检查"),
        "way": way,
        "back_url": way.step_url(walk.path[-1]),
        "code": way.code,
        "sections": _sections(way, walk),
        "papers": papers,
        "lacking": [place for place in places_of(way, walk, papers) if place.is_without],
        "roster": walk.roster if walk.is_group else None,
        "limit": walk.near_limit(),
        "elsewhere": places.elsewhere(walk.region_code),
        "age_note": stages.age_note(
            age.concern(born, None, sla.today_in_shanghai()), walk.matter, walk.agent_type
        ),
        "is_urgent": walk.is_urgent,
        "carried": guard.carried(request, way.draft.pk),
        **authority_of_draft(way, walk),
    }
    template = "intake/join_check.html" if walk.draft.group_id else "intake/check.html"
    return render(request, template, context, status=status)


def _sections(way, walk):
    found = []
    for page in walk.path:
        form = walk.checked(page)
        answered = [] if page.slug in ("papers", ROSTER) else summary.rows(form)
        if way.is_masked:
            answered = masked.answers(form, answered)
        found.append({"step": page, "url": way.step_url(page), "rows": answered})
    return found


def _send(way, walk, answers, form):
    draft = walk.draft
    if not walk.is_group and walk.roster.joined:
        form.add_error(None, _leads_others(way.step_url(walk.find("who"))))
        return None
    try:
        topic = topic_for(walk.matter, draft.answers.get("topic", ""))
        members = walk.roster.members if walk.is_group else ()
        drafts = walk.roster.joined if walk.is_group else ()
        return way.submit(to_submission(answers, draft, walk.matter, topic, members, drafts), form)
    except services.NoOffice:
        later = _("现在不能在网上提交，写的都存好了。请打 12348，或者过一会儿再交。")
        form.add_error(None, ValidationError(later, code="no_office"))
    except services.GroupChanged:
        form.add_error(None, _("刚刚有工友加入或者退出了。请再看一遍名册，再按一次。"))
    return None


def _leads_others(who_url):
    return format_html(
        '{} <a href="{}?from=check">{}</a>',
        _(
            "有工友扫码加入了您这一份，不能只交您自己的。请在“谁来申请”里选和工友一起，或者请他们先在自己手机上退出。"
        ),
        who_url,
        _("改“谁来申请”"),
    )


@private
def submitted(request):
    """The receipt: the number to keep, and what happens when."""
    application = (
        Application.objects.filter(pk=request.session.get(RECEIPT))
        .select_related("office__region", "region", "first_aid")
        .prefetch_related("claimants", "deadlines", "evidence", "wanted")
        .first()
    )
    if application is None:
        return redirect("intake:track")
    clocks = {clock.kind: clock for clock in application.deadlines.all()}
    # A shared phone may hold this page for long: the secret is shown for as long as the visit is fresh.
    own = own_of(request, application)
    context = {
        "own": own,
        "is_withdrawn": application.status == Status.WITHDRAWN,
        "place": place_of(application.office),
        "qr": own and qr.svg(code_address(request, own), _("扫这个码，看自己的申请")),
        "application": application,
        "accept": clocks.get("accept"),
        "review": clocks.get("review"),
        "age_note": stages.age_note(
            age.concern(application.claimant.born_on, None, application.received_on),
            application.matter,
            application.agent_type,
        ),
        "limit": near_limit(application),
        "elsewhere": places.elsewhere_of(application),
        **authority_of(application, own),
        "first_aid": stages.first_aid(application),
        "to_print": paperwork.offered(application) if own else [],
        "papers": [p for p in application.evidence.all() if p.state != Evidence.State.REJECTED],
    }
    return render(request, "intake/submitted.html", context)
