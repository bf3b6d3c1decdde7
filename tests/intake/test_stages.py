"""What is still to come, seen by the person: one place is now, and a day is promised only where it runs."""

from datetime import timedelta

import pytest

from intake import stages
from tests.aid.factories import NOON, ApplicationFactory
from tests.intake.test_track import opened

pytestmark = pytest.mark.django_db
DECIDE, NAME, HANDLE, CLOSE = "审查，告诉您结果", "指派律师", "办案", "结案"


@pytest.mark.parametrize(
    ("trait", "now", "later"),
    [
        ("", "受理", [DECIDE, NAME, HANDLE, CLOSE]),
        ("accepted", DECIDE, [NAME, HANDLE, CLOSE]),
        ("supplementing", "等您补材料", [DECIDE, NAME, HANDLE, CLOSE]),
        ("granted", NAME, [HANDLE, CLOSE]),
        ("assigned", HANDLE, [CLOSE]),
    ],
)
def test_the_way_ahead_begins_where_the_case_stands(office, trait, now, later):
    application = ApplicationFactory(office=office, **({trait: True} if trait else {}))
    ahead = [p for p in stages.timeline(application) if p.state != "done"]
    assert [(p.heading, p.state) for p in ahead] == [(now, "now"), *((heading, "todo") for heading in later)]


def test_what_was_refused_has_nothing_ahead(office):
    points = stages.timeline(ApplicationFactory(office=office, refused=True))
    assert {p.state for p in points} == {"done"}


def test_a_review_that_waits_for_papers_promises_no_day(office):
    running, waiting = (
        next(p for p in stages.timeline(a) if p.heading == DECIDE)
        for a in (
            ApplicationFactory(office=office, accepted=True),
            ApplicationFactory(office=office, supplementing=True),
        )
    )
    assert running.by_on is not None
    assert waiting.by_on is None


@pytest.mark.parametrize(
    ("trait", "said"),
    [("granted", "是我们晚了"), ("accepted", "是我们晚了"), ("supplementing", "现在补也收")],
)
def test_a_day_that_is_over_is_said_to_be_over(client, office, time_machine, trait, said):
    time_machine.move_to(NOON, tick=False)
    application = ApplicationFactory(office=office, **{trait: True})
    assert said not in opened(client, application).content.decode()
    time_machine.move_to(NOON + timedelta(days=60), tick=False)
    assert said in opened(client, application).content.decode()
