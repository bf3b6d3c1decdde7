"""The officer's screens: the case, and one POST for each act. The queue is in counter.viewsets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from aid.paper_acts import REDACT
from aid.policies import application_policy
from counter import case, conflict, forms_late, presence, queue, reading, who_saw
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
        """The last one is what Wagtail shows as the name of the page."""
        trail = [{"url": reverse("wagtailadmin_home"), "label": _("首页")}, *self.above()]
        is_last = not self.page_title or str(self.page_title) == str(trail[-1]["label"])
        return trail if is_last else [*trail, {"url": "", "label": self.page_title}]

    def above(self):
        """Through which pages one comes here."""
        return [{"url": reverse("applications:index"), "label": _("援助申请")}]

    def visible(self):
        user = self.request.user
        return reading.selected(Application.objects.visible_to(user)).with_turn_of(user, timezone.now())

    def get_application(self, pk):
        """The application, if this officer may see it; else it does not exist for them."""
        return self.read(self.seen_or_404(self.visible(), Application, pk))

    def read(self, application):
        """Everything its page says, and who opened it `lately`, in one statement."""
        lately = presence.openings(application, timezone.now() - timedelta(minutes=presence.MINUTES))
        application, (opened,) = reading.fill(application, lately=lately)
        application.lately = presence.lately(opened, self.request.user)
        return application

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
        self,
        application,
        *,
        chosen="",
        member="",
        form=None,
        revealed=None,
        offered=None,
        status=200,
        **extra,
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
            typed=self.request.POST,
            offered=offered,
        )
        shown["may_see_who"] = who_saw.may_read(self.request.user, application)
        shown["next_case"] = queue.next_case(queue.look_of(self.request), application)
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
        act = acts.find(action)
        if act is None or not act.form or act.code == REDACT:
            raise Http404
        self.seen = conflict.read(request.POST, pk, request.user)
        application = self.still_visible(pk) if self.seen else self.get_application(pk)
        if application is None:
            return self.gone(act)
        is_stale = self.seen is not None and self.seen["version"] != application.version
        form = act.form_class(request.POST, request.FILES, application=application)
        if not application_policy.user_has_permission_for_instance(request.user, action, application):
            return self.overtaken(application, form) if is_stale else self.refuse(application, action)
        if form.is_valid():
            try:
                done = form.act(request.user)
            except ValidationError as error:
                form.take_errors(error)
            except (services.StaleApplication, services.TransitionNotAllowed):
                return self.overtaken(self.get_application(pk), form)
            except PermissionDenied:
                return self.refuse(application, action)
            else:
                return self.done(done, form)
        if is_stale:
            return self.overtaken(application, form)
        if forged := form.not_offered():
            self.write_down(application, f"{action} {forged}")
        return self.show(application, chosen=action, form=form, status=422)

    def still_visible(self, pk):
        """The application; None for whoever had it before them on the page, and sees it no more."""
        found = self.visible().filter(pk=pk).first()
        return found and self.read(found)

    def gone(self, act):
        """It went to others meanwhile: nothing of the case, and every word that was typed."""
        mine = [(act.label, conflict.typed(self.request.POST, act.code, self.seen))]
        others = conflict.left_over(self.request.POST, {act.code}, self.seen)
        self.page_title = self.seen["called"]
        context = self.get_context_data(attempted=act.label, typed=[one for one in mine + others if one[1]])
        return render(self.request, "counter/gone.html", context, status=409)

    def refuse(self, application, action):
        """What no page offers this officer: answered, and kept for whoever looks into it."""
        self.write_down(application, action)
        return forbidden(self.request, case.why_not(application, action, self.request.user))

    def write_down(self, application, what):
        record_access(self.request.user, "aid.refused_act", application, what, self.request)

    def overtaken(self, application, form):
        """Somebody was quicker: show what they did and what is another way, and keep what was typed."""
        user, posted, now = self.request.user, self.request.POST, timezone.now()
        offered = case.offers(
            application, user, now, chosen=form.action, form=form.renewed(application), typed=posted
        )
        act, why = acts.find(form.action), ""
        if form.action in {offer.form.action for offer in offered}:
            offered = [replace(one, is_again=one.form.action == form.action) for one in offered]
        else:
            otherwise = case.why_not(application, form.action, user)
            why = conflict.why_not(application, act, user, otherwise)
            case.keep_as_note(offered, form.typed())
        seen = self.seen or {"last": application.events.last().number - 1, "at": None, "facts": None}
        found = conflict.Conflict(
            attempted=form.label,
            opened_at=datetime.fromtimestamp(seen["at"], UTC) if seen["at"] else None,
            since=case.done_since(application, seen["last"]),
            changes=conflict.changes(seen, application) if seen["facts"] else [],
            typed=form.typed(),
            files=[one.name for one in self.request.FILES.values()],
            why_not=why,
        )
        kept = {offer.form.action for offer in offered} | {form.action}
        return self.show(
            application,
            offered=offered,
            status=409,
            conflict=found,
            left_over=conflict.left_over(posted, kept, self.seen),
        )

    def onward(self, application):
        """To the case that waits next."""
        following = queue.next_case(queue.Look(self.request.user, timezone.now()), application)
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
        if form.action != "explain_late" and forms_late.ended_unexplained(application, self.request.user):
            address = (
                reverse("applications:inspect", args=[application.pk]) + "?do=explain_late#act-explain_late"
            )
            why = messages.button(address, _("说明超期原因"))
            messages.warning(self.request, _("这一步过了期限才办，还没有写原因。"), buttons=[why])
        # By the case as it was read before the act: only who typed something else is shown it again, read anew.
        user, posted = self.request.user, self.typed_for_others(form)
        also = case.offers(form.application, user, timezone.now(), typed=posted)
        lost = conflict.left_over(posted, {offer.form.action for offer in also}, self.seen)
        if not lost and not any(offer.is_typed for offer in also):
            is_seen = Application.objects.visible_to(user).filter(pk=application.pk).exists()
            return (
                redirect("applications:inspect", application.pk)
                if is_seen
                else redirect("applications:index")
            )
        fresh = self.still_visible(application.pk)
        if fresh is None:
            self.page_title = application.reference
            context = self.get_context_data(typed=conflict.left_over(posted, set(), self.seen))
            return render(self.request, "counter/gone.html", context)
        offered = case.offers(fresh, user, timezone.now(), typed=posted)
        kept = {offer.form.action for offer in offered}
        return self.show(fresh, offered=offered, left_over=conflict.left_over(posted, kept, self.seen))

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
