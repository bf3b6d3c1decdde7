"""The orders of the queue have an index each: what PostgreSQL can use at all is asked of the planner, not of a clock."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from aid.models import Application
from aid.status import IS_OPEN, OPEN
from counter import queue
from foundation.accounts import scope
from foundation.accounts.models import Role
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer

pytestmark = pytest.mark.django_db


OTHERS = """
SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'aid_application'::regclass
AND indexrelid::regclass::text NOT LIKE ALL(%s)
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def plan(rows, *indexes):
    """How PostgreSQL reads them with these indexes alone, as it would if there were very many: not all, not sorted.

    Of a few rows it takes now this index and now that one; the others are back when the test ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [[f"{name}%" for name in indexes]])
        for [other] in cursor.fetchall():
            cursor.execute(f"DROP INDEX {other}")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    return rows.explain()


@pytest.mark.parametrize(
    ("sort", "index"),
    [
        ("old", "aid_running_oldest"),
        ("late", "aid_running_latest"),
        ("limit", "aid_running_limit"),
        ("new", "aid_running_oldest"),
    ],
)
def test_what_runs_is_read_in_each_order_by_an_index(office, sort, index):
    look = queue.Look(officer(office, Role.SUPERVISOR), timezone.now())
    seen = Application.objects.visible_to(look.user)
    found = plan(queue.seen_in(queue.VIEWS[queue.OFFICE], seen, look, sort).values("pk")[:26], index)
    assert index in found
    assert "Sort" not in found


def test_what_runs_at_an_office_or_is_offered_to_it_is_found_without_reading_all_that_it_had(office):
    look = queue.Look(officer(office, Role.RECEPTIONIST), timezone.now())
    seen = Application.objects.visible_to(look.user)
    rows = queue.VIEWS[queue.OFFICE].of(seen, look).order_by().values("pk")
    found = plan(rows, "aid_running_by_office", "aid_application_offered_to")
    assert "aid_running_by_office" in found


def test_what_is_in_a_chain_is_found_by_an_index(office):
    in_chain = Application.objects.filter(status="reviewing", yes_by__len__gt=0)
    assert "aid_in_chain" in plan(in_chain.order_by().values("pk"), "aid_in_chain")


def test_the_open_ones_are_asked_for_in_the_words_of_the_indexes():
    """In another order PostgreSQL would take it for another condition."""
    asked = dict(IS_OPEN.children)["status__in"]
    assert set(asked) == OPEN
    for index in Application._meta.indexes:
        if index.name == "aid_open_by_due":
            assert dict(index.condition.children)["status__in"] == asked


def test_offices_of_a_scope_are_those_of_the_subtree_alone(office):
    below = office.add_child(code="below", name="某乡司法所", kind="agency", phone="12348")
    beside = OfficeFactory()
    own, under, other = (ApplicationFactory(office=one) for one in (office, below, beside))
    found = Application.objects.filter(scope.of_offices([office.path]))
    assert set(found) == {own, under}
    assert not Application.objects.filter(scope.of_offices([]))
    assert set(Application.objects.filter(scope.of_offices([office.path, beside.path]))) == {
        own,
        under,
        other,
    }


def test_an_office_that_is_not_set_is_in_no_scope(office):
    one = ApplicationFactory(office=office)
    assert one not in Application.objects.filter(scope.of_offices([office.path], "offered_to"))
    Application.objects.update(offered_to=office, offer_due_on=timezone.now() + timedelta(days=3))
    assert one in Application.objects.filter(scope.of_offices([office.path], "offered_to"))
