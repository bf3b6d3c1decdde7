"""A workmate joins a group from their own phone: the code, the pages, the agreement."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from aid import services
from aid.inputs import is_mobile
from aid.models import Draft, Group
from aid.references import make_receipt_code
from aid.services import group as groups
from aid.services import one_time
from aid.workflow import UNDECIDED
from foundation.guessing import tries
from foundation.vault import spelling
from foundation.vault.masking import mask_name, mask_phone
from intake import forms, joining, notice, throttle
from intake.steps import Walk
from intake.views.answer import evenly, has_phone
from intake.views.visit import (
    current_draft,
    enter,
    filling,
    private,
    receipt,
    sent,
    showing,
    visit_of,
    where_next,
)
from intake.views.ways import Way

PURPOSE = "join"
# Whoever asks has the code of a group, of which each worker needs one; a building site shares one address.
CODES_AN_HOUR = 120


def join_address(request, group):
    """The whole address that the QR code says; it holds the code and nothing of anybody."""
    return request.build_absolute_uri(reverse("intake:join", args=[group.join_code]))


@private
def join(request, code):
    """Who asks, how many there are; the notice and the consents. From here on everything is kept."""
    group = _open_group(code)
    if group is None:
        raise Http404
    draft = current_draft(request)
    if draft and draft.pk == group.draft_id:
        messages.success(request, _("这就是您自己带头的这一份，不用再加入。"))
        return redirect("intake:step", "roster")
    form = forms.StartForm(*sent(request)[:1])
    status = 200
    if request.method == "POST" and form.is_valid():
        if throttle.may(request, "draft"):
            draft = Draft.start(
                at=timezone.now(),
                language=translation.get_language(),
                group=group,
                answers={"notice": notice.version(), "consents": notice.CONSENTS, "matter": _matter(group)},
            )
            enter(request, draft, is_own_phone=form.cleaned_data["own_phone"])
            return redirect(where_next(draft))
        form.add_error(None, throttle.CROWDED)
        status = 429
    mine = draft if draft and draft.group_id == group.pk and not draft.application_id else None
    context = {
        "form": form,
        "form_title": _("一起申请法律援助"),
        "points": notice.points(),
        "who": _who(group),
        "step": 1,
        "steps": len(joining.MEMBERS) + 2,
        "go_on_url": (reverse("intake:joined") if mine.answers.get("joined") else where_next(mine))
        if mine
        else "",
        "button": _("同意，往下填"),
    }
    return render(request, "intake/join.html", context, status=status)


def _open_group(code):
    """The group of a join code, while somebody may still join."""
    group = (
        Group.objects.filter(code_index=Group.index_of(code)).select_related("draft", "application").first()
    )
    if group is None or (group.application and group.application.status not in UNDECIDED):
        return None
    return group if group.application or group.draft.expires_at > timezone.now() else None


def _matter(group):
    return group.application.matter if group.application else str(Walk(group.draft).matter)


def _who(group):
    """Whoever asks, masked, the site, and how many: no name of anybody else."""
    if group.application:
        first = group.application.claimants.taking_part().filter(is_representative=True).first()
        name, site = (first.name, first.project) if first else ("", "")
        count = group.application.claimants.taking_part().count()
    else:
        walk = Walk(group.draft)
        name = next(iter(walk.said("you", "name")), "")
        site = next(iter(walk.said("place", "project")), "")
        count = len(walk.roster.rows)
    return {"name": mask_name(name), "site": site, "count": count}


@private
@filling
def prove(request, draft):
    """A code to the phone that was named, before anything of it is told or taken: whoever joins is that worker."""
    walk = Walk(draft)
    if not joining.lacks_proof(walk):
        return redirect(where_next(draft))
    way = request.POST.get("way", "") if request.method == "POST" else ""
    form = forms.SmsCodeForm(request.POST if way == "sms" else None)
    if way == "send" and is_mobile(spelling.phone(draft.phone)):
        with evenly():
            one_time.ask(
                draft.phone,
                PURPOSE,
                address=tries.address(request),
                an_hour=CODES_AN_HOUR,
                visit=visit_of(request),
                language=translation.get_language(),
            )
    elif form.is_valid():
        with evenly():
            is_theirs = has_phone(request, form, draft.phone, PURPOSE)
        if is_theirs:
            with services.change_draft(draft) as held:
                held.answers["proved"] = held.phone_index
            return redirect(where_next(held))
    context = {
        "form": form,
        "form_title": _("您的手机在手上吗？"),
        "phone": mask_phone(draft.phone),
        "gets_sms": is_mobile(spelling.phone(draft.phone)),
        "was_asked": bool(way),
        "way": Way(request, draft),
        "step": walk.number(walk.find("you")),
        "steps": walk.total,
    }
    return render(request, "intake/join_prove.html", context)


@private
@showing
@filling
def joined(request, draft):
    """They are in, until it is sent: their codes, and the way out."""
    if not draft.group_id or not draft.answers.get("joined"):
        return redirect("intake:check")
    if request.method == "POST":
        groups.disagree(draft)
        return redirect("intake:check")
    context = {"draft": draft, "receipt_code": draft.answers["joined"]["receipt_code"]}
    return render(request, "intake/joined.html", context)


def agree(way, walk, answers):
    """The last page was sent: into the group, or straight into its application when that was sent before."""
    draft, at = walk.draft, timezone.now()
    kept = draft.answers.get("joined") or {}
    code = kept.get("receipt_code") or make_receipt_code()
    values = joining.values_of(answers)
    if groups.agree(draft, values=values, receipt_code=code, at=at):
        return redirect("intake:joined")
    group = Group.objects.filter(pk=draft.group_id).select_related("application").first()
    if group is None or group.application is None:
        return redirect("intake:start")
    first = group.application.claimants.first()
    facts = joining.facts_of(
        {"at": at.isoformat(), "receipt_code": code, "values": values}, joining.shared_of(first)
    )
    try:
        services.join_group(group.application, facts, draft=draft, key=str(draft.pk))
    except (services.TransitionNotAllowed, PermissionDenied, ValidationError):
        messages.error(
            way.request,
            _("带头的人那一份已经有了决定，或者人满了，您没有加入。写的都在；可以自己申请，或者打 12348。"),
        )
        return redirect("intake:check")
    draft.refresh_from_db()
    return receipt(way.request, group.application, draft.claimant)
