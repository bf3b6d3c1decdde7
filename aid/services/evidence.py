"""Papers: taking them in, and looking at them. Every look is in the access log."""

from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aid import files
from aid.models import Application, Evidence
from aid.policies import application_policy
from aid.services.perform import keep_papers, perform
from foundation.vault.services import record_access


def add_evidence(application, *, papers, actor=None, key="", note="", version=None, at=None) -> Application:
    """加交材料, the status stays. `papers`: pairs of what aid.files.check() returned and a PaperKind."""

    def write(change):
        keep_papers(change, papers)

    return perform(
        application, "add_evidence", write, actor=actor, version=version, key=key, note=note, at=at
    )


def open_original(evidence: Evidence, *, actor, purpose="", request=None) -> BinaryIO:
    """The sealed original, logged. For download only, never inline. Raises PermissionDenied."""
    return _open(evidence, "aid.open_original", files.original, actor, purpose, request)


def open_preview(evidence: Evidence, *, actor, purpose="", request=None) -> tuple[BinaryIO, str]:
    """What is shown and its content type, logged. Raises PermissionDenied, also when there is nothing to show."""
    if not evidence.is_shown:
        raise PermissionDenied
    return _open(evidence, "aid.open_preview", files.preview, actor, purpose, request)


@transaction.atomic
def _open(evidence, action, read, actor, purpose, request):
    application = evidence.application
    allowed = application is not None and application_policy.user_has_permission_for_instance(
        actor, "view", application
    )
    if not allowed or evidence.state != Evidence.State.AVAILABLE:
        raise PermissionDenied
    content = read(evidence)
    record_access(actor, action, evidence, purpose, request)
    return content
