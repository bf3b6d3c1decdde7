"""Every SMS passes one door; who has the phone decides whether, when and in which words."""

import ast
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from foundation.notices import gate, services
from foundation.notices.gate import Rules
from foundation.notices.models import Message
from foundation.notices.templates import SMS_PLACEHOLDERS, registry
from tests.foundation.notices.conftest import queue

ROOT = Path(__file__).resolve().parents[3]
CODE = [
    path
    for path in ROOT.rglob("*.py")
    if not {"tests", "migrations", ".venv", ".local", "bench"} & set(path.relative_to(ROOT).parts)
]
TEN = datetime(2027, 3, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def say(monkeypatch):
    """What the people with the phone asked for."""

    def rules(*answers):
        monkeypatch.setattr(gate, "_sources", [lambda phone, about: answers])

    return rules


@pytest.fixture
def texts(adapter):
    """The words as an adapter would read them."""
    read = []
    adapter.send = lambda message: read.append(message.text()) or "g"
    return read


def deliver(at=TEN):
    return services.deliver_due(at, jitter=lambda: 0.0)


def test_who_wants_no_sms_gets_none_even_if_one_was_queued(db, texts, say):
    queue(), say(Rules(), Rules(may_sms=False))
    assert deliver() == 0
    message = Message.objects.get()
    assert (message.state, message.error, texts) == ("dead", "not_wanted", [])
    assert services.resend(message, actor=None).state == "dead"


@pytest.mark.parametrize("template", [name for name in registry.names() if registry.get(name).sms])
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_a_shared_phone_shows_no_name_of_ours_and_no_number(db, texts, say, settings, template, language):
    fields = registry.get(template).placeholders("sms")
    context = {name: SMS_PLACEHOLDERS[name] for name in fields}
    queue(template=template, context=context, language=language), say(Rules(), Rules(is_discreet=True))
    assert deliver() == 1
    (text,) = texts
    assert text.startswith(f"【{settings.SMS_DISCREET_SIGN}】")
    for word in (settings.SMS_SIGN, "12348", "FY-", "援", "案", SMS_PLACEHOLDERS["due"]):
        assert word not in text
    assert Message.objects.get().is_discreet


def test_without_a_sign_that_tells_nothing_nothing_is_sent(db, texts, say, settings):
    settings.SMS_DISCREET_SIGN = ""
    queue(), say(Rules(is_discreet=True))
    assert (deliver(), texts, Message.objects.get().error) == (0, [], "no_discreet_sign")


def test_chosen_hours_are_waited_for_and_cost_no_attempt(db, texts, say):
    queue(), say(Rules(hours=(14, 18)))
    assert deliver() == 0
    message = Message.objects.get()
    assert (message.state, message.attempts) == ("queued", 0)
    assert message.next_attempt_at.astimezone(TEN.tzinfo).hour == 14
    assert deliver(TEN.replace(hour=14)) == 1


def test_hours_in_which_nothing_may_leave_hold_nothing_up(db, texts, say, settings):
    settings.SMS_QUIET_HOURS = (20, 8)
    queue(), say(Rules(hours=(20, 24)))
    assert deliver() == 1


def test_a_code_that_somebody_waits_for_comes_at_once(db, texts, say):
    queue(template="one_time", context={"code": "123456"}), say(Rules(hours=(14, 18)))
    assert deliver() == 1


def _calls(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)


def test_there_is_no_way_round_the_door():
    outbox = "foundation/notices/services.py"
    for path in CODE:
        name, called = path.relative_to(ROOT).as_posix(), set(_calls(path))
        words = path.read_text("utf-8")
        assert name == outbox or not {c for c in called if c.endswith("for_channel")}, name
        writes = {"Message", "Message.objects.create", "Message.objects.bulk_create"} & called
        assert name == outbox or "notices" not in words or not writes, name
        if "/adapters/" not in name:
            for adapter in ("HttpSmsAdapter", "FileAdapter", "ConsoleAdapter"):
                assert adapter not in words, name
    attempt = (ROOT / outbox).read_text("utf-8").split("def _attempt")[1].split("def ")[0]
    assert attempt.index("gate.check(message, at)") < attempt.index("for_channel")
