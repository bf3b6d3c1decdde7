"""What the clock does by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from aid import services
from aid.models import Deadline
from aid.services import housekeeping
from aid.workflow import Status
from foundation.vault import files as vault_files
from tests.aid.factories import NOON, ApplicationFactory
from tests.aid.photos import checked_photo

pytestmark = pytest.mark.django_db


def test_one_that_was_given_more_time_meanwhile_does_not_stop_the_others(office, monkeypatch):
    waiting = [ApplicationFactory(office=office, supplementing=True) for _ in range(3)]
    later = NOON + timedelta(days=60)
    prolonged = []

    def lapse(application, at):
        if not prolonged:
            # An officer is a moment quicker.
            prolonged.append(application)
            application.deadlines.filter(kind=Deadline.Kind.SUPPLEMENT).update(due_at=at)
        return services.lapse(application, at=at)

    monkeypatch.setattr(housekeeping, "lapse", lapse)
    assert housekeeping.lapse_unanswered(later) == 2
    for application in waiting:
        application.refresh_from_db()
        spared = application in prolonged
        assert application.status == (Status.SUPPLEMENTING if spared else Status.WITHDRAWN)


@pytest.mark.parametrize("at_once", [1, 500])
def test_papers_of_an_act_that_failed_do_not_stay(office, monkeypatch, at_once):
    monkeypatch.setattr(housekeeping, "SLICE", at_once)
    application = ApplicationFactory(office=office)
    services.add_evidence(application, papers=[(checked_photo(), "other")], key="kept")
    kept = application.evidence.get()
    before = set(vault_files.all_names())
    monkeypatch.setattr("aid.services.perform.messages.tell", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.add_evidence(application, papers=[(checked_photo(21), "other")], key="lost")
    strays = set(vault_files.all_names()) - before
    assert len(strays) == 2
    housekeeping.forget_strays(timezone.now())
    assert strays <= set(vault_files.all_names())  # too young to be sure
    housekeeping.forget_strays(timezone.now() + timedelta(days=2))
    left = set(vault_files.all_names())
    assert not strays & left
    assert {kept.path, kept.preview_path} <= left
