#!/usr/bin/env python3
"""The queue of an office with 10,000 applications and of one with 1,000,000: the same page, asked in turns.

Two databases of this run's own, dropped at the end unless they are kept for the next one, for filling the larger takes
a quarter of an hour (bench/applications.py says what is in them). For the supervisor
of the whole province, a receptionist of the county with a fifth of everything and a caseworker: each tab, each chip,
pages further on, each order, searches by reference, phone, its end and name, a case of one and of 500. Prints the fastest round of each at the
larger size to that at the smaller, beside the limit, and how many queries each makes; below Wagtail's own ModelViewSet
listing of the same table. What is measured is CPU time, of this process and of its connection's, and the fastest
round: others work on the machine as well.

    bench/queues.py [--sizes 10000 1000000] [--rounds 9] [--only superuser] [--keep]
"""

import argparse
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django
import psycopg
from django.test.utils import setup_test_environment
from django.urls import reverse

from bench.applications import GROUP, OF_GROUP, World, grow_to, people
from bench.serving import TICK, _stat

MOST_GROWN = 1.5
# As deploy/compose.yml has them: bytes, and what a page that is not the next one costs.
MEMORY, RANDOM_PAGE = 1024**3, 1.1
QUEUE = "/admin/applications/"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs=2, default=[10_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--only", default="", help="the lines in which this stands")
    parser.add_argument("--keep", action="store_true", help="the databases, for the next run with --keep")
    args = parser.parse_args()
    os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings.testing", LOG_LEVEL="ERROR")
    django.setup()
    setup_test_environment()
    register_peer()
    with databases(args.sizes, keep=args.keep) as names:
        sides = [Side(size, name) for size, name in zip(args.sizes, names, strict=True)]
        for side in sides:
            side.fill()
        missed = [line for line in lines() if args.only in line and not measure(line, sides, args.rounds)]
    print(f"{len(missed)} beyond {MOST_GROWN}: {', '.join(missed) or 'none'}")


@contextmanager
def databases(sizes, *, keep):
    from django.db import connection

    from tests import database

    template = database.template()
    names = [f"bench_{'kept' if keep else os.getpid()}_{size}" for size in sizes]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        give_memory(server)
        try:
            there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
            for name in names:
                if name not in there:
                    server.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"')
            yield names
        finally:
            connection.close()
            for name in names if not keep else ():
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def give_memory(server):
    """End the run when the checkout's PostgreSQL has not the memory of a real one, which it gets at its next start."""
    server.execute(f"ALTER SYSTEM SET random_page_cost = {RANDOM_PAGE}")
    server.execute("SELECT pg_reload_conf()")
    [[pages]] = server.execute("SELECT setting::bigint FROM pg_settings WHERE name = 'shared_buffers'")
    if pages * 8192 < MEMORY:
        server.execute(f"ALTER SYSTEM SET shared_buffers = '{MEMORY // 1024}kB'")
        sys.exit(
            "PostgreSQL has the memory that deploy/compose.yml gives it from its next start on: run this again."
        )


@dataclass
class Side:
    """One of the two databases, and who is signed in there."""

    size: int
    name: str
    clients: dict = field(default_factory=dict)

    def enter(self):
        from django.db import connection

        if connection.settings_dict["NAME"] != self.name:
            connection.close()
            connection.settings_dict["NAME"] = self.name

    def fill(self):
        from django.core.management import call_command
        from django.test import Client
        from django.utils import timezone

        from foundation.accounts.testing import pass_second_factor

        self.enter()
        if not people():
            grow_to(World(self.size), self.size, timezone.now())
        call_command("migrate", verbosity=0)
        for role, user in people().items():
            client = self.clients[role] = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            pass_second_factor(client, user)


def lines():
    """{what: (role, ask)} in the order of printing. `ask(client)` makes the request."""
    from counter import queue

    found = {}
    for role in ("supervisor", "receptionist"):
        found[f"{role}: first page"] = (role, page(""))
        for code in queue.VIEWS:
            found[f"{role}: {code}"] = (role, page(f"?show={code}"))
        for sort in queue.SORTS:
            found[f"{role}: sort {sort or 'due'}"] = (role, page(f"?show=office&sort={sort}"))
        found[f"{role}: third page"] = (role, third("?show=office"))
        found[f"{role}: filter status"] = (role, page("?show=all&status=reviewing"))
        found[f"{role}: filter topic"] = (role, page("?show=office&topic=1"))
        for kind in ("reference", "phone", "end of six", "end of four", "name"):
            found[f"{role}: search by {kind}"] = (role, search(kind))
        found[f"{role}: home"] = (role, page("/admin/"))
        found[f"{role}: case"] = (role, case(1))
        found[f"{role}: case of {OF_GROUP}"] = (role, case(OF_GROUP))
    found["caseworker: first page"] = ("caseworker", page(""))
    found["superuser: all"] = ("superuser", page("?show=all"))
    found["Wagtail's ModelViewSet"] = ("superuser", page("/admin/bench-applications/"))
    return found


def page(address):
    def ask(client):
        response = client.get(address if address.startswith("/") else QUEUE + address)
        assert response.status_code == 200, response.status_code
        return response

    return ask


def third(address):
    def ask(client, known={}):  # noqa: B006
        if client not in known:
            known[client] = address
            for _ in range(2):
                known[client] = "?" + page(known[client])(client).context["next_page"]
        page(known[client])(client)

    return ask


def case(people):
    def ask(client, known={}):  # noqa: B006
        from aid.models import Application

        if client not in known:
            of_county = Application.objects.filter(office__code="county-0-0", status="accepted")
            one = of_county.filter(is_group_case=False).latest("submitted_at").pk if people == 1 else GROUP
            known[client] = reverse("applications:inspect", args=[one])
        page(known[client])(client)

    return ask


def search(kind):
    def ask(client, known={}):  # noqa: B006
        from aid.models import Application
        from foundation.vault import spelling

        if client not in known:
            office = "county-0-0"  # the largest
            one = Application.objects.filter(office__code=office).order_by("pk")[7].claimant
            phone = spelling.phone(one.phone)
            known[client] = {
                "reference": one.application.reference,
                "phone": phone,
                "end of six": phone[-6:],
                "end of four": phone[-4:],
                "name": one.name,
            }
        response = client.post(f"{QUEUE}search/", {"q": known[client][kind]}, follow=True)
        assert response.status_code == 200
        assert response.context["table"].data, kind

    return ask


def measure(line, sides, rounds):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    role, ask = lines()[line]
    took, queries = [[], []], [0, 0]
    for _round in range(rounds + 1):  # the first one warms up
        for which, side in enumerate(sides):
            side.enter()
            connection.queries_log.clear()  # what earlier lines asked is looked through at each request
            backend = connected()
            with CaptureQueriesContext(connection) as captured:
                began = used(backend)
                ask(side.clients[role])
                took[which].append(used(backend) - began)
            queries[which] = len(captured)
    small, large = (min(times[1:]) for times in took)
    kept = large <= MOST_GROWN * small
    said = f"{small * 1000:7.0f} ms {large * 1000:7.0f} ms   {large / small:6.2f} x"
    print(f"{'✓' if kept else '✗'} {line:32} {said}   {queries[0]:3} and {queries[1]:3} queries", flush=True)
    return kept


def connected():
    """The process of PostgreSQL that serves this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}")


def used(backend):
    """Seconds of CPU time that this process and the one of PostgreSQL have used."""
    return time.process_time() + _stat(backend)[2] / TICK


def register_peer():
    """Wagtail's own listing of the table, as its manual says to make one."""
    from wagtail import hooks
    from wagtail.admin.viewsets.model import ModelViewSet

    from aid.models import Application

    class Peer(ModelViewSet):
        model = Application
        list_display = ["reference", "status", "office", "next_due_at"]
        list_filter = ["status", "channel"]
        form_fields = ["status"]
        list_per_page = 25

    hooks.register("register_admin_viewset", lambda: Peer("bench-applications"))


if __name__ == "__main__":
    main()
