"""What this app tells those above it."""

from django.dispatch import Signal

# A rule was entered, or taken back: `rule`, `actor`. Whoever keeps offices and the site is told.
changed = Signal()
