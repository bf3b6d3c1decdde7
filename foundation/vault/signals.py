"""What the vault tells those above it."""

from django.dispatch import Signal

# A chained log is not as it was written. `problem`: what was found, in English, nothing personal.
broken = Signal()
