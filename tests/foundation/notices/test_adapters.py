import json
import smtplib

import pytest
from django.core import mail

from foundation.notices import adapters
from foundation.notices.adapters import Refused, Unavailable
from foundation.notices.checks import check_sms_settings
from foundation.notices.templates import Registry, Template, TemplateError, registry
from tests.foundation.notices.conftest import queue


@pytest.fixture
def letter(db):
    registry.add(
        Template("t-letter", "信", subject={"zh-hans": "有回复"}, body={"zh-hans": "编号 {reference}"})
    )
    return queue(channel="email", to="office@example.org", template="t-letter")


def send(message):
    return adapters.for_channel(message.channel).send(message)


def test_file_adapter_writes_a_private_file(db, settings, tmp_path):
    settings.SMS_ADAPTER, settings.SMS_FILE_DIR = "file", tmp_path / "sms"
    message = queue()
    send(message)
    send(message)
    (path,) = settings.SMS_FILE_DIR.iterdir()
    assert json.loads(path.read_text())["to"] == "13900005550"
    assert path.stat().st_mode & 0o077 == 0
    assert settings.SMS_FILE_DIR.stat().st_mode & 0o077 == 0


def test_full_disk_is_tried_again(db, settings, tmp_path):
    (tmp_path / "sms").write_text("not a folder")
    settings.SMS_ADAPTER, settings.SMS_FILE_DIR = "file", tmp_path / "sms"
    with pytest.raises(Unavailable):
        send(queue())


def test_console_adapter_masks_the_number(db, settings, capsys):
    settings.SMS_ADAPTER = "console"
    send(queue())
    out = capsys.readouterr().out
    assert "139****5550" in out
    assert "13900005550" not in out


def test_email_leaves_with_an_id_of_its_own(letter):
    assert send(letter) == send(letter)
    assert (mail.outbox[0].subject, mail.outbox[0].body) == ("有回复", "编号 FY-2611-8Q4K-7")
    assert mail.outbox[0].extra_headers["Message-ID"] == mail.outbox[1].extra_headers["Message-ID"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({"x": (550, b"no such user")}), Refused),
        (smtplib.SMTPRecipientsRefused({"x": (450, b"greylisted")}), Unavailable),
        (smtplib.SMTPServerDisconnected("gone"), Unavailable),
        (ConnectionRefusedError(), Unavailable),
        (TimeoutError(), Unavailable),
    ],
)
def test_mail_server_errors(letter, monkeypatch, error, kind):
    def fail(self, *args, **kwargs):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail)
    with pytest.raises(kind):
        send(letter)


def test_message_inside_the_site_is_found_by_its_reader(admin_user):
    from foundation.notices.models import Message

    queue(channel="staff", to=admin_user, template="staff_assigned", context={"reference": "FY-1"})
    assert Message.objects.inbox_of(admin_user).count() == 1


def test_no_sms_tells_what_it_is_about():
    texts = [text for name in registry.names() for text in registry.get(name).sms.values()]
    assert len(texts) > 10
    for text in texts:
        assert not any(word in text for word in ("工资", "欠薪", "老板", "公司", "工伤", "援助", "案"))


@pytest.mark.parametrize(
    "sms",
    [{"zh-hans": "字" * 65}, {"zh-hans": "{reference}" + "字" * 55}, {"zh-hans": "您被{employer}欠薪"}],
)
def test_sms_that_is_too_long_or_says_too_much_is_refused(sms):
    with pytest.raises(TemplateError):
        Registry().add(Template("t", "试", sms=sms))


def test_language_without_a_text_gets_the_source_text(db):
    assert queue(language="ug").text() == queue(key="k2").text()
    assert queue(key="k3", language="en").text().startswith("【法援惠民】Received")


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ({"SMS_ADAPTER": "pigeon"}, ["notices.E001"]),
        ({"SMS_ADAPTER": "file"}, []),
        (
            {"SMS_ADAPTER": "http", "SMS_GATEWAY_URL": "", "SMS_GATEWAY_KEY": ""},
            ["notices.E002", "notices.E003"],
        ),
        (
            {"SMS_ADAPTER": "http", "SMS_GATEWAY_URL": "http://sms.example/", "SMS_GATEWAY_KEY": "k" * 16},
            ["notices.E002"],
        ),
        ({"SMS_ADAPTER": "http", "SMS_GATEWAY_URL": "https://sms.example/", "SMS_GATEWAY_KEY": "k" * 16}, []),
        ({"SMS_ADAPTER": "http", "SMS_GATEWAY_URL": "http://127.0.0.1:9/", "SMS_GATEWAY_KEY": "k" * 16}, []),
    ],
)
def test_settings_are_checked_at_start(settings, values, ids):
    for name, value in values.items():
        setattr(settings, name, value)
    assert [error.id for error in check_sms_settings(None)] == ids
