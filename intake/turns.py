"""Sending a form is the heaviest thing a visitor does: each process does one at a time, so that pages stay quick.

Without it, four forms that are sent at once share a process with whoever only wants the next page.
"""

import threading
from contextlib import contextmanager

PATIENCE = 5.0  # seconds after which it is sent beside the others: nobody waits for one that hangs
_turn = threading.Lock()


@contextmanager
def in_turn():
    """Do what is inside when nobody else of this process does it."""
    held = _turn.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if held:
            _turn.release()
