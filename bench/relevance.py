#!/usr/bin/env python3
"""How well the judged queries of search/relevance/ are answered, by each engine and by Wagtail's default search.

    make relevance                                    all engines that run here
    bench/relevance.py --engines postgres wagtail     some of them; elasticsearch=http://… one that runs already
    bench/relevance.py --worst 20                     what came instead, for the queries that went worst
    bench/relevance.py --judgements FOLDER            other queries

The demo's public content lies in a database of its own, kept until the content changes. All engines are asked on the
day of the judgements. What a reader sees in order is scored: what editors picked, the cards above the results, then
the first page of results. A card that shows several judged things counts as each of them; one that shows none counts
as one wrong result. Wagtail's default backend is given the models that it indexes, each asked for itself, merged by
its own rank.
"""

import argparse
import hashlib
import json
import os
import re
import sys
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import django
import psycopg

from bench.serving import ROOT

DAY = datetime(2026, 11, 29, 4, tzinfo=UTC)  # the day of the judgements
JUDGED = ROOT / "search" / "relevance"
WAGTAIL, POSTGRES = "wagtail", "postgres"
NAME = "fayuan_relevance_"
REFERENCE = ("load_regions", "load_laws", "load_synonyms", "setup_site")
COLUMNS = ("queries", "ndcg", "mrr", "recall", "zero")


def main():
    args = arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.testing"
    django.setup()
    import time_machine

    from foundation.content import kept
    from search import quality

    judged = quality.read(args.judgements)
    with time_machine.travel(DAY), ExitStack() as servers:
        content()
        scores = {}
        for name, url in chosen(args.engines, servers):
            ask = reader(name, url)
            with kept.reading():  # as requests read
                scores[name] = [quality.score(one, ask(one.query)) for one in judged]
    measured = {name: summaries(found) for name, found in scores.items()}
    if args.json:
        print(json.dumps(measured))
        return
    print_table(measured)
    for name, found in scores.items() if args.worst else ():
        print_worst(name, found, args.worst)


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engines", nargs="+", help="by default all that can run here")
    parser.add_argument("--judgements", type=Path, default=JUDGED, help="a folder of CSV files")
    parser.add_argument("--worst", type=int, default=0, metavar="N")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


# --- content --------------------------------------------------------------------------------------
def content():
    """The demo's public content, in the database of this checkout that is for nothing else, and its index."""
    from django.core.management import call_command
    from django.db import connection

    from tests import database

    template = database.template()
    name = NAME + fingerprint(template)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        there = {row[0] for row in server.execute("SELECT datname FROM pg_database")}
        connection.settings_dict["NAME"] = name
        if name not in there:
            for old in there:
                if old.startswith(NAME):
                    server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
            load()
    call_command("load_synonyms", stdout=StringIO())


def fingerprint(template):
    """Of all that `load` reads."""
    digest = hashlib.sha256(template.encode())
    for path in sorted(ROOT.glob("*/**/*")):
        is_data = path.suffix in {".toml", ".json"} and ".venv" not in path.parts
        if path.is_file() and (is_data or path.parts[-3:-1] == ("portal", "demo")):
            digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def load():
    from django.core.management import call_command
    from django.db import transaction

    from portal.demo.load import load_readable

    with transaction.atomic():
        for command in REFERENCE:
            call_command(command, stdout=StringIO())
        load_readable()


# --- readers --------------------------------------------------------------------------------------
def chosen(names, servers):
    """(engine, address) of each that was asked for, started when it has to be."""
    from deploy import engines

    names = names or [POSTGRES, *(engines.KINDS if not engines.missing() else ()), WAGTAIL]
    for asked in names:
        name, _, url = asked.partition("=")
        if name in engines.KINDS and not url:
            url = servers.enter_context(engines.Server(name)).url
        yield name, url


def reader(name, url):
    """What a reader of the results page sees, when `name` answers."""
    if name == WAGTAIL:
        return wagtail_reader()
    from django.conf import settings
    from django.core.management import call_command

    from search import engines
    from search.patience import USUAL_SECONDS

    engines.ENGINE_SECONDS = USUAL_SECONDS  # it is the order that is measured, not the time
    settings.SEARCH_ENGINE, settings.SEARCH_URL, settings.SEARCH_INDEX = name, [url], "relevance"
    engines.forget()
    call_command("search_index", stdout=StringIO())
    return shown


def shown(query):
    """Picks, cards, hits, as search/views.py puts them on the page. Nothing is claimed by a page without a card that
    says it has only a part of what was asked.
    """
    from django.conf import settings

    from foundation.content.models import SiteIdentity
    from search import picks, services
    from search.answers import answers_to
    from search.quality import Shown, key_of

    home = SiteIdentity.objects.first().home_region
    found = services.search(query, region=home, locale=settings.LANGUAGE_CODE)
    if found.degraded:
        raise SystemExit(f"✗ {settings.SEARCH_ENGINE} could not answer {query[:40]!r}")
    cards = [[one.url] for one in picks.picked(found.query, settings.LANGUAGE_CODE)]
    cards += [addresses_on(answer) for answer in answers_to(found.asked, home=home)]
    return Shown(
        tuple(key_of(hit.url) for hit in found.hits),
        tuple(tuple(map(key_of, card)) for card in cards),
        claims=bool(cards or (found.hits and not found.was_relaxed)),
    )


def addresses_on(answer):
    """Where its links lead, in order. A number to call is its place among the hotlines."""
    from django.template.loader import render_to_string

    html = render_to_string(answer.template, {**answer.values, "thread": {"topic": "", "region": ""}})
    links = re.findall(r'href="([^"]+)"', html)
    return [re.sub(r"^tel:", "/stations/hotlines/#tel-", link) for link in links]


def wagtail_reader():
    from django.test.utils import override_settings
    from wagtail.models import Locale, Page
    from wagtail.search.backends.database import SearchBackend
    from wagtail.search.index import get_indexed_models

    from search.quality import Shown, key_of

    backend = SearchBackend({})
    with override_settings(
        WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database"}}
    ):
        from django.core.management import call_command

        call_command("wagtail_update_index", stdout=StringIO())
    pages = Page.objects.live().public().filter(locale=Locale.get_default())
    others = [m for m in get_indexed_models() if not issubclass(m, Page) and hasattr(m, "get_absolute_url")]
    sets = [pages, *(model.objects.all() for model in others)]

    def ask(query):
        query = query.replace("\x00", " ").encode(errors="ignore").decode()  # it fails for these
        found = [one for rows in sets for one in backend.search(query, rows).annotate_score("rank")[:10]]
        found.sort(key=lambda one: -one.rank)
        addresses = [one.get_url() if isinstance(one, Page) else one.get_absolute_url() for one in found[:10]]
        keys = tuple(dict.fromkeys(map(key_of, addresses)))
        return Shown(keys, claims=bool(keys))

    return ask


# --- what is printed ------------------------------------------------------------------------------
def summaries(scores):
    from search import quality

    groups = {**quality.by_group(scores), "all": scores}
    return {group: asdict(quality.summary(found)) for group, found in groups.items()}


def print_table(measured):
    for name, groups in measured.items():
        print(f"\n{name:14}" + "".join(f"{column:>9}" for column in COLUMNS))
        for group, values in groups.items():
            shown = (values[column] for column in COLUMNS)
            print(f"{group:14}" + "".join(f"{format_value(value):>9}" for value in shown))
    least = measured.get(WAGTAIL, {}).get("all", {}).get("ndcg")
    for name, groups in measured.items():
        if least and name != WAGTAIL:
            print(f"{name}: nDCG@10 is {groups['all']['ndcg'] / least:.1f} × Wagtail's default")


def format_value(value):
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}"


def print_worst(name, scores, count):
    print(f"\n{name}: the worst {count}")
    for one in sorted(scores, key=lambda one: one.ndcg)[:count]:
        wanted = [key for key, grade in one.judged.grades.items() if grade == 3] or ["nothing"]
        typed = one.judged.query[:40].encode(errors="backslashreplace").decode()
        print(f"{one.ndcg:.2f} {one.judged.group}: {typed}")
        print(f"     wanted  {', '.join(wanted[:3])}")
        seen = one.shown.keys(one.judged.grades)
        came = [f"{key} {one.judged.grades.get(key, 0)}" for key in seen[:5]]
        print(f"     came    {', '.join(came) or 'nothing'}")


if __name__ == "__main__":
    main()
