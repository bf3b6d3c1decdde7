"""What the clock does by itself: forgetting drafts, looking at papers again, noticing what was not answered."""

from django.db import transaction

from aid import files
from aid.models import Application, Deadline, Draft, Evidence
from aid.services.intake import lapse
from aid.workflow import TransitionNotAllowed


def forget_drafts(at):
    """Delete the drafts past their 30 days, with their papers. Returns how many."""
    forgotten = 0
    for key in Draft.objects.expired(at).values_list("pk", flat=True):
        with transaction.atomic():
            # One by one under lock: a draft sent at its last moment takes its papers along.
            for draft in Draft.objects.expired(at).select_for_update(of=("self",)).filter(pk=key):
                for paper in draft.evidence.all():
                    files.discard(paper)
                draft.delete()
                forgotten += 1
    return forgotten


def examine_waiting():
    """Let the scanner look again at papers left in quarantine. Returns how many still wait."""
    waiting = Evidence.objects.filter(state=Evidence.State.QUARANTINE)
    return sum(files.examine(paper).state == Evidence.State.QUARANTINE for paper in waiting.iterator())


def lapse_unanswered(at):
    """Close what was not supplemented in time: 视为撤回. Returns how many.

    Source: 《法律援助法》第四十三条, in force 2022-01-01, read 2026-11-21. No timer calls this: an officer or an
    operator does, because a closed application may cost a family its wages.
    """
    late = Deadline.objects.running().filter(kind=Deadline.Kind.SUPPLEMENT, due_at__lt=at)
    lapsed = 0
    for application in Application.objects.awaiting_supplement().filter(deadlines__in=late):
        try:
            lapse(application, at=at)
            lapsed += 1
        except TransitionNotAllowed:
            continue  # answered at the last moment
    return lapsed
