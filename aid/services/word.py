"""留言: what officers write to the person, what the person writes back, and whether it was read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from aid.models import Application, Claimant, ReadyText, Wish, Word
from aid.services import messages
from aid.services.perform import Change, perform

LONGEST = 2000


@dataclass(frozen=True)
class Entry:
    """One message of the thread. `ours`: an officer wrote it. `who`: by or to whom. `read_at`: of ours, when the person
    saw it. `waits`: of theirs, nobody has answered yet."""

    text: str
    at: datetime
    ours: bool
    who: Any
    read_at: datetime | None = None
    waits: bool = False


def write_to(
    application: Application,
    *,
    text: str = "",
    ready: ReadyText | None = None,
    claimant: Claimant | None = None,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """Write to one who takes part, by default who speaks for all; they are told by SMS that there is something, where
    they want that. `ready`: words to begin with. What the person wrote before counts as answered.

    ValidationError without words, for too many, and for somebody who takes no part.
    """
    whole = "\n".join(filter(None, [ready.filled(application) if ready else "", text.strip()]))
    if not whole:
        raise ValidationError({"text": _("写下要说的，或者选一段常用的话。")})
    if len(whole) > LONGEST:
        raise ValidationError({"text": _("最多 %(most)d 个字。") % {"most": LONGEST}})

    def write(change: Change) -> None:
        app = change.application
        part = list(app.claimants.taking_part())
        # Of a group that has named nobody the first.
        to = claimant or next((one for one in part if app.speaks_for_all(one)), part[0] if part else None)
        if to is None or to not in part:
            raise ValidationError(_("他不在这件申请里了。"))
        word = Word.objects.create(
            application=app, claimant=to, text=whole, written_at=change.at, written_by=change.actor
        )
        waiting = app.wishes.open().filter(claimant=to, kind=Wish.Kind.MESSAGE)
        waiting.update(answered_at=change.at, answered_by=change.actor)
        messages.tell_person(app, to, "word", key=f"{word.pk}")

    return perform(application, "write_to", write, actor=actor, version=version, key=key, at=at)


def thread(application: Application, person: Claimant | None = None) -> list[Entry]:
    """All messages, or those with `person`, the newest first. Prefetch `words` and `wishes` with who wrote them."""
    found = []
    for word in application.words.all():
        if person is None or word.claimant_id == person.pk:
            who = word.written_by if person is None else ""
            found.append(Entry(word.text, word.written_at, True, who, word.read_at))
    for wish in application.wishes.all():
        if wish.kind != Wish.Kind.MESSAGE or (person is not None and wish.claimant_id != person.pk):
            continue
        found.append(Entry(wish.text, wish.asked_at, False, wish.claimant, waits=wish.is_open))
        if wish.answer:
            who = wish.answered_by if person is None else ""
            found.append(Entry(wish.answer, wish.answered_at, True, who, wish.read_at))
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def unread(application: Application, person: Claimant) -> int:
    """How many of ours this worker has not seen."""
    return sum(entry.ours and entry.read_at is None for entry in thread(application, person))


def read_by(application: Application, person: Claimant, at: datetime | None = None) -> None:
    """The person has seen their page. What they saw first stays the time."""
    at = at or timezone.now()
    application.words.filter(claimant=person, read_at=None).update(read_at=at)
    application.wishes.filter(claimant=person, read_at=None, answered_at__isnull=False).update(read_at=at)
