"""A session that was left open, or stolen: whoever sits there looks at little before a fresh proof is asked for.

What shows names and numbers in full: test_in_clear.py.
"""

import time

import pytest
from django.conf import settings as live
from django.urls import reverse

from foundation.accounts import proof
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import case_url

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
PROVE = "/admin/second-factor/prove/"


@pytest.fixture
def left_open(client, as_):
    """A supervisor's or receptionist's session, whose proof is an hour old."""

    def sign_in(role):
        as_(role)
        grow_old(client)

    return sign_in


def grow_old(client):
    session = client.session
    session[proof.PROVED_AT] = time.time() - 3600
    session.save()


def reveal(client, application):
    asked = {"claimant": application.claimants.get().pk, "field": "phone", "purpose": "contact"}
    return client.post(case_url(application, "reveal"), asked)


def asks(answer):
    return answer.headers.get("Location", "").startswith(PROVE) or b"proof-password" in answer.content


def looks():
    return AccessEntry.objects.filter(action__startswith="aid.").count()


def test_the_sixteenth_number_asks_who_is_there(client, left_open, office):
    application = ApplicationFactory(office=office)
    left_open("receptionist")
    for _n in range(live.STAFF_LOOKS_WITHOUT_PROOF):
        assert "13900005678" in reveal(client, application).content.decode()
    before, answer = looks(), reveal(client, application)
    assert asks(answer)
    assert "13900005678" not in answer.content.decode()
    assert 'name="purpose" value="contact"' in answer.content.decode()
    assert looks() == before


def test_case_after_case_asks_as_well(client, left_open, office, settings):
    settings.STAFF_OPENINGS_WITHOUT_PROOF = 3
    cases = [ApplicationFactory(office=office) for _n in range(4)]
    left_open("receptionist")
    for application in cases[:3]:
        assert client.get(case_url(application)).status_code == 200
    last = cases[3]
    assert client.get(case_url(last))["Location"] == f"{PROVE}?next={case_url(last).replace('/', '%2F')}"
    assert asks(client.get(case_url(last, "roster")))
    assert asks(
        client.post(case_url(last, "act", "accept"), {"accept-note": "看一眼"})
    )  # refused, it shows the case
    assert client.get(reverse("applications:index")).status_code == 200


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_list_is_taken_away_without(client, left_open, office, format):
    application = ApplicationFactory(office=office)
    left_open("supervisor")
    for address in (reverse("applications:index"), case_url(application, "roster")):
        answer = client.get(address, {"export": format})
        assert asks(answer)
        assert f"export%3D{format}" in answer["Location"]
    assert not AccessEntry.objects.filter(action="aid.export").exists()


def test_who_may_not_take_it_away_is_told_so_and_not_asked(client, left_open, office):
    left_open("receptionist")
    assert client.get(reverse("applications:index"), {"export": "csv"}).status_code == 403


def test_with_a_fresh_proof_work_goes_on(client, as_, office, settings):
    settings.STAFF_LOOKS_WITHOUT_PROOF = settings.STAFF_OPENINGS_WITHOUT_PROOF = 1
    application = ApplicationFactory(office=office)
    as_("supervisor")
    for _n in range(3):
        assert "13900005678" in reveal(client, application).content.decode()
        assert client.get(case_url(application)).status_code == 200
    assert client.get(reverse("applications:index"), {"export": "csv"}).status_code == 200


def test_after_a_while_the_count_begins_anew(client, left_open, office, settings, time_machine):
    settings.STAFF_OPENINGS_WITHOUT_PROOF = 1
    application = ApplicationFactory(office=office)
    left_open("receptionist")
    assert client.get(case_url(application)).status_code == 200
    assert asks(client.get(case_url(application)))
    time_machine.shift(live.STAFF_PROOF_SECONDS + 1)
    assert client.get(case_url(application)).status_code == 200
