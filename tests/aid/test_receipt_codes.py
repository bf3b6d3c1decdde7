"""收件码: each worker has one, nobody finds it, old applications get theirs."""

import pytest
from django.db import IntegrityError, transaction

from aid.models import Claimant
from aid.references import parse_receipt_code
from tests.aid.factories import ApplicationFactory, workmates
from tests.aid.walk import walk

pytestmark = pytest.mark.django_db


def test_each_worker_of_a_group_has_a_code_of_their_own(office):
    people = list(walk("submitted", office, claimants=workmates(3)).claimants.all())
    codes = {person.receipt_code for person in people}
    assert len(codes) == 3
    assert all(parse_receipt_code(code) == code for code in codes)
    for person in people:
        assert Claimant.objects.get(receipt_index=Claimant.index_of(person.receipt_code.lower())) == person


@pytest.mark.parametrize("typed", ["", "none", "0" * 14, "7K3M-92QF"])
def test_what_is_no_code_finds_nobody(typed):
    ApplicationFactory()
    assert not Claimant.objects.filter(receipt_index=Claimant.index_of(typed)).exists()


def test_two_workers_never_share_a_code():
    one, other = (ApplicationFactory().claimant for _ in range(2))
    other.receipt_code = one.receipt_code
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()
