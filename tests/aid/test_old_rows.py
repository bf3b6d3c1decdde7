"""Rows of long ago come through every migration since. One way back and forth for all: each costs a minute."""

import pytest
from django.db import DatabaseError, connection, transaction

from aid.models import CallBack, Claimant, Event
from foundation.vault.index import blind_index
from tests.aid.factories import ApplicationFactory, CallBackFactory, OfficeFactory, wages_topic
from tests.aid.walk import walk
from tests.migrating import migrate

pytestmark = pytest.mark.django_db
REACH = {"may_call": True, "may_sms": False, "call_time": "evening", "contact_note": "晚上再打"}


def test_rows_of_before_are_whole_after_all_migrations(office):
    wages_topic()
    person = ApplicationFactory(office=office, **REACH).claimant
    ApplicationFactory(office=OfficeFactory(), phone="13900001111")
    event = walk("granted", office).events.get(action="accept")

    old = migrate("aid", "0016_evidence_paths").get_model("aid", "Application")
    before = old.objects.get(pk=person.application_id)
    assert {name: getattr(before, name) for name in REACH} == REACH
    old.objects.filter(pk=before.pk).update(phone_is_shared=True)
    migrate("aid")

    # How to reach a person moves to the person.
    after = Claimant.objects.get(pk=person.pk)
    assert {name: getattr(after, name) for name in REACH} == REACH
    assert after.phone_is_shared
    assert ApplicationFactory().claimant.contact_note == ""  # rows are written without the old columns
    # Each worker has a receipt code.
    people = list(Claimant.objects.all())
    assert len({one.receipt_code for one in people}) == len(people) == 4
    assert all(one.receipt_index == Claimant.index_of(one.receipt_code) for one in people)
    # What an officer was called is written down once.
    assert Event.objects.get(pk=event.pk).actor_label == str(event.actor)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE aid_event SET actor_label = '别人'")
    # What is looked for is indexed, as often as the migration runs; so are the phones of calls.
    call = CallBackFactory()
    for again in range(2):
        if again:
            migrate("aid", "0063_entries_that_are_needed")
            migrate("aid")
        for said in ("wang xiaoqiang", "某某花园二期"):
            assert person in Claimant.objects.said(said)
    assert CallBack.objects.get(phone_index=blind_index("13900005678", "phone")) == call
