"""Until the decision a worker puts right what they wrote; the event names the fields and nothing else."""

import json
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.acts import TransitionNotAllowed
from aid.models import Wish
from aid.services import wishes
from aid.services.correct import correct, fix_identity
from foundation.accounts.models import Role
from foundation.notices import gate
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, facts, officer, workmates

pytestmark = pytest.mark.django_db
NEW = "13900001111"


def put_right(application, **changes):
    done = correct(application, application.claimant, changes=changes, at=NOON)
    return done, done.claimants.first()


def test_a_correction_is_an_act_without_values():
    application, person = put_right(ApplicationFactory(), employer="某某建设公司", amount_owed=Decimal(8000))
    assert (person.employer, person.amount_owed) == ("某某建设公司", Decimal(8000))
    event = application.events.last()
    assert event.data == {"fields": ["amount_owed", "employer"], "position": 1, "asks": "correction"}
    assert "某某" not in json.dumps(event.data)
    assert application.status == "submitted"


def test_who_left_the_group_changes_nothing_any_more():
    application = ApplicationFactory(claimants=workmates(3, left_on=date(2026, 3, 1)))
    left = application.claimants.last()
    services.leave_group(application, claimant=left, at=NOON)
    with pytest.raises(PermissionDenied):
        correct(application, left, changes={"left_on": date(2026, 4, 1)}, at=NOON)
    assert left.deadlines.running().get().computed_from == {"left_on": "2026-03-01"}


def test_what_was_told_for_all_is_put_right_by_who_speaks_for_all():
    application = ApplicationFactory(claimants=workmates(3))
    speaker, other = application.claimants.all()[:2]
    type(speaker).objects.filter(pk=speaker.pk).update(is_representative=True)
    speaker.refresh_from_db()
    with pytest.raises(PermissionDenied):
        correct(application, other, changes={}, narrative="改了", at=NOON)
    assert correct(application, speaker, changes={}, narrative="改了", at=NOON).narrative == "改了"


def test_what_is_the_same_changes_nothing():
    application = ApplicationFactory()
    done, _person = put_right(application, employer=application.claimant.employer)
    assert (done.version, done.events.count()) == (1, 1)


def test_a_day_put_right_moves_the_limitation():
    application, _person = put_right(ApplicationFactory(), left_on=date(2026, 2, 1))
    clock = application.deadlines.running().get(kind="limitation")
    assert clock.due_on == date(2027, 2, 1)
    assert application.limitation_on == date(2027, 2, 1)


def test_who_still_works_there_has_no_limitation():
    application, _person = put_right(ApplicationFactory(), left_on=None, still_working=True)
    assert not application.deadlines.running().filter(kind="limitation").exists()
    assert application.limitation_on is None


def test_who_left_after_all_has_one():
    application, _person = put_right(
        ApplicationFactory(claimants=[facts(still_working=True, left_on=None)]),
        left_on=date(2026, 6, 1),
        still_working=False,
    )
    assert application.limitation_on == date(2027, 6, 1)


def test_the_old_number_is_told_and_the_new_one_found():
    _application, person = put_right(ApplicationFactory(), phone=NEW)
    told = Message.objects.get(template="phone_changed")
    assert told.recipient == "13900005678"
    assert NEW not in told.text()
    assert person.phone == NEW


def test_an_old_number_that_wants_no_sms_is_not_told():
    put_right(ApplicationFactory(claimants=[facts(may_sms=False)]), phone=NEW, may_sms=True)
    assert not Message.objects.filter(template="phone_changed").exists()


def test_a_landline_gets_no_sms():
    _application, person = put_right(ApplicationFactory(), phone="07975550148")
    assert not person.gets_sms


@time_machine.travel(NOON, tick=False)
def test_the_old_number_is_told_of_a_landline_too():
    put_right(ApplicationFactory(claimants=[facts(may_sms=True, phone="13900005678")]), phone="07975550148")
    told = Message.objects.get(template="phone_changed")
    gate.check(told, NOON)  # raises what stops it
    assert told.recipient == "13900005678"


def test_the_officers_get_one_task_however_often_something_is_put_right():
    application, _person = put_right(ApplicationFactory(), employer="甲公司")
    put_right(application, employer="乙公司")
    assert [wish.kind for wish in application.wishes.all()] == [Wish.Kind.CORRECTION]


def test_answers_of_the_matter_and_the_story():
    application = ApplicationFactory(matter="dismissal", facts={"telling": "spoken", "monthly_wage": "5000"})
    done = correct(
        application, application.claimant, changes={}, facts={"telling": "letter"}, narrative="写错了"
    )
    assert done.claimants.get().facts == {"telling": "letter", "monthly_wage": "5000"}
    assert done.narrative == "写错了"
    assert done.events.last().data["fields"] == ["narrative", "telling"]


def test_one_of_a_group_puts_right_their_own_row():
    group = ApplicationFactory(claimants=workmates(3))
    second = group.claimants.all()[1]
    correct(group, second, changes={"amount_owed": Decimal(500)}, at=NOON)
    assert [p.amount_owed for p in group.claimants.all()] == [Decimal(12000), Decimal(500), Decimal(12000)]


@pytest.mark.parametrize("trait", ["granted", "refused", "withdrawn"])
def test_after_the_decision_nothing_is_put_right_here(trait):
    with pytest.raises(TransitionNotAllowed):
        put_right(ApplicationFactory(**{trait: True}), employer="别的公司")


@pytest.mark.parametrize("name", ["name", "id_number", "application_id", "receipt_code", "is_representative"])
def test_who_they_are_is_not_put_right_here(name):
    with pytest.raises(ValueError, match=name):
        put_right(ApplicationFactory(), **{name: "x"})


# --- who they are: with the paper in hand ----------------------------------------------------------------
RIGHT = {"name": "王小某", "id_type": "none", "id_number": ""}


def fix(application, actor, **changes):
    said = {**RIGHT, "note": "身份证原件", **changes}
    return fix_identity(application, claimant=application.claimant, actor=actor, at=NOON, **said)


def asked(application, **changes):
    wishes.ask(application, application.claimant, Wish.Kind.IDENTITY, proposed={**RIGHT, **changes}, at=NOON)
    return application.wishes.get()


def test_an_officer_with_the_paper_in_hand_puts_the_name_right(office):
    application = ApplicationFactory(office=office)
    clerk = officer(office, Role.RECEPTIONIST)
    wish = asked(application)
    assert "王小某" not in wish.masked_proposal
    fix(application, clerk)
    person = application.claimants.first()
    assert (person.name, person.id_type) == ("王小某", "none")
    event = application.events.last()
    assert event.data == {"fields": ["id_number", "id_type", "name"], "position": 1}
    assert event.actor == clerk
    wish.refresh_from_db()
    assert wish.answered_by == clerk
    with pytest.raises(ValidationError):  # nothing is different any more
        fix(application, clerk)


def test_what_is_not_what_the_worker_wrote_is_answered_first(office):
    application = ApplicationFactory(office=office)
    clerk = officer(office, Role.RECEPTIONIST)
    wish = asked(application, name="王晓某")
    with pytest.raises(ValidationError):
        fix(application, clerk)
    services.answer(application, wish=wish, text="证件上是“小”", actor=clerk, at=NOON)
    fix(application, clerk)
    assert application.claimants.first().name == "王小某"


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.DISPATCHER])
def test_others_do_not_put_a_name_right(office, role):
    with pytest.raises(PermissionDenied):
        fix(ApplicationFactory(office=office), officer(office, role))
