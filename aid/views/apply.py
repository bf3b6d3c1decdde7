"""The application form: notice, eight pages, check, receipt. A page is sent, kept, and leads to the next."""

import time

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.urls import get_callable, reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from aid import age, files, forms, notice, services, sla, stages, summary, throttle
from aid.models import Application, Draft, Evidence
from aid.steps import BY_SLUG, CHECK, STEPS, TOTAL, Walk, merge, to_submission
from aid.views.common import DRAFT, RECEIPT, STATUS, current_draft, near_limit, open_status, private, sent
from foundation.regions.models import Region
from foundation.vault.index import blind_index

LOST = "aid_lost"  # the draft that holds a page sent after its session was lost
TOO_QUICK = 1.0  # seconds; nobody reads the check page faster
CROWDED = gettext_lazy("这个网络里现在用的人太多了。写的还在，请过一会儿再按一次，或者打 12348。")


@private
def start(request):
    """The notice and the consents; from here on everything is kept."""
    form = forms.StartForm(*sent(request)[:1])
    draft = current_draft(request)
    unsent = draft if draft and not draft.application_id else None
    status = 200
    if request.method == "POST" and form.is_valid():
        if unsent or throttle.may(request, "draft"):
            return _begin(request, unsent)
        form.add_error(None, CROWDED)
        status = 429
    topic = request.GET.get("topic", "")
    context = {
        "form": form,
        "form_title": _("申请法律援助：要回工钱"),
        "points": notice.POINTS,
        "step": 1,
        "steps": TOTAL,
        "go_on_url": _where_next(unsent) if unsent and unsent.answers.get("pages") else "",
        "other_topic": topic not in ("", "wages", "unsure"),
        "button": _("同意，开始填"),
    }
    return render(request, "aid/start.html", context, status=status)


def _begin(request, unsent):
    draft = unsent or Draft.start(at=timezone.now(), language=translation.get_language())
    with services.change_draft(draft) as draft:
        draft.answers |= {"notice": notice.VERSION, "consents": notice.CONSENTS, **_carried(request)}
    # Whoever had this session before, on a shared phone, is out, and what they looked at is closed.
    request.session.cycle_key()
    for name in (RECEIPT, STATUS):
        request.session.pop(name, None)
    request.session[DRAFT] = str(draft.pk)
    return redirect(_where_next(draft))


def _where_next(draft):
    undone = Walk(draft).first_undone()
    return reverse("aid:step", args=[undone.slug]) if undone else reverse("aid:check")


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
    page = BY_SLUG.get(slug)
    if page is None:
        raise Http404
    draft = current_draft(request)
    if request.method == "POST":
        refused = CsrfViewMiddleware(lambda _request: None).process_view(request, None, (), {})
        if refused is not None and (draft or not _from_our_page(request)):
            return get_callable(settings.CSRF_FAILURE_VIEW)(request)
        if draft is None:
            return _rescue(request, page)
    if draft is None:
        return redirect("aid:resume")
    if draft.application_id:
        return _receipt(request, draft.application)
    walk = Walk(draft)
    undone = walk.first_undone()
    if undone and STEPS.index(page) > STEPS.index(undone):
        return redirect("aid:step", slug=undone.slug)
    if request.method == "POST":
        return _take(request, walk, page)
    return _show(request, walk, page, walk.form(page))


def _take(request, walk, page):
    """A page was sent: keep it as typed, then go on or show what is wrong."""
    if page.slug == "papers" and (removed := request.POST.get("remove")):
        services.remove_paper(walk.draft, removed)
        return redirect("aid:step", slug=page.slug)
    form = walk.form(page, request.POST, request.FILES)
    valid = form.is_valid()
    added = 0
    if page.slug == "papers" and valid:
        added = take_files(
            request, form, lambda checked, kind: services.add_paper(walk.draft, checked, kind=kind)
        )
        valid = form.is_valid()
    walk.keep(page, request.POST, done=valid)
    if not valid:
        return _show(request, walk, page, form, status=429 if form.has_error("files", "crowded") else 200)
    if added and "stay" in request.POST:
        return redirect("aid:step", slug=page.slug)
    following = walk.after(page)
    undone = walk.first_undone()
    if undone is None and (request.GET.get("from") == CHECK or following is None):
        return redirect("aid:check")
    return redirect("aid:step", slug=(following or undone).slug)


def take_files(request, form, keep):
    """Check and keep each file of a valid form; what is wrong with one is said, the others are kept.

    Returns how many. An address that sends without end gets the error "crowded".
    """
    uploads = form.cleaned_data["files"]
    if uploads and not throttle.may(request, "upload", 1 + sum(u.size for u in uploads) // 1_000_000):
        form.add_error("files", ValidationError(CROWDED, code="crowded"))
        return 0
    added = 0
    for upload in uploads:
        try:
            if added == files.MAX_FILES:
                raise files.too_many()
            keep(files.check(upload), form.cleaned_data.get("kind") or "other")
            added += 1
        except ValidationError as wrong:
            form.add_error("files", wrong)
            if wrong.code == "too_many":
                break
    return added


def _show(request, walk, page, form, status=200):
    before = walk.before(page)
    context = {
        "walk": walk,
        "form": form,
        "form_title": page.heading,
        "intro": page.intro,
        "why": page.why,
        "step": walk.number(page),
        "steps": TOTAL,
        "step_name": page.name,
        "back_url": reverse("aid:step", args=[before.slug]) if before else reverse("aid:start"),
        "code": walk.draft.resume_code,
        "papers": walk.papers() if page.slug == "papers" else None,
        "limit": walk.near_limit() if STEPS.index(page) > STEPS.index(BY_SLUG["owed"]) else None,
    }
    if request.GET.get("from") == CHECK:
        context["back_url"] = reverse("aid:check")
    return render(request, ["aid/step_" + page.slug + ".html", "aid/step.html"], context, status=status)


# --- a lost session -----------------------------------------------------------------------------------
def _from_our_page(request):
    """A page of ours sent without its cookies, not a form on somebody else's site."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin == f"{request.scheme}://{request.get_host()}"


def _rescue(request, page):
    """A page came without a session: keep it in a draft of its own, and ask for the code."""
    if not throttle.may(request, "draft"):
        form = page.form(request.POST)
        form.add_error(None, CROWDED)
        return _show(request, Walk(Draft()), page, form, status=429)
    lost = Draft.start(at=timezone.now(), language=translation.get_language())
    Walk(lost).keep(page, request.POST, done=False)
    request.session[LOST] = str(lost.pk)
    messages.info(request, _("页面放得太久，断开了。刚才这一页写的已经存好，接上就在。"))
    return redirect("aid:resume")


@private
def resume(request):
    """Go on with a draft: code and, once a phone was given, its last four digits."""
    form = forms.ResumeForm(*sent(request)[:1])
    lost = Draft.objects.live(timezone.now()).filter(pk=request.session.get(LOST) or None).first()
    if request.method == "POST":
        if "anew" in request.POST and lost:
            return _begin_with(request, lost)
        if form.is_valid():
            found = _find_draft(request, form)
            if found:
                return _go_on(request, found, lost)
    draft = current_draft(request)
    context = {
        "form": form,
        "form_title": _("接着填"),
        "button": _("接着填"),
        "lost": lost,
        "go_on_url": _where_next(draft) if draft and not draft.application_id else "",
    }
    return render(request, "aid/resume.html", context)


def _find_draft(request, form):
    code, tail = form.cleaned_data["code"], form.cleaned_data["tail"]
    number = Draft.index_of(code)  # each code waits for itself: workmates share the line
    wait = _seconds_to_wait(request, number)
    if wait:
        form.add_error(None, _("试得太快了，请等 %(seconds)s 秒再试。") % {"seconds": wait})
        return None
    draft = Draft.objects.live(timezone.now()).filter(code_index=number).first()
    right = constant_time_compare(
        draft.phone_tail_index if draft else "", blind_index(tail, "phone_tail") if tail else ""
    )
    # Before a phone was given the code alone opens the draft, whatever was written as the tail.
    if draft and (right or not draft.phone_tail_index):
        throttle.succeeded(request, number)
        return draft
    throttle.failed(request, number)
    form.add_error(None, _("续填码或者手机后四位不对。再看一遍；想不起来就重新填，或者打 12348。"))
    return None


def _seconds_to_wait(request, number):
    try:
        return throttle.waits(request, number)
    except throttle.CacheDown:
        time.sleep(2)
        return 0


def _go_on(request, draft, lost):
    request.session.cycle_key()
    request.session[DRAFT] = str(draft.pk)
    request.session.pop(LOST, None)
    if draft.application_id:
        return _receipt(request, draft.application)
    taken = merge(lost, draft) if lost and lost.pk != draft.pk else None
    if taken:
        return redirect("aid:step", slug=taken.slug)
    return redirect(_where_next(draft))


def _begin_with(request, lost):
    """No code at hand: the kept page becomes the beginning of a new draft."""
    request.session[DRAFT] = str(lost.pk)
    request.session.pop(LOST, None)
    return redirect("aid:start")


@private
def saved(request):
    """The code to write down or print, and how to come back."""
    draft = current_draft(request)
    if draft is None or draft.application_id:
        return redirect("aid:resume")
    context = {
        "draft": draft,
        "needs_tail": bool(draft.phone_tail_index),
        "next_url": _where_next(draft),
    }
    return render(request, "aid/saved.html", context)


# --- check and send -----------------------------------------------------------------------------------
@private
def check(request):
    draft = current_draft(request)
    if draft is None:
        return redirect("aid:resume")
    if draft.application_id:
        return _receipt(request, draft.application)
    walk = Walk(draft)
    answers, wrong = walk.complete()
    if wrong:
        return redirect("aid:step", slug=wrong.slug)
    if "notice" not in draft.answers:
        # A draft that began with a rescued page has not seen the notice yet.
        return redirect("aid:start")
    form = forms.CheckForm(*sent(request)[:1])
    status = 200
    if request.method == "POST" and form.is_valid():
        problem = _suspicious(request, form)
        if problem:
            form.add_error(None, problem)
            status = 429
        else:
            application = _send(walk, answers, form)
            if application:
                return _receipt(request, application)
            status = 503
    born = age.born_on(answers["you"]["id_type"], answers["you"]["id_number"])
    context = {
        "form": form,
        "form_title": _("看一遍，没错就交"),
        "step": TOTAL,
        "steps": TOTAL,
        "step_name": _("检查"),
        "back_url": reverse("aid:step", args=[STEPS[-1].slug]),
        "code": draft.resume_code,
        "sections": _sections(walk),
        "papers": walk.papers(),
        "limit": walk.near_limit(),
        "age_note": stages.age_note(age.concern(born, None, sla.today_in_shanghai())),
        "shown_at": signing.dumps(time.time(), salt="aid.check"),
    }
    return render(request, "aid/check.html", context, status=status)


def _sections(walk):
    found = []
    for page in STEPS:
        form = page.form(walk.typed(page))
        form.is_valid()
        answered = [] if page.slug == "papers" else summary.rows(form)
        found.append({"step": page, "url": reverse("aid:step", args=[page.slug]), "rows": answered})
    return found


def _suspicious(request, form):
    """What to say to somebody who sends like a program; '' for everybody else."""
    if form.cleaned_data["website"]:
        return _("没有交成功。请把最后一格清空，再按一次“提交申请”。")
    if not throttle.may(request, "submit", weight=5 if _too_quick(request) else 1):
        return CROWDED
    return ""


def _too_quick(request):
    try:
        return time.time() - signing.loads(request.POST.get("shown_at", ""), salt="aid.check") < TOO_QUICK
    except (signing.BadSignature, TypeError):
        return True


def _send(walk, answers, form):
    draft = walk.draft
    try:
        return services.submit(
            to_submission(answers, draft),
            key=draft.idempotency_key,
            draft=draft,
            language=translation.get_language(),
        )
    except services.NoOffice:
        form.add_error(None, _("现在不能在网上提交，写的都存好了。请打 12348，或者过一会儿再交。"))
        return None


def _receipt(request, application):
    request.session[RECEIPT] = application.pk
    open_status(request, application)
    return redirect("aid:submitted")


@private
def submitted(request):
    """The receipt: the number to keep, and what happens when."""
    application = (
        Application.objects.filter(pk=request.session.get(RECEIPT))
        .select_related("office__region")
        .prefetch_related("claimants", "deadlines", "evidence")
        .first()
    )
    if application is None:
        return redirect("aid:track")
    clocks = {clock.kind: clock for clock in application.deadlines.all()}
    context = {
        "application": application,
        "accept": clocks.get("accept"),
        "review": clocks.get("review"),
        "limit": near_limit(application),
        "age_note": stages.age_note(age.concern(application.claimant.born_on, None, application.received_on)),
        "papers": [p for p in application.evidence.all() if p.state != Evidence.State.REJECTED],
    }
    return render(request, "aid/submitted.html", context)
