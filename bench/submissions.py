#!/usr/bin/env python3
"""Sending the form, as fast as a bare view that writes as many rows; under a crowd; ten thousand times.

Runs in a database of its own, dropped at the end. Prints, each beside its limit:
- submissions a second, and CPU time of each (server and database), against `bench.bare_rows` in the same run;
- with four clients for each worker process, every form sent twice at once: what was accepted, lost and doubled, and
  the 95th percentile of a form's page against the unloaded one;
- the memory of the workers over MANY submissions.

    bench/submissions.py [speed] [crowd] [memory]
"""

import http.client
import os
import re
import secrets
import statistics
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django
import psycopg

from bench.pages import FORM, SITE, visitor
from bench.serving import ROOT, gunicorn, parent_of

ROUNDS, EACH = 6, 40
FLUSHED = 12  # seconds until an idle connection of PostgreSQL has told what it did
WORKERS = 2
CROWD = 4 * WORKERS
MANY = int(os.environ.get("BENCH_SUBMISSIONS", "10000"))
LEAST, MOST_SLOWER, MOST_GROWN = 0.4, 5, 0.1
CHECK = "/zh-hans/apply/check/"
BARE_TABLE = "CREATE TABLE bench_row (id bigserial PRIMARY KEY, kind varchar(20), body text, at timestamptz)"


def main():
    with database(os.environ["DATABASE_URL"]) as url:
        os.environ.update(
            SITE, DATABASE_URL=url, WEB_WORKERS=str(WORKERS), PROXY_COUNT="1", LOG_LEVEL="ERROR"
        )
        os.environ.update(FREE_SUBMISSIONS="1000000", FREE_SUBMISSIONS_FOR_ALL="1000000")
        for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT)
        django.setup()
        answers = filled_in()
        with gunicorn("portal.wsgi:application", "/readyz", database=postmaster()) as site:
            for measure in (speed, crowd, memory):
                if measure.__name__ in (sys.argv[1:] or measure.__name__):
                    measure(site, answers)


@contextmanager
def database(server_url):
    """The address of a database of this run's own."""
    name = f"bench_{os.getpid()}"
    with psycopg.connect(server_url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    try:
        yield re.sub(r"/postgres\?", f"/{name}?", server_url)
    finally:
        from django.db import connections

        connections.close_all()
        with psycopg.connect(server_url, autocommit=True) as server:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def postmaster():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


# --- forms that wait for their last button --------------------------------------------------------
@dataclass(frozen=True)
class Ready:
    """A form that is filled in, in the browser of a visitor with an address of their own."""

    headers: dict
    body: str


def filled_in():
    """The answers of a whole form, as the site itself keeps them."""
    from aid.models import Draft
    from tests.intake.walk import GOOD, url

    client = visitor()
    consents = re.findall(r'<input type="checkbox" name="(\w+)"', client.get(FORM).content.decode())
    client.post(FORM, dict.fromkeys(consents, "on"))
    for slug, answers in GOOD.items():
        if client.post(url(slug), answers).status_code != 302:
            raise SystemExit(f"The form did not take {slug}.")
    return Draft.objects.get(pk=client.session["aid_draft"]).answers


def ready(answers, count):
    """`count` forms with these answers, not sent yet."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session
    from django.core import signing
    from django.utils import timezone

    from aid import promised
    from aid.models import Draft
    from aid.references import make_resume_code
    from intake import guard

    at = timezone.now()
    drafts = [
        Draft(
            answers=answers,
            resume_code=make_resume_code(),
            phone_tail="5678",
            expires_at=promised.until(promised.DRAFT, at),
        )
        for _ in range(count)
    ]
    Draft.objects.bulk_create(drafts, batch_size=500)
    keys = [secrets.token_hex(16) for _ in drafts]
    Session.objects.bulk_create(
        (
            Session(
                key, SessionStore().encode({"aid_draft": str(draft.pk)}), promised.until(promised.DRAFT, at)
            )
            for key, draft in zip(keys, drafts, strict=True)
        ),
        batch_size=500,
    )
    token = secrets.token_hex(16)
    return [
        Ready(
            {
                "Cookie": f"sessionid={key}; csrftoken={token}",
                "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            urlencode(
                {
                    "csrfmiddlewaretoken": token,
                    "website": "",
                    "shown_at": signing.dumps([guard._name(draft.pk), time.time() - 60], salt=guard._SALT),
                }
            ),
        )
        for number, (key, draft) in enumerate(zip(keys, drafts, strict=True))
    ]


def send(server, forms, path=CHECK, clients=4):
    """POST each form once, `clients` at a time: (answers by status, seconds, CPU seconds)."""
    waiting, statuses, lock = iter(forms), {}, threading.Lock()

    def client():
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while True:
            with lock:
                form = next(waiting, None)
            if form is None:
                return connection.close()
            connection.request("POST", path, body=form.body, headers=form.headers)
            response = connection.getresponse()
            response.read()
            with lock:
                statuses[response.status] = statuses.get(response.status, 0) + 1

    cpu, begun = server.cpu_seconds(), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, time.perf_counter() - begun, server.cpu_seconds() - cpu


# --- what is measured -----------------------------------------------------------------------------
def rows_written(site, answers, count=20):
    """How many rows one submission inserts or changes, everything counted that the database counts."""

    def written():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
            cursor.execute("SELECT sum(n_tup_ins + n_tup_upd) FROM pg_stat_user_tables")
            return cursor.fetchone()[0]

    forms = ready(answers, count)
    time.sleep(FLUSHED)
    before = written()
    send(site, forms)
    time.sleep(FLUSHED)
    return round((written() - before) / count)


def speed(site, answers):
    from django.db import connection

    rows = rows_written(site, answers)
    with connection.cursor() as cursor:
        cursor.execute(BARE_TABLE)
    ours, bare = [], []
    with gunicorn("bench.bare_rows:application", "/", database=site.database, BENCH_ROWS=str(rows)) as peer:
        send(peer, [Ready({}, "")] * EACH, path="/")
        for _ in range(ROUNDS):
            bare.append(send(peer, [Ready({}, "")] * EACH * 2, path="/"))
            ours.append(send(site, ready(answers, EACH)))
    if any(set(statuses) != {302} for statuses, _, _ in ours):
        raise SystemExit(f"Not every form was taken: {[statuses for statuses, _, _ in ours]}")
    wall = (EACH / total(ours, 1)) / (2 * EACH / total(bare, 1))
    work = (total(bare, 2) / (2 * EACH)) / (total(ours, 2) / EACH)
    show(
        min(wall, work) >= LEAST,
        f"submissions, {rows} rows each",
        f"requests {wall:.3f}   CPU {work:.3f} ({total(ours, 2) / ROUNDS / EACH * 1000:.0f} ms)",
        LEAST,
    )


def crowd(site, answers):
    from aid.models import Application, Draft

    page = {"Cookie": ready(answers, 1)[0].headers["Cookie"]}
    calm = percentile(visit(site, page, lambda: False, at_least=200))
    before = Application.objects.count()
    left = Draft.objects.filter(application=None).count()
    forms = ready(answers, 60 * CROWD)
    twice = [form for form in forms for _ in range(2)]
    sending = True
    times = []

    def look():
        times.extend(visit(site, page, lambda: sending))

    watcher = threading.Thread(target=look)
    watcher.start()
    statuses, _seconds, _cpu = send(site, twice, clients=CROWD)
    sending = False
    watcher.join()
    made = Application.objects.count() - before
    unsent = Draft.objects.filter(application=None).count() - left
    taken = statuses.get(302, 0)
    show(
        made == len(forms) and taken == len(twice) and unsent == 0,
        f"{CROWD} clients, each form twice",
        f"{taken} of {len(twice)} accepted, {made} applications of {len(forms)} forms",
        "none lost or doubled",
    )
    slower = percentile(times) / calm
    show(
        slower <= MOST_SLOWER,
        "a form's page meanwhile, p95",
        f"{slower:.2f} × unloaded ({calm * 1000:.0f} ms)",
        MOST_SLOWER,
    )


def visit(site, headers, goes_on, at_least=0):
    """Seconds that each GET of a form's page took, one after the other."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    times = []
    while len(times) < at_least or goes_on():
        begun = time.perf_counter()
        connection.request("GET", "/zh-hans/apply/story/", headers=headers)
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise SystemExit(f"The page answered {response.status}.")
        times.append(time.perf_counter() - begun)
    connection.close()
    return times


def memory(site, answers):
    """The workers' memory after a fifth of MANY submissions and after all of them."""
    early = MANY // 5
    send(site, ready(answers, early))
    before = resident(site)
    for _ in range(4):
        send(site, ready(answers, early))
    grown = resident(site) / before - 1
    said = f"{before / 2**20:.0f} MB after {early:,}, {grown:+.1%} after {MANY:,}"
    show(grown <= MOST_GROWN, "memory of the workers", said, f"{MOST_GROWN:.0%}")


def resident(server):
    """Bytes of memory that the processes of a server hold."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            session = int((process / "stat").read_text().rpartition(")")[2].split()[3])
            pages = int((process / "statm").read_text().split()[1]) if session == server.session else 0
        except OSError:  # it has just ended
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total


def percentile(times):
    return statistics.quantiles(times, n=20)[-1]


def total(taken, column):
    return sum(row[column] for row in taken)


def show(kept, what, said, limit):
    print(f"  {'✓' if kept else '✗'} {what:34} {said}   (limit {limit})", flush=True)


if __name__ == "__main__":
    main()
