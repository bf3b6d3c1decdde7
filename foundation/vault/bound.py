"""Which sealed fields have all their values bound to their rows: there the older form opens no more.

Otherwise whoever can write to a table would put back a value of an old backup, which opens in any row.
"""

import time

from django.apps import apps

LOOK_AGAIN_SECONDS = 60  # while a field is not done; one that is done stays so

_done: set[str] = set()
_looked_at = 0.0


def is_done(label: str) -> bool:
    """Whether all values of "app.Model.field" are bound."""
    global _looked_at
    if label not in _done and time.monotonic() > _looked_at + LOOK_AGAIN_SECONDS:
        _done.update(apps.get_model("vault", "BoundField").objects.values_list("label", flat=True))
        _looked_at = time.monotonic()
    return label in _done


def set_done(label: str) -> None:
    """From now on the older form is refused there; nobody takes this back but the owner of the table, by hand."""
    apps.get_model("vault", "BoundField").objects.get_or_create(label=label)
    _done.add(label)


def forget() -> None:
    """For tests, whose rows go."""
    global _looked_at
    _done.clear()
    _looked_at = 0.0
