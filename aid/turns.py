"""Whose turn it is: which act of the tables waits for whom. The lists, their counts and the button of a row ask here.

Statuses and roles come from the tables alone. An act waits for an officer when it is the usual next step and not
the person's own; an act of CALLED_FOR when what calls for it is there. What is seen by another way in than a role
in the office (aid.visibility) is in the hands of whoever sees it, until it is over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import IsNull

from aid import absence, acts, links, routing, sla, visibility
from aid.acts import Act, By
from aid.clock_rules import Kind
from aid.models.approval import SAY_YES
from aid.models.cooperation import Letter
from aid.models.record import Deadline, Event
from aid.models.share import Share
from aid.models.solo import SoloOffice
from aid.models.termination import Termination
from aid.models.wish import Wish
from aid.status import IS_OPEN, OFFICE_ROLES, UNDECIDED
from foundation.accounts import scope
from foundation.accounts.models import Office, Role, User

IN_HAND = "in_hand"  # no act: it is theirs as long as it runs


def _has(rows: QuerySet) -> Q:
    return Q(Exists(rows.filter(application=OuterRef("pk"))))


def clock_runs(kind: Kind, **more: Any) -> Q:
    return _has(Deadline.objects.running().filter(kind=kind, **more))


def _asks(*kinds: str) -> Q:
    return _has(Wish.objects.open().filter(kind__in=kinds))


def _others_ask() -> Q:
    return _has(Wish.objects.open().exclude(kind__in=(Wish.Kind.OBJECTION, Wish.Kind.IDENTITY)))


def _supplement_is_late(at: datetime) -> Q:
    return clock_runs(Kind.SUPPLEMENT, paused_since=None, due_at__lt=at)


def _answer_is_due(at: datetime) -> Q:
    """Whoever is waited for had until today."""
    return clock_runs(Kind.AWAITED, due_on__lte=sla.local_day(at))


def _must_be_sent(at: datetime) -> Q:
    """What ends aid is on the table still."""
    return clock_runs(Kind.SEND_END)


def _letter_is_back(at: datetime) -> Q:
    """Another agency has answered, or should have: who asked reads it, or calls it off."""
    return _has(Letter.objects.to_read(sla.local_day(at)))


def _nobody_wrote_back(at: datetime) -> Q:
    """A body outside should have answered: somebody calls them."""
    return _has(Letter.objects.late(sla.local_day(at)).filter(to_office__isnull=True))


def _stands_still(at: datetime) -> Q:
    """Another body checks, and has time to answer: the next step is not ours yet, unless something presses."""
    waits = Q(next_due_kind=Kind.AWAITED, next_due_at__gt=sla.end_of(sla.local_day(at)))
    return waits & ~limitation_is_near(sla.local_day(at))


def limitation_is_near(today: date) -> Q:
    """Few days are left. When none is, it is looked into only while somebody works on the application."""
    soon = Q(limitation_on__lt=today + timedelta(days=sla.FIRST_AID_DAYS))
    # Each of the two by its own index.
    return Q(IS_OPEN, soon) | Q(soon, limitation_on__gte=today)


def nobody_is_there() -> Q:
    """Somebody's day is coming, and nobody works at the office that has it."""
    # One expression: of two joined by OR each has an index, and PostgreSQL reads all that run anywhere.
    runs = Q(IsNull(Coalesce("next_due_at", Cast("limitation_on", DateTimeField())), False))
    empty = Office.objects.exclude(pk__in=Office.objects.staffed().order_by().values("pk"))
    return IS_OPEN & runs & scope.one_of("office_id", empty.values("pk"))


def _is_with_us(at: datetime) -> Q:
    """Not while another office is asked and has time to answer; what is pressing stays here."""
    today = sla.local_day(at)
    waits_no_more = Q(offer_due_on__isnull=True) | Q(offer_due_on__lt=today)
    return waits_no_more | Q(next_due_at__lt=sla.end_of(today)) | limitation_is_near(today)


def _is_near(at: datetime) -> Q:
    return limitation_is_near(sla.local_day(at))


# What calls for an act that is not the usual step. `True`: it goes before the usual one. Rooms above add theirs.
CALLED_FOR: dict[str, tuple[bool, Callable[[datetime], Q]]] = {
    "reroute": (True, lambda at: nobody_is_there()),
    "propose_first_aid": (True, lambda at: Q(first_aid_waits=True, first_aid__next_yes="")),
    "endorse_first_aid": (True, lambda at: Q(first_aid_waits=True)),
    "grant_first_aid": (True, lambda at: Q(first_aid_waits=True)),
    "refer_out": (
        True,
        lambda at: Q(routing_reason=routing.ELSEWHERE, offer_due_on__isnull=True, status__in=UNDECIDED),
    ),
    "lapse": (True, _supplement_is_late),
    "endorse_end": (True, lambda at: Q()),  # the rows of its chain say so
    "terminate": (True, lambda at: Q()),
    "serve": (True, _must_be_sent),
    "resume": (True, _answer_is_due),
    "ask_first_aid": (False, lambda at: _is_near(at) & Q(first_aid__isnull=True)),
    "file_claim": (False, _is_near),
    "first_aid_papers": (
        False,
        lambda at: Q(first_aid__state="granted", first_aid__papers_due_on__lte=sla.local_day(at)),
    ),
    "end_first_aid": (
        False,
        lambda at: Q(first_aid__state="granted", first_aid__papers_due_on__lt=sla.local_day(at)),
    ),
    "endorse_member": (False, lambda at: Q()),
    "decide_member": (False, lambda at: Q()),
    "order_member": (False, lambda at: _asks(Wish.Kind.OBJECTION)),
    "uphold": (False, lambda at: _asks(Wish.Kind.OBJECTION)),
    "coop_close": (False, _letter_is_back),
    "coop_heard": (False, _nobody_wrote_back),
    "fix_identity": (False, lambda at: _asks(Wish.Kind.IDENTITY)),
    "answer": (False, lambda at: _others_ask()),
}


@dataclass(frozen=True)
class Turn:
    """`code`: of the act, or IN_HAND. `when`: of which applications."""

    code: str
    when: Q


def of(user: Any, at: datetime) -> list[Turn]:
    """The turns of `user`, the one that goes first of each application first."""
    held = scope.of(user)
    found, called = [], list(CALLED_FOR)
    for flow in acts.workflows():
        for act in flow.acts.values():
            if (calls := _calls(act, at)) is None or (whose := _reaches(held, act, user)) is None:
                continue
            first, why = calls
            when = whose & Q(**{f"{flow.status_at}__in": act.sources}) & why & _four_eyes(act, user, at)
            if act.chain not in _ROWS:
                when &= _next_of_chain(act, user)
            when &= _is_with_us(at)
            if act.usual:
                when &= ~_stands_still(at)
            if act.code == "review":
                when &= _is_left_to(user, at)
            place = called.index(act.code) if act.code in CALLED_FOR else act.order
            found.append(((not first, not act.usual, place), Turn(act.code, when)))
    turns = [turn for _place, turn in sorted(found, key=lambda pair: pair[0])]
    return turns + [Turn(IN_HAND, IS_OPEN & way.rows(user)) for way in _ways(held)]


def _calls(act: Act, at: datetime) -> tuple[bool, Q] | None:
    if act.code in CALLED_FOR:
        first, why = CALLED_FOR[act.code]
        return first, why(at)
    return (False, Q()) if act.usual and act.other != By.APPLICANT else None


def _reaches(held: scope.Scope, act: Act, user: Any) -> Q | None:
    """In which offices; None where nowhere."""
    if act.chain in _ROWS:
        return _rows_wait(held, act, user)
    if held.everything:
        return Q() if act.roles else None
    if act.chain:
        return _reaches_in_chain(held, act)
    paths = held.paths(act.roles & OFFICE_ROLES)
    return scope.of_offices(paths) if paths else None


# Of these chains what waits for a yes are rows that hang on the application, some time several.
_ROWS: dict[str, Callable[[], QuerySet]] = {
    links.MEMBER: lambda: Share.objects.to_decide_anew(),
    links.END: lambda: Termination.objects.open(),
}


def _rows_wait(held: scope.Scope, act: Act, user: Any) -> Q | None:
    """Where a row waits for this yes, of one of their roles."""
    rows = _ROWS[act.chain]().filter(_next_of_chain(act, user))
    if held.everything:
        return _has(rows)
    return _with_roles(held, lambda role: _has(rows.filter(next_yes=role)))


def _with_roles(held: scope.Scope, waits: Callable[[str], Q]) -> Q | None:
    """What waits for a role, where they hold it; None where they hold none that says yes."""
    found = [scope.of_offices(paths) & waits(role) for role in SAY_YES if (paths := held.paths({role}))]
    return Q(*found, _connector=Q.OR) if found else None


def _at(act: Act, name: str) -> str:
    return f"first_aid__{name}" if act.chain == links.FIRST_AID else name


def _reaches_in_chain(held: scope.Scope, act: Act) -> Q | None:
    """Where it is for one of their roles to say the next yes."""
    return _with_roles(held, lambda role: Q(**{_at(act, "next_yes"): role}))


def _next_of_chain(act: Act, user: Any) -> Q:
    """It is a yes of this kind that is waited for, of somebody who has not said it yet."""
    if not act.chain:
        return Q()
    not_theirs = ~Q(**{_at(act, "yes_by__contains"): [user.pk]})
    if act.link == links.ANY:
        return not_theirs
    more = Q(**{_at(act, "yes_after__len__gt"): 0})
    return not_theirs & (more if act.link == links.MIDDLE else ~more)


def _four_eyes(act: Act, user: Any, at: datetime) -> Q:
    if not act.not_after:
        return Q()
    before = Event.objects.filter(application=OuterRef("pk"), actor=user, action__in=act.not_after)
    alone = Q(office__in=SoloOffice.objects.in_force(sla.local_day(at)).values("office"))
    return ~Q(Exists(before)) | alone if act.alone else ~Q(Exists(before))


def _is_left_to(user: Any, at: datetime) -> Q:
    """Nobody else is named for the review: or somebody who is away, or reviews no more."""
    review = User.objects.filter(is_active=True, memberships__role=Role.REVIEWER)
    theirs = {user.pk, *absence.stands_in_for(user, sla.local_day(at))}
    return Q(reviewer=None) | Q(reviewer__in=theirs) | ~Q(reviewer__in=review.order_by().values("pk"))


def _ways(held: scope.Scope) -> list[visibility.WayIn]:
    return [way for way in visibility.ways_in if way.sees and held.holds(way.role)]
