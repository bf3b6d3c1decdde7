"""The officer's screens: the case, and one POST for each act. The queue is in counter.viewsets."""

from functools import wraps

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from aid import acts, services
from aid.models import Application
from aid.policies import application_policy
from counter import case, queue
from foundation.accounts import proof
from foundation.vault.services import record_access


class CounterView(WagtailAdminTemplateMixin, View):
    """Common to all: only for those who hold a role of the counter; others get 403, not a way round."""

    page_title = ""
    header_icon = "clipboard-list"

    def dispatch(self, request, *args, **kwargs):
        if not application_policy.user_has_permission(request.user, "view"):
            return forbidden(request, _("这里是法律援助申请的办理台，您的角色用不到。"))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("首页")},
            {"url": reverse("applications:index"), "label": _("援助申请")},
        ]

    def get_application(self, pk):
        """The application, if this officer may see it; else it does not exist for them."""
        visible = case.with_all(Application.objects.visible_to(self.request.user))
        return self.seen_or_404(visible, Application, pk)

    def seen_or_404(self, visible, model, pk):
        """The row of `visible`. One that is there for others is none for this officer, and trying it is an entry."""
        found = visible.filter(pk=pk).first()
        if found is None:
            if foreign := model.objects.filter(pk=pk).first():
                record_access(self.request.user, "aid.refused_look", foreign, request=self.request)
            raise Http404
        return found


def _counted(what, handler):
    @wraps(handler)
    def asked(view, request, *args, **kwargs):
        return proof.many(request, what) or handler(view, request, *args, **kwargs)

    return asked


def in_clear(handler):
    """For what shows names and numbers in full: after some in a short while password and code are asked again."""
    return _counted("reveal", handler)


def opens(handler):
    """For what shows a case: the same, after more of them."""
    return _counted("open", handler)


def forbidden(request, reason):
    return render(request, "counter/forbidden.html", {"reason": reason}, status=403)


class CaseView(CounterView):
    """One application: the person, the claim and the papers; the clocks, what to do next, what was done."""

    template_name = "counter/case.html"

    @opens
    def get(self, request, pk):
        return self.show(
            self.get_application(pk), chosen=request.GET.get("do", ""), member=request.GET.get("member", "")
        )

    def show(
        self, application, *, chosen="", member="", form=None, revealed=None, posted=None, status=200, **extra
    ):
        """The case page; `form` stands in for the fresh form of its act, `revealed` says what is not masked.

        The page is one form with many buttons: what was typed for another act comes along, and stands there again.

        Opening it is a look and is written down, unless it shows what was just revealed: that is written already.
        """
        self.page_title = case.title(application)
        shown = case.context(
            application,
            self.request.user,
            timezone.now(),
            chosen=chosen,
            member=member,
            form=form,
            revealed=revealed,
            typed=posted or self.request.POST,
        )
        shown["next_case"] = queue.next_case(self.request.user, timezone.now(), application)
        context = self.get_context_data(**{**shown, **extra})
        response = self.render_to_response(context, status=status).render()
        if revealed is None:
            record_access(self.request.user, "aid.open", application, request=self.request)
        return response


class ActView(CaseView):
    """POST of one act. What the service refuses comes back on the page, with everything typed kept."""

    def get(self, request, pk, action):
        return redirect(reverse("applications:inspect", args=[pk]) + f"?do={action}")

    @opens
    def post(self, request, pk, action):
        application = self.get_application(pk)
        act = acts.find(action)
        if act is None or not act.form:
            raise Http404
        form = act.form_class(request.POST, request.FILES, application=application)
        if not application_policy.user_has_permission_for_instance(request.user, action, application):
            return self.refuse(application, action)
        if form.is_valid():
            try:
                done = form.act(request.user)
            except ValidationError as error:
                form.take_errors(error)
            except (services.StaleApplication, services.TransitionNotAllowed):
                return self.overtaken(pk, form)
            except PermissionDenied:
                return self.refuse(application, action)
            else:
                return self.done(done, form)
        if forged := form.not_offered():
            self.write_down(application, f"{action} {forged}")
        return self.show(application, chosen=action, form=form, status=422)

    def refuse(self, application, action):
        """What no page offers this officer: answered, and kept for whoever looks into it."""
        self.write_down(application, action)
        return forbidden(self.request, case.why_not(application, action, self.request.user))

    def write_down(self, application, what):
        record_access(self.request.user, "aid.refused_act", application, what, self.request)

    def overtaken(self, pk, form):
        """Somebody was quicker: show what they did, and keep what was typed."""
        application = self.get_application(pk)
        return self.show(
            application,
            chosen=form.action,
            form=form.renewed(application),
            status=409,
            overtaken_by=case.last_event(application),
            typed=form.typed(),
            attempted=form.label,
        )

    def onward(self, application):
        """To the case that waits next."""
        following = queue.next_case(self.request.user, timezone.now(), application)
        if following is None:
            return []
        address = reverse("applications:inspect", args=[following.pk])
        label = _("接着办：%(person)s %(reference)s") % {
            "person": following.claimant.masked_name if following.claimant else "—",
            "reference": following.reference,
        }
        return [messages.button(address, label)]

    def done(self, application, form):
        log(application, "aid.act", user=self.request.user, data={"act": form.action})
        messages.success(
            self.request,
            _("%(reference)s：%(act)s，办好了。")
            % {
                "reference": application.reference,
                "act": form.label,
            },
            buttons=self.onward(application),
        )
        fresh = (
            case.with_all(Application.objects.visible_to(self.request.user)).filter(pk=application.pk).first()
        )
        if fresh is None:
            return redirect("applications:index")
        typed = self.typed_for_others(form)
        if any(
            offer.is_typed for offer in case.offers(fresh, self.request.user, timezone.now(), typed=typed)
        ):
            return self.show(fresh, posted=typed)
        return redirect("applications:inspect", application.pk)

    def typed_for_others(self, form):
        typed = self.request.POST.copy()
        for name in [name for name in typed if name.startswith(f"{form.prefix}-")]:
            del typed[name]
        return typed


class RevealView(CaseView):
    """POST: show one masked value on this page, once, and write down who looked and why."""

    def get(self, request, pk):
        return redirect("applications:inspect", pk)

    @in_clear
    def post(self, request, pk):
        application = self.get_application(pk)
        # A button says of whom, and that it is to call them; the rest stands in the form.
        field, purpose = self.asked("field"), self.asked("purpose")
        if purpose not in case.PURPOSES:
            raise Http404
        why = str(case.PURPOSES[purpose])
        if field == "text":
            services.reveal_text(application, actor=request.user, purpose=why, request=request)
            return self.show(application, revealed=set(), shows_text=True, purpose=purpose)
        of = self.whose(application)
        try:
            services.reveal(of, field, actor=request.user, purpose=why, request=request)
        except ValueError:
            raise Http404 from None
        revealed = {("" if of is application else of.pk, field)}
        return self.show(application, revealed=revealed, purpose=self.request.POST.get("purpose", purpose))

    def asked(self, name):
        return self.request.GET.get(name) or self.request.POST.get(name, "")

    def whose(self, application):
        """The claimant that is asked for; the application where somebody else on it is."""
        asked = self.asked("claimant")
        if not asked and "claimant" not in self.request.POST:
            return application
        claimant = application.claimants.filter(pk=_number(asked)).first()
        if claimant is None:
            raise Http404
        claimant.application = application
        return claimant


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
