"""How long a visitor waits for the chosen engine, and when it is not even asked.

A page has 800 ms for its answer, whoever gives it. The chosen engine gets the first part, for all that one page asks
of it; the rest is PostgreSQL's. One that has failed three times running is left alone for a while; then one visitor's
question tries it again.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

log = logging.getLogger(__name__)
ENGINE_SECONDS = 0.4  # of the 0.8
JOB_SECONDS = 5.0  # a worker has messages to send as well
USUAL_SECONDS = 60.0  # when nobody waits: a rebuild
LEAST_SECONDS = 0.02  # nobody answers sooner
FAILURES, REST_SECONDS = 3, 15.0

_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """All that is asked of an engine in here takes no longer together."""
    token = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


def seconds_left() -> float:
    """For the next request."""
    until = _until.get()
    return USUAL_SECONDS if until is None else max(until - time.monotonic(), 0.0)


class Breaker:
    """Closed: ask. Open: don't, but for one question every REST_SECONDS."""

    def __init__(self, name: str):
        self.name = name
        self._failures = 0
        self._again_at = 0.0
        self._lock = threading.Lock()

    @property
    def is_open(self) -> bool:
        return self._failures >= FAILURES

    def lets_through(self) -> bool:
        with self._lock:
            if self.is_open and time.monotonic() < self._again_at:
                return False
            self._again_at = (
                time.monotonic() + REST_SECONDS
            )  # whoever comes beside this one is not let through
            return True

    def failed(self, why: object) -> None:
        with self._lock:
            self._failures += 1
            self._again_at = time.monotonic() + REST_SECONDS
            if self._failures == FAILURES:
                log.error("search engine %s does not answer, PostgreSQL stands in: %s", self.name, why)

    def answered(self) -> None:
        with self._lock:
            if self.is_open:
                log.warning("search engine %s answers again", self.name)
            self._failures = 0
