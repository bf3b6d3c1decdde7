"""What every act has in common."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import files, sla, workflow
from aid.models import Application, Event
from aid.policies import application_policy
from aid.services import clocks, messages
from aid.workflow import By


class StaleApplication(Exception):
    """Somebody moved the application after the page was shown. `last` is the event that did it."""

    def __init__(self, application, last):
        self.application, self.last = application, last
        super().__init__(f"{application} is at version {application.version}")


class AlreadyAsked(Exception):
    """A supplement was asked for before: everything missing must be told at once, or the reason given."""


class NoOffice(Exception):
    """There is no legal-aid agency at all: the site is not set up."""


@dataclass
class Step:
    """One act on a locked application. Set fields on `application`, facts in `data`, words in `note`."""

    application: Application
    action: str
    actor: Any
    by: str
    at: datetime
    today: date
    note: str = ""
    data: dict = field(default_factory=dict)
    due: date | None = None  # what the message to the person says, if anything


@transaction.atomic
def perform(application, action, write, *, actor=None, version=None, key="", note="", at=None):
    """Do one act: `write(step)` sets what it records. Returns the application as it is afterwards.

    `actor`: the officer; None when the person does it, or the clock, as the table of transitions says.
    `version`: the version of the page the officer saw; None where no page was shown. `key`: the
    requester's, at most 64 characters; the same key again changes nothing and returns the application.
    Raises PermissionDenied, StaleApplication, TransitionNotAllowed.
    """
    by = workflow.TRANSITIONS[action].other if actor is None else By.STAFF
    at = at or timezone.now()
    locked = (
        Application.objects.select_for_update(of=("self",)).select_related("office").get(pk=application.pk)
    )
    _check_policy(locked, action, actor, by)
    if key and locked.events.filter(key=key).exists():
        return locked
    if version is not None and version != locked.version:
        raise StaleApplication(locked, locked.events.last())
    before, after = locked.status, workflow.next_status(locked.status, action)
    step = Step(locked, action, actor, by, at, sla.local_day(at), note=note.strip())
    locked.status = after
    write(step)
    locked.version += 1
    clocks.refresh_next_due(locked)
    locked.save()
    Event.objects.create(
        application=locked,
        action=action,
        before=before,
        after=after,
        by=by,
        actor=actor,
        note=step.note,
        data=step.data,
        at=at,
        key=key[:64],
    )
    messages.tell(locked, action, due=step.due)
    return locked


def _check_policy(application, action, actor, by):
    if not by or not (
        actor is None or application_policy.user_has_permission_for_instance(actor, action, application)
    ):
        raise PermissionDenied


def keep_papers(step, papers):
    """Keep checked uploads with the application; the event says how many of which kind.

    ValidationError when the person has sent all the papers that an application takes; officers may go on.
    """
    by = step.by
    if by == By.APPLICANT:
        held = step.application.evidence.filter(added_by=By.APPLICANT).count()
        if held + len(papers) > files.MAX_IN_ALL:
            raise ValidationError(
                {"files": _("材料已经很多，网上收不下了。再有材料，请打 12348 或者送到窗口。")}
            )
    for checked, kind in papers:
        files.keep(checked, kind=kind, application=step.application, added_by=by)
    if papers:
        step.data["papers"] = [str(kind) for _checked, kind in papers]
