"""Names and numbers in full, one after the other: whichever page shows them, password and code are asked again."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from aid.models import Evidence
from foundation.accounts import proof
from foundation.accounts.sessions import kept_of
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, CallBackFactory, wages_topic
from tests.aid.photos import photo
from tests.counter.test_desk import CALLED, at, begin, fill, send

pytestmark = [pytest.mark.attack, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def little(settings, places):
    settings.STAFF_LOOKS_WITHOUT_PROOF = 2
    wages_topic()


def addresses(client, office):
    """(role, method, address, fields) of each page of the counter that shows something in clear."""
    granted, call_back = ApplicationFactory(office=office, granted=True), CallBackFactory(office=office)
    person = granted.claimants.get()
    reveal = {"claimant": person.pk, "field": "phone", "purpose": "contact"}

    def of(name, *args):
        return reverse(f"applications:{name}", args=args)

    return {
        "reveal": ("post", of("reveal", granted.pk), reveal),
        "print": ("get", of("print", granted.pk, "application"), {}),
        "draft": ("get", of("letter_draft", granted.pk, "grant"), {}),
        "call_back": ("post", of("call_back_reveal", call_back.pk), {}),
    }


def grow_old(client):
    session = client.session
    session[proof.PROVED_AT] = time.time() - 3600
    session.save()


def is_asked(answer):
    return "/second-factor/prove/" in answer.get("Location", "") or b"proof-password" in answer.content


@pytest.mark.parametrize("name", ["reveal", "print", "draft", "call_back"])
def test_the_third_asks_and_shows_nothing(client, as_, office, name):
    as_("receptionist")
    method, address, data = addresses(client, office)[name]
    grow_old(client)
    for _look in range(2):
        assert not is_asked(getattr(client, method)(address, data))
    written = AccessEntry.objects.count()
    assert is_asked(getattr(client, method)(address, data))
    assert AccessEntry.objects.count() == written


def test_asking_for_many_at_one_moment_is_no_way_round(client, as_, office):
    """Each of them reads the session as it was, and the last one writes it."""
    as_("receptionist")
    method, address, data = addresses(client, office)["reveal"]
    grow_old(client)
    session = Session.objects.get(pk=kept_of(client.session.session_key))
    answers = []
    for _look in range(4):
        answers.append(is_asked(getattr(client, method)(address, data)))
        session.save()
    assert answers == [False, False, True, True]


def test_they_count_together(client, as_, office):
    as_("receptionist")
    pages = addresses(client, office)
    grow_old(client)
    for name in ("print", "call_back"):
        method, address, data = pages[name]
        getattr(client, method)(address, data)
    method, address, data = pages["reveal"]
    assert is_asked(client.post(address, data))


@pytest.mark.parametrize("name", ["slip", "confirmation", "check"])
def test_so_do_the_papers_of_the_desk(client, as_, name):
    as_("receptionist")
    entry = begin(client, **CALLED)
    fill(client, entry)
    if name != "check":
        send(client, entry)
    grow_old(client)
    for _look in range(2):
        assert not is_asked(client.get(at(entry, name)))
    assert is_asked(client.get(at(entry, name)))


def test_what_is_sent_is_never_asked_for_again(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry)
    grow_old(client)
    for _look in range(3):
        client.get(at(entry, "check"))
    assert send(client, entry)["Location"] == at(entry, "sent")


def test_originals_too(client, as_, office):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, papers={"kind": "id", "files": photo()})
    send(client, entry)
    paper = Evidence.objects.get()
    grow_old(client)
    address = reverse("applications:original", args=[paper.pk])
    for _look in range(2):
        assert client.get(address)["Content-Type"] == "application/octet-stream"
    assert is_asked(client.get(address))
    assert client.get(reverse("applications:preview", args=[paper.pk])).status_code == 200
