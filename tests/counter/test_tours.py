"""What is taken on tour says on which, and is counted there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aid.models import DeskEntry
from stations.models import ScheduledVisit
from tests.aid.factories import ApplicationFactory, OfficeFactory, wages_topic
from tests.campaigns.page_factories import event
from tests.counter.test_desk import begin
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def topic(places):
    return wages_topic()


def test_an_application_is_bound_to_the_tour_on_which_it_was_taken(client, as_, office):
    as_("receptionist")
    at = timezone.now() - timedelta(hours=5)
    ours, theirs = (
        ScheduledVisit.objects.create(
            station=StationFactory(office=office), place=place, starts_at=at, ends_at=at + timedelta(hours=2)
        )
        for office, place in ((office, "工地南门"), (OfficeFactory(), "外地集市"))
    )
    address = reverse("applications:desk_new", args=["tour"])
    page = client.get(address).content.decode()
    assert "工地南门" in page
    assert "外地集市" not in page
    both = {"visit": ours.pk, "event": event(1, starts_at=at).pk, "consent": "on"}
    for wrong in ({"consent": "on"}, both, {"visit": theirs.pk, "consent": "on"}):
        assert client.post(address, wrong).status_code == 422
    entry = begin(client, "tour", visit=ours.pk, consent="on")
    assert entry.visit == ours
    sent = ApplicationFactory(office=office)
    DeskEntry.objects.filter(pk=entry.pk).update(application=sent, draft=None)
    assert "工地南门" in client.get(reverse("applications:inspect", args=[sent.pk])).content.decode()
    report = client.get(reverse("tours_report"), {"export": "csv"})
    lines = b"".join(report).decode("utf-8-sig").splitlines()
    assert [line.split(",")[2::5] for line in lines[1:]] == [["工地南门", "1"]]
