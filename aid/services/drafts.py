"""What is kept while the form is being filled in. Two pages sent at once must not undo each other."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from aid import files, promised
from aid.models import Draft, Evidence
from aid.services import arrivals


class DraftGone(Exception):
    """The draft was sent or forgotten meanwhile; nothing more is kept in it."""


@contextmanager
def change(draft: Draft) -> Iterator[Draft]:
    """The draft under lock, as it is now; kept for its whole term again. Raises DraftGone."""
    with transaction.atomic():
        held = Draft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
        if held is None or held.application_id:
            raise DraftGone
        yield held
        held.expires_at = promised.until(promised.DRAFT, timezone.now())
        held.save()


def forget(draft: Draft) -> None:
    """Delete a draft that the caller has locked, with its papers and what has come of them so far."""
    for paper in draft.evidence.all():
        files.discard(paper)
    arrivals.forget(draft.arrivals.values_list("pk", flat=True))
    draft.delete()


def add_paper(draft: Draft, checked: files.Checked, *, kind: str) -> Evidence:
    """Keep what aid.files.check() returned. Raises DraftGone; ValidationError when the draft is full."""
    with change(draft) as held:
        if held.evidence.count() >= files.MAX_FILES:
            raise files.too_many()
        held.answers.get("without", {}).pop(kind, None)
        return files.keep(checked, kind=kind, draft=held)


def lack_paper(draft: Draft, kind: str, why: str) -> None:
    """The person says that they have no such paper, and why; sent with the application, it is a task for staff."""
    with change(draft) as held:
        held.answers["without"] = {**held.answers.get("without", {}), kind: why.strip()[:500]}


def remove_paper(draft: Draft, key: UUID | str) -> None:
    """Delete a paper of the draft; whatever else `key` is, nothing happens. Raises DraftGone."""
    with change(draft) as held:
        try:
            paper = held.evidence.filter(pk=key).first()
        except (ValidationError, ValueError):
            return
        if paper:
            files.discard(paper)
