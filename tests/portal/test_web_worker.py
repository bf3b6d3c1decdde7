"""gunicorn alone: who sends half a request holds up nobody, and is told so or forgotten."""

import http.client
import io
import os
import socket
import statistics
import time
from contextlib import ExitStack, suppress

import pytest

from bench.serving import gunicorn
from bench.upload import forget_peaks, peaks
from portal import web_worker
from portal.web_worker import KB, MB

pytestmark = pytest.mark.attack
HALF = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nabc"
# What was tried once, and its kin: each leaves the server waiting.
HALVES = {
    "half a body": HALF,
    "no body": HALF.partition(b"abc")[0],
    "half a head": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Len",
    "one byte": b"G",
    "nothing": b"",
    "a form in chunks": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    "a body without end": b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\nabc",
    "it never hangs up": b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "it waits to be asked": b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n",
}


def test_a_large_body_is_held_a_piece_at_a_time():
    """gunicorn asks for all that is still wanted, and copies what it holds with each piece that is taken off."""
    reading = web_worker._Read(None)
    reading.come = io.BytesIO(b"x" * 14 * MB)
    assert reading.read(KB, read_ahead=14 * MB) == b"x" * KB
    assert reading.buf.getbuffer().nbytes <= web_worker.PIECE


@pytest.fixture(scope="module")
def site():
    with gunicorn("tests.portal.answering:application", "/", WEB_WORKERS="1", WEB_THREADS="2") as running:
        yield running


def line(site, said=b""):
    made = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    made.sendall(said)
    return made


def answer(sock):
    """All that comes until the other side hangs up, or says nothing for two seconds."""
    said = b""
    sock.settimeout(2)
    with suppress(TimeoutError):
        while piece := sock.recv(65536):
            said += piece
    return said


def ask(site, body=None, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    try:
        connection.request("POST" if body is not None else "GET", path, body=body)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


@pytest.mark.parametrize("kind", HALVES)
def test_a_hundred_halves_hold_up_nobody(site, kind):
    with ExitStack() as open_lines:
        for _ in range(100):
            open_lines.enter_context(line(site, HALVES[kind]))
        times = []
        for _ in range(20):
            begun = time.perf_counter()
            assert ask(site) == (200, "GET 0 0")
            assert ask(site, b"x" * 1000) == (200, "POST 1000 1000")
            times.append(time.perf_counter() - begun)
    assert statistics.quantiles(times, n=20)[-1] < 1


def test_four_hundred_send_away_the_oldest(site):
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(line(site, HALF)) for _ in range(390)]
        assert ask(site, b"x" * 1000) == (200, "POST 1000 1000")
        assert b" 503 " in answer(lines[0])


@pytest.mark.parametrize("size", [0, 1, 60_000, 70_000, 3_000_000, 20_000_000])
def test_a_whole_body_comes_whole(site, size):
    assert ask(site, b"x" * size) == (200, f"POST {size} {size}")


def test_a_body_that_comes_slowly_comes_whole(site):
    with line(site, HALF) as slow:
        for _ in range(20):
            time.sleep(0.05)
            slow.sendall(b"x" * 249)
        slow.sendall(b"x" * 17)
        came = b""
        while not came.endswith(b"POST 5000 5000"):  # its head may come by itself
            piece = slow.recv(65536)
            assert piece, came
            came += piece


def test_one_line_serves_many_requests(site):
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=10)
    for size in (0, 10, 100_000, 0, 5):
        connection.request("POST", "/", body=b"x" * size)
        assert connection.getresponse().read() == f"POST {size} {size}".encode()
    connection.close()


def test_a_body_that_nobody_read_does_not_become_the_next_request(site):
    body = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
    head = f"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with line(site, head + body) as sock:
        assert answer(sock).count(b"HTTP/1.1 200") == 1


def test_two_requests_in_one_piece_are_no_harm(site):
    with line(site, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n" * 2) as sock:
        assert answer(sock).count(b"GET 0 0") >= 1


def test_chunks_are_refused_in_words(site):
    said = HALVES["a form in chunks"] + b"cde\r\n0\r\n\r\n"
    with line(site, said) as sock:
        told = answer(sock)
    assert told.startswith(b"HTTP/1.1 411 ")
    assert "12348" in told.decode()


def test_a_head_without_end_is_refused(site):
    with line(site, b"GET /?" + b"x" * 140_000) as sock:
        assert b" 431 " in answer(sock)


def test_who_hangs_up_half_way_is_answered_with_what_came(site):
    """What that is worth the site decides: portal.whole_body."""
    with line(site, HALF) as sock:
        sock.shutdown(socket.SHUT_WR)
        assert b"POST 3 5000" in answer(sock)


def test_who_may_wait_is_asked_to_go_on(site):
    with line(site, HALVES["it waits to be asked"]) as sock:
        assert sock.recv(100).startswith(b"HTTP/1.1 100 ")
        sock.sendall(b"x" * 9)
        said = b""
        while b"POST 9 9" not in said:
            said += sock.recv(65536)


def test_halves_take_no_memory(site):
    before = forget_peaks(site)
    with ExitStack() as open_lines:
        for _ in range(10):
            half = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n" + os.urandom(8_000_000)
            open_lines.enter_context(line(site, half))
        grown = sum(peaks(site).values()) - before
    assert grown < 20_000_000
