"""保存期限: what is kept how long by which rule, what is planned, and what would go tonight."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin.auth import permission_denied
from wagtail.admin.menu import MenuItem

from foundation.retention import kinds, services
from foundation.retention.backoffice.forms import RuleForm
from foundation.retention.kinds import Kind, Plan
from foundation.retention.models import KeepingRule

LISTED = 200  # of each list; the number says how many there are
SEES, SETS = "retention.view_keepingrule", "retention.add_keepingrule"


class RetentionMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(SEES)


@dataclass(frozen=True)
class Row:
    """One kind on a day: its rule, what is planned, and what would go by it."""

    kind: Kind
    rule: KeepingRule | None
    planned: list[KeepingRule]
    plan: Plan | None


def _row(kind, on, user):
    rule = services.in_force(kind.code, on)
    term = rule and rule.term
    planned = list(KeepingRule.objects.planned(kind.code, on).order_by("valid_from"))
    return Row(kind, rule, planned, kind.plan(_at(on), term, user) if term else None)


def _at(on):
    return timezone.now() if on == timezone.localdate() else datetime.combine(on, time(12), UTC)


def _day(request):
    """The day that is asked about; today for none, and for what is no day."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _path(*own):
    home = {"url": reverse("wagtailadmin_home"), "label": _("首页")}
    return [home, {"url": reverse("retention") if own else "", "label": _("保存期限")}, *own]


def _kind(code):
    try:
        return kinds.get(code)
    except KeyError:
        raise Http404 from None


@require_safe
def index(request):
    if not request.user.has_perm(SEES):
        return permission_denied(request)
    on = _day(request)
    context = {
        "page_title": _("保存期限"),
        "header_icon": "history",
        "breadcrumbs_items": _path(),
        "on": on,
        "is_today": on == timezone.localdate(),
        "rows": [_row(kind, on, request.user) for kind in kinds.every()],
    }
    return render(request, "retention/index.html", context)


@require_safe
def kind(request, code):
    if not request.user.has_perm(SEES):
        return permission_denied(request)
    return _page(request, _kind(code))


def _page(request, asked, *, stop_error="", reason=""):
    today = timezone.localdate()
    row = _row(asked, today, request.user)
    planned = [
        (rule, asked.plan(_at(rule.valid_from), rule.term, request.user) if rule.term else None)
        for rule in row.planned
    ]
    context = {
        "page_title": asked.label,
        "header_icon": "history",
        "row": row,
        "planned": planned,
        "history": KeepingRule.objects.of(asked.code).select_related("set_by", "withdrawn_by"),
        "today": today,
        "listed": LISTED,
        "sets": request.user.has_perm(SETS),
        "can_stop": bool(row.plan) and not asked.initial,
        "stop_error": stop_error,
        "reason": reason,
        "breadcrumbs_items": _path({"url": "", "label": asked.label}),
    }
    return render(request, "retention/kind.html", context, status=422 if stop_error else 200)


@require_http_methods(["GET", "POST"])
def add(request, code):
    if not request.user.has_perm(SETS):
        return permission_denied(request)
    asked, today = _kind(code), timezone.localdate()
    rule = KeepingRule(kind=asked.code, valid_from=today + services.NOTICE)
    form = RuleForm(request.POST or None, instance=rule, for_user=request.user)
    if form.is_valid():
        try:
            services.plan_rule(form.instance, actor=request.user, today=today)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("记下了，到那天起用。督导和运维都收到了通知。"))
            return redirect("retention_kind", asked.code)
    context = {"form": form, "kind": asked, "heading": _("定新的期限：%(kind)s") % {"kind": asked.label}}
    return render(request, "retention/add.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request, code):
    if not request.user.has_perm(SETS):
        return permission_denied(request)
    asked, reason = _kind(code), request.POST.get("document", "")
    try:
        services.stop(asked.code, document=reason, actor=request.user, today=timezone.localdate())
    except ValidationError as error:
        return _page(request, asked, stop_error=" ".join(error.messages), reason=reason)
    messages.success(request, _("停了，从现在起不删。"))
    return redirect("retention_kind", asked.code)


@require_POST
def withdraw(request, pk):
    if not request.user.has_perm(SETS):
        return permission_denied(request)
    try:
        rule = services.withdraw(pk, actor=request.user, today=timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("retention")
    messages.success(request, _("撤回了，不会起用。"))
    return redirect("retention_kind", rule.kind)
