"""The roster of a draft: its rows as they were typed, what they mean, how they change; and as claimants."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import cached_property

from aid import roster
from aid.choices import Matter
from aid.services import ClaimantFacts
from aid.services import group as groups
from aid.services.drafts import change
from aid.sla import today_in_shanghai
from aid.sums import Sum
from intake import joining

TICKS = ("representative", "card")


class TooMany(Exception):
    """More than one application takes."""

    def __init__(self, count):
        self.count = count
        super().__init__(count)


class Roster:
    def __init__(self, walk):
        self.walk = walk

    @property
    def rows(self):
        """What was typed; the row of whoever fills it in comes first."""
        return self.walk.draft.answers.get("roster") or [{"key": roster.ME}]

    @cached_property
    def members(self):
        """Each row checked."""
        you = self.walk.find("you")
        members = roster.check(
            self.rows,
            me=(you and self.walk.cleaned(you)) or {},
            today=today_in_shanghai(),
            needs_amount=self.needs_amount,
        )
        # What a worker has said of their own account from their own phone is what is sent.
        for member in members:
            if said := self._theirs.get(_key_of(member)):
                amount = said["amount_owed"]
                member.sum = Sum(Decimal(amount), said["reckoning"]) if amount else None
                member.errors.pop("amount", None)
                member.values |= {
                    "amount_owed": member.sum and member.sum.total,
                    "reckoning": said["reckoning"],
                }
        return members

    @property
    def needs_amount(self):
        """Where the matter is not wages, there may be nothing to add up."""
        return self.walk.matter == Matter.WAGES

    @property
    def wrong(self):
        return [member for member in self.members if member.errors]

    @cached_property
    def joined(self):
        """The drafts of those who joined from their own phones."""
        group = getattr(self.walk.draft, "led_group", None)
        return groups.joined(group) if group else []

    @cached_property
    def _theirs(self):
        """What each who joined says, by person; of one with two phones the last."""
        return {_person(draft): draft.answers["joined"]["values"] for draft in self.joined}

    @property
    def confirmed(self):
        """The keys of the rows whose worker has joined."""
        return {member.key for member in self.members if _key_of(member) in self._theirs}

    @property
    def more(self):
        """Those who joined and stand in no row: [(name, amount or None)]."""
        rows = {_key_of(member) for member in self.members}
        values = [said for person, said in self._theirs.items() if person not in rows]
        return [(v["name"], Decimal(v["amount_owed"]) if v["amount_owed"] else None) for v in values]

    @property
    def count(self):
        return len(self.rows) + len(self.more)

    @property
    def total(self):
        return roster.total(self.members) + sum(amount for _name, amount in self.more if amount)

    @property
    def is_good(self):
        return (
            not self.wrong and roster.FEWEST <= self.count <= roster.MOST and not self.has_too_many_speakers
        )

    @property
    def has_too_many_speakers(self):
        return sum(m.is_representative for m in self.members) > roster.MOST_REPRESENTATIVES

    # --- changing ---------------------------------------------------------------------------------
    def add(self, rows: Iterable[dict]) -> "Added":
        """Add rows of a table. What stands there already stays one; the sender's own row is theirs. Raises TooMany."""
        with self._changing() as held:
            added = Added()
            known = {_same(row): row for row in held}
            me = _same(self._me())
            for row in rows:
                row = _row(row)
                if _same(row) in (me, (me[0], "")):
                    held[0].update({name: value for name, value in row.items() if name in _OF_ME and value})
                    added.mine += 1
                elif _same(row) in known and _is_known(row, known[_same(row)]):
                    added.known += 1
                else:
                    held.append({"key": secrets.token_hex(4), **row})
                    known[_same(row)] = held[-1]
                    added.new += 1
            if len(held) > roster.MOST:
                raise TooMany(len(held))
        return added

    def _me(self):
        return {name: self.members[0].values.get(name, "") for name in ("name", "phone")}

    def put(self, typed: dict[str, dict], new: Iterable[dict]) -> int:
        """Keep what was typed in the rows of a page (`typed`: key → row), and new rows. Raises TooMany."""
        with self._changing() as held:
            for row in held:
                if row["key"] in typed:
                    row.update(_row(typed[row["key"]]))
            fresh = [_row(row) for row in new]
            fresh = [{"key": secrets.token_hex(4), **row} for row in fresh if any(row.values())]
            held += fresh
            if len(held) > roster.MOST:
                raise TooMany(len(held))
        return len(fresh)

    def remove(self, key: str) -> None:
        with self._changing() as held:
            held[:] = [row for row in held if row["key"] in (roster.ME,) or row["key"] != key]

    def _changing(self):
        return _Changing(self)


class _Changing:
    """The rows under the draft's lock; kept when nothing is raised."""

    def __init__(self, of):
        self.of = of

    def __enter__(self):
        self.change = change(self.of.walk.draft)
        draft = self.of.walk.draft = self.change.__enter__()
        self.rows = [dict(row) for row in self.of.rows]
        self.of.__dict__.pop("members", None)
        self.draft = draft
        return self.rows

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.draft.answers["roster"] = self.rows
        self.of.__dict__.pop("members", None)
        return self.change.__exit__(kind, error, trace)


@dataclass
class Added:
    """What became of the rows of a table."""

    new: int = 0
    known: int = 0
    mine: int = 0


_OF_ME = ("amount", "left_on", "note", "card")


def _row(typed):
    """A row as it is kept: text of bounded length, ticks."""
    row = {
        name: str(typed.get(name, "")).replace("\x00", "")[: 4 * roster.LONGEST[name]]
        for name in roster.FIELDS
    }
    return {**row, **{name: "on" if typed.get(name) else "" for name in TICKS}}


def _same(row):
    """What tells that two rows are of one person."""
    return roster.person_key(row.get("name", ""), row.get("phone", ""))


def _is_known(row, other):
    return all(row.get(name, "") in ("", other.get(name, "")) for name in roster.FIELDS)


def claimants(base: ClaimantFacts, members: Iterable[roster.Member]) -> Iterator[ClaimantFacts]:
    """The workers of a roster: what all have in common is that of `base`, whose rules of contact are its own."""
    for member in members:
        values = member.values
        own = {
            "reckoning": values["reckoning"],
            "own": values["note"],
            "card": "other" if values["card"] else "",
        }
        person = replace(
            base,
            **{name: values[name] for name in ("name", "phone", "id_type", "id_number")},
            amount_owed=values["amount_owed"],
            facts={**base.facts, **{name: value for name, value in own.items() if value}},
            is_representative=member.is_representative,
        )
        if values["left_on"]:
            person = replace(person, left_on=values["left_on"], still_working=False)
        elif values["still_working"]:
            person = replace(person, left_on=None, still_working=True)
        if member.key != roster.ME:
            # They have not said how they want to be reached: by a call that asks for them alone, nothing written.
            person = replace(
                person,
                may_call=True,
                may_sms=False,
                say_who_we_are=False,
                phone_is_shared="shared_phone" in member.marks or "no_phone" in member.marks,
                call_time="any",
                contact_note="",
            )
        yield person


def everybody(base, members, drafts):
    """(the workers of a roster and who joined it, [(place, id of the draft)]). Who joined speaks for their own row.

    Whoever joined twice, from two phones, is one worker, as they said last.
    """
    by_person = defaultdict(list)
    for draft in drafts:
        by_person[_person(draft)].append(draft)
    shared, people, joined = joining.shared_of(base), [], []

    def take(theirs, **more):
        joined.extend((len(people), draft.pk) for draft in theirs)
        people.append(replace(joining.facts_of(theirs[-1].answers["joined"], shared), **more))

    for person in claimants(base, members):
        if theirs := by_person.pop(roster.person_key(person.name, person.phone), None):
            take(theirs, is_representative=person.is_representative)
        else:
            people.append(person)
    for theirs in by_person.values():
        take(theirs)
    return people, joined


def _key_of(member):
    return roster.person_key(member.name, member.values.get("phone", ""))


def _person(draft):
    values = draft.answers["joined"]["values"]
    return roster.person_key(values["name"], values["phone"])
