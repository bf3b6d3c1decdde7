"""An employer who knows number and phone: what the status page lets them do, which is nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aid import services
from aid.models import Application
from intake import urls
from intake.views import answer
from tests.aid.factories import ApplicationFactory
from tests.intake.test_track import STATUS, opened, stages_of

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
UNDO, WITHDRAW = reverse("intake:undo"), reverse("intake:withdraw")
# What may be posted with number and phone alone: proving who one is, and leaving.
DOORS = {"track", "prove", "lost", "close", "status"}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def pages_below_the_status_page():
    kwargs = {
        "own_paper": {"pk": "00000000-0000-4000-8000-000000000000"},
        "own_letter": {"pk": 1},
        "correct": {"slug": "employer"},
        "ask": {"kind": "complaint"},
        "print": {"paper": "application"},
    }
    for pattern in urls.urlpatterns:
        if str(pattern.pattern).startswith("track/") and pattern.name not in DOORS:
            yield pattern.name, reverse(f"intake:{pattern.name}", kwargs=kwargs.get(pattern.name))


@pytest.mark.parametrize(("name", "address"), pages_below_the_status_page())
def test_number_and_phone_alone_change_nothing_and_show_nothing(client, office, name, address):
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    version = application.version
    answers = [client.post(address, {"reason": "x", "words": "x", "text": "x"}), client.get(address)]
    for given in answers:
        assert given.status_code in (302, 401, 404, 405), name
        if given.status_code == 302:
            assert given["Location"] in (reverse("intake:prove"), reverse("intake:track")), name
    application.refresh_from_db()
    assert application.version == version


def test_a_withdrawal_is_taken_back_by_whoever_has_the_receipt(client, office):
    application = ApplicationFactory(office=office, accepted=True)
    opened(client, application)
    client.post(WITHDRAW)
    page = client.get(STATUS).content.decode()
    assert "不撤回了，恢复申请" in page
    assert client.post(UNDO)["Location"] == STATUS
    assert Application.objects.get().status == "accepted"
    assert "不撤回了" not in client.get(STATUS).content.decode()


def test_number_and_phone_alone_see_that_it_may_be_undone_and_cannot(client, office):
    application = services.withdraw(ApplicationFactory(office=office))
    page = stages_of(client, application).content.decode()
    assert "可以恢复" in page
    assert UNDO not in page
    assert client.post(UNDO)["Location"] == reverse("intake:prove")
    assert Application.objects.get().status == "withdrawn"


def test_afterwards_the_page_offers_it_no_more(client, office, time_machine):
    application = services.withdraw(ApplicationFactory(office=office))
    time_machine.move_to(timezone.now() + timedelta(days=3))
    assert UNDO not in opened(client, application).content.decode()
    client.post(UNDO)
    assert Application.objects.get().status == "withdrawn"
    assert Client().post(UNDO)["Location"] == reverse("intake:track")


def test_the_table_of_acts_is_printed_with_both(capsys):
    call_command("print_workflow")
    printed = capsys.readouterr().out
    assert "undo_withdrawal" in printed
    assert "（原来的）" in printed
