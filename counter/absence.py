"""不在岗: who is away and who stands in. Everybody says it of themselves, supervisors of whom they supervise."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput

from aid import absence, sla
from counter.views import CounterView
from foundation.accounts.models import User


class _PersonField(forms.ModelChoiceField):
    def label_from_instance(self, user):
        offices = dict.fromkeys(str(one.office) for one in user.memberships.all())
        return " · ".join([str(user), *offices])


class AbsenceForm(forms.Form):
    person = _PersonField(label=gettext_lazy("谁不在"), queryset=None, empty_label="—")
    deputy = _PersonField(
        label=gettext_lazy("谁代"),
        queryset=None,
        empty_label="—",
        help_text=gettext_lazy("在同一个机构或者上级机构做同样的事。代的人用自己的名字办，记在他名下。"),
    )
    since = forms.DateField(label=gettext_lazy("从哪天起"), widget=AdminDateInput)
    until = forms.DateField(label=gettext_lazy("到哪天为止"), widget=AdminDateInput)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        people = absence.people_of(user)
        self.fields["person"].queryset = _with_offices(people)
        near = {*people.values_list("pk", flat=True), *absence.deputies_of(user).values_list("pk", flat=True)}
        self.fields["deputy"].queryset = _with_offices(
            User.objects.filter(pk__in=near).order_by("last_name", "first_name", "pk")
        )
        if len(self.fields["person"].queryset) == 1:
            self.initial["person"] = user.pk


def _with_offices(people):
    return people.prefetch_related("memberships__office")


class AbsencesView(CounterView):
    """Those of today and later, what is past as the history; the form below."""

    template_name = "counter/absences.html"
    page_title = gettext_lazy("不在岗")
    header_icon = "date"

    def get(self, request):
        return self.show(AbsenceForm(user=request.user))

    def post(self, request):
        form = AbsenceForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                absence.announce(**form.cleaned_data, actor=request.user, at=timezone.now())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("记下了。这几天，给他的事和提醒也到代的人那里。"))
                return redirect("applications:absences")
        return self.show(form, status=422)

    def show(self, form, status=200):
        today = sla.today_in_shanghai()
        mine = set(absence.people_of(self.request.user).values_list("pk", flat=True))
        rows = [
            {
                "absence": one,
                "is_in_force": one.is_in_force(today),
                "is_coming": one.ended_on is None and one.since > today,
                "may_end": one.ended_on is None and one.until >= today and one.person_id in mine,
            }
            for one in absence.shown_to(self.request.user)[:200]
        ]
        return self.render_to_response(self.get_context_data(form=form, rows=rows), status=status)


class EndView(AbsencesView):
    def get(self, request, pk):
        return redirect("applications:absences")

    def post(self, request, pk):
        theirs = absence.shown_to(request.user).filter(person__in=absence.people_of(request.user))
        absence.end(get_object_or_404(theirs, pk=pk), actor=request.user, at=timezone.now())
        messages.success(request, _("结束了：从今天起事情又归本人。"))
        return redirect("applications:absences")
