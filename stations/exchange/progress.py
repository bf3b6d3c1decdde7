"""How far the worker is with a long file, said where the page sees it while the work itself is not committed yet."""

from collections.abc import Iterator, Sequence
from time import monotonic

from django.db import DEFAULT_DB_ALIAS, connections

EVERY_SECONDS = 1.0


class Unwatched:
    """A short file: nobody waits long enough to ask."""

    def over(self, items: Sequence, until: int) -> Iterator:
        """`items` one by one; when the last has been taken, `until` of a hundred parts are done."""
        yield from items


class Progress(Unwatched):
    """Tells in a connection of its own, once a second: what the work writes is seen whole or not at all."""

    def __init__(self, pk: int):
        self.pk, self.percent, self.told_at = pk, 0, 0.0

    def __enter__(self):
        self.connection = connections[DEFAULT_DB_ALIAS].copy()
        self.tell(0)
        return self

    def __exit__(self, *failed):
        self.connection.close()

    def over(self, items, until):
        begun = self.percent
        for number, item in enumerate(items, 1):
            yield item
            self.tell(begun + (until - begun) * number // len(items))

    def tell(self, percent):
        self.percent = percent
        if monotonic() - self.told_at >= EVERY_SECONDS:
            with self.connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE stations_importprogress SET percent = %s, at = now() WHERE station_import_id = %s",
                    [percent, self.pk],
                )
            self.told_at = monotonic()
