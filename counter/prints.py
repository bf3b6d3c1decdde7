"""Papers printed for the person. Each is in the access log."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import choices, services
from counter import words
from counter.views import CounterView, in_clear
from foundation.paper import FONTS, PaperFailed


class _PrintView(CounterView):
    """A paper for the person, with the name in full: printing it is a look at the name."""

    template_name = ""
    purpose = ""

    @in_clear
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
            "name": words.addressed(name, len(application.claimants.all())),
            "is_demo": settings.IS_DEMO,
            "claimant": claimant,
            "today": timezone.localdate(),
            **self.more(application),
        }
        return render(request, self.template_name, context)

    def more(self, application):
        return {}


class PaperView(CounterView):
    """One of aid.paperwork as a PDF, to be saved and printed: of all, or of one of a group (?person=)."""

    @in_clear
    def get(self, request, pk, paper):
        application = self.get_application(pk)
        one = self.one_of(application, request.GET.get("person", ""))
        try:
            made = services.print_paper(application, paper, actor=request.user, request=request, claimant=one)
        except KeyError:
            raise Http404 from None
        except PaperFailed as failed:
            why = _("这台机器没有中文字体，请运维装上（fonts-noto-cjk）。") if failed.why == FONTS else ""
            reason = _("现在打不出来，等一会儿再试。") + why
            return render(request, "counter/forbidden.html", {"reason": reason}, status=503)
        response = HttpResponse(made.content, content_type="application/pdf")
        response["Content-Disposition"] = content_disposition_header(True, made.filename)
        response["Cache-Control"] = "no-store, private"
        return response

    @staticmethod
    def one_of(application, person):
        """The worker whose paper it is, None for all of them."""
        if not person:
            return None
        found = next((one for one in application.claimants.all() if str(one.pk) == person), None)
        if found is None:
            raise Http404
        found.application = application
        return found


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
