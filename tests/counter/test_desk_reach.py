"""What a desk has typed and another office does: the desk's until the person has confirmed it, and the day after."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from aid.models import Application
from foundation.accounts.testing import pass_second_factor
from foundation.notices.models import Message
from tests.aid.factories import OfficeFactory, wages_topic
from tests.aid.photos import photo
from tests.counter.test_desk import at, begin, fill, whole
from tests.intake.walk import GOOD

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def topic(places):
    return wages_topic()


@pytest.mark.parametrize("name", ["sent", "slip", "confirmation"])
def test_a_case_of_another_office_is_nothing_to_the_desk_that_typed_it_once_confirmed(
    client, as_, time_machine, name
):
    me = as_("receptionist")
    entry = whole(client)
    elsewhere = OfficeFactory()
    Application.objects.update(office=elsewhere)
    time_machine.shift(timedelta(days=3))
    client.force_login(me, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, me)
    assert client.get(at(entry, name)).status_code == 200  # the person has yet to confirm it
    client.post(at(entry, "confirm"), {"how": "signature", "upload": photo()})
    assert client.get(at(entry, name)).status_code == 200  # and takes the paper along
    time_machine.shift(timedelta(days=1, minutes=1))
    client.force_login(me, backend="django.contrib.auth.backends.ModelBackend")
    pass_second_factor(client, me)
    for method in (client.get, client.post):
        assert method(at(entry, name)).status_code in (404, 405)
    assert client.post(at(entry, "confirm"), {"send_code": "1"}).status_code == 404
    as_("receptionist", at=elsewhere)
    assert client.get(at(entry, name)).status_code == 200


def test_a_form_that_the_desk_fills_in_is_opened_by_no_code_outside(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, until="contact")
    public, lost = Client(), reverse("intake:lost")
    public.post(lost, {"way": "send", "phone": GOOD["you"]["phone"]})
    assert not Message.objects.filter(template="one_time").exists()


@pytest.mark.parametrize("ended", ["withdrawn", "refused", "transferred_out"])
def test_nor_is_one_that_ended_without_a_word(client, as_, ended):
    as_("receptionist")
    entry = whole(client)
    Application.objects.update(office=OfficeFactory(), status=ended)
    assert client.get(at(entry, "slip")).status_code == 404
