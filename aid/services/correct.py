"""更正: until the decision a worker puts right what they wrote of themselves and of the matter."""

import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from aid.models import Application, Claimant, Wish
from aid.services import clocks, messages, wishes
from aid.services.members import one_of
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
    changed |= {code for code, value in (facts or {}).items() if person.facts.get(code, "") != value}
    return changed | (
        {"narrative"} if narrative is not None and narrative != application.narrative else set()
    )


def _ask_to_look(change: Change, person: Claimant) -> None:
    """One task for the officers, however often somebody puts something right before they look."""
    kind = Wish.Kind.CORRECTION
    if not change.application.wishes.open().filter(claimant=person, kind=kind).exists():
        wishes.note(change, person, kind)


IDENTITY = ("name", "id_type", "id_number")


def fix_identity(
    application: Application,
    *,
    claimant: Claimant | int,
    name: str,
    id_type: str,
    id_number: str,
    note: str,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """看过证件，改姓名、证件号码: an officer writes what stands on the paper in hand. The event names the fields alone.

    ValidationError when it is not what the worker asked for on the web, which has to be answered first; when nothing is
    different, and for whoever has left.
    """
    said = dict(zip(IDENTITY, (name, id_type, id_number), strict=True))

    def write(change: Change) -> None:
        people = change.application.claimants.select_for_update(of=("self",))
        person = one_of(people.taking_part(), claimant)
        changed = {field for field, value in said.items() if getattr(person, field) != value}
        if not changed:
            raise ValidationError(_("跟现在记的一样，没有要改的。"))
        asked = change.application.wishes.open().filter(claimant=person, kind=Wish.Kind.IDENTITY)
        for wish in asked:
            if wish.proposed != said:
                raise ValidationError(
                    _("跟当事人在网上写的不一样。请再看一遍证件；是他写错的，先答复他，再来改。")
                )
            wishes.settle(change, wish, _("看过证件，改好了。"))
        for field, value in said.items():
            setattr(person, field, value)
        person.save()
        change.data.update(fields=sorted(changed), position=person.position)

    return perform(
        application, "fix_identity", write, actor=actor, version=version, key=key, note=note, at=at
    )
