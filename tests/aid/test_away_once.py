"""Two sendings of one application that was written without a network, at the same moment."""

import threading
import uuid

import pytest
from django.db import connection

from aid.models import AwayForm, DeskEntry
from aid.services import desk
from foundation.accounts.models import Role
from tests.aid.factories import OfficeFactory, officer


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_it_is_one_and_both_are_told_which():
    office = OfficeFactory()
    clerk, number = officer(office, Role.RECEPTIONIST), uuid.uuid4()
    gate, told = threading.Barrier(4), []

    def send():
        try:
            gate.wait()
            told.append(
                desk.begin_away(number, channel="visit", office=office, actor=clerk, answers={"pages": {}})
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(is_new for _entry, is_new in told) == [False, False, False, True]
    [entry] = DeskEntry.objects.all()
    assert {one.pk for one, _is_new in told} == {entry.pk}
    assert AwayForm.objects.get().entry == entry
