#!/usr/bin/env python3
"""Searching many generated pages: our results page on an engine, beside Wagtail's default backend on the same one.

Runs in a database of its own, on a server of its own; both go at the end. Prints, each beside its limit:
- the 95th percentile of `search()` and of a suggestion, against Wagtail's (ten pages and their number; eight pages),
  and against ours with a tenth of the pages;
- documents a second of `search_index --rebuild` and of `update_index`, and how the memory of the first grows;
- with the built-in PostgreSQL, the 95th percentile of `search()` against one page by its primary key.

    bench/search.py [--sizes 10000 100000] [--postgres 20000] [--engine opensearch]
    bench/search.py --engine postgres    that last line alone, which needs no Java

Wagtail's backend (the one for the client of OpenSearch 3, which speaks with 2 as well) needs more analysis than Elasticsearch's minimal server has, so that the two are compared on
OpenSearch; `--engine elasticsearch` measures ours alone.
"""

import argparse
import csv
import os
import resource
import sys
import time
from contextlib import contextmanager
from itertools import islice

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django
import psycopg

from bench.generated import grow_to
from bench.relevance import content
from bench.serving import ROOT
from deploy import engines as servers

MOST_OF_WAGTAIL, MOST_GROWN, MOST_MEMORY, MOST_OF_A_PAGE = 1.0, 1.5, 1.1, 3.0
ROUNDS = 2
POSTGRES = "postgres"


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs=2, default=[10_000, 100_000])
    parser.add_argument("--postgres", type=int, default=20_000)
    parser.add_argument("--engine", choices=(*servers.KINDS, POSTGRES), default="opensearch")
    args = parser.parse_args()
    if args.engine != POSTGRES and (problem := servers.missing()):
        print(f"bench/search.py: {problem}")
        return
    os.environ.update(DJANGO_SETTINGS_MODULE="portal.settings.testing", LOG_LEVEL="ERROR")
    django.setup()
    content()
    ask_anew()
    with own_copy():
        if args.engine == POSTGRES:
            grow_to(args.postgres)
            measure_postgres(args.postgres, asked())
        else:
            with servers.Server(args.engine) as server:
                measure(args, server)


@contextmanager
def own_copy():
    """Of the demo's public content: what is added to it goes at the end."""
    from django.db import connection

    kept, name = connection.settings_dict["NAME"], f"bench_{os.getpid()}"
    connection.close()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f'CREATE DATABASE {name} TEMPLATE "{kept}"')
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def measure(args, server):
    questions = asked()
    small, large = args.sizes
    took, memory, speeds = {}, {}, []
    for size in sorted({small, large, args.postgres}):
        grow_to(size)
        if size in args.sizes:
            choose(args.engine, server.url)
            if size == small:
                speeds = [rebuild(), rebuild()]
            fill()
            took[size] = (p95(ours, questions), p95(our_suggestion, beginnings(questions)))
            memory[size] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(
                f"{size} pages, {args.engine}: search {ms(took[size][0])}, suggestion {ms(took[size][1])}",
                flush=True,
            )
        if size == args.postgres:
            measure_postgres(size, questions)
    choose(args.engine, server.url)
    for name, before, after in zip(("search", "suggestion"), took[small], took[large], strict=True):
        said(f"{name}: {large} pages to {small}", after, before, MOST_GROWN)
    print(f"  memory of the process: {memory[small] // 1024} MB, then {memory[large] // 1024} MB", end=" ")
    print(f"({memory[large] / memory[small]:.2f} x, at most {MOST_MEMORY})")
    if args.engine == "opensearch":
        theirs = update_index(server.url)
        print(f"  documents a second: a first rebuild, which fills PostgreSQL too, {speeds[0]:.0f},", end=" ")
        print(f"another {speeds[1]:.0f}, update_index {theirs:.0f}", flush=True)
        for name, own, other, texts in (
            ("search", ours, wagtails, questions),
            ("suggestion", our_suggestion, wagtails_suggestion, beginnings(questions)),
        ):
            # Once more, in turns: both on the same machine at the same moment.
            said(f"{name} to Wagtail's, {large} pages", *in_turns(own, other, texts), MOST_OF_WAGTAIL)


def measure_postgres(size, questions):
    from django.db import connection

    from search import places

    choose(POSTGRES)
    places.keep()
    fill()
    with connection.cursor() as cursor:  # as the server does by itself, a little later
        cursor.execute("VACUUM ANALYZE search_searchentry, search_phraseplace")
    page = p95(one_page, page_keys())
    said(f"{size} pages, PostgreSQL: search() to one page", p95(ours, questions), page, MOST_OF_A_PAGE)


def ask_anew():
    """The answers to words of our dictionary are kept between requests; here each is asked as for the first time."""
    from search import services

    services._kept_answer = services._kept_answer.__wrapped__


# --- what is measured -----------------------------------------------------------------------------
def ours(text):
    from foundation.content import kept
    from search.services import search

    with kept.reading():  # as a request does
        assert not search(text).degraded


def our_suggestion(text):
    from foundation.content import kept
    from search.engines import is_stood_in_for
    from search.suggestions import suggest

    with kept.reading():
        suggest(text, locale="zh-hans")
    assert not is_stood_in_for()


def wagtails(text):
    found = _wagtail().search(text, _pages())
    list(found[:10]), found.count()


def wagtails_suggestion(text):
    list(_wagtail().autocomplete(text, _pages())[:8])


def one_page(key):
    from laws.models import ExplainerPage

    ExplainerPage.objects.get(pk=key)


def _wagtail():
    from wagtail.search.backends import get_search_backend

    return get_search_backend("bench")


def _pages():
    from wagtail.models import Page

    return Page.objects.live()


def page_keys():
    from laws.models import ExplainerPage

    return list(ExplainerPage.objects.order_by("slug").values_list("pk", flat=True)[:300])


def asked():
    """As workers type them: search/relevance/, each once, but for those that are meant to break something."""
    texts = {}
    for path in sorted((ROOT / "search" / "relevance").glob("*.csv")):
        if path.stem != "hostile":
            texts.update((row["query"], None) for row in csv.DictReader(path.open(encoding="utf-8")))
    return [text for text in texts if text]


def beginnings(texts):
    return [text[: 1 + number % 4] for number, text in enumerate(texts) if text.strip()]


def p95(act, values):
    return percentile([one for _round in range(ROUNDS + 1) for one in timed(act, values, _round)])


def in_turns(own, other, values):
    first, second = [], []
    for number in range(ROUNDS + 1):
        for value in values:
            first += timed(own, [value], number)
            second += timed(other, [value], number)
    return percentile(first), percentile(second)


def timed(act, values, number):
    """Seconds of each; the first round is to warm up."""
    found = []
    for value in values:
        began = time.perf_counter()
        act(value)
        found.append(time.perf_counter() - began)
    return found if number else []


def percentile(seconds):
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def ms(seconds):
    return f"{1000 * seconds:.1f} ms"


def said(what, one, other, most):
    ratio = one / other
    print(
        f"{'✓' if ratio <= most else '✗'} {what}: {ms(one)} / {ms(other)} = {ratio:.2f}, at most {most}",
        flush=True,
    )


# --- engines --------------------------------------------------------------------------------------
def choose(name, url=""):
    from django.conf import settings

    from search import engines

    settings.SEARCH_ENGINE, settings.SEARCH_URL = name, [url]
    engines.ENGINE_SECONDS = 30  # what it takes is measured, not cut off
    engines.forget()


def rebuild():
    """Documents a second."""
    from search import indexing, rebuilding

    began = time.monotonic()
    engine = rebuilding.cluster()
    done = rebuilding.anew(engine, quiet) if engine else indexing.rebuild(say=quiet)
    return (done.written + done.unchanged) / (time.monotonic() - began)


def fill():
    """The generated pages as documents, without the site's way of making one, which has been measured with fewer."""
    from django.conf import settings
    from django.utils import timezone

    from foundation.content.searchable import SearchDocument
    from laws.models import ExplainerPage
    from search import engines, places, rebuilding, versions

    engine = rebuilding.cluster()
    name = versions.create(engine) if engine else ""
    places.keep()
    phrases = places.newest()
    pages = ExplainerPage.objects.filter(slug__startswith="generated-").values_list(
        "pk", "title", "answer", "body"
    )
    documents = (
        SearchDocument(
            kind="explainer",
            pk=str(pk),
            locale=settings.LANGUAGE_CODE,
            title=title,
            url=f"/zh-hans/laws/generated-{pk}/",
            body=answer + "".join(block.value.source for block in body),
            topics=(f"matter{pk % 9}",),
            region=f"36{pk % 90 + 10}00",
            laws=(f"law{pk % 40}",),
            date=timezone.localdate().replace(year=2016 + pk % 11, day=1),
            translation_of=f"page:generated-{pk}",
        )
        for pk, title, answer, body in pages.iterator()
    )
    while batch := list(islice(documents, 500)):
        engines.postgresql().write(batch)
        if engine:
            engine.fill(batch, name)
    if engine:
        versions.settle(engine, name)  # as a rebuild does
        versions.swap(engine, name)
        places.told(engine.alias, phrases)
        versions.count(engine, name)
        versions.tidy(engine)


def quiet(text):
    pass


def update_index(url):
    """Documents a second of Wagtail's own."""
    from django.conf import settings
    from django.core.management import call_command

    backend = {"BACKEND": "wagtail.search.backends.opensearch3", "URLS": [url], "INDEX_PREFIX": "wagtail_"}
    settings.WAGTAILSEARCH_BACKENDS["bench"] = {**backend, "TIMEOUT": 60, "AUTO_UPDATE": False}
    began = time.monotonic()
    call_command("update_index", backend_name="bench", verbosity=0)
    return _pages().count() / (time.monotonic() - began)


if __name__ == "__main__":
    main()
