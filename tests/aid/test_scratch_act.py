"""One row, one service, one form: nothing else has to be touched for the site to know an act more."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aid import acts, checks
from aid.models import Application
from aid.policies import application_policy
from aid.printed import as_markdown
from aid.workflow import APPLICATION
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory
from tests.aid.scratch_act import CALL_BACK

pytestmark = pytest.mark.django_db
SAID = "他说下午送工资条来"


@pytest.fixture(autouse=True)
def soon_after(time_machine):
    time_machine.move_to(NOON + timedelta(minutes=5), tick=False)


@pytest.fixture
def one_act_more():
    with acts.added(APPLICATION, CALL_BACK):
        yield


def case_page(client, application):
    return client.get(reverse("applications:inspect", args=[application.pk])).content.decode()


def send(client, application):
    """The POST of its form, as the case page of this version sends it."""
    fields = {"version": application.version, "key": "k", "note": SAID}
    return client.post(
        reverse("applications:act", args=[application.pk, "call_back"]),
        {f"call_back-{name}": value for name, value in fields.items()},
    )


def status_page(client, application):
    client.post(reverse("intake:track"), {"reference": application.reference, "tail": "5678"})
    return client.get(reverse("intake:status")).content.decode()


def test_the_system_check_finds_it_complete(one_act_more):
    assert checks.check_acts(None) == []


def test_an_officer_finds_its_button_and_its_form_and_does_it(client, signed_in, office, one_act_more):
    application = ApplicationFactory(office=office)
    me = signed_in(client, "receptionist", office)
    page = case_page(client, application)
    assert 'id="act-call_back"' in page
    for words in (CALL_BACK.label, "打过电话就记在这里。", "电话里说了什么", "记下这次电话"):
        assert words in page
    assert send(client, application).status_code == 302
    event = application.events.last()
    assert (event.action, event.actor, event.note, event.data) == ("call_back", me, SAID, {"calls": 1})
    assert (event.before, event.after) == ("submitted", "submitted")
    assert Application.objects.get(pk=application.pk).version == application.version + 1
    assert SAID in case_page(client, application)


def test_the_person_reads_of_it_in_its_words(client, signed_in, office, one_act_more):
    application = ApplicationFactory(office=office)
    assert CALL_BACK.said not in status_page(client, application)
    signed_in(client, "receptionist", office)
    assert send(client, application).status_code == 302
    client.logout()
    shown = status_page(client, application)
    assert CALL_BACK.said in shown
    assert SAID not in shown


def test_another_role_and_another_status_are_refused(client, signed_in, office, one_act_more):
    application = ApplicationFactory(office=office)
    refused = ApplicationFactory(office=office, refused=True)
    reviewer = signed_in(client, "reviewer", office)
    assert not application_policy.user_has_permission_for_instance(reviewer, "call_back", application)
    assert 'id="act-call_back"' not in case_page(client, application)
    assert send(client, application).status_code == 403
    signed_in(client, "receptionist", office)
    assert 'id="act-call_back"' not in case_page(client, refused)
    assert send(client, refused).status_code == 409
    assert not application.events.filter(action="call_back").exists()
    assert not refused.events.filter(action="call_back").exists()


def test_it_is_printed_with_the_others(one_act_more):
    row = next(line for line in as_markdown().splitlines() if "`call_back`" in line)
    for words in (CALL_BACK.label, CALL_BACK.said, CALL_BACK.records, Role.RECEPTIONIST.label):
        assert str(words) in row


def test_it_is_gone_afterwards(client, signed_in, office):
    with acts.added(APPLICATION, CALL_BACK):
        assert acts.find("call_back") is CALL_BACK
    assert acts.find("call_back") is None
    assert "call_back" not in as_markdown()
    application = ApplicationFactory(office=office)
    signed_in(client, "receptionist", office)
    assert 'id="act-call_back"' not in case_page(client, application)
    assert send(client, application).status_code == 404
