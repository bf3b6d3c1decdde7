"""The same claim sent twice: linked, or the later done under the earlier, and undone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from aid import services
from aid.acts import TransitionNotAllowed
from aid.models import Application, Deadline, Tie, Wish
from aid.services import cooperation, limitation, retention, ties, transfer, wishes
from aid.services.perform import StaleApplication
from aid.status import Status
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, clerk, officer, workmates

pytestmark = pytest.mark.django_db
WHY = "本人说是同一笔工钱"
LATER = NOON + timedelta(days=1)


@pytest.fixture
def two(office):
    """The earlier, and the same once more a day later, of somebody who says that they left earlier."""
    earlier = ApplicationFactory(office=office, left_on=date(2026, 9, 1))
    later = ApplicationFactory(office=office, at=LATER, left_on=date(2025, 12, 20))
    return earlier, later


def merged(two, **more):
    earlier, later = two
    desk = clerk(earlier.office, Role.RECEPTIONIST)
    done = ties.merge(later, other=earlier.reference, reason=WHY, actor=desk, at=LATER, **more)
    return Application.objects.get(pk=earlier.pk), done


def stands(application):
    """All that undoing must bring back."""
    fields = ("status", "next_due_at", "next_due_kind", "limitation_on", "office_id", "case_number")
    clocks = application.deadlines.order_by("pk").values_list(
        "pk", "due_on", "due_at", "paused_since", "paused_days", "met_at", "cancelled_at"
    )
    row = Application.objects.get(pk=application.pk)
    return {name: getattr(row, name) for name in fields}, list(clocks)


def test_linked_each_says_so_and_goes_its_own_way(two, office):
    before = [stands(one) for one in two]
    desk = officer(office, Role.RECEPTIONIST)
    ties.link(two[0], other=two[1].reference.lower(), reason=WHY, actor=desk, at=LATER)
    assert [stands(one) for one in two] == before
    assert set(Tie.objects.values_list("application", "other", "kind")) == {
        (two[0].pk, two[1].pk, "link"),
        (two[1].pk, two[0].pk, "link"),
    }
    assert [one.events.last().action for one in two] == ["link_twin", "link_twin"]
    with pytest.raises(ValidationError, match="已经关联"):
        ties.link(two[1], other=two[0].reference, reason=WHY, actor=desk, at=NOON)
    ties.unlink(two[1], other=two[0].reference, reason="看错了", actor=desk, at=NOON)
    assert not Tie.objects.exists()


def test_merged_the_earlier_goes_on_with_the_nearer_limitation(two):
    own = two[0].limitation_on
    earlier, later = merged(two)
    assert later.status == Status.MERGED
    assert (later.next_due_at, later.limitation_on) == (None, None)
    assert own != date(2026, 12, 20)
    assert earlier.limitation_on == date(2026, 12, 20)
    assert later.deadlines.running().filter(kind="limitation", due_on=date(2026, 12, 20)).exists()
    assert earlier.events.last().action == "take_in"
    assert later not in Application.objects.open()


def test_the_nearer_seven_days_are_seen_and_met(two, office):
    """The earlier waits for papers; the later is examined already: its day stands in the queue."""
    earlier, later = two
    desk = clerk(office, Role.RECEPTIONIST)
    services.accept(earlier, actor=desk, at=NOON)
    services.ask_supplement(earlier, kinds=["id"], text="身份证", actor=desk, at=LATER)
    day = later.deadlines.get(kind="review").due_at
    earlier, later = merged((Application.objects.get(pk=earlier.pk), later))
    assert earlier.next_due_at == day
    services.lapse(earlier, at=NOON + timedelta(days=60), actor=desk)
    assert not later.deadlines.running().exclude(kind="limitation").exists()


@pytest.mark.parametrize("decided", [False, True])
def test_undone_it_stands_as_it_stood(two, office, decided):
    services.accept(two[1], actor=clerk(office, Role.RECEPTIONIST), at=LATER)
    later = Application.objects.get(pk=two[1].pk)
    services.ask_supplement(
        later, kinds=["id"], text="身份证", actor=clerk(office, Role.RECEPTIONIST), at=LATER
    )
    before = [stands(one) for one in two]
    earlier, later = merged((two[0], Application.objects.get(pk=two[1].pk)))
    if decided:
        services.withdraw(earlier, at=LATER)
    boss = officer(office, Role.SUPERVISOR)
    again = ties.unmerge(later, reason="不是同一笔", actor=boss, at=LATER)
    assert again.status == Status.SUPPLEMENTING
    assert stands(two[1]) == before[1]
    if not decided:
        assert stands(two[0]) == before[0]
    assert not Tie.objects.exists()
    assert Application.objects.get(pk=two[0].pk).events.last().action == "let_go"


def test_a_link_is_there_again_when_they_are_parted(two, office):
    desk = officer(office, Role.RECEPTIONIST)
    ties.link(two[1], other=two[0].reference, reason=WHY, actor=desk, at=NOON)
    _earlier, later = merged((two[0], Application.objects.get(pk=two[1].pk)))
    ties.unmerge(later, reason="不是", actor=desk, at=LATER)
    assert list(Tie.objects.values_list("kind", flat=True)) == ["link", "link"]


def test_a_claim_that_is_filed_ends_the_limitation_of_both(two, office):
    earlier, _later = merged(two)
    lawyer = officer(office, Role.DISPATCHER)
    done = limitation.file_claim(earlier, filed_on=LATER.date(), filed_with="仲裁委", actor=lawyer, at=LATER)
    assert done.limitation_on is None
    assert not Deadline.objects.running().filter(kind="limitation").exists()
    again = limitation.unfile_claim(done, reason="没有收", actor=lawyer, at=LATER)
    assert again.limitation_on == date(2026, 12, 20)


def runs(application):
    return application.deadlines.running().filter(kind="limitation").exists()


@pytest.mark.parametrize("first", ["earlier", "later"])
def test_what_was_filed_under_its_own_number_stays_so_when_the_other_filing_was_a_mistake(two, office, first):
    """Before they were merged: the one that goes on, or the one that is done under it."""
    lawyer = officer(office, Role.DISPATCHER)
    own = two[0] if first == "earlier" else two[1]
    limitation.file_claim(own, filed_on=NOON.date(), filed_with="仲裁委", actor=lawyer, at=NOON)
    earlier, later = merged([Application.objects.get(pk=one.pk) for one in two])
    assert [runs(one) for one in (earlier, later)] == [first == "later", first == "earlier"]
    done = limitation.file_claim(earlier, filed_on=LATER.date(), filed_with="法院", actor=lawyer, at=LATER)
    again = limitation.unfile_claim(done, reason="没有收", actor=lawyer, at=LATER)
    assert runs(earlier)
    assert runs(later) == (first == "earlier")
    assert again.limitation_on == (date(2026, 12, 20) if first == "earlier" else date(2027, 9, 1))


@pytest.mark.parametrize("own", [False, True])
def test_parted_a_claim_filed_for_the_other_alone_ends_no_limitation(two, office, own):
    lawyer, boss = officer(office, Role.DISPATCHER), officer(office, Role.SUPERVISOR)
    if own:
        limitation.file_claim(two[1], filed_on=NOON.date(), filed_with="仲裁委", actor=lawyer, at=NOON)
    earlier, later = merged([Application.objects.get(pk=one.pk) for one in two])
    limitation.file_claim(earlier, filed_on=LATER.date(), filed_with="法院", actor=lawyer, at=LATER)
    assert not runs(later)
    again = ties.unmerge(later, reason="不是同一笔", actor=boss, at=LATER)
    assert runs(later) == (not own)
    assert again.limitation_on == (None if own else date(2026, 12, 20))
    assert not runs(earlier)


def refused(later, other, office, match, **more):
    with pytest.raises(ValidationError, match=match):
        ties.merge(later, other=other, reason=WHY, actor=clerk(office, Role.RECEPTIONIST), at=LATER, **more)
    assert Application.objects.get(pk=later.pk).status == Status.SUBMITTED
    assert not Tie.objects.exists()


def test_what_is_not_merged(two, office):
    earlier, later = two
    refused(earlier, later.reference, office, "后来交的")
    refused(later, later.reference, office, "这就是这一件")
    refused(later, "FY-什么", office, "没有这个编号")
    far = ApplicationFactory(office=OfficeFactory())
    refused(later, far.reference, office, "没有这个编号")
    stranger = ApplicationFactory(
        office=office, name="别人", phone="13900008888", id_type="none", id_number=""
    )
    refused(later, stranger.reference, office, "对不上")
    over = ApplicationFactory(office=office, withdrawn=True)
    refused(later, over.reference, office, "没有在办")
    wishes.ask(later, later.claimant, Wish.Kind.MESSAGE, text="什么时候好？", at=NOON)
    refused(later, earlier.reference, office, "等着答复")


def test_workmates_on_one_phone_are_not_the_same_person(office):
    """The code of the one would open what is the other's."""
    shared = {"id_type": "none", "id_number": "", "phone": "13900007777", "employer": "同一家"}
    earlier = ApplicationFactory(office=office, name="王一", **shared)
    later = ApplicationFactory(office=office, name="李二", at=LATER, **shared)
    refused(later, earlier.reference, office, "对不上")


def test_one_of_a_group_is_merged_into_the_group_and_not_the_other_way(office):
    group = ApplicationFactory(office=office, claimants=workmates(3))
    second = group.claimants.all()[1]
    facts = {"name": second.name, "phone": second.phone, "id_type": second.id_type}
    alone = ApplicationFactory(office=office, at=LATER, id_number=second.id_number, **facts)
    _group, alone = merged((group, alone))
    assert alone.ties.get(kind="into").people == {str(alone.claimant.pk): second.pk}
    first = ApplicationFactory(office=office, **facts, id_number=second.id_number)
    more = ApplicationFactory(office=office, at=LATER, claimants=workmates(3))
    refused_at = more.reference
    with pytest.raises(ValidationError, match="第"):
        ties.merge(more, other=first.reference, reason=WHY, actor=clerk(office, Role.RECEPTIONIST), at=LATER)
    assert refused_at


def test_it_is_done_once_by_whom_it_is_given_to_on_a_page_of_now(two, office):
    earlier, later = two
    for role in (Role.APPROVER, Role.DISPATCHER, Role.CASEWORKER):
        with pytest.raises(PermissionDenied):
            ties.merge(later, other=earlier.reference, reason=WHY, actor=officer(office, role), at=LATER)
    desk = officer(office, Role.RECEPTIONIST)
    with pytest.raises(StaleApplication):
        ties.merge(later, other=earlier.reference, reason=WHY, actor=desk, version=99, at=LATER)
    for _twice in range(2):
        ties.merge(later, other=earlier.reference, reason=WHY, actor=desk, key="k", at=LATER)
    assert later.events.filter(action="merge").count() == 1
    assert Tie.objects.count() == 2
    with pytest.raises(TransitionNotAllowed):
        ties.merge(later, other=earlier.reference, reason=WHY, actor=desk, at=LATER)


def test_the_merged_one_goes_where_the_other_goes(two, office):
    earlier, later = merged(two)
    near = OfficeFactory(parent=office)
    officer(near, Role.RECEPTIONIST)
    office.refresh_from_db()
    boss = officer(office, Role.SUPERVISOR)
    transfer.reroute(earlier, office=near, reason="在那里办", actor=boss, at=LATER)
    assert Application.objects.get(pk=later.pk).office == near


def test_it_is_forgotten_with_the_one_it_was_done_under(two):
    earlier, later = merged(two)
    Application.objects.filter(pk=earlier.pk).update(status=Status.REFUSED)
    later.is_held = True
    later.save()
    earlier = Application.objects.get(pk=earlier.pk)
    assert retention.why_it_stays(earlier)
    Application.objects.filter(pk=later.pk).update(is_held=False)
    retention.forget(earlier, None, "rule")
    assert not Application.objects.exists()


# --- the person ------------------------------------------------------------


def came_in(client, code):
    return client.post(reverse("intake:track"), {"reference": code, "tail": ""}, follow=True)


def test_the_code_of_the_merged_one_opens_what_goes_on_and_says_so(client, two):
    earlier, later = merged(two)
    page = came_in(client, later.claimant.receipt_code)
    said = page.content.decode()
    assert page.context["application"] == earlier
    assert page.context["own"] == earlier.claimant
    assert f"您的 {later.reference} 和先交的 {earlier.reference} 是同一件事" in said
    key = {"key": "k", "text": "收到了"}
    client.post(reverse("intake:ask", args=["message"]), key)
    assert earlier.wishes.get().text == "收到了"
    assert not later.wishes.exists()


def test_number_and_phone_of_the_merged_one_show_the_stage_alone_and_its_code_the_rest(client, two):
    earlier, later = merged(two)
    door = {"reference": later.reference, "tail": later.claimant.phone[-4:]}
    page = client.post(reverse("intake:track"), door, follow=True)
    assert (page.context["application"], page.context["own"]) == (earlier, None)
    assert earlier.reference in page.content.decode()
    proof = {"way": "code", "code": later.claimant.receipt_code}
    page = client.post(reverse("intake:prove"), proof, follow=True)
    assert page.context["own"] == earlier.claimant


def test_parted_the_code_opens_its_own_again(client, two, office):
    _earlier, later = merged(two)
    ties.unmerge(later, reason="不是", actor=officer(office, Role.RECEPTIONIST), at=LATER)
    page = came_in(client, later.claimant.receipt_code)
    assert page.context["application"] == later
    assert "是同一件事" not in page.content.decode()


def test_what_is_answered_while_merged_is_seen_by_the_other_and_not_waited_for_again(two, office):
    """It stood still for a letter; its days go on with the answer, whichever it is done under."""
    earlier, later = two
    desk, reviewer = clerk(office, Role.RECEPTIONIST), clerk(office, Role.REVIEWER)
    there = OfficeFactory()
    colleague = officer(there, Role.RECEPTIONIST, Role.REVIEWER)
    services.accept(later, actor=desk, at=LATER)
    services.accept(earlier, actor=desk, at=LATER)
    services.ask_supplement(earlier, kinds=["id"], text="身份证", actor=desk, at=LATER)
    cooperation.ask(
        later, kind="check_means", facts="欠薪", asked="几口人", office=there, suspends=True,
        due_on=LATER.date() + timedelta(days=9), actor=reviewer, at=LATER,
    )  # fmt: skip
    earlier, later = merged((Application.objects.get(pk=earlier.pk), Application.objects.get(pk=later.pk)))
    assert earlier.next_due_kind == "supplement"
    cooperation.answer(later, letter=later.letters.get(), text="查过了", actor=colleague, at=LATER)
    earlier = Application.objects.get(pk=earlier.pk)
    assert (earlier.next_due_kind, earlier.next_due_at) == (
        "review",
        later.deadlines.get(kind="review").due_at,
    )
    parted = ties.unmerge(
        Application.objects.get(pk=later.pk), reason="不是", actor=officer(office, Role.SUPERVISOR), at=LATER
    )
    assert not parted.suspensions.running().exists()
    assert parted.next_due_kind == "review"
