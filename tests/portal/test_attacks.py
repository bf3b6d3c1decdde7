"""What strangers, worn-out lines and load balancers send, and no page may break over."""

import runpy
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory, override_settings

from portal import health
from portal.middleware import BadRequestMiddleware

ROOT = Path(settings.BASE_DIR)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/zh-hans/apply/", "/zh-hans/apply/resume/", "/zh-hans/track/status/"])
def test_a_nul_byte_in_a_quoted_cookie_is_a_stranger_and_no_error(client, path):
    response = client.get(path, headers={"Cookie": 'sessionid="abc\\000defghijklmnopqrstuvwxyz123456"'})
    assert response.status_code in {200, 302}


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db
def test_health_answers_whatever_host_and_cookies_are_named(client, path):
    headers = {"Host": "10.0.0.7:8000", "Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz123456"}
    with override_settings(SECURE_SSL_REDIRECT=True):
        assert client.get(path, headers=headers).status_code == 200


def test_without_a_database_the_process_is_alive_and_not_ready(client, monkeypatch):
    def down():
        from django.db.utils import OperationalError

        raise OperationalError("no route to host")

    monkeypatch.setattr(connection, "cursor", down)
    headers = {"Cookie": "sessionid=abcdefghijklmnopqrstuvwxyz123456"}
    assert client.get("/healthz", headers=headers).status_code == 200
    assert client.get("/readyz", headers=headers).status_code == 503
    assert health.readyz(RequestFactory().get("/readyz")).status_code == 503


def test_a_body_no_form_sends_is_refused_unread(settings):
    settings.MAX_BODY_BYTES = 10
    door = BadRequestMiddleware(lambda request: pytest.fail("it was let in"))
    response = door(RequestFactory().post("/zh-hans/track/", b"x" * 11, content_type="text/plain"))
    assert response.status_code == 413
    assert "12348" in response.content.decode()


def test_a_long_chinese_question_reaches_the_site():
    """2,000 characters are 18 KB of address: more than gunicorn and nginx take by default."""
    gunicorn = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    assert gunicorn["limit_request_line"] == 0
    assert gunicorn["limit_request_field_size"] >= 18_000
    assert "large_client_header_buffers 4 32k" in (ROOT / "deploy" / "nginx.conf").read_text()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/zh-hans/search/?q=", "/zh-hans/stations/?place="])
def test_two_thousand_characters_are_answered_with_a_page(client, address):
    response = client.get(address + "工" * 2000)
    assert response.status_code in {200, 400}
    assert "12348" in response.content.decode()
    assert len(response.content) < 400_000


def test_a_crawler_does_not_push_counters_and_sessions_out_of_the_cache():
    text = (ROOT / "portal" / "settings" / "production.py").read_text()
    assert '"MAX_ENTRIES": 200_000' in text
