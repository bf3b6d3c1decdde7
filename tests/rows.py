"""Rows that the tests of one module share: made once, gone after it."""

from contextlib import contextmanager

from django.db import transaction


@contextmanager
def kept_for_a_module(blocker):
    """What the block writes is there until it is left; each test between still takes back its own.

    For a fixture of scope "module" that also asks for `django_db_setup`; `blocker` is `django_db_blocker`.
    Not for transactional tests: they would not see these rows.
    """
    blocker.unblock()
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        blocker.restore()
