"""What a worker asks of us beside the aid, and how it is answered."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid import services
from aid.models import Application, Wish
from aid.services import first_aid, wishes
from foundation.accounts.models import Office, Role
from foundation.notices.models import Message
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, facts, officer, workmates
from tests.aid.walk import given_first

pytestmark = pytest.mark.django_db
Kind = Wish.Kind


@pytest.fixture
def office_of_bureau():
    return OfficeFactory(parent=OfficeFactory(name="某县司法局", kind=Office.Kind.DEPARTMENT))


@pytest.fixture
def boss(office_of_bureau):
    return officer(office_of_bureau.get_parent(), Role.SUPERVISOR)


@pytest.fixture
def refused(office_of_bureau):
    return ApplicationFactory(office=office_of_bureau, refused=True)


@pytest.fixture
def supervisor(refused, boss):
    return boss


def objected(application):
    return wishes.ask(application, application.claimant, Kind.OBJECTION, text="钱没有付清", at=NOON)


def test_an_objection_goes_to_the_bureau_and_is_due_in_five_days(refused):
    application = objected(refused)
    wish = application.wishes.get()
    assert (wish.kind, wish.to, wish.text) == (Kind.OBJECTION, "某县司法局", "钱没有付清")
    assert wish.due_on == (NOON + timedelta(days=5)).date()
    assert application.status == "refused"
    event = application.events.last()
    assert (event.action, event.data) == (
        "object",
        {"asks": "objection", "due_on": wish.due_on.isoformat(), "objectors": [1]},
    )
    assert list(Application.objects.with_open_wishes()) == [application]


def test_a_grant_is_not_objected_to(refused):
    granted = ApplicationFactory(office=refused.office, granted=True)
    with pytest.raises(ValidationError):
        objected(granted)


def ended(application, actor):
    """Aid that was given first and came to nothing."""
    given_first(application, ground="limitation", actor=actor, at=NOON)
    return first_aid.end(application, text="材料到期没有补来，电话打不通。", actor=actor, at=NOON)


def test_the_end_of_aid_is_objected_to_and_the_bureau_orders_a_new_review(office_of_bureau, boss):
    """《法律援助法》第四十九条: 不予法律援助、终止法律援助的决定."""
    approver = officer(office_of_bureau, Role.APPROVER)
    application = objected(ended(ApplicationFactory(office=office_of_bureau), approver))
    assert wishes.decided_on(application) == NOON.date()
    approver.memberships.create(office=office_of_bureau, role=Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):  # who ended it
        wishes.uphold(application, text="维持", actor=approver, at=NOON)
    application = wishes.order_review(application, text="没有打过电话", actor=boss, at=NOON)
    assert application.status == "accepted"  # another opinion comes first
    assert application.deadlines.running().filter(kind="review").exists()
    again = given_first(application, ground="limitation", actor=approver, at=NOON)
    assert again.first_aid.state == "granted"


def test_the_bureau_upholds_the_end_of_aid(office_of_bureau, boss):
    application = ended(ApplicationFactory(office=office_of_bureau), officer(office_of_bureau, Role.APPROVER))
    application = wishes.uphold(objected(application), text="打过三次", actor=boss, at=NOON)
    assert (application.status, application.wishes.get().answer) == ("terminated", "打过三次")


def test_an_objection_is_made_once_until_it_is_answered(refused):
    objected(refused)
    with pytest.raises(ValidationError):
        objected(refused)


def test_the_bureau_upholds(refused, supervisor):
    application = wishes.uphold(objected(refused), text="付清了，有收条", actor=supervisor, at=NOON)
    wish = application.wishes.get()
    assert (application.status, wish.answer, wish.answered_by) == ("refused", "付清了，有收条", supervisor)
    assert Message.objects.filter(template="answered").count() == 1
    assert not Application.objects.with_open_wishes().exists()


def test_the_bureau_orders_a_new_review_with_days_of_its_own(refused, supervisor):
    later = NOON + timedelta(days=3)
    application = wishes.order_review(objected(refused), text="收条不是本人签的", actor=supervisor, at=later)
    assert application.status == "accepted"  # another opinion comes first
    review = application.deadlines.running().get(kind="review")
    assert review.computed_from == {"received_on": later.date().isoformat()}
    assert application.next_due_kind == "review"


def test_papers_asked_for_in_the_new_review_pause_its_own_days(refused, supervisor):
    ordered, office = NOON + timedelta(days=20), refused.office
    application = wishes.order_review(
        objected(refused), text="收条不是本人签的", actor=supervisor, at=ordered
    )
    supplement = {"kinds": ["id"], "text": "身份证", "actor": officer(office, Role.REVIEWER)}
    services.ask_supplement(application, **supplement, repeat_reason="新的审查", at=ordered)
    services.add_supplement(application, note="寄来了", at=ordered + timedelta(days=2))
    review = application.deadlines.running().get(kind="review")
    assert (review.computed_from["received_on"], review.paused_days) == (ordered.date().isoformat(), 2)


def test_who_refused_does_not_answer_the_objection(refused):
    approver = refused.events.get(action="refuse").actor
    approver.memberships.create(office=refused.office, role=Role.SUPERVISOR)
    with pytest.raises(PermissionDenied):
        wishes.uphold(objected(refused), text="维持", actor=approver, at=NOON)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.APPROVER, Role.CASEWORKER])
def test_an_objection_is_not_answered_by_the_office(refused, role):
    with pytest.raises(PermissionDenied):
        wishes.uphold(objected(refused), text="维持", actor=officer(refused.office, role), at=NOON)


def test_a_complaint_is_answered_and_only_the_one_who_asked_is_told():
    group = ApplicationFactory(office=OfficeFactory(), claimants=workmates(3), granted=True)
    asker = group.claimants.all()[1]
    wish = wishes.ask(group, asker, Kind.COMPLAINT, text="一直没人打电话", at=NOON).wishes.get()
    wishes.answer(group, wish=wish, text="今天打", actor=officer(group.office, Role.DISPATCHER), at=NOON)
    wish.refresh_from_db()
    assert (wish.answer, wish.is_open) == ("今天打", False)
    assert [m.recipient for m in Message.objects.filter(template="answered")] == [asker.phone]


def test_what_is_answered_is_not_answered_again():
    application = ApplicationFactory()
    wish = wishes.ask(application, application.claimant, Kind.DELETION, at=NOON).wishes.get()
    actor = officer(application.office, Role.RECEPTIONIST)
    wishes.answer(application, wish=wish, text="案卷要存档", actor=actor, at=NOON)
    with pytest.raises(ValidationError):
        wishes.answer(application, wish=wish, text="又一次", actor=actor, at=NOON)
    with pytest.raises(ValidationError):
        wishes.answer(application, wish=wish, text=" ", actor=actor, at=NOON)


def test_who_wants_no_sms_is_not_written_to():
    application = ApplicationFactory(claimants=[facts(may_sms=False)])
    wish = wishes.ask(application, application.claimant, Kind.DELETION, at=NOON).wishes.get()
    wishes.answer(
        application, wish=wish, text="删了", actor=officer(application.office, Role.REVIEWER), at=NOON
    )
    assert not Message.objects.filter(template="answered").exists()


def test_too_much_at_once_waits():
    application = ApplicationFactory()
    for n in range(wishes.MOST_OPEN):
        wishes.ask(application, application.claimant, Kind.COMPLAINT, text=f"第{n}件", at=NOON)
    wishes.ask(application, application.claimant, Kind.RATING, score=5, at=NOON)


@pytest.mark.parametrize(("score", "waits"), [(5, False), (3, False), (2, True), (1, True)])
def test_who_is_not_content_is_asked_why(score, waits):
    application = ApplicationFactory(granted=True)
    wish = wishes.ask(application, application.claimant, Kind.RATING, score=score, at=NOON).wishes.get()
    assert (wish.score, wish.is_open) == (score, waits)


def test_an_office_without_a_bureau_above_it():
    application = ApplicationFactory(refused=True)
    assert objected(application).wishes.get().to == ""


def test_no_answer_of_the_office_stands_for_the_bureau_s(refused):
    application = objected(refused)
    one = officer(refused.office, Role.SUPERVISOR)
    with pytest.raises(ValidationError):
        wishes.answer(application, wish=application.wishes.get(), text="就这样", actor=one, at=NOON)
    assert application.wishes.get().is_open


def test_one_decision_answers_all_who_objected(supervisor, refused):
    application = ApplicationFactory(office=refused.office, claimants=workmates(2), refused=True)
    for person in application.claimants.all():
        wishes.ask(application, person, Kind.OBJECTION, text="不同意", at=NOON)
    wishes.order_review(application, text="重新审查", actor=supervisor, at=NOON)
    assert not application.wishes.open().exists()
    assert {wish.answer for wish in application.wishes.all()} == {"重新审查"}
