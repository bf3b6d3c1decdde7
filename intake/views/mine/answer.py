"""Answers about what exists: each takes as long, whatever it is, and each wrong one makes the next slower."""

import time
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from intake import throttle

# Every answer takes at least this long, so that its time tells nothing. Seconds.
ANSWER_TIME = getattr(settings, "AID_TRACK_ANSWER_SECONDS", 0.4)


@contextmanager
def evenly():
    """What is done within takes its time."""
    began = time.monotonic()
    yield
    time.sleep(max(0.0, ANSWER_TIME - (time.monotonic() - began)))


def must_wait(request, form, number):
    """Whether this address tried `number` too often just now; the form says for how long."""
    try:
        wait = throttle.waits(request, number)
    except throttle.CacheDown:
        time.sleep(2)
        wait = 0
    if wait:
        form.add_error(None, _("试得太快了，请等 %(seconds)s 秒再查。急的话打 12348。") % {"seconds": wait})
    return bool(wait)
