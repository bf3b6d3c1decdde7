"""Of what an officer may do, the steps of the course stand in the open and the rest behind one fold."""

import pytest

from aid import acts
from counter import beside
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db
MOST = 6  # that one reads at a glance


def codes(offers):
    return [one.form.action for one in offers]


def test_every_code_of_a_group_is_an_act_of_officers_and_stands_once():
    listed = [code for _label, of in beside.GROUPS for code in of]
    assert len(listed) == len(set(listed))
    assert all(acts.find(code).form for code in listed)


@pytest.mark.parametrize("trait", ["", "accepted", "reviewing", "supplementing", "granted", "refused"])
@pytest.mark.parametrize("role", ["receptionist", "reviewer", "approver", "supervisor"])
def test_few_steps_stand_in_the_open(client, as_, office, role, trait):
    application = ApplicationFactory(office=office, **({trait: True} if trait else {}))
    as_(role)
    page = client.get(case_url(application))
    assert len(page.context["steps"]) <= MOST, codes(page.context["steps"])
    if trait == "granted":
        assert "write_to" in codes(offered_on(page))
        assert "write_to" not in codes(page.context["steps"])


def test_what_is_asked_for_comes_out_of_the_fold(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    assert "withdraw" not in codes(client.get(case_url(application)).context["steps"])
    page = client.get(case_url(application) + "?do=withdraw")
    assert [one.form.action for one in page.context["steps"] if one.is_next] == ["withdraw"]
    assert codes(offered_on(page)).count("withdraw") == 1


def test_what_was_sent_with_an_error_stands_in_the_open(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    page = act(client, application, "write_to", text="")
    sent = next(one for one in page.context["steps"] if one.form.action == "write_to")
    assert sent.form.errors
