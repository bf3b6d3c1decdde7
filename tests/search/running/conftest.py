"""Engines that really run, one of each for all tests in this folder: tests/conftest.py keeps it on one worker, so
that a test may kill a server of which no other test expects an answer.
"""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.test import override_settings

from search import engines, places, versions
from search.models import KeptPhrase, PhrasePlace, PhrasesTold, SearchEntry
from tests.search.law_corpus import documents


def _script():
    spec = importlib.util.spec_from_file_location(
        "engine_servers", Path(configured.BASE_DIR) / "deploy" / "engines.py"
    )
    sys.modules[spec.name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


servers = _script()


def _running(name):
    if problem := servers.missing():
        pytest.skip(problem)
    with servers.Server(name, quick_start=True) as server:
        yield server


@pytest.fixture(scope="session")
def elasticsearch():
    yield from _running("elasticsearch")


@pytest.fixture(scope="session")
def opensearch():
    yield from _running("opensearch")


@pytest.fixture
def choose(settings):
    """choose(server): the site searches there, in an empty index."""

    def chosen(server):
        settings.SEARCH_ENGINE, settings.SEARCH_URL = server.kind.name, [server.url]
        settings.SEARCH_INDEX = "tests"
        engines.forget()
        engine = engines.kept()[0]
        for name in versions.ours(engine):
            versions.delete(engine, name)
        versions.swap(engine, versions.create(engine))
        return engine

    yield chosen
    engines.forget()


@pytest.fixture
def patient(monkeypatch):
    """A server that has only just started may take longer than a visitor would wait."""
    monkeypatch.setattr(engines, "ENGINE_SECONDS", 30)


@pytest.fixture(params=["postgres", "postgres with places", "elasticsearch", "opensearch with places"])
def engine(request, db, settings, choose):
    """Each engine, empty. One of those that get the same body knows the places of phrases, the other does not."""
    name, _, with_places = request.param.partition(" with ")
    if name == "postgres":
        settings.SEARCH_ENGINE = name
        engine = engines.kept()[0]
    else:
        server = request.getfixturevalue(name)
        server.revive()
        engine = choose(server)
    if with_places:
        places.keep()
    if with_places and name != "postgres":
        places.told(engine.alias, places.newest())
    return engine


@pytest.fixture(scope="module", params=["postgres", "elasticsearch", "opensearch"])
def texts(request, django_db_setup, django_db_blocker):
    """What the site has, written once for all tests of a module: each engine in its turn is asked for it."""
    server = None if request.param == "postgres" else request.getfixturevalue(request.param)
    asked = {"SEARCH_ENGINE": request.param, "SEARCH_INDEX": "texts"}
    if server:
        server.revive()
        asked["SEARCH_URL"] = [server.url]
    with override_settings(**asked), django_db_blocker.unblock():
        engines.forget()
        if server:
            versions.swap(engines.kept()[0], versions.create(engines.kept()[0]))
        places.keep()
        for each in reversed(engines.kept()):  # PostgreSQL first, whose places others are told
            each.write(documents())
        if server:
            places.told(engines.kept()[0].alias, places.newest())
        with django_db_blocker.block():
            yield engines.kept()[0]
        for rows in (SearchEntry, KeptPhrase, PhrasePlace, PhrasesTold):
            rows.objects.all().delete()
    engines.forget()


@pytest.fixture
def beside(db):
    """beside(documents): they are there too, until the test ends."""
    written = []

    def write(some):
        written.extend(some)
        for each in reversed(engines.kept()):  # what has no entry is shown by no engine
            each.write(some)

    yield write
    for one in written:
        for each in engines.kept():
            each.remove(kind=one.kind, pk=one.pk)


@pytest.fixture(params=["elasticsearch", "opensearch"])
def server(request):
    """Each of them, alive when the test begins, whatever the one before did to it."""
    server = request.getfixturevalue(request.param)
    server.revive()
    return server
