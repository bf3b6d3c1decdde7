"""Background work of signing in, run by `manage.py procrastinate worker`."""

from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.utils import timezone
from procrastinate.contrib.django import app

from foundation.accounts import own_sessions
from foundation.accounts.sessions import SessionStore

KEEP_SIGN_INS_DAYS = 200


@app.periodic(cron="57 3 * * *")
@app.task(queueing_lock="accounts.forget_sessions")
def forget_sessions(timestamp: int) -> None:
    """Each night: visits that are over, and who signed in from where more than half a year ago."""
    SessionStore.clear_expired()
    own_sessions.forget_ended()
    before = timezone.now() - timedelta(days=KEEP_SIGN_INS_DAYS)
    for model in (AccessAttempt, AccessLog):
        model.objects.filter(attempt_time__lt=before).delete()
