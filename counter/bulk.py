"""Many at once: what is chosen is shown with a verdict for each, done by POST, and what became of each stays to be read."""

import uuid

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.models import Application, BulkRun
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
    assignee = _Assignee(label=gettext_lazy("承办人"), queryset=None, empty_label="—")
    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, name, offices, **kwargs):
        super().__init__(*args, **kwargs)
        if name == "assign":
            fit = User.objects.none()
            for office in offices:
                fit = fit | caseworkers_for(office)
            self.fields["assignee"].queryset = with_load(fit)
            self.fields["reason"].help_text = _("里面有换人的，要写。")
        else:
            del self.fields["assignee"]
            self.fields["reason"].label, self.fields["reason"].required = _("催什么"), True

    def options(self):
        who = self.cleaned_data.get("assignee")
        kept = {"assignee": who.pk} if who else {}
        return {"reason": self.cleaned_data["reason"], "options": kept}


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
        seen, look = (
            Application.objects.visible_to(self.request.user),
            queue.Look(self.request.user, timezone.now()),
        )
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
        rows = [(one, *bulk.act_for(bulk.BULKS[name], one, self.request.user)) for one in applications]
        allowed = [one for one, code, _why in rows if code]
        form = form or HowForm(name=name, offices={one.office for one in allowed})
        context = self.get_context_data(
            rows=sorted(rows, key=lambda row: bool(row[1])),
            allowed=allowed,
            act=name,
            label=bulk.BULKS[name].label,
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
        form = HowForm(self.request.POST, name=name, offices={one.office for one in applications})
        try:
            key = uuid.UUID(self.request.POST["key"])
        except ValueError:
            return redirect("applications:index")
        if form.is_valid():
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
