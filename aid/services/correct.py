"""更正: until the decision a worker puts right what they wrote of themselves and of the matter."""

import copy
from datetime import datetime

from django.core.exceptions import PermissionDenied

from aid.models import Application, Claimant, Wish
from aid.services import clocks, messages, wishes
from aid.services.perform import Change, perform

CONTACT = frozenset(
    {"phone", "may_call", "may_sms", "say_who_we_are", "phone_is_shared", "call_time", "contact_note"}
)
CLAIM = frozenset(
    {
        *("employer", "foreman", "employer_phone", "project", "workplace"),
        *("amount_owed", "pay_type", "work_kind", "owed_from", "owed_to", "still_working", "left_on"),
    }
)
# Who they are is put right where a paper can be looked at.
CORRECTABLE = CONTACT | CLAIM


def correct(
    application: Application,
    person: Claimant,
    *,
    changes: dict[str, object],
    facts: dict[str, object] | None = None,
    narrative: str | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Put right what `person` wrote. `changes`: fields of CORRECTABLE; `facts`: answers of aid.matters.FACTS as stored.

    The event names the fields, never what stands in them. A day that is changed moves the limitation; a phone that
    is changed is told so. What is the same changes nothing, and without any change nothing is done.
    Raises what `perform` raises, PermissionDenied also to who has left the group, and for what only those put
    right who speak for it; ValueError for a field that is not put right here.
    """
    if unknown := set(changes) - CORRECTABLE:
        raise ValueError(sorted(unknown))
    if not _differences(application, person, changes, facts, narrative):
        return application

    def write(change: Change) -> None:
        app = change.application
        mine = Claimant.objects.select_for_update(of=("self",)).get(pk=person.pk, application=app)
        if not mine.takes_part or (narrative is not None and not app.speaks_for_all(mine)):
            raise PermissionDenied
        before = copy.copy(mine)
        changed = _differences(app, mine, changes, facts, narrative)
        for name, value in changes.items():
            setattr(mine, name, value)
        mine.facts = {**mine.facts, **(facts or {})}
        mine.save()
        if narrative is not None:
            app.narrative = narrative
        if {"left_on", "still_working"} & changed:
            clocks.move_limitation(app, mine, at=change.at)
        change.data.update(fields=sorted(changed), position=mine.position)
        if "phone" in changed:
            messages.tell_person(app, before, "phone_changed", key=f"{app.pk}:{app.version}:{mine.pk}")
        _ask_to_look(change, mine)

    return perform(application, "correct", write, key=key, at=at)


def _differences(application, person, changes, facts, narrative) -> set[str]:
    """The names of what is different."""
    changed = {name for name, value in changes.items() if getattr(person, name) != value}
    changed |= {code for code, value in (facts or {}).items() if person.facts.get(code) != value}
    return changed | (
        {"narrative"} if narrative is not None and narrative != application.narrative else set()
    )


def _ask_to_look(change: Change, person: Claimant) -> None:
    """One task for the officers, however often somebody puts something right before they look."""
    kind = Wish.Kind.CORRECTION
    if not change.application.wishes.open().filter(claimant=person, kind=kind).exists():
        wishes.note(change, person, kind)
