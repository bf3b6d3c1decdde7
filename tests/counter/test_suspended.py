"""A review that stands still, on the officers' screens."""

import pytest

from aid.models import Application
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db
ASKED = {"reason": "away_check", "waits_for": "通渭县法律援助中心", "text": "打 13900001111 找村主任"}


def test_it_is_stopped_shown_and_goes_on(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("reviewer")
    page = act(client, application, "suspend", due_on="2026-11-17", **ASKED)
    assert page.status_code == 422
    assert "通渭县法律援助中心" in page.content.decode()  # what was typed stands there
    assert act(client, application, "suspend", due_on="2026-11-30", **ASKED).status_code == 302
    page = client.get(case_url(application))
    text = page.content.decode()
    assert page.context["suspension"].waits_for == "通渭县法律援助中心"
    assert "审查期限停着" in text
    assert "13900001111" not in text  # numbers in words stay hidden
    codes = {offer.form.action for offer in offered_on(page)}
    assert {"suspend", "resume"} <= codes
    rows = client.get("/admin/applications/?show=others").context["table"].data
    assert [(row.application, row.due.what) for row in rows] == [(application, "等对方答复")]
    assert act(client, application, "resume", text="家里三口人").status_code == 302
    assert Application.objects.get(pk=application.pk).next_due_kind == "review"
    codes = {offer.form.action for offer in offered_on(client.get(case_url(application)))}
    assert "suspend" in codes
    assert "resume" not in codes


def test_it_is_not_a_receptionists(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    assert act(client, application, "suspend", due_on="2026-11-30", **ASKED).status_code == 403
    assert {o.form.action for o in offered_on(client.get(case_url(application)))}.isdisjoint(
        {"suspend", "resume"}
    )
