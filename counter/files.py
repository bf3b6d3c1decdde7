"""Files and printed papers. Each look at them is in the access log."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid import choices, services
from aid.models import Application, Evidence
from counter.views import CounterView, forbidden

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "application/pdf": "pdf",
}


class _PaperView(CounterView):
    def get(self, request, pk):
        visible = Application.objects.visible_to(request.user)
        paper = get_object_or_404(Evidence.objects.select_related("application__office"), pk=pk)
        if paper.application is None or not visible.filter(pk=paper.application_id).exists():
            raise Http404
        try:
            return self.respond(paper)
        except PermissionDenied:
            return forbidden(
                request, _("这份材料现在不能看：%(why)s") % {"why": paper.reason or paper.get_state_display()}
            )


class PreviewView(_PaperView):
    """The re-encoded copy, in a sandbox that can do nothing. A PDF is saved instead of shown."""

    def respond(self, paper):
        content, content_type = services.open_preview(paper, actor=self.request.user, request=self.request)
        is_image = content_type == "image/jpeg"
        response = _file(
            content, content_type, f"preview.{_ENDINGS.get(content_type, 'bin')}", inline=is_image
        )
        response["Content-Security-Policy"] = (
            "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"
        )
        return response


class OriginalView(_PaperView):
    """The sealed original, to be saved: never shown by the browser on our address."""

    def respond(self, paper):
        content = services.open_original(paper, actor=self.request.user, request=self.request)
        return _file(
            content, "application/octet-stream", f"original.{_ENDINGS.get(paper.content_type, 'bin')}"
        )


def _file(content, content_type, name, *, inline=False):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store, private"
    return response


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
            "name": name,
            "claimant": claimant,
            "today": timezone.localdate(),
            **self.more(application),
        }
        return render(request, self.template_name, context)

    def more(self, application):
        return {}


class ReceiptView(_PrintView):
    """受理回执: which papers were received, when, and by when there will be a decision."""

    template_name = "counter/papers/receipt.html"
    purpose = gettext_lazy("打印受理回执")

    def exists_for(self, application):
        return application.accepted_at is not None

    def more(self, application):
        review = next((d for d in application.deadlines.all() if d.kind == "review"), None)
        return {
            "papers": [choices.PaperKind(kind).label for kind in application.papers_received],
            "decide_by": review.due_on if review else None,
        }


class DecisionView(_PrintView):
    """给予／不予法律援助决定书, with what the law asks of it: reasons, law, remedy."""

    template_name = "counter/papers/decision.html"
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
