"""Applications by the hundred thousand, for bench/queues.py: copied into the database, of invented people.

A province after five years: a department, ten cities, a hundred counties, one of which has a fifth of everything. Most
were granted, refused or withdrawn; a few in a hundred are under way, with clocks of which some are late. A caseworker
has some eighty cases in hand, however many there are: the older ones have ended. What the queue opens is sealed as it
should be. Events are not signed: no bench reads their chain.
"""

import random
import time
import uuid
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from psycopg.types.json import Jsonb

CITIES, COUNTIES, LARGEST = 10, 100, 0.2
YEARS = 5
IN_HAND = 25  # days after which the aid of an application has ended
GROUP, OF_GROUP = 8, 500  # the number of an application for so many, in the largest county
FURTHER = 10**9  # where the numbers of its further people begin, and of the events written here
OF_ONE_CASEWORKER = 10_000  # applications in five years, of which they have some eighty in hand
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
GIVEN = "小大强伟芳娜敏静丽军洋勇艳杰娟涛明超兰霞平刚桂英文云建华志玉"
FIRMS = [f"{place}{kind}" for place in "东西南北中上下前后" for kind in ("建筑公司", "劳务公司", "服装厂")]
# Where they stand, in a hundred; and when, in days before now, at the most.
MIX = {
    "submitted": (0.4, 2),
    "accepted": (0.9, 9),
    "supplementing": (0.5, 20),
    "reviewing": (0.4, 9),
    "granted": (63.8, 365 * YEARS),
    "refused": (12, 365 * YEARS),
    "withdrawn": (15, 365 * YEARS),
    "transferred_out": (4, 365 * YEARS),
    "terminated": (3, 365 * YEARS),
}
CLOCKS = {"submitted": "accept", "accepted": "review", "reviewing": "review", "supplementing": "supplement"}
CHANNELS = ["web"] * 7 + ["phone", "visit", "station"]


class World:
    """The offices, their people and the topic that every row points to."""

    def __init__(self, size):
        from foundation.accounts.models import Membership, Office, Role, User
        from foundation.accounts.services import give_role
        from laws.models import Topic

        self.topics = [
            Topic.objects.get_or_create(code=code, defaults={"name": code, "plain_name": code})[0].pk
            for code in ("wages", "injury", "contract")
        ]
        top = Office.add_root(code="bench", name="某省司法厅", kind="department", phone="12348")
        self.counties = []
        for city in range(CITIES):
            office = top.add_child(code=f"city-{city}", name=f"某市{city}", kind="agency", phone="12348")
            for county in range(COUNTIES // CITIES):
                code = f"county-{city}-{county}"
                self.counties.append(
                    office.add_child(code=code, name=f"某县{code}", kind="agency", phone="12348").pk
                )
        users = User.objects.bulk_create(User(username=f"bench-{n}", last_name="某") for n in range(400))
        roles = [Role.RECEPTIONIST, Role.REVIEWER, Role.APPROVER, Role.CASEWORKER]
        Membership.objects.bulk_create(
            Membership(user=user, office_id=self.counties[n % COUNTIES], role=roles[n // COUNTIES])
            for n, user in enumerate(users)
        )
        self.staff = [u.pk for u in users]
        for role, office in (
            (Role.SUPERVISOR, top),
            (Role.RECEPTIONIST, Office.objects.get(pk=self.counties[0])),
            (Role.CASEWORKER, Office.objects.get(pk=self.counties[1])),
        ):
            give_role(User.objects.create_user(f"bench-{role}", last_name="某"), role, office)
        User.objects.create_superuser("bench-superuser", last_name="某")
        others = [user.pk for user in users[300:]]
        self.caseworkers = [people()[Role.CASEWORKER].pk, *others][: max(1, size // OF_ONE_CASEWORKER)]


def people():
    """{role, or superuser: who of a world looks at the queue}; none before it is made."""
    from foundation.accounts.models import Role, User

    names = [Role.SUPERVISOR, Role.RECEPTIONIST, Role.CASEWORKER, "superuser"]
    found = User.objects.in_bulk([f"bench-{name}" for name in names], field_name="username")
    return {name: found[f"bench-{name}"] for name in names if f"bench-{name}" in found}


class Rows:
    """What COPY takes for one model: each field's default where nothing is said."""

    def __init__(self, model):
        from foundation.vault.fields import SealedFieldMixin
        from foundation.vault.index_fields import BlindIndexField

        self.model, self.rows = model, []
        self.fields = [field for field in model._meta.concrete_fields if not field.generated]
        self.sealed = {f.attname: f for f in self.fields if isinstance(f, SealedFieldMixin)}
        self.indexes = [f for f in self.fields if isinstance(f, BlindIndexField)]
        self.blank = {}
        for field in self.fields:
            if field.attname in self.sealed:
                self.blank[field.attname] = None if field.null else field.get_default()
            elif field.has_default() or not field.null:
                self.blank[field.attname] = "" if not field.has_default() else field.default
            else:
                self.blank[field.attname] = None

    def add(self, **values):
        seal = uuid.uuid4()
        row = {}
        for field in self.fields:
            name = field.attname
            if name == "seal_id":
                row[name] = seal
            elif name in self.sealed:  # each is bound to its row, an empty one too
                value = values.get(name, self.blank[name])
                row[name] = None if value is None else self._seal(self.sealed[name], value, seal)
            elif name in values:
                row[name] = values[name]
            else:
                blank = self.blank[name]
                row[name] = blank() if callable(blank) else blank
        for field in self.indexes:
            if field.of in values:
                row[field.attname] = _index(values[field.of], field.kind)
        self.rows.append([self._plain(field, row[field.attname]) for field in self.fields])

    @staticmethod
    def _seal(field, value, seal):
        from foundation.vault import cipher

        return cipher.seal(field.to_bytes(value), field.sealed_binding, seal.hex)

    @staticmethod
    def _plain(field, value):
        return Jsonb(value) if field.get_internal_type() == "JSONField" and value is not None else value

    def write(self, cursor):
        table = self.model._meta.db_table
        columns = ", ".join(f'"{field.column}"' for field in self.fields)
        with cursor.copy(f'COPY "{table}" ({columns}) FROM STDIN') as copy:
            for row in self.rows:
                copy.write_row(row)
        self.rows = []


@lru_cache(200_000)
def _index(value, kind):
    from foundation.vault.index import blind_index

    return blind_index(value, kind)


def grow_to(world, size, now):
    """So many in all, in packs of ten thousand."""
    from django.db import connection

    from aid.models import Application

    began, there = time.monotonic(), Application.objects.count()
    with connection.cursor() as cursor:
        for first in range(there, size, 10_000):
            _pack(world, cursor, range(first, min(first + 10_000, size)), now)
        cursor.execute(_EVENTS, {"first": there})
        cursor.execute("SELECT setval(pg_get_serial_sequence('aid_event', 'id'), max(id) + 1) FROM aid_event")
    with connection.cursor() as cursor:  # as the server does by itself, a little later
        cursor.execute("VACUUM ANALYZE")
    print(f"{size:,} applications, made in {time.monotonic() - began:.0f} s", flush=True)


# Who received, reviewed and decided each of those that are over: three of the office. Nobody opens them in a bench.
_EVENTS = """
INSERT INTO aid_event (seal_id, application_id, action, before, after, by, actor_id, actor_label, note, data, at, key,
                       number, prev_hash, hash, key_id)
SELECT gen_random_uuid(), a.id, d.action, '', a.status, 'staff', m.user_id, '', '', '{}', a.submitted_at, '',
       d.number, '', '', 1
FROM aid_application a
CROSS JOIN (VALUES ('accept', 'receptionist', 1), ('review', 'reviewer', 2), ('grant', 'approver', 3))
     AS d (action, role, number)
JOIN (SELECT office_id, role, min(user_id) AS user_id FROM accounts_membership GROUP BY 1, 2) m
     ON m.office_id = a.office_id AND m.role = d.role
WHERE a.id > %(first)s AND a.status NOT IN ('submitted', 'accepted', 'supplementing', 'reviewing')
"""
# What was done with each that is under way: the act, and whose it is by the order of World.staff.
_DONE = {
    "accepted": [("accept", 0)],
    "supplementing": [("accept", 0)],
    "reviewing": [("accept", 0), ("review", 1)],
}


def _pack(world, cursor, numbers, now):
    from aid.models import Application, Claimant, Deadline, Event, FirstAid, Wish
    from casework.models import Assignment, Case

    packs = {m: Rows(m) for m in (Application, Claimant, Deadline, Event, FirstAid, Wish, Case, Assignment)}
    for number in numbers:
        _one(world, {m.__name__: rows for m, rows in packs.items()}, number + 1, now)
    for rows in packs.values():
        rows.write(cursor)


def _one(world, to, pk, now):
    from aid.references import make_reference

    chance = random.Random(pk)
    [status] = chance.choices(list(MIX), [share for share, _days in MIX.values()])
    status = "accepted" if pk == GROUP else status
    at = now - timedelta(seconds=chance.randrange(60, 86400 * MIX[status][1]))
    office = 0 if pk == GROUP or chance.random() < LARGEST else chance.randrange(1, COUNTIES)
    was_granted = status == "granted"
    in_hand = was_granted and at > now - timedelta(days=IN_HAND)
    waits = in_hand and chance.random() < 0.2
    if was_granted and not in_hand:
        status = "terminated"
    clock = "assign" if waits else CLOCKS.get(status, "")
    due_at = None
    if clock:
        days = {"accept": 1, "assign": 3, "supplement": 10}.get(clock, 7)
        due_at = (at + timedelta(days=days)).replace(hour=15, minute=59, second=59, microsecond=0)
        if waits:
            due_at = now + timedelta(days=chance.randrange(-1, 3))
    runs = status in CLOCKS or (in_hand and chance.random() < 0.15)
    limitation = (now + timedelta(days=int(chance.triangular(1, 360, 300)))).date() if runs else None
    first_aid = status in ("submitted", "accepted") and chance.random() < 0.03
    people = 12 if chance.random() < 0.002 else 1
    people = OF_GROUP if pk == GROUP else people
    to["Application"].add(
        id=pk,
        reference=make_reference(at.date(), choice=chance.choice),
        status=status,
        office_id=world.counties[office],
        topic_id=chance.choice(world.topics),
        lane=chance.choices(["green", "regular"], [7, 3])[0],
        channel=chance.choice(CHANNELS),
        exemption="wages" if chance.random() < 0.7 else "",
        narrative="干了三个月，老板一直说下个月给，现在电话也不接。",
        submitted_at=at,
        received_on=at.date(),
        accepted_at=None if status == "submitted" else at,
        case_number="" if status == "submitted" else f"（某）援申字〔{at:%Y}〕第{pk}号",
        is_group_case=people >= 10,
        next_due_at=due_at,
        next_due_kind=clock,
        limitation_on=limitation,
        first_aid_waits=first_aid,
        version=1,
        idempotency_key=uuid.UUID(int=pk),
    )
    for position in range(1, people + 1):
        _person(to["Claimant"], chance, pk, position, at)
    if clock:
        to["Deadline"].add(application_id=pk, kind=clock, due_on=due_at.date(), due_at=due_at, id=2 * pk)
    if limitation:
        ends = datetime.combine(limitation, datetime.min.time(), now.tzinfo)
        to["Deadline"].add(
            application_id=pk, kind="limitation", due_on=limitation, due_at=ends, id=2 * pk + 1
        )
    for number, (act, whose) in enumerate(_DONE.get(status, []), 1):
        who = world.staff[whose * COUNTIES + office]
        to["Event"].add(
            id=FURTHER + 2 * pk + number,
            application_id=pk,
            action=act,
            after=status,
            by="staff",
            actor_id=who,
            at=at,
            number=number,
            key_id=1,
        )
    if first_aid:
        ground = "limitation"
        to["FirstAid"].add(id=pk, application_id=pk, ground=ground, asked_by="applicant", asked_at=at)
    if was_granted:
        stands = "unassigned" if waits else "assigned" if in_hand else "ended"
        to["Case"].add(id=pk, application_id=pk, opened_at=at, status=stands)
        if not waits:
            to["Assignment"].add(
                id=pk,
                case_id=pk,
                assignee_id=chance.choice(world.caseworkers),
                assigned_by_id=world.staff[office],
                assigned_at=at,
                ended_at=None if in_hand else at + timedelta(days=IN_HAND),
            )
    if status in CLOCKS and chance.random() < 0.1:
        to["Wish"].add(
            id=pk,
            application_id=pk,
            claimant_id=20 * pk + 1,
            kind="complaint",
            text="什么时候有结果？",
            asked_at=at,
        )


def _person(to, chance, pk, position, at):
    name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(2))
    to.add(
        id=20 * pk + position if position < 20 else FURTHER + position,
        application_id=pk,
        position=position,
        name=name,
        phone=f"1{chance.randrange(3 * 10**9, 10**10)}",
        id_type="resident",
        id_number=f"{chance.randrange(110101, 659999)}{chance.randrange(1962, 2004)}0{chance.randrange(1, 10)}"
        f"{chance.randrange(10, 29)}{chance.randrange(1000, 10000)}",
        receipt_code=None,
        work_kind="site",
        project=f"{chance.choice(FIRMS)}{chance.randrange(400)}号工地",
        employer=f"某{chance.choice(FIRMS)}{chance.randrange(60)}",
        foreman="",
        employer_phone="",
        contact_note="",
        amount_owed=Decimal(chance.randrange(2000, 60000)),
        pay_type="day",
        owed_from=at.date() - timedelta(days=200),
        owed_to=at.date() - timedelta(days=100),
        may_sms=True,
    )
