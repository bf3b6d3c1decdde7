"""What the person prints: right after sending, and only then or with the receipt's own secret."""

import time
from urllib.parse import unquote

import pytest
from django.urls import reverse
from time_machine import travel

from aid.models import Application
from foundation.vault.models import AccessEntry
from intake.views import visit
from tests.intake.walk import begin, fill, send
from tests.papers import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def address(code):
    return reverse("intake:print", args=[code])


@pytest.fixture
def sender(client):
    begin(client)
    fill(client)
    send(client)
    return client


def test_the_receipt_leads_to_the_papers(sender):
    page = sender.get(reverse("intake:submitted")).content.decode()
    assert address("application") in page
    assert address("hardship") not in page
    response = sender.get(address("application"))
    assert response["Content-Type"] == "application/pdf"
    assert unquote(response["Content-Disposition"]) == "attachment; filename*=utf-8''法律援助申请表.pdf"
    assert "no-store" in response["Cache-Control"]
    assert "买买提·吐尔逊" in text(response.content)
    assert AccessEntry.objects.get().action == "aid.print_application"


def test_who_knows_number_and_phone_alone_prints_nothing(sender, client):
    application = Application.objects.get()
    client.cookies.clear()
    client.post(reverse("intake:track"), {"reference": application.reference, "tail": "5678"})
    assert address("application") not in client.get(reverse("intake:status")).content.decode()
    assert client.get(address("application")).status_code == 302
    assert not AccessEntry.objects.exists()


def test_a_page_left_open_prints_nothing(sender):
    with travel(time.time() + visit.STATUS_MINUTES * 60 + 1):
        assert sender.get(address("application")).status_code == 302
        assert address("application") not in sender.get(reverse("intake:submitted")).content.decode()


@pytest.mark.parametrize("code", ["hardship", "authority", "receipt", "nothing"])
def test_a_paper_that_there_is_not_is_not_found(sender, code):
    assert sender.get(address(code)).status_code == 404


def test_without_fonts_the_page_says_what_to_do(sender, settings, tmp_path):
    settings.PAPER_FONTS = [str(tmp_path)]
    response = sender.get(address("application"))
    assert response.status_code == 503
    assert "12348" in response.content.decode()
    assert not AccessEntry.objects.exists()
