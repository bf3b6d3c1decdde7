"""当天受理: until which hour, place by place and day by day; and why when it was not kept."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from aid import services
from aid.models import Application, LocalCutoff
from counter import words
from foundation.accounts.models import Role
from foundation.regions.models import Region
from tests.aid.factories import NOON, ApplicationFactory, officer, submission
from tests.aid.walk import given_first, reviewed
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(office):
    county = Region.objects.create(
        code="360702", name="章贡区", short_name="章贡", level="county", full_name="江西省赣州市章贡区"
    )
    type(office).objects.filter(pk=office.pk).update(region=county)
    office.refresh_from_db()
    return county


def promised(at):
    import uuid

    application = services.submit(submission(), key=uuid.uuid4(), at=at)
    return application.deadlines.get(kind="accept")


@pytest.mark.parametrize(
    ("hour", "since", "day"),
    [(11, date(2026, 1, 1), 19), (13, date(2026, 1, 1), 18), (11, date(2026, 11, 19), 18), (None, None, 18)],
)
def test_the_hour_is_that_of_the_place_on_that_day(place, office, hour, since, day):
    officer(office, Role.RECEPTIONIST)
    if hour:
        LocalCutoff.objects.create(region=place, hour=hour, valid_from=since, source="本单位通知")
    clock = promised(NOON)  # a Wednesday, the 18th
    assert clock.due_on == date(2026, 11, day)
    LocalCutoff.objects.all().delete()
    assert services.housekeeping.recompute_clocks(NOON) == 0  # what was promised stays


@pytest.mark.parametrize("hour", [7, 23])
def test_an_hour_of_the_night_is_none(place, hour):
    with pytest.raises(ValidationError):
        LocalCutoff(region=place, hour=hour, valid_from=date(2026, 1, 1), source="通知").full_clean()


def test_whoever_accepts_late_says_why(client, as_, office, time_machine):
    application = ApplicationFactory(office=office)
    time_machine.move_to(NOON + timedelta(days=1), tick=False)
    as_("receptionist")
    assert "为什么没有当天受理" in client.get(case_url(application)).content.decode()
    assert act(client, application, "accept").status_code == 422
    assert act(client, application, "accept", late_reason="昨天停电").status_code == 302
    event = Application.objects.get(pk=application.pk).events.last()
    assert (event.note, event.data["was_late"]) == ("昨天停电", True)
    assert "没有当天受理" in words.event_facts(event)


def test_in_time_nothing_is_asked(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert act(client, application, "accept").status_code == 302
    assert "was_late" not in Application.objects.get(pk=application.pk).events.last().data


def test_for_a_child_without_a_guardian_a_grant_is_not_advised_and_first_aid_may_be_given(office):
    child = ApplicationFactory(office=office, accepted=True, id_number="110105201201012379")
    reviewer = officer(office, Role.REVIEWER)
    with pytest.raises(ValidationError):
        reviewed(child, reviewer)
    # Aid that cannot wait is not kept from a child: the guardian comes with the papers.
    given = given_first(child, ground="limitation", actor=officer(office, Role.APPROVER))
    assert given.first_aid.state == "granted"
    assert reviewed(child, reviewer, advice="refuse").status == "reviewing"


@pytest.mark.parametrize(
    ("of_place", "of_office", "since", "day"),
    [
        (13, 11, date(2026, 1, 1), 19),  # the office's own goes first, be it earlier
        (11, 13, date(2026, 1, 1), 18),  # or later
        (11, 13, date(2026, 11, 19), 19),  # not before its day
        (None, 11, date(2026, 1, 1), 19),
    ],
)
def test_an_office_s_own_hour_goes_before_that_of_its_place(place, office, of_place, of_office, since, day):
    officer(office, Role.RECEPTIONIST)
    if of_place:
        LocalCutoff.objects.create(
            region=place, hour=of_place, valid_from=date(2026, 1, 1), source="本区通知"
        )
    LocalCutoff.objects.create(region=place, office=office, hour=of_office, valid_from=since, source="通知")
    assert promised(NOON).due_on == date(2026, 11, day)


def test_the_hour_of_another_office_of_the_place_is_not_ours(place, office):
    officer(office, Role.RECEPTIONIST)
    beside = type(office).add_root(code="beside", name="旁边的", kind="agency", region=place)
    LocalCutoff.objects.create(
        region=place, office=beside, hour=11, valid_from=date(2026, 1, 1), source="通知"
    )
    assert promised(NOON).due_on == date(2026, 11, 18)


def test_an_office_that_lies_elsewhere_is_refused(place):
    elsewhere = ApplicationFactory().office
    row = LocalCutoff(region=place, office=elsewhere, hour=11, valid_from=date(2026, 1, 1), source="通知")
    with pytest.raises(ValidationError, match="不在这个地方"):
        row.full_clean()
