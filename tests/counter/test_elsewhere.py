"""An application from a place that no agency here serves: marked in the queue until it is referred on."""

import re

import pytest
from django.urls import reverse

from foundation.regions.models import Region
from tests.aid.factories import ApplicationFactory
from tests.counter.acts import act, case_url, offered_on

pytestmark = pytest.mark.django_db
QUEUE = reverse("applications:index")


@pytest.fixture
def far(office):
    Region.objects.create(code="220104", name="朝阳区", level="county", full_name="吉林省长春市朝阳区")
    return ApplicationFactory(office=office, region_code="220104")


def test_it_has_a_tab_and_a_mark_of_its_own(client, as_, office, far):
    near = ApplicationFactory(office=office)
    as_("receptionist")
    html = client.get(QUEUE).content.decode()
    assert re.search(r"要转外地\s+1\b", re.sub(r"<[^>]+>", " ", html))
    only = client.get(QUEUE + "?show=elsewhere").content.decode()
    assert far.reference in only
    assert near.reference not in only


def test_its_page_offers_to_refer_it_and_knows_where_to(client, as_, far):
    as_("receptionist")
    page = client.get(case_url(far))
    offer = next(offer for offer in offered_on(page) if offer.is_next)
    assert offer.form.action == "refer_out"
    assert offer.form["to"].value() == "吉林省长春市朝阳区的法律援助机构"
    assert "事情在吉林省长春市朝阳区" in offer.form["reason"].value()
    assert "收下是为了转过去" in page.content.decode()


def test_once_referred_nothing_marks_it(client, as_, far):
    as_("receptionist")
    assert act(client, far, "refer_out", to="长春市法律援助中心", reason="活是在那边干的").status_code == 302
    assert "收下是为了转过去" not in client.get(case_url(far)).content.decode()
    assert far.reference not in client.get(QUEUE + "?show=elsewhere").content.decode()
