#!/usr/bin/env python3
"""The public pages, uncached and from the page cache, against a bare Django view in the same process model.

Prints two ratios to the bare view and the queries, beside their limits: requests per second, and CPU time per
request of the server and the database together, which says the same on a machine that nobody else uses and depends
less on those who do. One server has its page cache turned off, the other runs as in production. The bare view and
each page take turns in short slices. A page is asked for just before its slice, so that both workers have kept it:
making it anew every ten seconds is no part of its ratio.
"""

import os
import re
import subprocess
import sys
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

from bench.serving import ROOT, gunicorn, measure, parent_of

ROUNDS, SECONDS = 8, 0.5
MOST_QUERIES, LEAST_UNCACHED, LEAST_CACHED = 12, 0.035, 0.6
LEAST_FORM = 0.1  # a page of the application form
SITE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "HTTPS": "false",
    "AID_DEFAULT_OFFICE": "gz-zhanggong-aid",
    "STATIC_ROOT": str(ROOT / ".local" / "static"),
    "MEDIA_ROOT": str(ROOT / ".local" / "media"),
}
PAGES = {
    "home": "/zh-hans/",
    "explainer": "/zh-hans/laws/apply-legal-aid/",
    "case list": "/zh-hans/cases/",
    "stations": "/zh-hans/stations/",
    "search": f"/zh-hans/search/?q={quote('拖欠工资')}",
}
FORM = "/zh-hans/apply/"  # private: never kept


def main():
    os.environ.update(SITE, PAGE_CACHE_SECONDS="0")
    for command in (["prepare", "--demo"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *command], check=True, cwd=ROOT)
    django.setup()
    draft, first_page = begun_form()
    visitors = {"": {}, "with a draft": {"Cookie": draft}, "in large type": {"Cookie": "type=big"}}
    uncached = {name: (path, {}) for name, path in PAGES.items()}
    uncached |= {"form, start": (FORM, {}), "form, a page": (first_page, {"Cookie": draft})}
    cached = {
        f"{name} {who}".strip(): (path, headers)
        for name, path in PAGES.items()
        for who, headers in visitors.items()
    }
    asked = {name: queries(path, headers) for name, (path, headers) in uncached.items()}
    database = postmaster()
    with (
        gunicorn("bench.bare:application", "/") as bare,
        gunicorn("portal.wsgi:application", "/readyz", database=database) as fresh,
        gunicorn("portal.wsgi:application", "/readyz", database=database, PAGE_CACHE_SECONDS="10") as site,
    ):
        kinds = [(fresh, uncached), (site, cached)]
        taken = [{name: [] for name in pages} for _server, pages in kinds]
        for _ in range(ROUNDS):
            for (server, pages), slices in zip(kinds, taken, strict=True):
                for name, (path, headers) in pages.items():
                    base = measure(bare, "/", seconds=SECONDS / 2)
                    measure(server, path, headers=headers, seconds=SECONDS / 4)
                    slices[name].append((base, measure(server, path, headers=headers, seconds=SECONDS)))
    limits = f"at least {LEAST_UNCACHED}, the form {LEAST_FORM}, and at most {MOST_QUERIES} queries"
    show(f"uncached, {limits}", taken[0], LEAST_UNCACHED, asked)
    show(f"cached, at least {LEAST_CACHED}", taken[1], LEAST_CACHED)


def show(title, taken, least, asked=None):
    print(f"\n{title}")
    for name, slices in taken.items():
        (base, seconds, cpu), (requests, page_seconds, page_cpu) = (
            [sum(column) for column in zip(*side, strict=True)] for side in zip(*slices, strict=True)
        )
        wall, work = (requests / page_seconds) / (base / seconds), (cpu / base) / (page_cpu / requests)
        count = asked[name] if asked else 0
        limit = LEAST_FORM if name.startswith("form") else least
        kept = min(wall, work) >= limit and count <= MOST_QUERIES
        said = f"{page_cpu / requests * 1000:7.2f} ms" + (f" {count:4} queries" if asked else "")
        print(f"  {'✓' if kept else '✗'} {name:24} requests {wall:6.3f}   CPU {work:6.3f}  {said}")


def postmaster():
    """The process that starts the database's connections, 0 when it runs on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return parent_of(cursor.fetchone()[0])


def visitor(**headers):
    """A visitor of the same site in this process."""
    from django.test import Client

    return Client(headers={"host": "127.0.0.1", **headers})


def begun_form():
    """(the cookies of a visitor who has begun the form, the address of its first page)."""
    client = visitor()
    consents = re.findall(r'<input type="checkbox" name="(\w+)"', client.get(FORM).content.decode())
    answer = client.post(FORM, dict.fromkeys(consents, "on"))
    if answer.status_code != 302:
        raise SystemExit("The form did not begin.")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items()), answer["Location"]


def queries(path, headers):
    """How many queries the page asks, once the process is warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = visitor(**headers)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


if __name__ == "__main__":
    main()
