"""A Redis cache that may be lost at any time: slower without it, never broken."""

import logging
import time

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
# Without this pause each of a page's look-ups would wait for a Redis that does not answer.
PAUSE_SECONDS = 5


def _forgiving(name, fallback):
    def method(self, *args, **kwargs):
        if time.monotonic() >= ForgivingRedisCache.away_until:
            try:
                return getattr(RedisCache, name)(self, *args, **kwargs)
            except RedisError as error:
                ForgivingRedisCache.away_until = time.monotonic() + PAUSE_SECONDS
                log.warning("cache unavailable: %s", type(error).__name__)
        return fallback(*args, **kwargs)

    method.__name__ = name
    return method


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache whose reads miss and whose writes are dropped while Redis is away."""

    away_until = 0.0  # on the class: threads have an instance each, and Redis is away for all of them

    get = _forgiving("get", lambda key, default=None, version=None: default)
    get_many = _forgiving("get_many", lambda keys, version=None: {})
    set = _forgiving("set", lambda *args, **kwargs: None)
    set_many = _forgiving("set_many", lambda data, *args, **kwargs: list(data))
    add = _forgiving("add", lambda *args, **kwargs: True)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    has_key = _forgiving("has_key", lambda *args, **kwargs: False)
    incr = _forgiving("incr", lambda key, delta=1, version=None: delta)
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    clear = _forgiving("clear", lambda *args, **kwargs: False)
