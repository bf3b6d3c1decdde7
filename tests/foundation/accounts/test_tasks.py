from datetime import timedelta

from axes.models import AccessAttempt, AccessLog
from django.contrib.sessions.models import Session
from django.utils import timezone

from foundation.accounts import tasks


def test_the_night_forgets_visits_that_are_over_and_old_sign_ins(db):
    now = timezone.now()
    Session.objects.create(session_key="over", session_data="", expire_date=now - timedelta(seconds=1))
    Session.objects.create(session_key="open", session_data="", expire_date=now + timedelta(hours=1))
    for model, values in ((AccessAttempt, {"failures_since_start": 1}), (AccessLog, {})):
        for days in (201, 1):
            row = model.objects.create(username="t-officer", **values)
            model.objects.filter(pk=row.pk).update(attempt_time=now - timedelta(days=days))

    tasks.forget_sessions(timestamp=0)

    assert set(Session.objects.values_list("session_key", flat=True)) == {"open"}
    for model in (AccessAttempt, AccessLog):
        assert [row.attempt_time > now - timedelta(days=2) for row in model.objects.all()] == [True]
