"""The receipt: its secret is printed and in the QR code, never in an address, and not for whoever comes later."""

import re
import time

import pytest
from django.urls import reverse
from time_machine import travel

from aid.models import Application
from foundation.notices.models import Message
from intake.views import visit
from tests.intake.walk import CHECK, begin, fill, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
RECEIPT = reverse("intake:submitted")


@pytest.fixture
def application(client):
    begin(client)
    fill(client)
    send(client)
    return Application.objects.get()


def test_a_worker_and_a_gateway_that_are_down_cost_nobody_the_receipt(
    client, monkeypatch, django_capture_on_commit_callbacks
):
    """Hard case 1: telling is not part of sending. Sent twice it is one application and one message that waits."""
    monkeypatch.setattr("foundation.notices.tasks.wake", lambda: 1 / 0)
    monkeypatch.setattr("foundation.notices.adapters.for_channel", lambda channel: 1 / 0)
    begin(client)
    fill(client)
    data = {"shown_at": client.get(CHECK).context["carried"].shown_at}
    with django_capture_on_commit_callbacks(execute=True) as told:
        pages = [client.post(CHECK, data, follow=True).content.decode() for _click in range(2)]
    assert told
    application = Application.objects.get()
    assert [application.reference in page for page in pages] == [True, True]
    assert Message.objects.get().state == "queued"


def test_the_receipt_shows_the_code_and_a_qr_code_that_has_it_behind_the_hash(client, application, rf):
    page = client.get(RECEIPT)
    code = application.claimant.receipt_code
    assert code in page.content.decode()
    assert re.search(r'<svg role="img" .*class="qr"><title>', page.content.decode())
    address = visit.code_address(page.wsgi_request, application.claimant)
    assert address == f"http://testserver{reverse('intake:track')}#{code}"
    assert page["Cache-Control"].count("no-store") == 1


def test_who_opens_the_receipt_later_does_not_see_the_code(client, application):
    code = application.claimant.receipt_code
    with travel(time.time() + visit.STATUS_MINUTES * 60 + 1):
        page = client.get(RECEIPT).content.decode()
    assert application.reference in page
    assert code not in page


def test_leaving_forgets_the_code(client, application):
    client.get(reverse("leave"))
    assert client.get(RECEIPT).status_code == 302
