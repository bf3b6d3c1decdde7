"""After an act the next case is one tap away: what is at risk first, and never one that waits for others."""

from datetime import date

import pytest

from tests.aid.factories import ApplicationFactory, OfficeFactory
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db
NEAR = date(2025, 11, 21)  # the day of leaving; three days of the year are left


def test_the_next_case_is_named_under_the_button_and_offered_after_the_act(client, as_, office):
    now = ApplicationFactory(office=office)
    later = ApplicationFactory(office=office)
    near = ApplicationFactory(office=office, left_on=NEAR)
    ApplicationFactory(office=office, granted=True)  # the dispatcher's
    ApplicationFactory(office=OfficeFactory(), left_on=NEAR)
    as_("receptionist")
    named = f"王*强 {near.reference}"
    assert f"办完接着办：{named}" in client.get(case_url(now)).content.decode()
    page = client.get(act(client, now, "accept", papers=["id"])["Location"]).content.decode()
    assert f"接着办：{named}" in page
    assert f'href="{case_url(near)}"' in page
    assert f"办完接着办：王*强 {later.reference}" in client.get(case_url(near)).content.decode()


def test_when_nothing_else_waits_nothing_is_offered(client, as_, office):
    only = ApplicationFactory(office=office)
    as_("receptionist")
    assert "接着办" not in client.get(case_url(only)).content.decode()
    assert "接着办" not in client.get(act(client, only, "accept", papers=["id"])["Location"]).content.decode()
