import pytest
from django.db import transaction

from foundation.notices import services
from foundation.notices.models import Message
from foundation.notices.templates import TemplateError
from foundation.vault.index import blind_index

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


def test_many_are_queued_by_one_statement_and_wake_the_worker_once(
    db, django_capture_on_commit_callbacks, django_assert_num_queries
):
    to = {f"k{n}": f"1390000{n:04}" for n in range(40)} | {"landline": "0797-5550148"}
    common = {"channel": "sms", "template": "received", "context": {"reference": "FY-1"}}
    first = queue(key="k0", to="13900009999")
    with django_capture_on_commit_callbacks() as woken, django_assert_num_queries(1):
        services.queue_all(to, **common)
    assert len(woken) == 1
    assert Message.objects.count() == 41
    assert Message.objects.get(key="k0").recipient == first.recipient  # the first message stays
    assert Message.objects.get(key="k7").recipient_index == blind_index("13900000007", "phone")
    assert Message.objects.get(key="landline").state == "dead"
    with pytest.raises(TemplateError):
        services.queue_all(to, **{**common, "context": {"reference": "FY-1", "name": "王"}})


def test_nobody_to_write_to_is_no_statement(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        services.queue_all({}, channel="sms", template="received", context={})
