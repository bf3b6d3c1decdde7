"""The numbered papers that were issued to the person: reading and saving them."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

from aid.models import IssuedPaper
from aid.paperwork import official
from aid.services import issue
from intake.views.visit import owning


@dataclass(frozen=True)
class Letter:
    paper: IssuedPaper
    name: str | Promise


def theirs(application, own):
    """The papers that this worker may read, the newest first, each in its last version."""
    return [Letter(one, official.OFFICIAL[one.kind].name) for one in issue.for_person(application, own)]


@owning
def letter(request, application, own, pk):
    """The PDF as it was issued, to be saved."""
    found = application.issued.filter(pk=pk).first()
    own.application = application
    try:
        if found is None:
            raise PermissionDenied
        content = issue.open_own(found, own, request=request)
    except PermissionDenied:
        raise Http404 from None
    response = FileResponse(content, content_type="application/pdf")
    name = f"{official.OFFICIAL[found.kind].name}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
