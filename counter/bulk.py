"""Many at once: what is chosen is shown with a verdict for each, done by POST, and what became of each stays to be read."""

import uuid
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.models import Application, BulkRun, ReadyText
from aid.models.word import check_places
from aid.services import word
from aid.services.reviewer import reviewers_for
from aid.sla import today_in_shanghai
from casework import bulk, tasks
from casework.services import caseworkers_for
from counter import queue
from counter.filters import ApplicationFilterSet
from counter.forms_case import with_load
from counter.views import CounterView, forbidden
from foundation.accounts import scope
from foundation.accounts.models import User


def may(user):
    held = scope.of(user)
    return held.everything or any(held.holds(role) for role in bulk.ROLES)


class _Assignee(forms.ModelChoiceField):
    def label_from_instance(self, user):
        return _("%(name)s · 手上 %(load)d 件") % {"name": user, "load": user.load}


class HowForm(forms.Form):
    """How it is done to all of them: a form for each of casework.bulk.BULKS."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        self.offices = offices

    def anybody(self, fit_for):
        """Whoever fits one of the offices; whether they fit the one of a row is said there."""
        found = User.objects.none()
        for office in self.offices:
            found = found | fit_for(office)
        return found

    def options(self):
        named = ((name, self.cleaned_data.get(name)) for name in ("assignee", "reviewer"))
        return {
            "reason": self.cleaned_data["reason"],
            "options": {name: who.pk for name, who in named if who},
        }


class AssignForm(HowForm):
    assignee = _Assignee(label=gettext_lazy("承办人"), queryset=None, empty_label="—")
    field_order = ("assignee", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = with_load(self.anybody(caseworkers_for))
        self.fields["reason"].help_text = _("里面有换人的，要写。")


class RemindForm(HowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label, self.fields["reason"].required = _("催什么"), True


class ReviewerForm(HowForm):
    reviewer = forms.ModelChoiceField(label=gettext_lazy("审查员"), queryset=None, empty_label="—")
    field_order = ("reviewer", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = self.anybody(reviewers_for)


class MessageForm(HowForm):
    """Ready words, typed words, or both: what each reads is shown before it is sent."""

    ready = forms.ModelChoiceField(
        label=gettext_lazy("常用的话"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("不用"),
        help_text=gettext_lazy("选了就写在最前面。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("要说的"),
        max_length=word.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("申请人看得到。{编号}、{案号}、{机构}、{电话}会换成每一件自己的。"),
    )
    field_order = ("ready", "reason")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ready"].queryset = ReadyText.objects.in_force(today_in_shanghai())

    def clean(self):
        ready = self.cleaned_data.get("ready")
        whole = "\n".join(
            filter(None, [ready and ready.text, self.cleaned_data.get("reason", "").strip()])
        ).replace("\r\n", "\n")
        if not whole and not self.errors:
            raise ValidationError({"reason": _("写下要说的，或者选一段常用的话。")})
        if len(whole) > word.LONGEST:
            raise ValidationError({"reason": _("最多 %(most)d 个字。") % {"most": word.LONGEST}})
        try:
            check_places(whole)
        except ValidationError as error:
            raise ValidationError({"reason": error.messages}) from error
        return {**self.cleaned_data, "whole": whole}

    def options(self):
        return {"reason": self.cleaned_data["whole"], "options": {}}


FORMS = {"assign": AssignForm, "remind": RemindForm, "reviewer": ReviewerForm, "message": MessageForm}


@dataclass
class Row:
    """One of the preview. `code`: of the act that it comes to, "" with `why` not. `said`: what its person would read."""

    application: Application
    code: str
    why: str
    said: str = ""


class BulkView(CounterView):
    """POST of the chosen rows: what would become of each. POST with `key`: do it."""

    template_name = "counter/bulk.html"
    page_title = gettext_lazy("成批办理")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may(request.user):
            return forbidden(request, _("成批办理，由指派员和督导来做。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return redirect("applications:index")

    def post(self, request):
        name = request.POST.get("act", "")
        if name not in bulk.BULKS:
            name = next(iter(bulk.BULKS))
        if "key" not in request.POST:
            return self.preview(name, self.chosen())
        return self.do(name)

    def chosen(self):
        """The applications whose boxes are ticked, or those of the list as it is filtered; so many as one run takes."""
        seen, look = Application.objects.visible_to(self.request.user), queue.look_of(self.request)
        if "all" in self.request.POST:
            asked = QueryDict(self.request.POST.get("query", ""))
            filters = ApplicationFilterSet(asked, queryset=seen, request=self.request)
            view = queue.VIEWS.get(asked.get("show", ""), queue.VIEWS[queue.OFFICE])
            found = queue.seen_in(view, filters.qs if filters.is_valid() else seen.none(), look)
        else:
            numbers = [int(pk) for pk in self.request.POST.getlist("pk") if pk.isascii() and pk.isdigit()]
            found = seen.filter(pk__in=[pk for pk in numbers if pk < 2**63]).order_by("pk")
        return list(self.read(found)[: bulk.MOST])

    def read(self, applications):
        """With all that a verdict on each asks."""
        along = applications.select_related("office", "case", "topic").with_acts_of(self.request.user)
        return along.prefetch_related("claimants", "case__assignments__assignee")

    def preview(self, name, applications, form=None, status=200):
        rows = [Row(one, *bulk.act_for(bulk.BULKS[name], one, self.request.user)) for one in applications]
        whole = form.cleaned_data.get("whole", "") if form and form.is_bound and form.is_valid() else ""
        for row in rows:
            _say(row, whole)
        allowed = [row.application for row in rows if row.code]
        form = form or FORMS[name](offices={one.office for one in allowed})
        context = self.get_context_data(
            rows=sorted(rows, key=lambda row: bool(row.code)),
            allowed=allowed,
            act=name,
            label=bulk.BULKS[name].label,
            says=bulk.BULKS[name].says,
            looked=_mark(whole) if whole else "",
            form=form,
            key=self.request.POST.get("key") or uuid.uuid4(),
            most=bulk.MOST,
        )
        return self.render_to_response(context, status=status)

    def do(self, name):
        versions = {}
        for said in self.request.POST.getlist("row"):
            pk, _colon, version = said.partition(":")
            if pk.isascii() and pk.isdigit() and version.isascii() and version.isdigit() and len(said) < 30:
                versions[int(pk)] = int(version)
        seen = Application.objects.visible_to(self.request.user)
        applications = list(self.read(seen.filter(pk__in=[pk for pk in versions if pk < 2**63])))
        form = FORMS[name](self.request.POST, offices={one.office for one in applications})
        try:
            key = uuid.UUID(self.request.POST["key"])
        except ValueError:
            return redirect("applications:index")
        if form.is_valid():
            if bulk.BULKS[name].says and self.request.POST.get("looked") != _mark(form.cleaned_data["whole"]):
                return self.preview(name, applications, form)  # nobody is written to unread
            shown = {one.pk: min(versions[one.pk], 2**31 - 1) for one in applications}
            try:
                run = bulk.begin(name, shown, **form.options(), actor=self.request.user, key=key)
            except ValidationError as error:
                form.add_error(None, error)
            except PermissionDenied:
                return forbidden(self.request, _("这一批是别人的。"))
            else:
                if run.done_at is None and len(shown) > bulk.AT_ONCE:
                    tasks.do_bulk.configure(queueing_lock=f"casework.bulk:{run.pk}").defer(pk=run.pk)
                elif run.done_at is None:
                    bulk.go_on(run)
                return redirect("applications:bulk_run", run.pk)
        return self.preview(name, applications, form, status=422)


def _mark(whole):
    """Of the words that were looked at: the page carries it and not the words a second time."""
    return sha256(whole.encode()).hexdigest()[:32]


def _say(row, whole):
    """What its person reads of `whole`; not done where something is missing for it."""
    if not row.code or not whole:
        return
    try:
        row.said = bulk.said_to(row.application, whole)
    except ValidationError as error:
        row.code, row.why = "", " ".join(error.messages)


class RunView(CounterView):
    """What became of each; while some wait it says how far it is. For whoever asked for it."""

    template_name = "counter/bulk_run.html"
    page_title = gettext_lazy("成批办理的结果")

    def get(self, request, pk):
        run = get_object_or_404(BulkRun, pk=pk, actor=request.user)
        items = bulk.lines(run)
        seen = set(
            Application.objects.visible_to(request.user)
            .filter(pk__in=[item.application_id for item in items])
            .values_list("pk", flat=True)
        )
        counts = {value: sum(item.outcome == value for item in items) for value in bulk.Outcome.values}
        return self.render_to_response(
            self.get_context_data(
                run=run,
                rows=[(item, item.application_id in seen) for item in items],
                label=bulk.BULKS[run.act].label,
                counts=[(label, counts[value]) for value, label in bulk.Outcome.choices if counts[value]],
                total=len(items),
                waits=counts[bulk.Outcome.WAITING],
                through=len(items) - counts[bulk.Outcome.WAITING],
            )
        )
