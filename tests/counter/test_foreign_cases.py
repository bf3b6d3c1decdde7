"""Numbers of other offices' cases, tried one after the other: none exists, and each try is written down."""

import pytest
from django.urls import reverse

from aid.models import Evidence
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, CallBackFactory, OfficeFactory
from tests.counter.acts import case_url

pytestmark = [pytest.mark.django_db, pytest.mark.attack]


def refused():
    entries = AccessEntry.objects.filter(action="aid.refused_look")
    return list(entries.order_by("number").values_list("object_label", "object_id", "actor__username"))


@pytest.mark.parametrize("name", ["inspect", "roster", "letters", "reveal", "print", "act"])
def test_the_number_of_another_office_s_case_is_an_entry(client, as_, name):
    foreign = ApplicationFactory(office=OfficeFactory(), granted=True)
    me = as_("supervisor")
    more = {"print": ["application"], "act": ["accept"]}.get(name, [])
    method = client.post if name in ("reveal", "act") else client.get
    assert method(case_url(foreign, name, *more)).status_code == 404
    assert refused() == [("aid.Application", str(foreign.pk), me.username)]


def test_so_is_a_paper_and_a_call_back(client, as_, office):
    application = ApplicationFactory(office=OfficeFactory())
    paper = Evidence.objects.create(
        application=application, path="x", sha256="0" * 64, size=1, content_type="image/jpeg"
    )
    call_back = CallBackFactory(office=OfficeFactory())
    as_("receptionist")
    assert client.get(reverse("applications:preview", args=[paper.pk])).status_code == 404
    assert client.get(reverse("applications:original", args=[paper.pk])).status_code == 404
    assert client.post(reverse("applications:call_back_reveal", args=[call_back.pk])).status_code == 404
    assert [label for label, *_rest in refused()] == ["aid.Evidence", "aid.Evidence", "aid.CallBack"]


def test_a_number_that_is_nobody_s_is_answered_alike_and_is_no_entry(client, as_):
    foreign = ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    theirs = client.get(case_url(foreign))
    nobodys = client.get(reverse("applications:inspect", args=[foreign.pk + 999]))
    assert theirs.status_code == nobodys.status_code == 404
    assert len(theirs.content) == len(nobodys.content)
    assert len(refused()) == 1
