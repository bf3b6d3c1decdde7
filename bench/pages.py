#!/usr/bin/env python3
"""The public pages, uncached and from the page cache, against a bare Django view in the same process model.

Prints requests per second as ratios to the bare view, and queries, each beside its limit. One server has its page
cache turned off, the other runs as in production. Each is measured right after the bare view, because machines are
noisy.
"""

import os
import re
import statistics
import subprocess
import sys
from urllib.parse import quote

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django

from bench.serving import ROOT, gunicorn, requests_per_second

ROUNDS, SECONDS = 5, 1.5
MOST_QUERIES, LEAST_UNCACHED, LEAST_CACHED = 12, 0.035, 0.6
SITE = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "HTTPS": "false",
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
    with (
        gunicorn("bench.bare:application", "/") as bare,
        gunicorn("portal.wsgi:application", "/readyz") as fresh,
        gunicorn("portal.wsgi:application", "/readyz", PAGE_CACHE_SECONDS="10") as site,
    ):
        servers = [(fresh, uncached), (site, cached)]
        ratios = [{name: [] for name in pages} for _port, pages in servers]
        for _ in range(ROUNDS):
            for (port, pages), measured in zip(servers, ratios, strict=True):
                for name, (path, headers) in pages.items():
                    base = requests_per_second(bare, "/", seconds=SECONDS / 2)
                    rate = requests_per_second(port, path, headers=headers, seconds=SECONDS)
                    measured[name].append(rate / base)
    show(
        f"uncached, at least {LEAST_UNCACHED} and at most {MOST_QUERIES} queries",
        ratios[0],
        LEAST_UNCACHED,
        asked,
    )
    show(f"cached, at least {LEAST_CACHED}", ratios[1], LEAST_CACHED)


def show(title, ratios, least, asked=None):
    print(f"\n{title}")
    for name, measured in ratios.items():
        ratio, count = statistics.median(measured), asked[name] if asked else 0
        said = f"   {count:3} queries" if asked else ""
        kept = ratio >= least and count <= MOST_QUERIES
        spread = f"({min(measured):.3f} to {max(measured):.3f})"
        print(f"  {'✓' if kept else '✗'} {name:24} ratio {ratio:6.3f} {spread}{said}")


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
