"""Several workers in one application: each has a limitation of their own."""

from datetime import date

import pytest

from aid.models import Application, Claimant
from aid.services import clocks
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import case_url

pytestmark = pytest.mark.django_db


def test_each_worker_has_a_limitation_and_the_first_one_counts(client, as_, office):
    application = ApplicationFactory(office=office, left_on=date(2026, 6, 1))
    first = application.claimant
    early = Claimant.objects.create(
        application=application, position=2, name="赵某", phone="13900005679", id_type="none",
        work_kind=first.work_kind, amount_owed=100, pay_type="day", left_on=date(2025, 11, 21),
    )  # fmt: skip
    clocks.start_limitations(application, [early])
    clocks.refresh_next_due(application)
    application.save()
    assert application.limitation_on == date(2026, 11, 21)
    assert list(Application.objects.limitation_near(date(2026, 11, 18))) == [application]
    as_("receptionist")
    page = client.get(case_url(application)).context
    assert [c.day for c in page["clocks"] if "时效" in c.label] == ["11月21日 周六"]
    own = [dict(person.facts)["申请仲裁最晚"] for person in page["people"]]
    assert [day.split("日")[0] for day in own] == ["2027年6月1", "2026年11月21"]
