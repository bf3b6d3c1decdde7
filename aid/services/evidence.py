"""Papers: taking them in, and looking at them. Every look is in the access log."""

from typing import BinaryIO

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from aid import files
from aid.models import Application, Evidence
from aid.policies import application_policy
from aid.services import wanted
from aid.services.intake import add_supplement
from aid.services.perform import keep_lacking, keep_papers, perform
from aid.workflow import Status
from foundation.vault.services import record_access


def add_evidence(
    application, *, papers, without=None, actor=None, key="", note="", version=None, at=None
) -> Application:
    """加交材料, the status stays. `papers`: pairs of what aid.files.check() returned and a PaperKind; `without`:
    kind → why the person has it not."""
    return _add("add_evidence", application, papers, without, actor, key, note, version, at)


def add_part(
    application, *, papers=(), without=None, actor=None, key="", note="", version=None, at=None
) -> Application:
    """补交了一部分: the person sent some of what was asked for. The rest stays open, and so does its clock."""
    return _add("add_part", application, papers, without, actor, key, note, version, at)


def _add(code, application, papers, without, actor, key, note, version, at):
    def write(change):
        keep_papers(change, papers)
        keep_lacking(change, without)

    return perform(application, code, write, actor=actor, version=version, key=key, note=note, at=at)


@transaction.atomic
def hand_in(application, *, papers=(), without=None, claimant=None, key="", note="", at=None) -> Application:
    """What the person sends, whatever the application waits for.

    A supplement is complete when each paper asked for has come or is said to be missing; until then it stays
    open. Arguments as `add_evidence`; `claimant`: the worker who sends it, whose papers they are in a group unless
    they speak for it. Raises what `perform` raises.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    sent = {"papers": papers, "without": without, "key": key, "note": note, "at": at}
    before = list(locked.evidence.values_list("pk", flat=True))
    moved = _take(locked, papers, without, sent)
    if claimant and not locked.speaks_for_all(claimant):
        locked.evidence.exclude(pk__in=before).update(claimant=claimant)
    return moved


def _take(locked, papers, without, sent):
    if locked.status != Status.SUPPLEMENTING:
        return add_evidence(locked, **sent)
    kinds = set(locked.wanted.open().values_list("kind", flat=True))
    answered = {str(kind) for _checked, kind in papers} | set(without or {})
    return add_part(locked, **sent) if kinds - answered else add_supplement(locked, **sent)


def settle_papers(application, *, kinds, note, actor, key="", version=None, at=None) -> Application:
    """帮找材料办好了: papers that the person has not were found another way, or are done without."""
    if not kinds or not note.strip():
        raise ValidationError({"note": _("写清楚怎么办的。")})

    def write(change):
        change.data["kinds"] = wanted.settle(change.application, change.at, kinds)

    return perform(
        application, "settle_papers", write, actor=actor, version=version, key=key, note=note, at=at
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
