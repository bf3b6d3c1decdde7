"""What is sealed for one row opens in no other, in no other column, and not in the form of before."""

import base64
import uuid

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from aid.models import Claimant
from foundation.notices.models import Message
from foundation.vault import bound, cipher, heads, rotation, tasks
from foundation.vault.errors import Tampered
from foundation.vault.fields import EncryptedJSONField, Sealed
from foundation.vault.models import BoundField
from tests.aid.factories import ApplicationFactory

FIELDS = [(model, field) for model, fields in rotation.sealed_fields() for field in fields]
MODELS = [model for model, _fields in rotation.sealed_fields()]
NEW = base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def two(db):
    """Two workers, each with a phone of their own."""
    return [ApplicationFactory(phone=phone).claimant for phone in ("13900005678", "13900001111")]


def raw(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def token_of(person, column="phone"):
    return bytes(raw(f"SELECT {column} FROM aid_claimant WHERE id = %s", person.pk)[0][0])


def unbind(*people):
    """As the rows lay there before values were bound."""
    for person in people:
        for field in [f for model, f in FIELDS if model is Claimant]:
            if (value := getattr(person, field.name)) is not None:
                token = cipher.seal(field.to_bytes(value), field.sealed_binding)
                raw(f"UPDATE aid_claimant SET {field.column} = %s WHERE id = %s", token, person.pk)


@pytest.mark.attack
@pytest.mark.parametrize(("model", "field"), FIELDS, ids=[field.sealed_label for _model, field in FIELDS])
def test_every_sealed_field_is_bound_to_its_row(model, field):
    value = {"a": 1} if isinstance(field, EncryptedJSONField) else "13900005678"
    mine, other = model(), model()
    sealed = field.pre_save(model(**{field.attname: value, "seal_id": mine.seal_id}), add=True)
    assert cipher.is_bound(sealed.token)
    mine.__dict__[field.attname] = other.__dict__[field.attname] = Sealed(sealed.token)
    assert getattr(mine, field.attname) == value
    with pytest.raises(Tampered, match="belongs elsewhere"):
        getattr(other, field.attname)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_database_keeps_the_id_of_every_row(db, model):
    table = model._meta.db_table
    triggers = raw("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", table)
    assert ("vault_keep_seal_id",) in triggers
    assert model._meta.get_field("seal_id").unique


@pytest.mark.attack
def test_a_phone_copied_into_another_row_does_not_open(two):
    raw("UPDATE aid_claimant SET phone = %s WHERE id = %s", token_of(two[0]), two[1].pk)
    with pytest.raises(Tampered):
        _ = Claimant.objects.get(pk=two[1].pk).phone
    assert Claimant.objects.get(pk=two[0].pk).phone == "13900005678"


@pytest.mark.attack
def test_a_name_copied_into_another_column_of_its_row_does_not_open(two):
    raw("UPDATE aid_claimant SET employer = name WHERE id = %s", two[0].pk)
    with pytest.raises(Tampered):
        _ = Claimant.objects.get(pk=two[0].pk).employer


@pytest.mark.attack
def test_the_id_of_another_row_cannot_be_taken_along(two):
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        raw("UPDATE aid_claimant SET seal_id = %s WHERE id = %s", two[0].seal_id, two[1].pk)
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("ALTER TABLE aid_claimant DISABLE TRIGGER vault_keep_seal_id")  # the owner of the table may
    with pytest.raises(IntegrityError), transaction.atomic():
        raw("UPDATE aid_claimant SET seal_id = %s WHERE id = %s", two[0].seal_id, two[1].pk)
    raw(
        "UPDATE aid_claimant SET seal_id = %s, phone = %s WHERE id = %s",
        uuid.uuid4(),
        token_of(two[0]),
        two[1].pk,
    )
    with pytest.raises(Tampered):
        _ = Claimant.objects.get(pk=two[1].pk).phone


@pytest.mark.attack
def test_a_row_that_was_put_in_with_copied_values_does_not_open(two):
    columns = [field.column for field in Claimant._meta.local_concrete_fields if not field.primary_key]
    new = {"position": "9", "seal_id": "gen_random_uuid()", "receipt_index": "'another'"}
    taken = ", ".join(new.get(name, name) for name in columns)
    raw(
        f"INSERT INTO aid_claimant ({', '.join(columns)}) SELECT {taken} FROM aid_claimant WHERE id = %s",
        two[0].pk,
    )
    with pytest.raises(Tampered):
        _ = Claimant.objects.get(position=9).name


def test_a_value_is_opened_where_it_is_read_and_by_its_row_alone(two, django_assert_num_queries):
    with django_assert_num_queries(1):
        people = list(Claimant.objects.order_by("pk"))
        assert [person.phone for person in people] == ["13900005678", "13900001111"]
    (sealed,) = Claimant.objects.filter(pk=two[0].pk).values_list("phone", flat=True)
    with pytest.raises(Tampered, match="without its row"):
        str(sealed)


def test_what_nobody_opened_is_saved_as_it_lay(two):
    before = token_of(two[0], "name")
    person = Claimant.objects.get(pk=two[0].pk)
    person.phone = "13900002222"
    person.save(update_fields=["phone"])
    assert token_of(two[0], "name") == before
    assert Claimant.objects.get(pk=two[0].pk).phone == "13900002222"


def test_what_is_typed_is_text_whatever_it_begins_with(two):
    text = "vault:" + base64.b64encode(token_of(two[0])).decode()
    two[1].employer = text
    two[1].full_clean(exclude=["application"])
    two[1].save()
    assert Claimant.objects.get(pk=two[1].pk).employer == text


def test_the_serialised_form_of_one_row_opens_in_no_other(two):
    mine, other = serializers.serialize("python", two)
    other["fields"]["phone"] = mine["fields"]["phone"]
    for loaded in serializers.deserialize("python", [mine, other]):
        loaded.save()
    assert Claimant.objects.get(pk=two[0].pk).phone == "13900005678"
    with pytest.raises(Tampered):
        _ = Claimant.objects.get(pk=two[1].pk).phone


def test_the_form_of_before_opens_until_all_are_bound(two, capsys, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 1)
    unbind(*two)
    old = token_of(two[0])
    assert {person.phone for person in Claimant.objects.all()} == {"13900005678", "13900001111"}
    call_command("bind_rows")
    assert "aid.Claimant: 1 of 2 rows" in capsys.readouterr().out
    assert cipher.is_bound(token_of(two[0]))
    assert {person.phone for person in Claimant.objects.all()} == {"13900005678", "13900001111"}
    assert {field.sealed_label for _model, field in FIELDS} == {
        *BoundField.objects.values_list("label", flat=True)
    }

    raw("UPDATE aid_claimant SET phone = %s WHERE id = %s", old, two[0].pk)
    with pytest.raises(Tampered, match="bound to no row"):
        _ = Claimant.objects.get(pk=two[0].pk).phone


@pytest.mark.attack
@pytest.mark.parametrize("command", ["bind_rows", "rotate_keys"])
def test_a_value_of_an_old_backup_is_not_bound_by_the_next_run(two, settings, command):
    unbind(*two)
    old = token_of(two[0])
    call_command("bind_rows")
    raw("UPDATE aid_claimant SET phone = %s WHERE id = %s", old, two[1].pk)
    settings.VAULT_KEYS = f"{settings.VAULT_KEYS},2:{NEW}"
    if command == "rotate_keys":
        with pytest.raises(CommandError, match="1 values do not open"):
            call_command(command)
    else:
        call_command(command)
    assert token_of(two[1]) == old
    with pytest.raises(Tampered, match="bound to no row"):
        _ = Claimant.objects.get(pk=two[1].pk).phone


def test_a_run_that_was_interrupted_goes_on_where_it_was(two, monkeypatch):
    unbind(*two)
    monkeypatch.setattr(rotation, "BATCH", 1)
    fields = [field for model, field in FIELDS if model is Claimant]

    def stop(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotation.rotate_rows(Claimant, fields, progress=stop)
    assert [cipher.is_bound(token_of(person)) for person in two] == [True, False]
    assert not bound.is_done("aid.Claimant.phone")
    assert rotation.rotate_rows(Claimant, fields) == (1, 0)
    assert rotation.rotate_rows(Claimant, fields) == (0, 0)


def test_a_value_that_does_not_open_keeps_its_model_open(two, capsys):
    unbind(*two)
    raw(
        "UPDATE aid_claimant SET phone = set_byte(phone, 20, get_byte(phone, 20) # 1) WHERE id = %s",
        two[0].pk,
    )
    with pytest.raises(CommandError, match="1 values do not open"):
        call_command("bind_rows")
    assert not BoundField.objects.filter(label__startswith="aid.Claimant").exists()
    assert BoundField.objects.filter(label="notices.Message.context").exists()


@pytest.mark.attack
def test_a_field_is_not_declared_unbound_again(two):
    call_command("bind_rows")
    for change in ("DELETE FROM vault_boundfield", "UPDATE vault_boundfield SET label = 'x'"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            raw(change)


@pytest.mark.attack
def test_who_owns_the_tables_and_declares_it_is_found(two, settings, tmp_path):
    settings.AUDIT_HEADS_DIR = tmp_path
    call_command("bind_rows")
    heads.note()
    raw("SET CONSTRAINTS ALL IMMEDIATE")
    raw("ALTER TABLE vault_boundfield DISABLE TRIGGER vault_append_only")
    raw("DELETE FROM vault_boundfield WHERE label = 'aid.Claimant.phone'")
    with pytest.raises(RuntimeError, match=r"bound: aid.Claimant.phone:1:[0-9a-f]+ was noted"):
        tasks.note_heads(timestamp=0)


def test_every_model_with_sealed_fields_is_a_sealed_row():
    assert not [e for model in apps.get_models() for e in model.check() if e.id == "vault.E009"]
    assert Message._meta.get_field("seal_id")
