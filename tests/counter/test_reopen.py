"""Opening again on the case page: offered while it may be, and said until when."""

from datetime import timedelta

import pytest

from aid import services
from aid.models import Application
from aid.services import withdrawal
from tests.aid.factories import NOON, ApplicationFactory
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db


def closed(office, days_ago):
    at = NOON - timedelta(days=days_ago)
    application = services.withdraw(ApplicationFactory(office=office, at=at), at=at)
    return withdrawal.close_withdrawal(application, at=at + timedelta(days=2))


def offered(client, application):
    return {o.form.action: o.form for o in offered_on(client.get(case_url(application)))}


def test_it_is_offered_until_its_day_and_says_which(client, as_, office):
    application, old = closed(office, 5), closed(office, 33)
    as_("receptionist")
    form = offered(client, application)["reopen"]
    assert "12月13日" in str(form.fields["reason"].help_text)
    assert "reopen" not in offered(client, old)
    forced = act(client, old, "reopen", reason="他说还要办")
    assert forced.status_code == 422
    assert "已经过了" in forced.content.decode()
    assert "他说还要办" in forced.content.decode()
    assert act(client, application, "reopen", reason="").status_code == 422
    assert act(client, application, "reopen", reason="他说还要办").status_code == 302
    assert Application.objects.get(pk=application.pk).status == "submitted"


def test_only_a_supervisor_mends_a_refusal(client, as_, office):
    application = ApplicationFactory(office=office, refused=True)
    as_("receptionist")
    assert "mend_refusal" not in offered(client, application)
    assert act(client, application, "mend_refusal", reason="看错了").status_code == 403
    as_("supervisor")
    assert "mend_refusal" in offered(client, application)
    assert act(client, application, "mend_refusal", reason="看错了").status_code == 302
    assert Application.objects.get(pk=application.pk).status == "accepted"
