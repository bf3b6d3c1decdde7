"""留言: what officers write to the person, what the person writes back, and whether it was read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aid import reach
from aid.files import Checked
from aid.models import Application, Claimant, ReadyText, Wish, Word
from aid.services import messages
from aid.services.attachments import attach
from aid.services.perform import Change, perform
from foundation.notices.models import Channel, Message, State

LONGEST = 2000


@dataclass(frozen=True)
class Entry:
    """One message of the thread. `ours`: an officer wrote it. `who`: by or to whom. `read_at`: of ours, when the person
    saw it. `waits`: of theirs, nobody has answered yet. `how`: told otherwise than here. `papers`: that came with it."""

    text: str
    at: datetime
    ours: bool
    who: Any
    read_at: datetime | None = None
    waits: bool = False
    how: str = ""
    papers: tuple = ()


def write_to(
    application: Application,
    *,
    text: str = "",
    ready: ReadyText | None = None,
    claimant: Claimant | None = None,
    papers: Iterable[Checked] = (),
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
        to = _addressee(change.application, claimant)
        attach(change, papers, to, say(change, to, whole))
        _answered(change, to)

    return perform(application, "write_to", write, actor=actor, version=version, key=key, at=at)


def say(change: Change, to: Claimant, text: str) -> Word:
    """Words of ours to one of the workers, as a part of an act. They are told by SMS that there is something, where they
    want that: what it is stands on their page alone."""
    word = Word.objects.create(
        application=change.application, claimant=to, text=text, written_at=change.at, written_by=change.actor
    )
    messages.tell_person(change.application, to, "word", key=f"{word.pk}")
    return word


def tell(
    application: Application,
    *,
    how: str,
    told_at: datetime,
    text: str,
    claimant: Claimant | None = None,
    instead_of: Message | None = None,
    actor: Any,
    version: int | None = None,
    key: str = "",
    at: datetime | None = None,
) -> Application:
    """用别的办法告诉了: on the telephone, face to face, by post. It stands in the thread, and what the person wrote before
    counts as answered; `instead_of`: an SMS of theirs that could not be delivered.

    ValidationError without words, for a time to come or long ago, for somebody who takes no part, and for another's SMS.
    """
    if not text.strip():
        raise ValidationError({"text": _("写下说了什么。")})

    def write(change: Change) -> None:
        app, to = change.application, _addressee(change.application, claimant)
        if told_at > change.at:
            raise ValidationError({"told_at": _("这个时间还没有到。")})
        if told_at < app.submitted_at:
            raise ValidationError({"told_at": _("那时候还没有这件申请，看看日子写对没有。")})
        if instead_of and instead_of.about != reach.about(to):
            raise ValidationError({"instead_of": _("这条短信不是发给他的。")})
        Word.objects.create(
            application=app,
            claimant=to,
            text=text.strip(),
            written_at=told_at,
            written_by=change.actor,
            read_at=told_at,
            how=how,
            instead_of=instead_of,
        )
        _answered(change, to)
        change.note = f"{Word.How(how).label}：{text.strip()}"

    return perform(application, "tell", write, actor=actor, version=version, key=key, at=at)


def undelivered(application: Application) -> QuerySet[Message]:
    """The SMS to its people that could not be delivered and of which nobody has told them otherwise, the newest first."""
    whose = [reach.about(person) for person in application.claimants.all()]
    dead = Message.objects.filter(about__in=whose, channel=Channel.SMS, state=State.DEAD)
    return not_told(dead).order_by("-created_at", "-pk")


def not_told(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.filter(~Exists(Word.objects.filter(instead_of=OuterRef("pk"))))


def _addressee(app: Application, claimant: Claimant | None) -> Claimant:
    """One who takes part: by default who speaks for all, of a group that has named nobody the first."""
    part = list(app.claimants.taking_part())
    to = claimant or next((one for one in part if app.speaks_for_all(one)), part[0] if part else None)
    if to is None or to not in part:
        raise ValidationError(_("他不在这件申请里了。"))
    return to


def _answered(change: Change, to: Claimant) -> None:
    waiting = change.application.wishes.open().filter(claimant=to, kind=Wish.Kind.MESSAGE)
    waiting.update(answered_at=change.at, answered_by=change.actor)


def thread(application: Application, person: Claimant | None = None) -> list[Entry]:
    """All messages, or those with `person`, the newest first.

    Prefetch `words` and `wishes` with who wrote them, `attachments` and `evidence`.
    """
    found, papers = [], {paper.pk: paper for paper in application.evidence.all()}
    came = [(one.word_id, one.wish_id, papers.get(one.paper_id)) for one in application.attachments.all()]
    for word in application.words.all():
        if person is None or word.claimant_id == person.pk:
            who = word.written_by if person is None else ""
            mine = tuple(paper for of, _wish, paper in came if of == word.pk and paper)
            said = word.get_how_display()
            found.append(Entry(word.text, word.written_at, True, who, word.read_at, how=said, papers=mine))
    for wish in application.wishes.all():
        if wish.kind != Wish.Kind.MESSAGE or (person is not None and wish.claimant_id != person.pk):
            continue
        sent = tuple(paper for _word, of, paper in came if of == wish.pk and paper)
        found.append(Entry(wish.text, wish.asked_at, False, wish.claimant, waits=wish.is_open, papers=sent))
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
