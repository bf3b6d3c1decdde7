import io
import json
import logging

import pytest

from portal.logging import scrub, scrub_text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("call 13800138000 now", "call [手机号] now"),
        ("+8613800138000", "[手机号]"),
        ("id 11010519491231002X.", "id [证件号]."),
        ("card 6222020200011223344", "card [卡号]"),
        ("to wang@example.com", "to [邮箱]"),
        ("case 20261122 took 120000 ms", "case 20261122 took 120000 ms"),
    ],
)
def test_numbers_of_people_leave_no_trace(text, clean):
    assert scrub_text(text) == clean


def test_values_under_personal_keys_are_dropped():
    event = scrub(
        None,
        "info",
        {"event": "saved", "applicant_name": "王小强", "status_code": 200, "args": ("13800138000",)},
    )
    assert event == {"event": "saved", "applicant_name": "[略]", "status_code": 200, "args": "('[手机号]',)"}


def test_the_whole_chain_scrubs_an_exception_too(capsys):

    handler = logging.getLogger().handlers
    formatter = next(
        h.formatter for h in handler if h.formatter and "Processor" in type(h.formatter).__name__
    )
    stream = io.StringIO()
    own = logging.StreamHandler(stream)
    own.setFormatter(formatter)
    log = logging.getLogger("tests.scrub")
    log.addHandler(own)
    try:
        raise ValueError("phone 13800138000")
    except ValueError:
        log.exception("failed for %s", "13800138000")
    finally:
        log.removeHandler(own)
    line = json.loads(stream.getvalue())
    assert "13800138000" not in stream.getvalue()
    assert line["event"] == "failed for [手机号]"


@pytest.fixture
def lines(monkeypatch):
    """What the one stream of the site has written, line by line."""
    own, stream = logging.getLogger().handlers, io.StringIO()
    handler = next(h for h in own if h.formatter and "Processor" in type(h.formatter).__name__)
    monkeypatch.setattr(handler, "stream", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.attack
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "kind"),
    [
        ({f"a{n}": "x" for n in range(2001)}, "multipart/form-data; boundary=BoUnDaRyStRiNg"),
        ({"a": ["x"] * 2001}, "multipart/form-data; boundary=BoUnDaRyStRiNg"),
        ("&".join("a=b" for _n in range(2001)), "application/x-www-form-urlencoded"),
        ("--x\r\nContent-Disposition: " + "y" * 5000, "multipart/form-data; boundary=x"),
    ],
)
def test_a_form_of_thousands_of_fields_is_one_line_in_the_log_and_no_traceback(client, lines, sent, kind):
    assert client.post("/zh-hans/apply/", sent, content_type=kind).status_code == 400
    assert not [line for line in lines() if "exception" in line or line["level"] == "error"]


def test_an_error_of_ours_keeps_its_traceback(lines):
    try:
        raise ValueError("ours")
    except ValueError:
        logging.getLogger("django.request").exception("failed", extra={"status_code": 500})
    assert "ours" in lines()[0]["exception"]
