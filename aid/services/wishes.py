"""What a worker asks of us beside the aid: an objection, another lawyer, a complaint; and what is answered."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aid import members, sla
from aid.clock_rules import Kind as ClockKind
from aid.files import Checked
from aid.models import Application, Claimant, Wish
from aid.services import apart, clocks, decide, messages
from aid.services.attachments import attach
from aid.services.perform import Change, perform
from aid.status import Status
from foundation.accounts.models import Office
from laws.models import Parameter

Kind = Wish.Kind
MOST_OPEN = 5
POOR = 2  # who gives no more than this is called
# A worker may complain of several things, and write as often as they are answered; of anything else one is asked at a time.
_ONCE = frozenset(Kind) - {Kind.COMPLAINT, Kind.RATING, Kind.MESSAGE}


def ask(
    application: Application,
    person: Claimant,
    kind: str,
    *,
    text: str = "",
    score=None,
    proposed: dict | None = None,
    papers: Iterable[Checked] = (),
    key: str = "",
    at=None,
) -> Application:
    """Record what `person` asks, with the `papers` of a message. ValidationError when it is asked already, or when too much waits for an answer."""
    code = "object" if kind == Kind.OBJECTION else "ask"

    def write(change: Change) -> None:
        waiting = set(change.application.wishes.open().filter(claimant=person).values_list("kind", flat=True))
        if kind in _ONCE & waiting:
            raise ValidationError(_("这件事您已经提过，正在办。要补充就打 12348。"))
        unanswered = change.application.wishes.open().filter(claimant=person, kind=Kind.MESSAGE)
        if kind == Kind.MESSAGE and unanswered.count() >= MOST_OPEN:
            raise ValidationError(_("您写的几条还没有回，先等一等；急的话打 12348。"))
        if len(waiting) >= MOST_OPEN:
            raise ValidationError(_("您提的几件事还没有答复，先等一等；急的话打 12348。"))
        values: dict[str, object] = {}
        if kind == Kind.OBJECTION:
            apart = change.application.claimants.filter(pk=person.pk, refused_at__isnull=False).exists()
            if change.application.status == Status.GRANTED and not apart:
                raise ValidationError(_("您这件事是同意援助的，没有可以提异议的决定。"))
            bureau = bureau_of(change.application.office)
            values["to"] = bureau.name if bureau else ""
            own = members.refusal_of(change.application, person) and person
            clocks.meet_own(change.application, ClockKind.OBJECTION, own, at=change.at)
            change.data["objectors"] = [person.position]
            _to_the_bureau(change, person)
        if proposed:
            values["proposed"] = proposed
        if kind == Kind.RATING:
            # Praise needs no answer; who is not content is asked why.
            values = {"score": score, "answered_at": None if score <= POOR else change.at}
        wish = note(change, person, kind, text, **values)
        attach(change, papers, person, wish)

    return perform(application, code, write, key=key, at=at)


def _to_the_bureau(change: Change, person: Claimant) -> None:
    """Its five days begin with the first who objects. Whoever comes late is heard, and it is said."""
    app = change.application
    if not app.deadlines.running().filter(kind=ClockKind.BUREAU).exists():
        clocks.start(app, ClockKind.BUREAU, asked_on=change.today)
    if change.today > objection_ends(app, person):
        change.data["is_late"] = True


def note(change: Change, person: Claimant, kind: str, text: str = "", **values) -> Wish:
    """A row for the officers' list, in an act that is being done. `values`: what else it holds."""
    due = sla.wish_deadline(kind, change.today, clocks.calendar_around(change.today))
    change.data["asks"] = str(kind)
    if due:
        change.data["due_on"] = due.isoformat()
    return Wish.objects.create(
        application=change.application,
        claimant=person,
        kind=kind,
        text=text.strip(),
        asked_at=change.at,
        due_on=due,
        **values,
    )


def settle(change: Change, wish: Wish, answer: str) -> None:
    """Write down the answer, in an act that is being done."""
    wish.answer, wish.answered_at, wish.answered_by = answer, change.at, change.actor
    wish.save(update_fields=["answer", "answered_at", "answered_by"])


def answer(
    application: Application, *, wish: Wish, text: str, actor, version=None, key="", at=None
) -> Application:
    """答复: what the person reads. The answer of an objection is one of the two acts below."""
    return _answer("answer", application, wish, text, actor, version, key, at)


def uphold(
    application: Application, *, text: str, whose: Iterable[int] = (), actor, version=None, key="", at=None
) -> Application:
    """维持不予援助 or 终止援助, with the reasons. 《法律援助法》第四十九条, read 2026-11-21.

    `whose`: keys of the claimants whose objection it answers; by default all who object.
    """
    return _answer("uphold", application, None, text, actor, version, key, at, whose=whose)


def order_review(application: Application, *, text: str, actor, version=None, key="", at=None) -> Application:
    """责令改正: the office examines again, within the days of a review. 《法律援助法》第四十九条, read 2026-11-21.

    Who was refused apart from the others, and objects, is examined with them.
    """

    def then(change: Change, objectors: list[Claimant]) -> None:
        apart.take_back(change, objectors)
        clocks.start(change.application, ClockKind.REVIEW, received_on=change.today)

    return _answer("order_review", application, None, text, actor, version, key, at, then)


def order_grant(application: Application, *, text: str, actor, version=None, key="", at=None) -> Application:
    """责令改正，给予援助: the decision is made by it, and somebody is named within three days.

    Of a group it is for those whom the refusal or the end concerned. Who was refused apart stays refused, unless they
    object as well. ValidationError when nobody but such objects, and while a reviewer advises against some of them,
    of whom nobody has decided.
    """

    def then(change: Change, objectors: list[Claimant]) -> None:
        decide.must_have_guardian(change)
        apart.must_concern_all(change, objectors)
        decision = decide.grant_now(change, text)
        apart.take_back(change, objectors, decision)

    return _answer("order_grant", application, None, text, actor, version, key, at, then)


def _answer(
    code, application, wish, text, actor, version, key, at, then=lambda change, objectors: None, whose=()
):
    text = text.strip()
    if not text:
        raise ValidationError({"text": _("写清楚怎么答复。")})

    def write(change: Change) -> None:
        answered = settle_open(change, text, wish, whose)
        then(change, [one.claimant for one in answered])

    return perform(application, code, write, actor=actor, version=version, key=key, at=at)


def settle_open(change: Change, text: str, wish: Wish | None = None, whose: Iterable[int] = ()) -> list[Wish]:
    """Answer `wish`, else the objections of `whose` (keys of claimants), by default all: of a group several may object,
    the one decision answers them all, and nothing else does. ValidationError when nothing waits."""
    waiting = change.application.wishes.open().select_for_update(of=("self",)).select_related("claimant")
    objections = waiting.filter(kind=Kind.OBJECTION)
    if chosen := set(whose):
        objections = objections.filter(claimant__in=chosen)
        if {one.claimant_id for one in objections} != chosen:
            raise ValidationError({"whose": _("有的人没有提异议，或者已经答复过了，请看看现在的情况。")})
        change.data["positions"] = sorted(one.claimant.position for one in objections)
    answered = list(waiting.filter(pk=wish.pk).exclude(kind=Kind.OBJECTION) if wish else objections)
    if not answered:
        raise ValidationError(_("这件事已经答复过了。"))
    for one in answered:
        settle(change, one, text.strip())
        if one.kind == Kind.MESSAGE:
            # What else they wrote was read with it.
            also = change.application.wishes.open().filter(claimant=one.claimant, kind=Kind.MESSAGE)
            also.update(answered_at=change.at, answered_by=change.actor)
        if one.kind != Kind.CORRECTION:
            messages.tell_person(change.application, one.claimant, "answered", key=f"wish:{one.pk}")
    change.data["asks"] = answered[0].kind
    if answered[0].kind == Kind.OBJECTION:
        change.data["objectors"] = sorted(one.claimant.position for one in answered)
    still = change.application.wishes.open().filter(kind=Kind.OBJECTION)
    if answered[0].kind == Kind.OBJECTION and not still.exists():
        clocks.meet(change.application, ClockKind.BUREAU, at=change.at)
    return answered


def bureau_of(office: Office) -> Office | None:
    """The justice bureau to which an office belongs, None when the tree names none."""
    above = office.get_ancestors().filter(kind=Office.Kind.DEPARTMENT)
    return above.last() if office.depth > 1 else None


def objection_days(application: Application, on: date) -> int:
    """The dated figure `objection_days` of the office's place, or the country's; fifteen where nobody has entered one."""
    figure = Parameter.objects.figure("objection_days", on, application.office.region)
    return int(figure.value) if figure else sla.OBJECTION_DAYS


def decided_day(application: Application) -> date:
    """The day of the decision that stands."""
    return decided_on(application)


def objection_ends(application: Application, person: Claimant | None = None) -> date:
    """By when an objection is best made: counted from the day it was served, as long as nobody says which from the
    day of the decision. Whoever comes later is heard all the same. `person`: of a group, who may have been refused apart.
    """
    share = members.refusal_of(application, person) if person else None
    served = members.serving_of(application, person) if share else application.serving
    if served:
        day = served.served_on
    elif share:
        day = next(one.decided_on for one in application.decisions.all() if one.pk == share.decision_id)
    else:
        day = decided_on(application)
    return sla.objection_ends(day, objection_days(application, day))


def decided_on(application: Application) -> date:
    """The day of what may be objected to: of the refusal, or of the end of aid that had been given first."""
    if application.status != Status.TERMINATED:  # of a grant: to some of a group
        return application.decision.decided_on
    ended = [event for event in application.events.all() if event.after == Status.TERMINATED != event.before]
    return sla.local_day(ended[-1].at)
