"""Papers printed for the person. Each is in the access log."""

from django.http import Http404, HttpResponse

from aid import paperwork, services
from counter import letters
from counter.views import CounterView, in_clear
from foundation.paper import PaperFailed


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
            return letters.not_now(request, failed)
        return letters.saved(
            HttpResponse(made.content, content_type="application/pdf"), paperwork.PAPERS[paper]
        )

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
