"""Against a real HTTP server that keeps docs/sms-gateway.md, or does not."""

import json
import sys
import time

import pytest

from foundation.notices.adapters import Refused, Unavailable, http_sms
from tests.foundation.notices.conftest import queue
from tests.foundation.notices.gateway import KEY, running


@pytest.fixture
def gateway(settings):
    with running() as server:
        settings.SMS_ADAPTER = "http"
        settings.SMS_GATEWAY_URL = server.address
        settings.SMS_GATEWAY_KEY = KEY
        yield server


@pytest.fixture
def message(db):
    return queue()


def send(message):
    return http_sms.HttpSmsAdapter().send(message)


def test_message_is_taken_over(gateway, message):
    assert send(message) == "m-1"
    headers, body = gateway.requests[0]
    assert json.loads(body) == {"to": "+8613900005550", "text": message.text()}
    assert headers["Content-Type"].startswith("application/json")
    assert "13900005550" not in str(headers)


def test_sending_again_is_the_same_message(gateway, message):
    assert send(message) == send(message) == "m-1"
    assert len(gateway.known) == 1


def test_wrong_key_is_mended_by_the_operator_and_loses_nothing(gateway, message, settings):
    settings.SMS_GATEWAY_KEY = "another"
    with pytest.raises(Unavailable, match="401"):
        send(message)


def test_number_that_the_gateway_will_not_take_is_refused(gateway, db):
    message = queue()
    message.recipient = "0"
    gateway.behave = lambda handler: handler.answer(422, {"error": "to"})
    with pytest.raises(Refused, match="422"):
        send(message)


@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_what_would_be_refused_again_is_refused(gateway, message, status):
    gateway.behave = lambda handler: handler.answer(status, {})
    with pytest.raises(Refused):
        send(message)


@pytest.mark.parametrize("status", [301, 302, 307, 401, 403, 404, 408, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(gateway, message, status):
    elsewhere = [("Location", "http://127.0.0.1:1/")]
    gateway.behave = lambda handler: handler.answer(status, {}, elsewhere)
    with pytest.raises(Unavailable, match=str(status)):
        send(message)
    assert len(gateway.requests) == 1


def test_wish_to_wait_is_handed_on(gateway, message):
    gateway.behave = lambda handler: handler.answer(429, {}, [("Retry-After", "120")])
    with pytest.raises(Unavailable) as caught:
        send(message)
    assert caught.value.retry_after == 120


@pytest.mark.parametrize("wish", ["soon", "-5", "９９", "9" * 40, "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_senseless_wish_is_ignored(gateway, message, wish):
    gateway.behave = lambda handler: handler.answer(
        503, {}, [("Retry-After", wish.encode().decode("latin1"))]
    )
    with pytest.raises(Unavailable) as caught:
        send(message)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "lie",
    [
        b"",
        b"OK",
        b"<html>login to the wifi</html>",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b'{"status": "accepted"}',
        b'{"status": "accepted", "id": ""}',
        b'{"status": "accepted", "id": 7}',
        b'{"status": "rejected", "id": "m-1"}',
        b'{"id": "m-1"}',
        b'{"status": "accepted", "id": "m-1"',
        b'{"status": "accepted", "id": "' + b"x" * 20_000 + b'"}',
    ],
)
def test_two_hundred_alone_is_not_believed(gateway, message, lie):
    gateway.behave = lambda handler: handler.answer(200, lie)
    with pytest.raises(Unavailable):
        send(message)


def test_slow_gateway_is_left(gateway, message, monkeypatch):
    monkeypatch.setattr(http_sms, "READ_SECONDS", 0.2)
    gateway.behave = lambda handler: time.sleep(1)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="Timeout"):
        send(message)
    assert time.monotonic() - started < 1


def test_dripping_gateway_is_left(gateway, message, monkeypatch):
    monkeypatch.setattr(http_sms, "TOTAL_SECONDS", 0.3)

    def drip(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100000")
        handler.end_headers()
        try:
            for _n in range(100):
                handler.wfile.write(b" " * 1024)
                handler.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    gateway.behave = drip
    with pytest.raises(Unavailable, match="slow"):
        send(message)


def test_connection_cut_in_the_middle(gateway, message):
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(b'{"status": ')
        handler.close_connection = True

    gateway.behave = cut
    with pytest.raises(Unavailable):
        send(message)


def test_nobody_there(gateway, message, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/"
    with pytest.raises(Unavailable) as caught:
        send(message)
    assert "13900005550" not in str(caught.value)


def test_lost_gateway_neither_delays_nor_loses_what_people_do(gateway, db):
    """The caller only writes a row; the gateway is asked by the worker."""
    gateway.behave = lambda handler: time.sleep(1)
    started = time.monotonic()
    assert queue(key="aid.received:2").state == "queued"
    assert time.monotonic() - started < 0.5
    assert gateway.requests == []


def test_killed_after_the_gateway_took_it_the_text_is_not_sent_twice(gateway, db, monkeypatch):
    """Hard case 13: the worker dies before it can write that the message left; another one takes it over."""
    from foundation.notices import services
    from tests.foundation.notices.test_delivery import NOON

    message = queue()
    with monkeypatch.context() as dying:
        dying.setattr(services, "_mark_sent", lambda *args: sys.exit(9))
        with pytest.raises(SystemExit):
            services.deliver_due(NOON)
    assert services.deliver_due(NOON) == 0  # until its time is over it is the dead one's
    assert services.deliver_due(NOON + services.LEASE * 2) == 1
    assert services.deliver_due(NOON + services.LEASE * 4) == 0
    message.refresh_from_db()
    assert (message.state, message.gateway_id, message.attempts) == ("sent", "m-1", 2)
    assert (len(gateway.requests), len(gateway.known)) == (2, 1)


def test_a_gateway_that_takes_it_and_falls_silent_sends_it_once(gateway, db, settings):
    """Hard case 12: the answer never comes, or is a page of somebody else's in HTML; the text leaves once."""
    from foundation.notices import services
    from tests.foundation.notices.test_delivery import NOON

    message = queue()

    def takes_it_and_breaks(handler):
        gateway.known[handler.headers["Idempotency-Key"]] = "m-1"
        handler.answer(500, b"<html><h1>Bad gateway</h1></html>")

    gateway.behave = takes_it_and_breaks
    assert services.deliver_due(NOON) == 0
    gateway.behave = None
    assert services.deliver_due(NOON + services.LEASE * 2) == 1
    message.refresh_from_db()
    assert (message.state, message.gateway_id, len(gateway.known)) == ("sent", "m-1", 1)


def test_gateway_that_comes_back_sends_each_message_once(gateway, db):
    from datetime import timedelta

    from foundation.notices import services
    from tests.foundation.notices.test_delivery import NOON

    message = queue()
    gateway.behave = lambda handler: handler.answer(500, {})
    assert services.deliver_due(NOON) == 0
    gateway.behave = None
    assert services.deliver_due(NOON + timedelta(hours=1)) == 1
    message.refresh_from_db()
    assert (message.state, message.gateway_id, len(gateway.known)) == ("sent", "m-1", 1)
