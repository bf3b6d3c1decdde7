"""How long things are kept: rules are dated rows, told a week ahead, superseded and never changed."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from foundation.accounts.models import Role, User
from foundation.accounts.services import give_role
from foundation.notices.models import Message
from foundation.retention import kinds, services
from foundation.retention.kinds import Term, Unit
from foundation.retention.models import KeepingRule
from tests.foundation.retention.rules import rule

TODAY = date(2026, 11, 30)
WEEK = timedelta(days=7)
PROMISED = {"draft": 30, "call_back": 30, "search": 90, "station_report": 180, "sign_in": 200}
UNVERIFIED = {"application_refused", "application_withdrawn", "application_transferred"}


@pytest.fixture
def operator(staff_office):
    return give_role(
        User.objects.create_user("t-op", last_name="运", first_name="维"), "operator", staff_office
    ).user


def wished(kind="application_withdrawn", **values):
    return KeepingRule(
        **{
            "kind": kind,
            "amount": 10,
            "unit": "years",
            "document": "某省办法",
            "valid_from": TODAY + WEEK,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("term", "day", "last"),
    [
        (Term(30, Unit.DAYS), date(2026, 3, 1), date(2026, 1, 29)),
        (Term(10, Unit.YEARS), date(2026, 11, 30), date(2016, 11, 29)),
        (Term(3, Unit.YEARS), date(2028, 2, 29), date(2025, 2, 28)),
        (Term(3, Unit.YEARS), date(2028, 3, 1), date(2025, 2, 28)),
        (Term(1, Unit.YEARS), date(2029, 3, 1), date(2028, 2, 28)),  # and keeps a 29th a day longer
        (Term(99, Unit.YEARS), date(50, 1, 1), date(1, 12, 31)),
    ],
)
def test_a_term_is_reckoned_in_days_of_the_calendar(term, day, last):
    assert term.before(day) == last


@pytest.mark.django_db
def test_what_was_promised_is_there_before_any_row_and_what_nobody_verified_is_not():
    assert {k.code: services.in_force(k.code, TODAY).amount for k in kinds.every() if k.initial} == PROMISED
    assert {k.code for k in kinds.every() if not k.initial} >= UNVERIFIED
    assert all(services.in_force(code, TODAY) is None for code in UNVERIFIED)


@pytest.mark.django_db
def test_the_rows_of_the_site_are_written_once(operator):
    call_command("load_retention", stdout=(first := StringIO()))
    call_command("load_retention", stdout=(second := StringIO()))
    assert (first.getvalue(), second.getvalue()) == (f"{len(PROMISED)} rules written\n", "0 rules written\n")
    # A rule that was entered instead is not overridden either.
    services.plan_rule(wished("draft", amount=20, unit="days"), actor=operator, today=TODAY)
    call_command("load_retention", stdout=StringIO())
    assert services.in_force("draft", TODAY).amount == 30
    assert services.in_force("draft", TODAY + WEEK).amount == 20


@pytest.mark.django_db
def test_a_later_row_supersedes_and_the_past_stays_as_it_was():
    rule("search", 90, "days")
    rule("search", 60, "days", valid_from=TODAY)
    rule("search", 10, "days", valid_from=TODAY - WEEK, withdrawn_at=timezone.now())
    assert [services.in_force("search", TODAY + n * WEEK).amount for n in (-2, -1, 0, 1)] == [90, 90, 60, 60]
    with pytest.raises(IntegrityError), transaction.atomic():
        rule("search", 70, "days", valid_from=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"valid_from": TODAY + timedelta(days=6)}, "valid_from"),
        ({"valid_from": TODAY - timedelta(days=900)}, "valid_from"),
        ({"amount": None}, "amount"),
        ({"amount": 300, "unit": "days"}, "amount"),  # a slip of the hand would empty the files
        ({"amount": 101}, "amount"),
        ({"document": ""}, "document"),
    ],
)
def test_a_rule_that_deletes_waits_a_week_and_names_its_document(operator, values, field):
    with pytest.raises(ValidationError) as wrong:
        services.plan_rule(wished(**values), actor=operator, today=TODAY)
    assert field in wrong.value.message_dict
    assert not KeepingRule.objects.exists()


@pytest.mark.django_db
def test_who_keeps_offices_or_the_site_is_told(operator, staff_office):
    others = {
        role: give_role(User.objects.create_user(f"t-{role}"), role, staff_office).user
        for role in (Role.SUPERVISOR, Role.OPERATOR, Role.RECEPTIONIST)
    }
    planned = services.plan_rule(wished(), actor=operator, today=TODAY)
    told = {role: Message.objects.inbox_of(user).count() for role, user in others.items()}
    assert told == {Role.SUPERVISOR: 1, Role.OPERATOR: 1, Role.RECEPTIONIST: 0}
    assert not Message.objects.inbox_of(operator).exists()
    message = Message.objects.inbox_of(others[Role.SUPERVISOR]).get()
    assert "撤回了的申请，10 年，2026-12-07起。依据：某省办法" in message.text()
    assert message.link == reverse("retention_kind", args=["application_withdrawn"])
    services.withdraw(planned.pk, actor=others[Role.OPERATOR], today=TODAY)
    assert Message.objects.inbox_of(operator).get().template == "staff_term_withdrawn"
    assert services.in_force("application_withdrawn", TODAY + 2 * WEEK) is None


@pytest.mark.django_db
def test_stopping_is_at_once_and_not_for_what_was_promised(operator):
    with pytest.raises(ValidationError, match="本来就不删"):
        services.stop("application_withdrawn", document="档案局要来查", actor=operator, today=TODAY)
    rule("application_withdrawn", 10, valid_from=TODAY)
    with pytest.raises(ValidationError):
        services.stop("application_withdrawn", document=" ", actor=operator, today=TODAY)
    services.stop("application_withdrawn", document="档案局要来查", actor=operator, today=TODAY)
    assert services.in_force("application_withdrawn", TODAY).term is None
    with pytest.raises(ValidationError, match="答应过"):
        services.stop("draft", document="x", actor=operator, today=TODAY)


@pytest.mark.django_db
def test_what_began_is_not_taken_back(operator):
    begun = rule("search", 60, "days", valid_from=TODAY)
    with pytest.raises(ValidationError, match="撤不回"):
        services.withdraw(begun.pk, actor=operator, today=TODAY)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
def test_only_operators_set_terms(staff_office, role):
    actor = give_role(User.objects.create_user("t-x"), role, staff_office).user
    planned = rule("search", 60, "days", valid_from=TODAY + WEEK)
    for act in (
        lambda: services.plan_rule(wished(), actor=actor, today=TODAY),
        lambda: services.stop("application_withdrawn", document="x", actor=actor, today=TODAY),
        lambda: services.withdraw(planned.pk, actor=actor, today=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            act()


@pytest.mark.django_db
@pytest.mark.attack
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE retention_keepingrule SET amount = 1",
        "UPDATE retention_keepingrule SET valid_from = '2021-01-01', withdrawn_at = now()",
        "UPDATE retention_keepingrule SET set_at = '2020-01-01'",
        "DELETE FROM retention_keepingrule",
    ],
)
def test_a_rule_is_not_rewritten_past_the_services(statement):
    rule("search", 60, "days")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
@pytest.mark.attack
def test_when_a_rule_was_entered_is_said_by_the_database():
    made = rule("search", 60, "days")
    KeepingRule.objects.bulk_create([wished(set_at=timezone.now() - 90 * WEEK)])
    for row in KeepingRule.objects.all():
        assert abs(row.set_at - timezone.now()) < timedelta(days=1), made


@pytest.mark.django_db
def test_the_command_says_what_would_go_by_which_rule():
    call_command("retention", stdout=(out := StringIO()))
    assert "application_withdrawn: no rule, nothing goes" in out.getvalue()
    assert "draft: 0 would go, 0 held back · 30 days: 本站的个人信息告知" in out.getvalue()
