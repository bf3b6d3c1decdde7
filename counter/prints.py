"""Papers printed for the person. Each is a look at the name, in the access log."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import choices, services
from counter.views import CounterView


class _PrintView(CounterView):
    """A paper for the person, with the name in full: printing it is a look at the name."""

    template_name = ""
    purpose = ""

    def get(self, request, pk):
        application = self.get_application(pk)
        if not self.exists_for(application):
            raise Http404
        claimant = application.claimant
        claimant.application = application
        name = services.reveal(
            claimant, "name", actor=request.user, purpose=str(self.purpose), request=request
        )
        context = {
            "application": application,
            "name": _addressed(name, len(application.claimants.all())),
            "is_demo": settings.IS_DEMO,
            "claimant": claimant,
            "today": timezone.localdate(),
            **self.more(application),
        }
        return render(request, self.template_name, context)

    def more(self, application):
        return {}


class ReceiptView(_PrintView):
    """受理回执: which papers were received, when, and by when there will be a decision."""

    template_name = "counter/prints/receipt.html"
    purpose = gettext_lazy("打印受理回执")

    def exists_for(self, application):
        return application.accepted_at is not None

    def more(self, application):
        review = next((d for d in application.deadlines.all() if d.kind == "review"), None)
        return {
            "papers": choices.paper_names(application.papers_received),
            "decide_by": review.due_on if review else None,
        }


class DecisionView(_PrintView):
    """给予／不予法律援助决定书, with what the law asks of it: reasons, law, remedy."""

    template_name = "counter/prints/decision.html"
    purpose = gettext_lazy("打印决定书")

    def exists_for(self, application):
        return application.decision is not None

    def more(self, application):
        decision = application.decision
        return {
            "decision": decision,
            "reasons": [choices.RefusalReason(code).label for code in decision.reasons],
            "matter": application.get_matter_display(),
        }


def _addressed(name, people):
    """Whom the paper is for: of several workers the first, and how many they are."""
    return _("%(name)s等 %(people)d 人") % {"name": name, "people": people} if people > 1 else name
