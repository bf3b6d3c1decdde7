"""Messages inside the site: read by the one they are for, and by nobody else."""

import re

import pytest
from django.test import Client

from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.foundation.notices.conftest import queue

HOME, INBOX = "/admin/", "/admin/inbox/"


def tell(user, number=1, **changes):
    values = {"channel": "staff", "template": "staff_assigned", "context": {"reference": f"FY-{number}"}}
    return queue(key=f"k{number}", to=user, **{**values, **changes})


@pytest.fixture
def me(client, signed_in, staff_office):
    return signed_in(client, Role.CASEWORKER, staff_office)


def test_an_unread_message_is_on_the_home_page_with_its_page(client, me):
    tell(me, link="/admin/applications/7/")
    text = client.get(HOME).content.decode()
    assert "编号 FY-1 指派给您了" in text
    assert 'href="/admin/applications/7/"' in text


def test_what_has_been_read_leaves_the_home_page_and_stays_in_the_list(client, me):
    message = tell(me)
    response = client.post(INBOX, {"message": message.pk, "next": HOME})
    assert response["Location"] == HOME
    assert "FY-1" not in client.get(HOME).content.decode()
    assert "FY-1" in client.get(INBOX).content.decode()


@pytest.mark.parametrize("place", [HOME, INBOX])
def test_the_button_works_in_a_browser(signed_in, staff_office, place):
    browser = Client(enforce_csrf_checks=True)
    message = tell(signed_in(browser, Role.CASEWORKER, staff_office))
    form = re.search(rf'<form action="{INBOX}".*?</form>', browser.get(place).content.decode(), re.DOTALL)[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    data = {"csrfmiddlewaretoken": token, "message": message.pk, "next": place}
    assert browser.post(INBOX, data)["Location"] == place


def test_all_are_read_at_once(client, me):
    for number in range(7):
        tell(me, number)
    assert "还有更多" in client.get(HOME).content.decode()
    client.post(INBOX, {"message": "all"})
    assert not Message.objects.unread().exists()


@pytest.mark.parametrize("named", ["", "x", "9" * 30, "１"])
def test_nonsense_reads_nothing(client, me, named):
    tell(me)
    assert client.post(INBOX, {"message": named}).status_code == 302
    assert Message.objects.unread().count() == 1


def test_a_colleagues_message_is_neither_shown_nor_marked(client, me, django_user_model):
    theirs = tell(django_user_model.objects.create_user("t-other"))
    assert "FY-1" not in client.get(HOME).content.decode()
    assert "FY-1" not in client.get(INBOX).content.decode()
    client.post(INBOX, {"message": theirs.pk})
    client.post(INBOX, {"message": "all"})
    assert Message.objects.unread().count() == 1


def test_marking_leads_nowhere_else(client, me):
    assert client.post(INBOX, {"message": "all", "next": "https://example.org/"})["Location"] == INBOX
