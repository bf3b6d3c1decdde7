"""Background work of signing in, run by `manage.py procrastinate worker`."""

from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.accounts import own_sessions, terms
from foundation.accounts.sessions import SessionStore
from foundation.retention import services as retention


@app.periodic(cron="57 3 * * *")
@app.task(queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Each night: visits that are over, and who signed in from where so long ago that the rule lets it go."""
    SessionStore.clear_expired()
    own_sessions.forget_ended()
    retention.forget(terms.SIGN_INS, timezone.now())
