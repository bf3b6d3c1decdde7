"""Papers to print, for whoever may see all that was written."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from aid import services
from foundation.paper import PaperFailed
from intake import throttle
from intake.views.visit import ended, own_claimant, private


@private
def printed(request, paper):
    own = own_claimant(request)
    return answer(request, own, paper) if own else ended(request)


def answer(request, claimant, code):
    """The paper `code` of a worker as a PDF to be saved. The caller has made sure that this visit may see it.

    Raises Http404 for one that there is not; a page in words when it cannot be made now.
    """
    if not throttle.may(request, "print"):
        return _not_now(request)
    try:
        made = services.open_paper(claimant.application, code, claimant=claimant, request=request)
    except KeyError:
        raise Http404 from None
    except PaperFailed:
        return _not_now(request)
    return pdf(made)


def pdf(made):
    """An answer with what `aid.paperwork.make` made."""
    response = HttpResponse(made.content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, made.filename)
    return response


def _not_now(request):
    return render(request, "intake/no_paper.html", status=503)
