"""The pages of the application form: the notice, then one matter a page. Sent, kept, and on to the next."""

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import get_callable
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from aid import services, sla
from aid.models import Draft
from aid.services.places import elsewhere
from foundation.regions.models import Region
from intake import forms, masked, notice, throttle
from intake.forms.matter import pages_for
from intake.joining import MEMBERS, lacks_proof
from intake.pages import STEPS, URGENT
from intake.steps import CHECK, ROSTER, SLUGS, Walk
from intake.views.files import take_files
from intake.views.papers import places
from intake.views.resume import rescue
from intake.views.roster import roster
from intake.views.visit import current_draft, enter, private, receipt, sent, where_next
from intake.views.ways import Way
from laws.models import Topic


@private
def start(request):
    """The notice and the consents; from here on everything is kept."""
    form = forms.StartForm(*sent(request)[:1])
    draft = current_draft(request)
    unsent = draft if draft and not draft.application_id else None
    status = 200
    if request.method == "POST" and form.is_valid():
        if unsent or throttle.may(request, "draft"):
            return _begin(request, unsent, form)
        form.add_error(None, throttle.CROWDED)
        status = 429
    topic = Topic.objects.by_code(request.GET.get("topic", ""))
    known = unsent or Draft(answers={"pages": pages_for(topic.apply_matter) if topic else {}})
    context = {
        "region": Walk(unsent).region_code if unsent else "",
        "topic": topic,
        "form": form,
        "form_title": _("申请法律援助"),
        "points": notice.points(),
        "step": 1,
        "steps": Walk(known).total,
        "go_on_url": where_next(unsent) if unsent and unsent.answers.keys() >= {"notice", "pages"} else "",
        "button": _("同意，开始填"),
    }
    return render(request, "intake/start.html", context, status=status)


def _begin(request, unsent, form):
    draft = unsent or Draft.start(at=timezone.now(), language=translation.get_language())
    with services.change_draft(draft) as draft:
        draft.answers |= {"notice": notice.version(), "consents": notice.CONSENTS, **_carried(request)}
        topic = Topic.objects.by_code(request.GET.get("topic", ""))
        if topic and not Walk(draft).matter:
            draft.answers["topic"] = topic.code
            draft.answers["pages"] = {**draft.answers.get("pages", {}), **pages_for(topic.apply_matter)}
    was_masked = unsent is not None and masked.is_masked(request)
    enter(request, draft, is_own_phone=form.cleaned_data["own_phone"])
    if was_masked:
        masked.hide_numbers(request)  # agreeing once more is no proof of who it is
    return redirect(where_next(draft))


def _carried(request):
    """What the page before knew: the place. Codes only."""
    code = request.GET.get("region", "")
    region = (
        Region.objects.by_code(code, sla.today_in_shanghai()) if code.isdigit() and len(code) == 6 else None
    )
    return {"place": region.full_name} if region else {}


@csrf_exempt  # checked inside, so that a page sent without cookies is not thrown away
@private
def step(request, slug):
    if slug not in SLUGS:
        raise Http404
    draft = current_draft(request)
    walk = Walk(draft or Draft())
    page = walk.find(slug) or next(step for step in (*STEPS, *MEMBERS) if step.slug == slug)
    if request.method == "POST":
        refused = CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {})
        # Without a word in it: the line dropped while it was being sent.
        if refused is not None and (draft or not request.POST or not _from_our_page(request)):
            return get_callable(settings.CSRF_FAILURE_VIEW)(request)
        if draft is None:
            return rescue(request, page) if throttle.may(request, "draft") else _crowded(request, page)
    if draft is None:
        return redirect("intake:resume")
    if draft.application_id:
        return receipt(request, draft.application, draft.claimant)
    if "notice" not in draft.answers and request.method == "GET":
        return redirect("intake:start")  # nothing is asked of whoever has not agreed
    return turn(Way(request, draft), walk, page)


def turn(way, walk, page):
    """One page of the form, on whichever way: shown, or kept when it was sent; not before those before it."""
    undone = walk.first_undone()
    path = walk.path
    is_off_the_way = page.slug == URGENT and walk.matter and not walk.draft.group_id
    if not is_off_the_way and (page not in path or (undone and path.index(page) > path.index(undone))):
        return way.to(undone)
    if page.slug != "you" and lacks_proof(walk):
        return redirect(way.url("join_prove"))
    if page.slug == ROSTER:
        if way.is_masked:
            return masked.ask_code(way.request)
        return roster(way, walk, page)
    if way.request.method == "POST":
        return _take(way, walk, page)
    return _show(way, walk, page, walk.form(page))


def _take(way, walk, page):
    """A page was sent: keep it as typed, then go on or show what is wrong."""
    request = way.request
    if page.slug == "papers" and (removed := request.POST.get("remove")):
        services.remove_paper(walk.draft, removed)
        return way.to(page)
    typed = masked.keep_hidden(walk, page, request.POST) if way.is_masked else request.POST
    form = walk.form(page, typed, request.FILES)
    valid = form.is_valid()
    added = 0
    if page.slug == "papers" and valid:
        added = take_files(
            request, form, lambda checked, kind: services.add_paper(walk.draft, checked, kind=kind)
        )
        valid = form.is_valid()
    walk.keep(page, typed, done=valid)
    if not valid:
        return _show(way, walk, page, form, status=429 if form.has_error("files", "crowded") else 200)
    if added and "stay" in request.POST:
        return way.to(page)
    if page.slug == "matter" and walk.is_unsure:
        return way.unsure()
    following, undone = walk.after(page) if page in walk.path else None, walk.first_undone()
    if page.slug == URGENT:
        return way.to(undone)
    if request.GET.get("from") == CHECK and undone:
        # What was changed may ask for more; then back to the check.
        return redirect(way.step_url(undone) + "?from=check")
    return way.to(undone if request.GET.get("from") == CHECK else following or undone)


def _show(way, walk, page, form, status=200):
    on_the_way = page in walk.path
    before = walk.before(page) if on_the_way else walk.first_undone() if walk.matter else None
    papers = walk.papers() if page.slug == "papers" else None
    context = {
        "walk": walk,
        "form": masked.hide(walk, page, form) if way.is_masked else form,
        "form_title": page.heading,
        "intro": page.intro,
        "why": page.why,
        # It is opened from any page, near the end as well: no number there, as progress never goes back.
        "step": None if page.slug == URGENT else walk.number(page) if on_the_way else 2,
        "steps": walk.total,
        "step_name": page.name,
        "back_url": way.step_url(before)
        if before
        else way.url("start" if on_the_way or not walk.matter else "check"),
        "way": way,
        "code": way.code,
        "papers": papers,
        "places": places(way, walk, papers) if page.slug == "papers" else None,
        "limit": walk.near_limit(page),
        # Said right after the place was.
        "elsewhere": elsewhere(walk.region_code) if before and before.slug == "place" else None,
        "urgent_url": way.url("step", URGENT)
        if walk.matter and not walk.draft.group_id and not walk.is_urgent and page.slug != URGENT
        else "",
    }
    if way.request.GET.get("from") == CHECK:
        context["back_url"] = way.url("check")
    return render(
        way.request, ["intake/step_" + page.slug + ".html", "intake/step.html"], context, status=status
    )


def _from_our_page(request):
    """A page of ours sent without its cookies, not a form on somebody else's site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _crowded(request, page):
    """Too many drafts from one line: the page as it was sent, to be sent again later."""
    form = page.form(request.POST)
    form.add_error(None, throttle.CROWDED)
    return _show(Way(request, Draft()), Walk(Draft()), page, form, status=429)
