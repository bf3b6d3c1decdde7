"""Every act × every status: allowed where the table says so and nowhere else, for nobody but its roles."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import translation

from aid import acts, services, workflow
from aid.acts import By
from aid.choices import Ground
from aid.models import Application, Event, Evidence, FirstAid, IssuedPaper, Letter, Termination, Tie, Wish
from aid.policies import application_policy
from aid.printed import as_markdown
from aid.services import clocks
from aid.services.perform import perform
from aid.workflow import APPLICATION, Status
from foundation.accounts.models import Office, Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, clerk, officer, workmates
from tests.aid.needs import needs as of_groups
from tests.aid.walk import reviewed

pytestmark = pytest.mark.django_db
# What each act needs decided before it.
FIRST_AID = {
    "propose_first_aid": FirstAid.State.ASKED,
    "endorse_first_aid": FirstAid.State.ASKED,
    "grant_first_aid": FirstAid.State.ASKED,
    "refuse_first_aid": FirstAid.State.ASKED,
    "first_aid_papers": FirstAid.State.GRANTED,
    "end_first_aid": FirstAid.State.GRANTED,
}
LATER = NOON + timedelta(days=30)
COOP = {"kind": "collect_evidence", "facts": "欠薪", "asked": "取考勤表"}


def do(action, application, actor):
    """Perform `action` with what it needs."""
    needs = {
        "accept": {},
        "ask_supplement": {"kinds": ["id"], "text": "身份证照片", "repeat_reason": "又发现一样"},
        "add_supplement": {"note": "补来了"},
        "add_evidence": {"papers": []},
        "settle_papers": {"kinds": ["id"], "note": "向派出所调取了"},
        "lapse": {},
        "refer_out": {"to": "某市法律援助中心", "reason": "案子在那里办"},
        "accept_transfer": {},
        "decline_transfer": {"reason": "不归我们管"},
        "recall_transfer": {"reason": "对方说不接"},
        "end_transfer": {"ack": "王主任电话里说接了"},
        "reroute": {"reason": "那里的人走了"},
        "suspend": {
            "reason": "away_check",
            "waits_for": "某县中心",
            "text": "家里几口人",
            "due_on": LATER.date() + timedelta(days=5),
        },
        "resume": {"text": "那边查过了"},
        "coop_ask": {**COOP, "to": "某县民政局", "due_on": LATER.date() + timedelta(days=5)},
        "coop_ack": {},
        "coop_answer": {"text": "查过了"},
        "coop_decline": {"text": "不在我们县"},
        "coop_heard": {"what": "answered", "text": "李科长来电话"},
        "coop_close": {"note": "不等了"},
        "review": {"opinion": "符合条件", "advice": "grant", "check": "exempt"},
        "send_back": {"reason": "考勤和工资对不上，再查"},
        "grant": {},
        "refuse": {"reasons": ["other"], "text": "查明工资已经全部付清了。", "law": "法律援助法"},
        "withdraw": {},
        "undo_withdrawal": {},
        "reopen": {"reason": "他来窗口说还要办"},
        "mend_refusal": {"reason": "收条是别人的"},
        "mend_end": {"reason": "材料其实在别人桌上"},
        "leave_group": {"claimant": application.claimants.last()},
        "undo_leaving": {"claimant": application.claimants.last()},
        "change_reps": {"representatives": application.claimants.all()[:1]},
        "fix_identity": {
            "claimant": application.claimants.first(),
            "name": "王小某",
            "id_type": "none",
            "id_number": "",
            "note": "户口本",
        },
        "answer": {"text": "今天给您打电话"},
        "uphold": {"text": "付清了，有收条"},
        "order_review": {"text": "收条不是本人签的"},
        "order_grant": {"text": "收条不是本人签的"},
        "report_end": {"reason": "own_lawyer", "text": "他自己请了律师，昨天说的。"},
        "terminate": {"text": "您自己请了律师，按规定终止。"},
        "keep_on": {"text": "只是问过，没有请"},
        "ask_first_aid": {"ground": Ground.ADVANCE},
        "propose_first_aid": {"note": "老板在卖机器"},
        "endorse": {"note": "我看行"},
        "endorse_first_aid": {},
        "endorse_end": {"note": "问过他，是请了"},
        "grant_first_aid": {"ground": Ground.ADVANCE},
        "refuse_first_aid": {"text": "还有两个月，来得及。"},
        "first_aid_papers": {},
        "end_first_aid": {"text": "约好的材料一直没有补来。"},
        "file_claim": {"filed_on": date(2026, 11, 18), "filed_with": "某某仲裁委"},
        "unfile_claim": {"reason": "仲裁委没有收，材料不齐"},
        "hold": {"reason": "当事人起诉了，法院要调卷"},
        "lift_hold": {"reason": "判决生效了"},
        "note": {"text": "他明天来"},
        "serve": {"served_on": LATER.date(), "how": "by_hand", "to": "self", "proof": "signed"},
        "serve_paper": {"served_on": LATER.date(), "how": "by_hand", "to": "self", "proof": "signed"},
        "issue_paper": {"kind": "letter", "title": "公函", "to": "某局", "text": "请协助查阅。"},
        "write_to": {"text": "明天来一趟。"},
        "tell": {"how": "phone", "told_at": LATER, "text": "电话里说了"},
        "correct_paper": {"kind": "iou"},
        "link_twin": {"reason": "同一笔工钱"},
        "unlink_twin": {"reason": "看错了"},
        "merge": {"reason": "同一笔工钱"},
        "unmerge": {"reason": "不是同一笔"},
        "set_reviewer": {},
    }
    if action == "set_reviewer":
        needs[action]["reviewer"] = clerk(application.office, Role.REVIEWER)
    if action in ("link_twin", "unlink_twin", "merge"):
        other = twin_of(application)
        needs[action]["other"] = other.reference
        if action == "unlink_twin":
            a_tie(application, other, "link")
    if action == "undo_leaving":
        application.claimants.filter(pk=needs[action]["claimant"].pk).update(withdrawn_at=NOON)
    if action == "refuse" and application.status == Status.REVIEWING:
        advise_refusal(application)
    if action == "unfile_claim":
        clocks.file(application, application.claimants.all(), filed_on=date(2026, 11, 18))
    if action in ("coop_heard", "coop_close"):
        needs[action]["letter"] = a_letter(application)
    if action == "resume" and application.status in APPLICATION.acts["suspend"].sources:
        do("suspend", application, officer(application.office, Role.REVIEWER))
        application.refresh_from_db()
    if action in ("recall_transfer", "end_transfer"):
        offered(application)
    if APPLICATION.acts[action].elsewhere:
        asked = below(application.office)
        offered(application, to=asked)
        if action.startswith("coop_"):
            needs[action]["letter"] = application.letters.get(to_office=asked)
    if action == "reroute":
        needs[action]["office"] = below(application.office)
    if action == "serve_paper":
        needs[action]["paper"] = IssuedPaper.objects.create(
            application=application,
            office=application.office,
            kind="letter",
            year=2026,
            issued_on=NOON.date(),
            issued_at=NOON,
            issued_by=actor,
        )
    if action == "correct_paper":
        needs[action]["paper"], _is_new = Evidence.objects.get_or_create(
            application=application, kind="id", defaults={"size": 1, "content_type": "image/png"}
        )
    if action == "lift_hold":
        Application.objects.filter(pk=application.pk).update(is_held=True)
    waits_for_a_yes(action, application)
    if action in ("answer", "uphold", "order_review", "order_grant"):
        kind = Wish.Kind.COMPLAINT if action == "answer" else Wish.Kind.OBJECTION
        asked = {"claimant": application.claimant, "kind": kind, "asked_at": NOON}
        wish = Wish.objects.create(application=application, **asked)
        needs["answer"]["wish"] = wish
    at = NOON if action in ("undo_withdrawal", "undo_leaving") else LATER
    if (others := of_groups(action, application, at)) is not None:
        needs[action] = others
    return APPLICATION.acts[action].perform(application, actor=actor, at=at, **needs[action])


def waits_for_a_yes(action, application):
    """What the act says yes to is there, and it is this yes that is waited for."""
    if action == "endorse":
        application.yes_after = ["supervisor"]
        Application.objects.filter(pk=application.pk).update(yes_after=["supervisor"])
    if action in ("terminate", "keep_on", "endorse_end"):
        Termination.objects.get_or_create(
            application=application,
            defaults={
                "reason": "own_lawyer",
                "report": "请了律师",
                "reported_by": officer(application.office, Role.DISPATCHER),
                "reported_at": NOON,
                "yes_after": ["supervisor"] if action == "endorse_end" else [],
            },
        )
    if action in FIRST_AID:
        values = {
            "ground": Ground.ADVANCE,
            "asked_by": acts.By.STAFF,
            "asked_at": NOON,
            "papers_due_on": LATER.date(),
        }
        chain = {
            "next_yes": "" if action == "propose_first_aid" else "approver",
            "yes_after": ["supervisor"] if action == "endorse_first_aid" else [],
        }
        FirstAid.objects.get_or_create(
            application=application, defaults={"state": FIRST_AID[action], **values}
        )
        FirstAid.objects.filter(application=application).update(**chain)
        application.first_aid = FirstAid.objects.get(application=application)


def at_status(office, status):
    if status == Status.TERMINATED:
        ended = do("end_first_aid", ApplicationFactory(office=office), officer(office, Role.APPROVER))
        return Application.objects.get(pk=ended.pk)
    if status == Status.MERGED:
        merged = do(
            "merge",
            ApplicationFactory(office=office, claimants=workmates(2)),
            officer(office, Role.RECEPTIONIST),
        )
        return Application.objects.get(pk=merged.pk)
    return ApplicationFactory(office=office, claimants=workmates(2), **{status: True})


def twin_of(application):
    """The same people, who came before."""
    number = application.claimants.count()
    people = {"claimants": workmates(number)} if number > 1 else {}
    return ApplicationFactory(office=application.office, at=NOON - timedelta(days=2), **people)


def a_tie(application, other, kind):
    maker = officer(application.office, Role.RECEPTIONIST)
    for one, two in ((application, other), (other, application)):
        Tie.objects.create(application=one, other=two, kind=kind, since=NOON, made_by=maker)


def a_letter(application, to=None):
    """A letter that waits for an answer, of an office of ours or of a body outside."""
    said = {"sent_at": NOON, "sent_by": officer(application.office, Role.REVIEWER), "due_on": LATER.date()}
    offices = {"from_office": application.office, "to_office": to, "to": to.name if to else "某县民政局"}
    return Letter.objects.create(
        application=application, claimant=application.claimant, **COOP, **offices, **said
    )


def offered(application, to=None):
    asked = {"offered_to": to, "offer_due_on": LATER.date(), "referred_to": to.name if to else "某市中心"}
    Application.objects.filter(pk=application.pk).update(**asked)
    application.refresh_from_db()
    if to:
        a_letter(application, to)


def below(office):
    """An agency under `office` at which somebody works."""
    agency = OfficeFactory(parent=Office.objects.get(pk=office.pk))
    officer(agency, Role.RECEPTIONIST)
    return agency


def advise_refusal(application):
    """The reviewer has thought again."""
    said = application.events.filter(action="review").order_by("-number")[0]
    again = {
        name: getattr(said, name)
        for name in ("application", "action", "before", "after", "by", "actor", "at")
    }
    Event(**again, data={**said.data, "advice": "refuse"}).save()


STAFF_ACTS = [action for action, row in APPLICATION.acts.items() if row.roles]


@pytest.mark.parametrize("status", Status.values)
def test_every_act_starts_only_where_the_table_says(office, status):
    for action in STAFF_ACTS:
        application = at_status(office, status)
        actor = officer(office, *Role.values)
        if status in APPLICATION.acts[action].sources:
            moved = do(action, application, actor)
            act = APPLICATION.acts[action]
            came_from = application.events.order_by("-pk")[1].before if act.returns else status
            assert moved.status == (act.target or came_from), action
            assert moved.events.last().action == action
            assert moved.version == application.version + (0 if act.aside else 1)
        else:
            count = application.events.count()
            with pytest.raises(acts.TransitionNotAllowed):
                do(action, application, actor)
            application.refresh_from_db()
            assert (application.status, application.events.count()) == (status, count), action


@pytest.mark.parametrize("action", STAFF_ACTS)
def test_an_act_is_refused_to_every_other_role(office, action):
    status = APPLICATION.acts[action].sources[0]
    application = at_status(office, status)
    waits_for_a_yes(action, application)
    if APPLICATION.acts[action].elsewhere:
        offered(application, below(office))
    for role in Role:
        actor = officer(office, role)
        if role in APPLICATION.acts[action].roles and role != Role.CASEWORKER:
            assert application_policy.user_has_permission_for_instance(actor, action, application)
            continue
        with pytest.raises(PermissionDenied):
            do(action, application, actor)
    assert Application.objects.get(pk=application.pk).status == status


@pytest.mark.parametrize("action", STAFF_ACTS)
def test_an_act_is_refused_to_the_same_role_of_another_office(office, action):
    application = at_status(office, APPLICATION.acts[action].sources[0])
    stranger = officer(OfficeFactory(), *Role.values)
    with pytest.raises(PermissionDenied):
        do(action, application, stranger)


def test_an_officer_of_the_office_above_may_act(office):
    desk = OfficeFactory(parent=office)
    office.refresh_from_db()
    application = ApplicationFactory(office=desk)
    assert services.accept(application, actor=officer(office, Role.RECEPTIONIST)).status == Status.ACCEPTED
    with pytest.raises(PermissionDenied):
        services.withdraw(ApplicationFactory(office=office), actor=officer(desk, Role.RECEPTIONIST))


@pytest.mark.parametrize("action", ["grant", "refuse"])
def test_the_reviewer_does_not_decide(office, action):
    person = officer(office, Role.REVIEWER, Role.APPROVER)
    application = reviewed(ApplicationFactory(office=office, accepted=True), person)
    with pytest.raises(PermissionDenied):
        do(action, application, person)
    assert do(action, application, officer(office, Role.APPROVER)).status in (Status.GRANTED, Status.REFUSED)


def test_who_accepted_may_grant(office):
    person = officer(office, Role.RECEPTIONIST, Role.APPROVER)
    application = services.accept(ApplicationFactory(office=office), actor=person, at=NOON)
    application = reviewed(application, officer(office, Role.REVIEWER))
    assert services.grant(application, actor=person, at=NOON).status == Status.GRANTED


@pytest.mark.parametrize(
    "action", [a for a, r in APPLICATION.acts.items() if r.other != By.APPLICANT and r.other != By.CLOCK]
)
def test_the_person_cannot_act_for_the_office(office, action):
    with pytest.raises(PermissionDenied):
        perform(ApplicationFactory(office=office), action, lambda step: None)


def test_someone_who_left_sees_and_does_nothing(office):
    application = ApplicationFactory(office=office)
    actor = officer(office, *Role.values)
    actor.is_active = False
    actor.save()
    assert not Application.objects.visible_to(actor)
    with pytest.raises(PermissionDenied):
        services.accept(application, actor=actor)


@pytest.mark.parametrize("role", Role.values)
def test_list_and_policy_agree(office, role):
    inner, outer = OfficeFactory(parent=office), OfficeFactory()
    office.refresh_from_db()
    user = officer(office, role)
    mine = ApplicationFactory(office=outer, assigned=True, assignee=officer(outer, Role.CASEWORKER))
    if role == Role.CASEWORKER:
        mine = ApplicationFactory(office=office, assigned=True, assignee=user)
    rows = [ApplicationFactory(office=o) for o in (office, inner, outer)] + [mine]
    seen = set(Application.objects.visible_to(user))
    for row in rows:
        assert (row in seen) == application_policy.user_has_permission_for_instance(user, "view", row)
    expected = {"caseworker": {mine}}.get(role, set(rows[:2]) if role in workflow.OFFICE_ROLES else set())
    assert seen & set(rows) == expected


def test_the_next_acts_are_what_the_policy_allows(office):
    application = ApplicationFactory(office=office)
    person = officer(office, Role.RECEPTIONIST)
    from foundation.accounts import scope

    found = application_policy.next_acts(scope.of(person), person, application)
    assert found[0].code == "accept"
    assert "grant" not in [act.code for act in found]


def test_the_printed_table_is_in_step():
    with translation.override("zh-hans"):
        text = as_markdown()
    assert (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8") == text


def test_every_status_is_reached_and_every_open_one_left():
    targets = {row.target for row in APPLICATION.acts.values()}
    assert set(Status.values) <= targets
    for status in workflow.OPEN:
        assert APPLICATION.acts_from(status)
