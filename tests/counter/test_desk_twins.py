"""Who gave this phone before, in whichever office: each number that an officer tries is an entry, and many are told of."""

import pytest

from aid import looks
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer, wages_topic
from tests.counter.test_desk import at, begin, fill
from tests.intake.walk import GOOD

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def topic(places):
    return wages_topic()


@pytest.fixture
def entry(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, until="you")
    return entry


def entries():
    return AccessEntry.objects.filter(action="aid.desk_alike").order_by("number")


@pytest.mark.parametrize(
    "typed", [{"phone": "139 0000 5678"}, {"id_number": "11010519491231002X"}, {"phone": "13911112222"}]
)
def test_each_number_that_is_tried_is_an_entry(client, entry, typed):
    elsewhere = ApplicationFactory(office=OfficeFactory(), phone="13900005678")
    said = client.post(at(entry, "twins"), typed).content.decode()
    written = entries().get()
    assert written.object_id == str(entry.pk)
    assert (written.purpose == elsewhere.office.code) == (elsewhere.office.name in said)


@pytest.mark.parametrize("typed", [{"phone": "5678"}, {"phone": ""}, {"id_number": "002X"}])
def test_what_finds_nobody_by_itself_is_none(client, entry, typed):
    assert not client.post(at(entry, "twins"), typed).content.strip()
    assert not entries().exists()


def test_what_stays_the_same_is_asked_once(client, entry):
    client.post(at(entry, "step", "you"), GOOD["you"])
    for slug in ("contact", "call", "papers"):
        client.get(at(entry, "step", slug))
    assert entries().count() == 1


def test_trying_many_is_told(client, as_, entry, office, settings):
    settings.LOOKS_MOST_OPENINGS = 6
    officer(office, "supervisor")
    for tail in range(7):
        client.post(at(entry, "twins"), {"phone": f"1390000567{tail}"})
    assert AccessEntry.objects.filter(action=looks.BURST).count() == 1


def test_so_is_trying_by_the_page_itself(client, entry):
    for tail in range(3):
        client.post(at(entry, "step", "you"), {**GOOD["you"], "phone": f"1390000567{tail}"})
        client.get(at(entry, "step", "contact"))
    assert entries().count() == 3
