"""A real Redis that is there, hangs, is gone and comes back: the site's cache forgives all of it quickly."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

from bench.serving import free_port
from portal.cache import ForgivingRedisCache

REDIS = shutil.which("redis-server")
pytestmark = pytest.mark.skipif(not REDIS, reason="no Redis: apt-get install redis-server")


@pytest.fixture
def redis(tmp_path, monkeypatch):
    """(cache, start): the production settings' cache on a port where `start()` puts a redis-server."""
    port, started = free_port(), []

    def start():
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        process = subprocess.Popen([REDIS, *options], stdout=subprocess.DEVNULL)
        started.append(process)
        return process

    monkeypatch.setattr("portal.cache.PAUSE_SECONDS", 0.5)
    monkeypatch.setattr(ForgivingRedisCache, "away_until", 0.0)
    options = {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}
    yield ForgivingRedisCache(f"redis://127.0.0.1:{port}/0", {"OPTIONS": options}), start
    for process in started:
        process.kill()
        process.wait()


def keeps(cache, value):
    cache.set("k", value)
    return cache.get("k") == value


def eventually(condition):
    until = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def test_it_is_used_when_there_and_found_again_after_a_loss(redis):
    cache, start = redis
    process = start()
    eventually(lambda: keeps(cache, 1))
    process.kill()
    process.wait()
    assert cache.get("k", "missing") == "missing"
    assert cache.add("k", 1) is True
    assert cache.incr("k") == 1
    assert cache.set_many({"k": 1}) == ["k"]
    start()
    eventually(lambda: keeps(cache, 2))


def test_a_hanging_redis_costs_half_a_second_and_not_a_page(redis):
    cache, start = redis
    process = start()
    eventually(lambda: keeps(cache, 1))
    os.kill(process.pid, signal.SIGSTOP)
    began = time.monotonic()
    assert [cache.get("k") for _ in range(100)] == [None] * 100
    assert time.monotonic() - began < 3
    os.kill(process.pid, signal.SIGCONT)
    eventually(lambda: keeps(cache, 3))


def test_a_full_redis_that_refuses_writes_forgets_and_breaks_nothing(redis):
    cache, start = redis
    start()
    eventually(lambda: keeps(cache, 1))
    server = cache._cache.get_client(write=True)
    server.config_set("maxmemory", 1)  # it holds more than that already
    assert cache.set_many({"k": 2}) == ["k"]
    assert cache.get("k", "missing") == "missing"  # for a moment it is left alone
    assert cache.add("other", 1) is True
    server.config_set("maxmemory", 0)
    eventually(lambda: keeps(cache, 3))


def test_what_a_cache_may_forget_is_no_session():
    text = (Path(settings.BASE_DIR) / "portal" / "settings" / "production.py").read_text()
    assert 'SESSION_ENGINE = "foundation.accounts.sessions"' in text
