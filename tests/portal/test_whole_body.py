"""A body that was cut off on its way is refused, whatever kind of form it was."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client
from django.urls import reverse

from portal.whole_body import CutOff, WholeBody

MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nid\r\n'
    b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    + b"J" * 100_000
    + b"\r\n--x--\r\n"
)
URLENCODED = b"narrative=" + b"a" * 5000
KINDS = [("multipart/form-data; boundary=x", MULTIPART), ("application/x-www-form-urlencoded", URLENCODED)]


def request_with(body, content_type, length):
    """What the application sees of a request that promised `length` bytes."""
    seen = []
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(length),
        "wsgi.input": io.BytesIO(body),
    }
    WholeBody(lambda environ, _start: seen.append(WSGIRequest(environ)))(environ, None)
    return seen[0]


@pytest.mark.parametrize(("content_type", "body"), KINDS)
def test_a_whole_body_passes(content_type, body):
    request = request_with(body + b"the next request", content_type, len(body))
    assert request.POST
    assert sum(len(file) for file in request.FILES.values()) in {0, 100_000}


@pytest.mark.parametrize(("content_type", "body"), KINDS)
def test_a_body_that_was_cut_off_is_unreadable(content_type, body):
    request = request_with(body[: len(body) // 2], content_type, len(body))
    with pytest.raises(CutOff):
        _ = request.POST


def test_line_by_line_it_is_missed_as_well():
    request = request_with(b"one\ntwo", "text/plain", 12)
    assert [request.readline(), request.readline()] == [b"one\n", b"two"]
    with pytest.raises(CutOff):
        request.readline()


# --- what the site answers ------------------------------------------------------------------------------
PLACES = [
    "intake:start",
    "intake:track",
    "intake:resume",
    "intake:pieces",
    "wagtailadmin_login",
    "search:results",
]


def sent_short(path, content_type, body, length):
    """What the site answers to a body that ends too early."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["csrftoken"] = "a" * 32
    environ = {"CONTENT_LENGTH": str(length), "wsgi.input": io.BytesIO(body)}
    WholeBody(lambda environ, _start: None)(environ, None)
    return client.generic("POST", path, b"x", content_type, **environ)


@pytest.mark.attack
@pytest.mark.django_db
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("content_type", "body"), KINDS)
@pytest.mark.parametrize("part", [0, 1, 0.5, 0.999])
def test_a_short_body_is_a_400_in_words_and_no_error_of_the_log(place, content_type, body, part, caplog):
    come = body[: int(len(body) * part) if part < 1 else 1]
    response = sent_short(reverse(place), content_type, come, len(body))
    page = response.content.decode()
    assert response.status_code == 400, page
    assert "没有传完整" in page
    assert "12348" in page
    assert [record for record in caplog.records if record.levelname not in ("INFO", "DEBUG")] == []
