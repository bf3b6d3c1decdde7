"""删除要求: the register of who wants their data erased, for supervisors. A dry run first; the act is a POST of its own."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from aid.models import Application, ErasureRequest, Wish
from aid.models.erasure import KEEPERS
from aid.services import erasure as services
from counter.forms_erasure import AskForm, RefuseForm
from counter.views import CounterView, forbidden
from foundation.accounts import scope
from foundation.content.admin_home import WaitingItem

SHOWN = 200


def keeps_any(user):
    held = scope.of(user)
    return held.everything or bool(held.paths(KEEPERS))


class ErasureMenuItem(MenuItem):
    def is_shown(self, request):
        return keeps_any(request.user)


def waiting_items(request):
    """For the panel on the admin's home page."""
    if not keeps_any(request.user):
        return []
    waiting = ErasureRequest.objects.visible_to(request.user).waiting().count()
    return [WaitingItem(label=_("要求删除的"), count=waiting, url=reverse("applications:erasures"))]


class ErasureView(CounterView):
    """Common to all: for supervisors, of what their offices hold."""

    header_icon = "bin"

    def above(self):
        return [{"url": reverse("applications:erasures"), "label": _("删除要求")}]

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not keeps_any(request.user):
            return forbidden(request, _("要求删除的，由督导来办。"))
        return super().dispatch(request, *args, **kwargs)

    def get_request(self, pk):
        found = ErasureRequest.objects.visible_to(self.request.user)
        return get_object_or_404(
            found.select_related("office", "application", "entered_by", "settled_by"), pk=pk
        )


class ErasuresView(ErasureView):
    """What waits, due first; then what was done, the latest first."""

    template_name = "counter/erasures.html"
    page_title = gettext_lazy("删除要求")

    def get(self, request):
        seen = ErasureRequest.objects.visible_to(request.user).select_related("office", "settled_by")
        return self.render_to_response(
            self.get_context_data(
                waiting=seen.waiting().order_by("due_on", "pk"),
                settled=seen.exclude(outcome="").order_by("-settled_at", "-pk")[:SHOWN],
                today=timezone.localdate(),
            )
        )


class AskView(ErasureView):
    """A request for one application: entered, and shown with its dry run."""

    template_name = "counter/erasure_ask.html"
    page_title = gettext_lazy("登记删除要求")

    def get(self, request, pk):
        application = self.get_application(pk)
        if asked := application.erasures.filter(outcome="").first():
            return redirect("applications:erasure", asked.pk)
        return self.show(application, self.form(application))

    def post(self, request, pk):
        application = self.get_application(pk)
        form = self.form(application, request.POST)
        if form.is_valid():
            try:
                asked = services.receive(
                    application, **form.cleaned_data, actor=request.user, at=timezone.now()
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("登记了。请看清楚会删什么，再删。"))
                return redirect("applications:erasure", asked.pk)
        return self.show(application, form, status=422)

    def get_application(self, pk):
        application = get_object_or_404(Application.objects.visible_to(self.request.user), pk=pk)
        if not services.may_erase(self.request.user, application.office):
            raise Http404  # seen for another reason than that they supervise its office
        return application

    def form(self, application, *posted):
        initial = {"received_on": timezone.localdate()}
        if wish := application.wishes.open().filter(kind=Wish.Kind.DELETION).first():
            initial = {"received_on": timezone.localdate(wish.asked_at), "way": ErasureRequest.Way.OWN}
        return AskForm(*posted, is_group=application.claimants.count() > 1, initial=initial)

    def show(self, application, form, status=200):
        context = self.get_context_data(
            application=application,
            form=form,
            survey=services.survey(application),
        )
        return self.render_to_response(context, status=status)


class OneView(ErasureView):
    """One request: what would go, what stays and why; or what became of it."""

    template_name = "counter/erasure.html"
    page_title = gettext_lazy("一条删除要求")

    def get(self, request, pk):
        return self.show(self.get_request(pk), RefuseForm())

    def show(self, asked, form, error="", status=200):
        is_open = not asked.outcome and asked.application
        context = self.get_context_data(
            asked=asked,
            survey=services.survey(asked.application) if is_open else None,
            form=form,
            error=error,
        )
        return self.render_to_response(context, status=status)


class SettleView(OneView):
    """POST: erase, refuse with a reason, or note that the person does not want it any more."""

    def get(self, request, pk):
        return redirect("applications:erasure", pk)

    def post(self, request, pk):
        asked, who = self.get_request(pk), {"actor": request.user, "at": timezone.now()}
        form = RefuseForm(request.POST if "refuse" in request.POST else None)
        try:
            if "erase" in request.POST:
                services.carry_out(asked, **who)
                messages.success(request, _("删了。请当面或打电话告诉本人：不会发短信，发了又留下号码。"))
            elif "take_back" in request.POST:
                services.take_back(asked, **who)
                messages.success(request, _("记下了，不删。"))
            elif form.is_valid():
                services.refuse(asked, form.cleaned_data["reason"], **who)
                messages.success(request, _("记下了，不删。本人同意收短信的，发了短信请他来问。"))
            else:
                return self.show(asked, form, status=422)
        except ValidationError as error:
            return self.show(self.get_request(pk), form, " ".join(error.messages), status=422)
        return redirect("applications:erasure", pk)
