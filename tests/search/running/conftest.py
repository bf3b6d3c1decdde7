"""Engines that really run, one of each for all tests in this folder: tests/conftest.py keeps it on one worker, so
that a test may kill a server of which no other test expects an answer.
"""

import importlib.util
import sys
from pathlib import Path

import pytest
from django.conf import settings


def _script():
    spec = importlib.util.spec_from_file_location(
        "engine_servers", Path(settings.BASE_DIR) / "deploy" / "engines.py"
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


@pytest.fixture(params=["elasticsearch", "opensearch"])
def server(request):
    """Each of them, alive when the test begins, whatever the one before did to it."""
    server = request.getfixturevalue(request.param)
    server.revive()
    return server
