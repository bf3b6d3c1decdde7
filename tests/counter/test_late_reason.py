"""Why a clock ran out, asked on the page: of whoever ends it too late, and of nobody else."""

from datetime import timedelta

import pytest

from aid.models import Application
from counter import forms_late
from tests.aid.factories import NOON, ApplicationFactory
from tests.counter.acts import act, case_url

pytestmark = pytest.mark.django_db
LATE = NOON + timedelta(days=9)
WHY = {"code": "staff", "text": "审批人住院，没有人代。"}


def test_whoever_ends_it_too_late_is_asked(client, as_, office, time_machine):
    application = ApplicationFactory(office=office, reviewing=True)
    time_machine.move_to(LATE, tick=False)
    as_("approver")
    page = client.get(act(client, application, "grant")["Location"]).content.decode()
    assert "这一步过了期限才办，还没有写原因" in page
    assert case_url(application) + "?do=explain_late" in page
    clock = application.deadlines.get(kind="review").pk
    assert act(client, application, "explain_late", clock=clock, code="staff").status_code == 422
    assert act(client, application, "explain_late", clock=clock, **WHY).status_code == 302
    page = client.get(case_url(application)).content.decode()
    assert "超期原因：人手不够，办的人不在" in page
    assert 'id="act-explain_late"' not in page


def test_in_time_nobody_is_asked(client, as_, office):
    application = ApplicationFactory(office=office, reviewing=True)
    as_("approver")
    page = client.get(act(client, application, "grant")["Location"]).content.decode()
    assert "超期原因" not in page
    assert forms_late.unexplained(Application.objects.get(pk=application.pk)) == []
