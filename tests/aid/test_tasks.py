from datetime import timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django import app

from aid import tasks
from aid.models import Draft

pytestmark = pytest.mark.django_db


def test_the_night_forgets_old_drafts_and_keeps_young_ones():
    now = timezone.now()
    old = Draft.objects.create(resume_code="7K3M-92QF", expires_at=now - timedelta(seconds=1))
    young = Draft.objects.create(resume_code="7K3M-92QG", expires_at=now + timedelta(days=1))
    assert set(Draft.objects.expired(now)) == {old}
    assert tasks.forget_drafts(0) == 1
    assert set(Draft.objects.all()) == {young}


def test_the_worker_knows_its_rounds():
    rounds = {p.task.name: p.cron for p in app.periodic_registry.periodic_tasks.values()}
    assert rounds["aid.tasks.forget_drafts"] == "20 3 * * *"
    assert rounds["aid.tasks.examine_waiting"] == "*/5 * * * *"
    assert not [name for name in rounds if "lapse" in name], "nobody's application is closed by a timer"
