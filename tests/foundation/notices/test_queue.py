import pytest
from django.db import transaction

from foundation.notices import services
from foundation.notices.models import Message
from foundation.notices.templates import TemplateError

ONE = {"key": "aid.received:1", "channel": "sms", "to": "139 0000 5550", "template": "received"}


def queue(**changes):
    return services.queue(**{**ONE, "context": {"reference": "FY-2611-8Q4K-7"}, **changes})


def test_message_waits_in_the_outbox(db):
    message = queue()
    assert message.state == "queued"
    assert Message.objects.get().recipient == "13900005550"


def test_same_key_again_is_the_same_message(db):
    assert queue() == queue(to="13900005551")
    assert Message.objects.get().recipient == "13900005550"


def test_rolled_back_act_leaves_no_message(db):
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_worker_is_woken_on_commit_once(db, django_capture_on_commit_callbacks):
    from procrastinate.contrib.django.models import ProcrastinateJob

    with django_capture_on_commit_callbacks(execute=True):
        queue()
        queue(key="aid.received:2")
    assert ProcrastinateJob.objects.filter(queueing_lock="notices.deliver").count() == 1


@pytest.mark.parametrize("to", ["", None, "0797-5550148", "12348", "139000"])
def test_number_that_takes_no_sms_is_a_dead_letter_not_an_error(db, to):
    message = queue(to=to)
    assert (message.state, message.error) == ("dead", "not_a_mobile")


@pytest.mark.parametrize(
    "changes",
    [
        {"template": "nothing"},
        {"context": {}},
        {"context": {"reference": "FY-1", "employer": "某公司"}},
        {"channel": "email", "to": "a@example.org"},
    ],
)
def test_programmers_mistakes_are_errors(db, changes):
    with pytest.raises(TemplateError):
        queue(**changes)
