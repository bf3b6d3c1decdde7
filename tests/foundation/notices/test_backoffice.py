import re

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from foundation.accounts.models import Office, Role
from foundation.notices.models import Message, State
from foundation.notices.templates import registry
from tests.foundation.notices.conftest import queue

OUTBOX = "/admin/reports/outbox/"


@pytest.fixture
def dead(staff_office):
    message = queue(office=staff_office)
    Message.objects.filter(pk=message.pk).update(state=State.DEAD, attempts=8, error="gateway: 500")
    return message


def resend(client, message):
    return client.post(f"{OUTBOX}{message.pk}/resend/")


def test_outbox_masks_numbers_and_offers_the_button_for_dead_letters(client, dead, signed_in, staff_office):
    signed_in(client, Role.OPERATOR, staff_office)
    queue(key="alive", to="13900005551", office=staff_office)
    text = client.get(OUTBOX).content.decode()
    assert "139****5550" in text
    assert "13900005550" not in text
    assert text.count("/resend/") == 1


def test_the_kind_of_a_message_is_said_in_chinese_and_filtered_by(client, signed_in, staff_office):
    queue(office=staff_office)
    queue(key="k2", template="decided", office=staff_office)
    signed_in(client, Role.OPERATOR, staff_office)
    text = client.get(OUTBOX + "?template=decided").content.decode()
    assert text.count("139****5550") == 1
    assert all(label != name for name, label in registry.labels().items())


def test_damaged_row_does_not_break_the_list(client, dead, signed_in, staff_office):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE notices_message SET recipient = 'x'::bytea")
    signed_in(client, Role.OPERATOR, staff_office)
    assert "读不出" in client.get(OUTBOX).content.decode()


def test_the_button_works_in_a_browser(dead, signed_in, staff_office):
    browser = Client(enforce_csrf_checks=True)
    signed_in(browser, Role.OPERATOR, staff_office)
    form = re.search(r"<form[^>]*/resend/.*?</form>", browser.get(OUTBOX).content.decode(), re.DOTALL)[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    assert browser.post(f"{OUTBOX}{dead.pk}/resend/", {"csrfmiddlewaretoken": token}).status_code == 302
    dead.refresh_from_db()
    assert dead.state == "queued"


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_dead_letter_is_sent_again_and_logged(client, dead, signed_in, staff_office, role):
    user = signed_in(client, role, staff_office)
    assert resend(client, dead).status_code == 302
    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == ("queued", 0)
    assert ModelLogEntry.objects.get(action="notices.resend").user == user


def test_another_offices_messages_are_neither_listed_nor_sent(client, dead, signed_in):
    signed_in(client, Role.OPERATOR, Office.add_root(code="far", name="沈阳市司法局", kind="department"))
    assert "139****5550" not in client.get(OUTBOX).content.decode()
    assert resend(client, dead).status_code == 404
    dead.refresh_from_db()
    assert dead.state == "dead"


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.EDITOR, Role.CASEWORKER])
def test_others_neither_see_nor_send(client, dead, signed_in, staff_office, role):
    signed_in(client, role, staff_office)
    assert client.get(OUTBOX).status_code == 302
    resend(client, dead)
    dead.refresh_from_db()
    assert dead.state == "dead"


def test_number_that_never_works_stays_dead(client, signed_in, staff_office):
    message = queue(to="12348", office=staff_office)
    signed_in(client, Role.OPERATOR, staff_office)
    assert "改用别的办法" in client.post(f"{OUTBOX}{message.pk}/resend/", follow=True).content.decode()
    message.refresh_from_db()
    assert message.state == "dead"


def test_looking_sends_nothing(client, dead, signed_in, staff_office):
    signed_in(client, Role.OPERATOR, staff_office)
    assert client.get(f"{OUTBOX}{dead.pk}/resend/").status_code == 405
