"""A blind index follows its field on every way to the database, and no row is without one."""

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Value

from aid.models import Claimant, Draft
from foundation.notices.models import Message
from foundation.vault.index import blind_index
from tests.aid.factories import NOON, ApplicationFactory
from tests.foundation.notices.conftest import queue
from tests.migrating import migrate

pytestmark = pytest.mark.django_db
OLD, NEW = "13900005678", "13900001111"


@pytest.fixture
def person():
    return ApplicationFactory().claimants.get()


def another(application, position=2, **changes):
    values = {"name": "李四", "phone": OLD, "id_type": "none", "amount_owed": Decimal(1), **changes}
    return Claimant(application=application, position=position, work_kind="site", pay_type="day", **values)


def save(person):
    person.phone = NEW
    person.save()


def save_one_field(person):
    person.phone = NEW
    person.save(update_fields=["phone"])


def save_what_was_loaded(person):
    loaded = Claimant.objects.only("phone").get(pk=person.pk)
    loaded.phone = NEW
    loaded.save()


def bulk_update(person):
    person.phone = NEW
    Claimant.objects.bulk_update([person], ["phone"])


def bulk_create(person):
    application = person.application
    person.delete()
    Claimant.objects.bulk_create([another(application, phone=NEW)])


def update_or_create(person):
    Claimant.objects.update_or_create(pk=person.pk, defaults={"phone": NEW})


WAYS = [
    save,
    save_one_field,
    save_what_was_loaded,
    bulk_update,
    bulk_create,
    update_or_create,
]


@pytest.mark.parametrize("write", WAYS)
def test_the_index_follows_on_every_way(person, write):
    write(person)
    found = Claimant.objects.get(phone_index=blind_index(NEW, "phone"))
    assert found.phone == NEW
    assert found.phone_tail_index == blind_index("1111", "phone_tail")


@pytest.mark.parametrize(
    "values",
    [
        {"phone": NEW},
        {"phone": F("employer_phone")},
        {"phone": Value(NEW)},
        {"phone_index": "a" * 64},
        {"name": None},
    ],
)
def test_an_update_that_cannot_know_the_index_is_refused(person, values):
    with pytest.raises(FieldError):
        Claimant.objects.filter(pk=person.pk).update(**values)


def test_what_is_sealed_for_a_new_row_is_not_written_over_another(person):
    with pytest.raises(FieldError):
        Claimant.objects.bulk_create(
            [another(person.application, position=1, phone=NEW)],
            update_conflicts=True,
            unique_fields=["application", "position"],
            update_fields=["phone"],
        )


def test_a_bulk_update_without_the_value_is_refused(person):
    loaded = Claimant.objects.defer("phone").get(pk=person.pk)
    with pytest.raises(FieldError):
        Claimant.objects.bulk_update([loaded], ["phone_index"])


def test_an_expression_has_no_index(person):
    person.phone = F("employer_phone")
    with pytest.raises(FieldError):
        person.save()


def test_a_message_is_found_by_the_kind_of_its_channel():
    assert queue().recipient_index == blind_index("13900005550", "phone")
    to = {"channel": "staff", "to": "t-all", "template": "staff_assigned"}
    assert queue(key="s", **to).recipient_index == blind_index("t-all", "staff")
    with pytest.raises(FieldError):
        Message.objects.update(recipient="13900005551")


def test_an_old_draft_keeps_the_index_whose_digits_nobody_kept():
    draft = Draft.start(at=NOON, language="zh-hans")
    raw("UPDATE aid_draft SET phone_tail_index = %s", [blind_index("5678", "phone_tail")])
    draft = Draft.objects.get(pk=draft.pk)
    draft.answers = {"x": 1}
    draft.save()
    call_command("reindex")
    assert Draft.objects.get().phone_tail_index == blind_index("5678", "phone_tail")
    assert Draft.objects.get().code_index == Draft.index_of(draft.resume_code)


@pytest.mark.parametrize(
    "column", ["name_index", "phone_index", "phone_tail_index", "id_index"]
)  # id_type is "resident"
def test_the_database_refuses_an_empty_index(person, column):
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(f"UPDATE aid_claimant SET {column} = ''", [])


def test_who_has_no_paper_has_no_index_of_one(person):
    another(person.application).save()
    assert Claimant.objects.get(position=2).id_index == ""


def test_validation_knows_the_index_before_it_is_saved(person):
    another(person.application).validate_constraints()


def raw(sql, values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_reindexing_writes_what_differs_and_nothing_else(person, capsys, django_assert_max_num_queries):
    other = ApplicationFactory(phone=NEW).claimants.get()
    raw("UPDATE aid_claimant SET name_index = 'old' WHERE id = %s", [person.pk])
    raw(
        "UPDATE aid_claimant SET employer = set_byte(employer, 20, get_byte(employer, 20) # 1) WHERE id = %s",
        [other.pk],
    )
    before = Claimant.objects.get(pk=other.pk).employer_index
    call_command("reindex")
    assert "aid.Claimant: 1 rows written, 1 unreadable" in capsys.readouterr().out
    assert Claimant.objects.get(pk=person.pk).name_index == blind_index("王小强", "name")
    assert Claimant.objects.get(pk=other.pk).employer_index == before
    with django_assert_max_num_queries(20) as asked:
        call_command("reindex")
    assert "aid.Claimant: 0 rows written" in capsys.readouterr().out
    assert not [q for q in asked.captured_queries if not q["sql"].startswith("SELECT")]


def test_reindexing_goes_through_all_batches(person, monkeypatch, capsys):
    monkeypatch.setattr("foundation.vault.reindex.BATCH", 2)
    for position in range(2, 7):
        another(person.application, position=position).save()
    raw("UPDATE aid_claimant SET phone_index = 'old'", [])
    call_command("reindex")
    assert "aid.Claimant: 6 rows written" in capsys.readouterr().out
    assert not Claimant.objects.filter(phone_index="old").exists()


def test_rows_with_empty_indexes_are_filled_before_the_database_forbids_them(person):
    another(person.application).save()
    migrate("aid", "0012_indexes_fill_themselves")
    raw("UPDATE aid_claimant SET name_index = '', phone_index = '', id_index = ''", [])
    raw("UPDATE aid_claimant SET id_type = 'passport' WHERE position = 2", [])
    filled = migrate("aid", "0015_indexes_were_never_empty").get_model("aid", "Claimant").objects
    assert filled.get(position=1).id_index == blind_index("11010519491231002X", "id_number")
    assert filled.filter(name_index=blind_index("李四", "name")).get().id_type == "none"
