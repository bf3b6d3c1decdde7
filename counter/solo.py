"""一个人的机构: where one person may review and grant, since when and why, and what was decided so. For supervisors."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from aid import sla, solo
from counter.views import CounterView, forbidden
from foundation.accounts import scope
from foundation.accounts.models import Role


def may_see(user):
    held = scope.of(user)
    return held.everything or held.holds(Role.SUPERVISOR)


class SupervisorsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_see(request.user)


class SoloForm(forms.Form):
    office = forms.ModelChoiceField(label=gettext_lazy("哪个机构"), queryset=None, empty_label="—")
    until = forms.DateField(
        label=gettext_lazy("到哪天为止"),
        widget=AdminDateInput,
        help_text=gettext_lazy("最长一年，人到齐了就提前结束。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("为什么只有一个人"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = solo.offices_of(user)


class SoloView(CounterView):
    """The report and, below it, the form."""

    template_name = "counter/solo.html"
    page_title = gettext_lazy("一个人的机构")
    header_icon = "user"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not may_see(request.user):
            return forbidden(request, _("一个人的机构，由督导来定。"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(SoloForm(user=request.user))

    def post(self, request):
        form = SoloForm(request.POST, user=request.user)
        if form.is_valid():
            try:
                solo.allow(**form.cleaned_data, actor=request.user, at=timezone.now())
            except ValidationError as error:
                form.add_error(None, error)
            except PermissionDenied:
                return forbidden(request, _("在那里审查、审批的人，不能给自己定。"))
            else:
                messages.success(request, _("定好了，从今天起算。"))
                return redirect("applications:solo")
        return self.show(form, status=422)

    def show(self, form, status=200):
        today = sla.today_in_shanghai()
        settings = [(one, one.is_in_force(today)) for one in solo.shown_to(self.request.user)]
        return self.render_to_response(self.get_context_data(form=form, settings=settings), status=status)


class SoloEndView(SoloView):
    def get(self, request, pk):
        return redirect("applications:solo")

    def post(self, request, pk):
        setting = get_object_or_404(solo.shown_to(request.user), pk=pk)
        solo.end(setting, actor=request.user, at=timezone.now())
        messages.success(request, _("结束了：从今天起要两个人。"))
        return redirect("applications:solo")
