"""What every act has in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import acts, checklist, files, sla
from aid.acts import By
from aid.models import Application, Event, Evidence, Tie
from aid.policies import application_policy
from aid.services import clocks, messages, wanted
from aid.status import UNDECIDED, Status


class StaleApplication(Exception):
    """Somebody moved the application after the page was shown. `last` is the event that did it."""

    def __init__(self, application: Application, last: Event | None):
        self.application, self.last = application, last
        super().__init__(f"{application} is at version {application.version}")


class AlreadyAsked(Exception):
    """A supplement was asked for before: everything missing must be told at once, or the reason given."""


class NoOffice(Exception):
    """There is no legal-aid agency at all: the site is not set up."""


@dataclass
class Change:
    """An act being done to a locked application, and to its `record`: itself, or its case.

    Set fields on them, facts in `data`, words in `note`. `due`: what the message to the person says, if
    anything. `tell`: (user, template of the act's `colleagues`) of the colleagues who get a message.
    """

    application: Application
    record: Any
    act: acts.Act
    actor: Any
    by: str
    at: datetime
    today: date
    note: str = ""
    data: dict = field(default_factory=dict)
    due: date | None = None
    tell: list[tuple[Any, str]] = field(default_factory=list)


@transaction.atomic
def perform(
    application: Application,
    code: str,
    write: Callable[[Change], None],
    *,
    actor: Any = None,
    version: int | None = None,
    key: str = "",
    note: str = "",
    at: datetime | None = None,
) -> Application:
    """Do one act: `write(change)` sets what it records. Returns the application as it is afterwards.

    `actor`: the officer; None when the person does it, or the clock, as the table of acts says.
    `version`: the version of the page the officer saw; None where no page was shown. `key`: the
    requester's, at most 64 characters; the same key again changes nothing and returns the application.
    Raises PermissionDenied, StaleApplication, TransitionNotAllowed.
    """
    flow = acts.workflow_of(code)
    act = flow.acts[code]
    by = act.other if actor is None else By.STAFF
    at = at or timezone.now()
    locked = (
        Application.objects.select_for_update(of=("self",)).select_related("office").get(pk=application.pk)
    )
    done = locked.events.filter(key=key).first() if key else None
    # Who did it may not be the one to do it again: a yes moves its chain on.
    if not (done and actor and done.actor_id == actor.pk):
        _check_policy(locked, act, actor, by)
    if done:
        return locked
    if version is not None and version != locked.version:
        raise StaleApplication(locked, locked.events.last())
    record = flow.lock(locked)
    if record is None:
        raise acts.TransitionNotAllowed(code, locked.status)
    was = locked.status
    before, after = record.status, flow.next_status(record.status, code)
    change = Change(locked, record, act, actor, by, at, sla.local_day(at), note=note.strip())
    record.status = after
    if by == By.STAFF and (checks := checklist.to_keep(locked, code, application.ticked, change.today)):
        change.data["checks"] = checks
    write(change)
    if locked.offer_due_on and locked.status != was and locked.status not in UNDECIDED:
        # Decided or withdrawn meanwhile: nobody is asked to take it any more.
        locked.offered_to = locked.offer_due_on = None
    if not act.aside:
        locked.version += 1
    clocks.refresh_next_due(locked)
    locked.save()
    if record is not locked:
        record.save()
    if was == Status.MERGED == locked.status:
        _reckon_there(locked)
    event = Event.objects.create(
        application=locked,
        action=code,
        before=before,
        after=record.status,
        by=by,
        actor=actor,
        note=change.note,
        data=change.data,
        at=at,
        key=key[:64],
    )
    acts.done.send(sender=Application, application=locked, event=event)
    messages.tell(locked, act, due=change.due)
    for user, template in change.tell:
        messages.tell_colleague(locked, user, template)
    return locked


def _reckon_there(merged: Application) -> None:
    """A letter about the merged one is answered, its days go on: what it is done under shows the nearest."""
    ties = Tie.objects.filter(application=merged, kind=Tie.Kind.INTO).values("other")
    for holder in Application.objects.select_for_update(of=("self",)).filter(pk__in=ties):
        clocks.refresh_next_due(holder)
        holder.save(update_fields=["next_due_at", "next_due_kind", "limitation_on"])


def _check_policy(application: Application, act: acts.Act, actor: Any, by: str) -> None:
    if not by or not (
        actor is None or application_policy.user_has_permission_for_instance(actor, act.code, application)
    ):
        raise PermissionDenied


def keep_papers(change: Change, papers: Iterable[tuple[files.Checked, str]]) -> list[Evidence]:
    """Keep checked uploads with the application; the event says how many of which kind. Returns the papers.

    ValidationError when the people have sent all the papers that one application takes; officers may go on.
    """
    by, papers = change.by, list(papers)
    if by == By.APPLICANT:
        held = change.application.evidence.filter(added_by=By.APPLICANT).count()
        if held + len(papers) > files.MAX_IN_ALL * change.application.claimants.count():
            raise ValidationError(_("材料已经很多，网上收不下了。再有材料，请打 12348 或者送到窗口。"))
    kept = [
        files.keep(checked, kind=kind, application=change.application, added_by=by)
        for checked, kind in papers
    ]
    if papers:
        change.data["papers"] = [str(kind) for _checked, kind in papers]
        wanted.arrived(change.application, change.data["papers"], change.at)
    return kept


def keep_lacking(change: Change, without: dict[str, str] | None) -> None:
    """Keep which papers the person has not, and why; the event says which."""
    said = {kind: why.strip() for kind, why in (without or {}).items()}
    if said:
        change.data["without"] = sorted(said)
        wanted.lack(change.application, said, change.at)
