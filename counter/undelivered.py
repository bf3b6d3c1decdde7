"""没送到的: decisions that nobody noted as served, and SMS that cannot be delivered; with what to do about each."""

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import acts, reach
from aid.models import Application, Claimant, Decision, Serving, Share
from aid.policies import application_policy
from aid.services import word
from counter import told
from counter.views import CounterView, forbidden
from foundation.notices import services
from foundation.notices.models import Channel, Message, State

SHOWN = 100


def unserved(applications):
    """Those of `applications` whose decision, or whose end, nobody has noted as served; the oldest first."""
    last = Decision.objects.filter(application=OuterRef("pk"), is_apart=False).order_by("-decided_on", "-pk")
    noted = Serving.objects.filter(
        Q(decision=OuterRef("last_decision")) | Q(decision__isnull=True),
        application=OuterRef("pk"),
        status=OuterRef("status"),
        claimant=None,
    )
    decided = applications.filter(status__in=acts.find("serve").sources)
    found = decided.annotate(
        last_decision=Subquery(last.values("pk")[:1]), decided_on=Subquery(last.values("decided_on")[:1])
    )
    return found.filter(~Exists(noted)).order_by("decided_on", "pk")


def unserved_apart(applications):
    """Of groups, the refusals of single workers that nobody has noted as served; the oldest first."""
    noted = Serving.objects.filter(claimant=OuterRef("claimant"), decision=OuterRef("decision"))
    refused = Share.objects.filter(
        state=Share.State.REFUSED,
        application__in=applications.filter(status__in=acts.find("serve_member").sources)
        .order_by()
        .values("pk"),
    )
    found = refused.filter(~Exists(noted)).select_related("application__office", "claimant", "decision")
    return found.order_by("decision__decided_on", "pk")


def dead(user):
    """SMS of the offices of `user` that cannot be delivered, the newest first: but where another has left since, or
    somebody told the person otherwise."""
    offices = Application.objects.visible_to(user).order_by().values("office")
    later = Message.objects.filter(
        about=OuterRef("about"), state=State.SENT, created_at__gt=OuterRef("created_at")
    )
    found = Message.objects.filter(~Q(about=""), channel=Channel.SMS, state=State.DEAD, office__in=offices)
    return word.not_told(found.filter(~Exists(later))).with_channel().order_by("-created_at", "-pk")


class UndeliveredView(CounterView):
    template_name = "counter/undelivered.html"
    page_title = gettext_lazy("没送到的")
    header_icon = "mail"

    def get(self, request):
        seen, now = Application.objects.visible_to(request.user), timezone.now()
        decisions = list(unserved(seen).select_related("office").prefetch_related("claimants")[: SHOWN + 1])
        apart = list(unserved_apart(seen)[: SHOWN + 1])
        sms = list(dead(request.user)[: SHOWN + 1])
        people = {reach.about(one): one for one in self.people(sms, seen)}
        context = {
            "decisions": decisions[:SHOWN],
            "apart": apart[:SHOWN],
            "sms": [(people[one.about], told.of(one, now)) for one in sms[:SHOWN] if one.about in people],
            "has_more": max(len(decisions), len(apart), len(sms)) > SHOWN,
            "shown": SHOWN,
        }
        return self.render_to_response(self.get_context_data(**context))

    @staticmethod
    def people(sms, seen):
        keys = [reach.claimant_of(one.about) for one in sms]
        return Claimant.objects.filter(pk__in=filter(None, keys), application__in=seen).select_related(
            "application"
        )


class ResendView(CounterView):
    """POST: another round for an SMS of this case that could not be delivered."""

    def get(self, request, pk, message):
        return redirect("applications:inspect", self.get_application(pk).pk)

    def post(self, request, pk, message):
        application = self.get_application(pk)
        if not application_policy.user_has_permission_for_instance(request.user, "write_to", application):
            return forbidden(request, _("重发短信，由办这件事的机构来做。"))
        whose = [reach.about(person) for person in application.claimants.all()]
        found = Message.objects.filter(pk=message, about__in=whose, channel=Channel.SMS).first()
        if found is None:
            raise Http404
        found = services.resend(found, actor=request.user)
        if found.state == State.DEAD:
            messages.error(request, _("这个号码发不了，重发也没有用：打电话，或者当面告诉。"))
        else:
            messages.success(request, _("已放回待发，马上会再试。"))
        return redirect(reverse("applications:inspect", args=[pk]) + "#told")
