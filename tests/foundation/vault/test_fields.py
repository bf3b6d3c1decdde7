import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.utils import timezone

from foundation.notices.models import Message
from foundation.vault.errors import Tampered, UnknownKey
from foundation.vault.models import AccessEntry

SECRET = "13900005550"


@pytest.fixture
def message(db):
    now = timezone.now()
    return Message.objects.create(
        key="k",
        channel="sms",
        recipient=SECRET,
        template="received",
        context={"reference": "FY-1"},
        created_at=now,
        next_attempt_at=now,
    )


def raw(message, column="recipient"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM notices_message WHERE id = %s", [message.pk])
        return bytes(cursor.fetchone()[0])


def overwrite(message, value, column="recipient"):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE notices_message SET {column} = %s WHERE id = %s", [value, message.pk])


def test_value_comes_back_and_the_column_holds_none_of_it(message):
    again = Message.objects.get(pk=message.pk)
    assert again.recipient == SECRET
    assert again.context == {"reference": "FY-1"}
    assert SECRET.encode() not in raw(message)
    assert raw(message)[:2] == b"\x02\x01"


def test_each_write_has_its_own_nonce(message):
    before = raw(message)
    message.save()
    assert raw(message) != before


def test_changed_value_raises_on_reading_only(message):
    token = bytearray(raw(message))
    token[-1] ^= 1
    overwrite(message, bytes(token))
    again = Message.objects.get(pk=message.pk)
    assert again.key == "k"
    with pytest.raises(Tampered):
        _ = again.recipient
    again.error = "x"
    again.save()
    assert raw(message) == bytes(token)


def test_value_moved_to_another_column_does_not_open(message):
    overwrite(message, raw(message, "context"))
    with pytest.raises(Tampered):
        _ = Message.objects.get(pk=message.pk).recipient


def test_unknown_key_is_named(message):
    token = bytearray(raw(message))
    token[1] = 9
    overwrite(message, bytes(token))
    with pytest.raises(UnknownKey, match="Key 9"):
        _ = Message.objects.get(pk=message.pk).recipient


@pytest.mark.parametrize(
    "lookup", ["recipient", "recipient__contains", "context__reference", "recipient__in"]
)
def test_lookups_are_refused(db, lookup):
    with pytest.raises(FieldError, match="sealed"):
        list(Message.objects.filter(**{lookup: ["x"]}))


def test_isnull_works(message):
    assert Message.objects.filter(recipient__isnull=False).count() == 1


def test_no_plaintext_in_queries(message, django_assert_num_queries):
    message.context = {"phone": SECRET}
    with django_assert_num_queries(1) as captured:
        message.save()
    assert "UPDATE" in captured.captured_queries[0]["sql"]
    assert not any(SECRET in query["sql"] for query in captured.captured_queries)
    assert Message.objects.get(pk=message.pk).recipient == SECRET


def test_an_update_that_knows_no_row_is_refused(message):
    with pytest.raises(FieldError, match="save the row"):
        Message.objects.update(context={"phone": SECRET})


def test_bulk_update_and_defer(message):
    message.recipient = "13900005551"
    Message.objects.bulk_update([message], ["recipient"])
    assert Message.objects.defer("recipient").get(pk=message.pk).recipient == "13900005551"


def test_serialised_form_is_sealed_and_comes_back(message):
    from django.core import serializers

    text = serializers.serialize("json", [message])
    assert SECRET not in text
    assert next(iter(serializers.deserialize("json", text))).object.recipient == SECRET


def test_deconstruct_round_trip():
    from foundation.vault.fields import EncryptedTextField

    field = EncryptedTextField("x", max_length=30, binding="old.Model.field")
    _name, _path, args, kwargs = field.deconstruct()
    again = EncryptedTextField(*args, **kwargs)
    assert again.deconstruct()[1:] == field.deconstruct()[1:]
    assert kwargs["max_length"] == 30


def test_record_access_chains(message, admin_user, rf):
    from foundation.vault.services import record_access

    first = record_access(admin_user, "test.reveal", message, "看一眼", rf.get("/"))
    second = record_access(None, "test.export", message)
    assert (first.number, second.number) == (1, 2)
    assert second.prev_hash == first.hash
    assert AccessEntry.objects.about(message).count() == 2
