"""Which applications: what is asked of them, in the words of the officers."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import IsNull

from aid import choices, routing, turns, visibility, workflow
from aid.clock_rules import Kind
from aid.models.claimant import Claimant
from aid.models.first_aid import FirstAid
from aid.models.record import Deadline, Event
from aid.models.share import Share
from aid.models.termination import Termination
from aid.models.wish import Wish
from aid.status import IS_OPEN
from aid.workflow import Status
from foundation.accounts import scope
from foundation.vault.index import blind_index

# What is to be referred when nobody here serves its place.
REFERABLE = workflow.UNDECIDED
_SOONEST = F("near_limitation_on").asc(nulls_last=True)


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` may see: the subtrees of their offices, and what is assigned to them."""
        held = scope.of(user)
        if held.everything:
            return self
        seen = scope.of_offices(held.paths(workflow.OFFICE_ROLES))
        for way in visibility.ways_in:
            if way.sees and held.holds(way.role):
                seen |= way.rows(user)
        return self.filter(seen)

    def to_export(self, user):
        """What `user` may take away in a table: the subtrees in which they may export."""
        held = scope.of(user)
        if held.everything:
            return self
        return self.filter(scope.of_offices(held.paths(workflow.EXPORT_ROLES)))

    def open(self):
        """Undecided, or granted: see workflow.OPEN."""
        return self.filter(IS_OPEN)

    def waiting_for(self, user, at):
        """Where `user` can do what comes next: aid.turns."""
        found = [turn.when for turn in turns.of(user, at)]
        return self.filter(pk__in=self.model.objects.any_of(*found)) if found else self.none()

    def in_other_hands(self, mine, today):
        """What runs, and is not among the keys `mine` of what is `waiting_for` somebody."""
        return self.running(today).exclude(scope.among(mine))

    def running(self, today):
        """What is open, and whoever's limitation is near, wherever the application stands."""
        return self.filter(IS_OPEN | turns.limitation_is_near(today))

    def any_of(self, *reasons):
        """The keys of all, one reason after the other, so that each finds its rows by an index."""
        found = [self.filter(reason).order_by().values("pk") for reason in reasons]
        return found[0].union(*found[1:])

    def with_turn_of(self, user, at):
        """`turn`: the code of what `user` can do next with it, or "" (aid.turns)."""
        codes = [When(turn.when, then=Value(turn.code)) for turn in turns.of(user, at)]
        return self.annotate(turn=Case(*codes, default=Value("")))

    def group_cases(self):
        """Ten workers and more in one: 《劳动争议调解仲裁法》第七条, in force 2008-05-01, read 2026-11-21."""
        return self.open().filter(is_group_case=True)

    def overdue(self, at):
        return self.open().filter(next_due_at__lt=at)

    def due_on(self, day_start, day_end):
        """Due within a day given by its aware ends."""
        return self.open().filter(next_due_at__gte=day_start, next_due_at__lt=day_end)

    def green(self):
        return self.open().filter(lane=choices.Lane.GREEN)

    def unowned(self):
        """Nobody works at their office, and a day is coming."""
        found = self.model.objects.filter(turns.nobody_is_there())
        return self.filter(scope.one_of("id", found.values("pk")))  # none, as a rule

    def offered(self):
        """Another office or body is asked to take it, and has not answered."""
        return self.filter(offer_due_on__isnull=False)

    def offered_to(self, user):
        """What waits for the answer of the offices of `user`."""
        held = scope.of(user)
        if held.everything:
            return self.offered()
        return self.offered().filter(scope.of_offices(held.paths(workflow.OFFICE_ROLES), "offered_to"))

    def to_refer(self):
        """Undecided, from a place that no agency here serves."""
        return self.filter(routing_reason=routing.ELSEWHERE, status__in=REFERABLE, offer_due_on__isnull=True)

    def awaiting_supplement(self):
        return self.filter(status=Status.SUPPLEMENTING)

    def just_withdrawn(self):
        """Withdrawn, and the person may still undo it."""
        return self.filter(status=Status.WITHDRAWN, next_due_kind=Kind.UNDO)

    def first_aid_matters(self):
        """Where aid is asked for that cannot wait, or was given and the papers are still to come."""
        given = FirstAid.objects.filter(state=FirstAid.State.GRANTED).order_by().values("application")
        asked = self.model.objects.filter(first_aid_waits=True).order_by().values("pk")
        return self.open().filter(pk__in=asked.union(given))

    def in_chain(self):
        """Somebody of its chain has said yes, and it waits for the next: of a decision, of one of a group, of its end."""
        decision = Q(status=Status.REVIEWING, yes_by__len__gt=0)
        begun = [
            rows.filter(yes_by__len__gt=0)
            for rows in (Share.objects.to_decide_anew(), Termination.objects.open())
        ]
        apart = [rows.order_by().values("application") for rows in begun]
        return self.filter(pk__in=self.model.objects.any_of(decision).union(*apart))

    def first_aid_papers(self):
        """Aid was given before the papers, which are still to come."""
        given = FirstAid.objects.filter(state=FirstAid.State.GRANTED).order_by().values("application")
        return self.open().filter(pk__in=given)

    def unconfirmed(self):
        """Typed by an officer for the person, who has not said yet that it is theirs."""
        return self.open().filter(desk__isnull=False, desk__confirmed_at__isnull=True)

    def unassigned(self):
        """Granted or given first aid, and nobody named yet: the clock for naming somebody runs.

        Also after first aid, when the application itself is not decided yet.
        """
        running = Deadline.objects.running().filter(kind=Kind.ASSIGN)
        return self.open().filter(scope.one_of("id", running.values("application")))

    def with_open_wishes(self):
        """Somebody asks for something and has no answer yet."""
        return self.filter(Exists(Wish.objects.open().filter(application=OuterRef("pk"))))

    def limitation_near(self, today):
        """Fewer than seven days left to file the claim of one of the workers, wherever the application stands."""
        return self.filter(turns.limitation_is_near(today))

    def at_risk(self, today, day_end):
        """What somebody loses when nobody looks at it today: limitation, a clock that ends, someone under age."""
        minors = Claimant.objects.taking_part().filter(is_minor=True).order_by().values("application")
        reasons = (Q(next_due_at__lt=day_end), Q(pk__in=minors), Q(first_aid_waits=True))
        pressing = [Q(IS_OPEN, reason) for reason in reasons]
        return self.filter(scope.one_of("id", self.any_of(turns.limitation_is_near(today), *pressing)))

    def worst_first(self, today, at, day_end):
        """Of what is at risk: limitation, then what is late, then what ends today, then minors."""
        rank = Case(
            When(Q(first_aid_waits=True) | turns.limitation_is_near(today), then=Value(1)),
            When(next_due_at__lt=at, then=Value(2)),
            When(next_due_at__lt=day_end, then=Value(3)),
            default=Value(4),
        )
        return (
            self.with_near_limitation(today)
            .annotate(risk=rank)
            .order_by("risk", _SOONEST, F("next_due_at").asc(nulls_last=True), "pk")
        )

    def with_unread(self):
        """`said_at`, `said_kind`: of the last thing that somebody asked for and that has no answer."""
        last = Wish.objects.open().filter(application=OuterRef("pk")).order_by("-asked_at", "-pk")
        return self.annotate(
            said_at=Subquery(last.values("asked_at")[:1]), said_kind=Subquery(last.values("kind")[:1])
        )

    def last_said_first(self):
        return self.with_unread().order_by(F("said_at").desc(nulls_last=True), "-pk")

    def by_person(self, *, phone="", id_number="", words=""):
        """Those of a person, by blind index: the phone or its end, the number of a paper, names and the like."""
        people, found = Claimant.objects.all(), []
        if phone:  # of those seen: for five digits and more all that end in the last four are read
            seen = people.filter(application__in=self.order_by().values("pk"))
            found.append(seen.of_phone(phone))
        if id_number:
            found.append(people.filter(id_index=blind_index(id_number, "id_number")))
        if words:
            found.append(people.said(words))
        theirs = [rows.order_by().values("application") for rows in found]
        return self.filter(scope.one_of("id", theirs[0].union(*theirs[1:]))) if theirs else self.none()

    def objected(self):
        """The bureau examines an objection."""
        return self.filter(turns.clock_runs(Kind.BUREAU))

    def with_near_limitation(self, today):
        """`near_limitation_on`: the day of a limitation that is near, before all days what asks for first aid."""
        near = Case(
            When(IS_OPEN, first_aid_waits=True, then=Value(date.min)),
            When(turns.limitation_is_near(today), then="limitation_on"),
        )
        return self.annotate(near_limitation_on=near)

    def due_first(self, today):
        """A limitation that is near on top, whatever else waits; then what falls due first, no clock last.

        No index is in this order, but one for what stands on top and one for the rest: `stands_on_top`.
        """
        return self.with_near_limitation(today).order_by(
            _SOONEST, F("next_due_at").asc(nulls_last=True), "pk"
        )

    @staticmethod
    def stands_on_top(today):
        """Which come first in `due_first`; the others have no `near_limitation_on`."""
        return Q(IS_OPEN, first_aid_waits=True) | turns.limitation_is_near(today)

    def with_acts_of(self, user):
        """What `acts_of(user)` says is read along."""
        done = Event.objects.filter(application=OuterRef("pk"), actor=user).order_by().values("action")
        return self.annotate(acts_of_one=ArraySubquery(done), whose_acts=Value(user.pk))

    def with_twins(self):
        """`has_twin`: whether one of its people may have applied before."""
        twins = Claimant.objects.filter(application=OuterRef("pk")).with_twins()
        # Not Exists: PostgreSQL would compare all claimants with all, for the few rows of a page.
        first = Subquery(twins.order_by().values("pk")[:1])
        return self.annotate(has_twin=IsNull(first, False))
