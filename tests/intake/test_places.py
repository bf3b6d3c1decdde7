"""Where it happened: never taken from a page about somebody else, and no reason to be turned away."""

import re

import pytest
from django.urls import reverse

from aid.models import Application
from foundation.accounts.models import Office
from foundation.regions.models import Region
from tests.aid.factories import OfficeFactory
from tests.intake.walk import CHECK, begin, fill, send, url

pytestmark = pytest.mark.django_db
FAR = {"place": "朝阳区", "region_choice": "220104"}


@pytest.fixture(autouse=True)
def wednesday_noon(time_machine, office, monkeypatch):
    time_machine.move_to("2026-11-18T12:00:00+08:00", tick=False)
    monkeypatch.setattr("intake.guard.TOO_QUICK", 0)


def text(response):
    return re.sub(r"\s+", "", re.sub("<[^>]+>", "", response.content.decode()))


def test_what_was_chosen_before_is_a_suggestion_until_the_page_is_sent(client, places):
    begin(client, "?topic=wages&region=360702")
    fill(client, until="place", matter=None)
    page = client.get(url("place"))
    assert page.context["form"]["place"].value() == "江西省赣州市章贡区"
    assert "事情不在那里，就改掉" in text(page)
    client.post(url("place"), {"place": ""})
    assert "事情不在那里" not in text(client.get(url("place")))


def test_without_a_choice_nothing_is_suggested(client, places):
    begin(client, "?topic=wages")
    fill(client, until="place", matter=None)
    page = client.get(url("place"))
    assert page.context["form"]["place"].value() == ""
    assert "找援助站时选的" not in text(page)


def test_a_job_that_nobody_here_serves_is_said_at_once_and_taken_all_the_same(client, places):
    begin(client)
    fill(client, until="employer", place=FAR)
    following = client.get(url("employer"))
    for said in ("吉林省长春市朝阳区的事，归那边的法律援助机构管", "照样在这里填", "12348"):
        assert said in text(following)
    assert f"{reverse('stations:list')}?region=220104" in following.content.decode()
    for slug in ("owed", "place"):
        assert "归那边的" not in text(client.get(url(slug)))
    fill(client, place=FAR)
    assert "归那边的法律援助机构管" in text(client.get(CHECK))
    assert "我们已经收下，会转过去" in text(send(client))
    application = Application.objects.get()
    assert (application.routing_reason, application.region.code) == ("elsewhere", "220104")
    assert "会转过去" in text(client.get(reverse("intake:status")))


def test_a_bureau_that_is_known_there_is_named(client, places):
    there = Region.objects.create(code="220100", name="长春市", level="prefecture", full_name="吉林省长春市")
    OfficeFactory(kind=Office.Kind.DEPARTMENT, region=there, name="长春市司法局")
    begin(client)
    fill(client, until="employer", place=FAR)
    assert "或者找长春市司法局" in text(client.get(url("employer")))


@pytest.mark.parametrize(
    "place", [{"place": "章贡区"}, {"place": "姥姥家", "region_choice": "none"}], ids=["ours", "unknown"]
)
def test_nothing_of_the_kind_is_said_of_a_place_served_here_or_not_known(client, places, place):
    OfficeFactory(region=Region.objects.get(code="360702"))
    begin(client)
    fill(client, until="employer", place=place)
    assert "归那边的" not in text(client.get(url("employer")))
    fill(client, place=place)
    assert "会转过去" not in text(send(client))


def test_who_knows_the_number_and_the_phone_alone_does_not_learn_the_place(client, places):
    begin(client)
    fill(client, place=FAR)
    send(client)
    client.session.flush()
    reference = Application.objects.get().reference
    client.post(reverse("intake:track"), {"reference": reference, "tail": "5678"})
    page = text(client.get(reverse("intake:status")))
    assert "归外地的法律援助机构管" in page
    assert "长春" not in page
