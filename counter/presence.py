"""Who else has a case open: told by the page itself every few seconds, forgotten a minute after it is closed.

Kept in the cache that all workers share: a key for each officer and case, with two numbers. Who may be asked for stands
in the access log, which is also what the page says by itself: who opened it in the last minutes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.vault.models import AccessEntry

MINUTES = 10  # how long ago somebody opened it and is still named
ALIVE, OPENED, MOST = 60, timedelta(hours=12), 20  # ALIVE: seconds after the last sign of a page


@dataclass(frozen=True)
class Viewer:
    name: str
    since: datetime
    types: bool

    def __str__(self):
        minutes = max(1, int((timezone.now() - self.since).total_seconds() // 60))
        said = {"name": self.name, "minutes": minutes}
        if self.types:
            return _("%(name)s也开着这件，看了 %(minutes)d 分钟，正在填") % said
        return _("%(name)s也开着这件，看了 %(minutes)d 分钟，没在填东西") % said


def openings(application, since):
    """Who opened it since then, the newest first."""
    return AccessEntry.objects.about(application).filter(action="aid.open", at__gte=since)


def lately(entries, user):
    """[(name, when)] of `openings` by others, each once."""
    found = {}
    for entry in entries:
        if entry.actor_id not in (None, user.pk):
            found.setdefault(entry.actor_id, (entry.actor_label, entry.at))
    return list(found.values())


def is_here(application, user, *, types):
    """A sign of a page that is open."""
    key, now = _key(application, user.pk), timezone.now().timestamp()
    before = cache.get(key)
    cache.set(key, (before[0] if before else now, bool(types)), ALIVE)


def others(application, user):
    """The Viewers beside `user` whose pages gave a sign within the last minute."""
    opened = openings(application, timezone.now() - OPENED).exclude(actor=user.pk).exclude(actor=None)
    names = {}
    for pk, name in opened.values_list("actor", "actor_label")[: 10 * MOST]:
        names.setdefault(pk, name)
    keys = {_key(application, pk): name for pk, name in list(names.items())[:MOST]}
    alive = cache.get_many(keys)
    return [
        Viewer(keys[key], datetime.fromtimestamp(at, timezone.get_current_timezone()), types)
        for key, (at, types) in alive.items()
    ]


def _key(application, pk):
    return f"counter.here.{application.pk}.{pk}"
