"""Papers of one of several: the decision about one of a group, and the letter to another agency."""

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from docx import Document

from aid.models import Application, IssuedPaper
from aid.paperwork import word
from aid.services import cooperation, issue, serve, shares, wishes
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, clerk, officer, workmates
from tests.aid.test_issue import issued, said
from tests.aid.test_shares import WHY, WHY_NOT_ME, partly

pytestmark = pytest.mark.django_db
DAY = NOON.date()


@pytest.fixture
def group(office):
    return partly(ApplicationFactory(office=office, claimants=workmates(6, may_sms=True), accepted=True))


@pytest.fixture
def desk(office):
    return clerk(office, Role.RECEPTIONIST)


def share_of(group, position):
    return group.shares.exclude(state="settled").get(claimant__position=position)


def paper_of(group, desk, position, kind="refuse_one", **more):
    return issued(group, desk, kind, basis=f"share:{share_of(group, position).pk}", **more)


def test_each_refused_reads_of_themselves_alone_under_a_number_of_their_own(group, desk):
    papers = {n: paper_of(group, desk, n) for n in (6, 2, 5)}
    number = group.decision.number
    assert [papers[n].number for n in (2, 5, 6)] == [f"{number}之一", f"{number}之二", f"{number}之三"]
    assert [papers[n].claimant.position for n in (2, 5, 6)] == [2, 5, 6]
    found = said(papers[2])
    two, five = (group.claimants.get(position=n) for n in (2, 5))
    assert all(words in found for words in ("不予法律援助决定书", WHY, two.name, "五日内", f"{number}之一"))
    assert WHY_NOT_ME not in found
    assert five.name == two.name or five.name not in found
    assert papers[5].facts["addressee"] == five.name
    assert papers[5].facts["people"] == []
    document = Document(io.BytesIO(word.of(papers[2])))
    words = "\n".join(line.text for line in document.paragraphs)
    assert WHY in words
    assert f"{number}之一" in words


def test_only_that_one_and_officers_open_it(group, desk, office):
    group.claimants.filter(position=1).update(is_representative=True)
    paper = paper_of(group, desk, 5)
    group = Application.objects.get(pk=group.pk)
    people = {one.position: one for one in group.claimants.all()}
    assert issue.for_person(group, people[5]) == [paper]
    for position in (1, 2, 6):  # who speaks for the others neither
        assert paper not in issue.for_person(group, people[position])
        people[position].application = group
        with pytest.raises(PermissionDenied):
            issue.open_own(paper, people[position])
    issue.open_issued(paper, actor=desk)
    with pytest.raises(PermissionDenied):
        issue.open_issued(paper, actor=officer(OfficeFactory(), Role.APPROVER))


def test_one_must_be_named_each_once_and_nobody_else(group, desk):
    with pytest.raises(ValidationError) as wrong:
        issued(group, desk, "refuse_one")
    assert "basis" in wrong.value.error_dict
    paper_of(group, desk, 2)
    with pytest.raises(ValidationError, match="已经出过"):
        paper_of(group, desk, 2)
    other = partly(ApplicationFactory(office=group.office, claimants=workmates(6), accepted=True))
    for basis in (f"share:{share_of(other, 2).pk}", "share:0", "letter:1", "x"):
        with pytest.raises(ValidationError):
            issued(group, desk, "refuse_one", basis=basis)
    assert IssuedPaper.objects.count() == 1


def test_it_is_put_right_under_the_same_number(group, desk):
    first = paper_of(group, desk, 5)
    second = issued(group, desk, "refuse_one", replaces=first, why="姓名印错了")
    assert (second.number, second.version, second.claimant) == (first.number, 2, first.claimant)
    person = group.claimants.get(position=5)
    assert issue.for_person(group, person) == [second]


def test_what_was_served_to_one_is_the_version_in_force(group, desk):
    first = paper_of(group, desk, 5)
    second = issued(group, desk, "refuse_one", replaces=first, why="姓名印错了")
    person = group.claimants.get(position=5)
    handed = {"how": "by_hand", "to": "self", "proof": "signed", "actor": desk, "at": NOON}
    serve.serve_member(group, claimant=person, served_on=DAY, **handed)
    assert group.servings.get().paper == second
    with pytest.raises(ValidationError, match="不在这里记送达"):
        issue.serve_paper(group, paper=second, served_on=DAY, **handed)


def test_granted_after_all_one_gets_a_paper_and_the_old_one_stays(group, desk, office):
    old = paper_of(group, desk, 5)
    wishes.ask(group, group.claimants.get(position=5), "objection", text="不服", at=NOON)
    shares.order_member(group, text="重新看。", actor=officer(office, Role.SUPERVISOR), at=NOON)
    shares.decide_member(
        group, positions=[5], outcome="grant", text="重新查过，钱没有付，给予援助。",
        actor=officer(office, Role.APPROVER), at=NOON,
    )  # fmt: skip
    paper = paper_of(group, desk, 5, "grant_one")
    apart = group.decisions.get(is_apart=True)
    assert paper.number == f"{apart.number}之一"
    assert "重新查过" in said(paper)
    whole = issued(group, desk, "grant")
    assert len(whole.facts["people"]) == 3  # 1, 3 and 4, of whom it was
    group = Application.objects.get(pk=group.pk)
    assert issue.for_person(group, group.claimants.get(position=5)) == [paper, old]


def test_a_letter_is_printed_as_it_was_sent_with_what_it_shares(office, desk):
    application = ApplicationFactory(office=office, accepted=True)
    with pytest.raises(ValidationError, match="现在没有可以出的"):
        issued(application, desk, "cooperate")
    reviewer = clerk(office, Role.REVIEWER)
    asked = {"facts": "老板回老家了。", "due_on": DAY.replace(day=30), "actor": reviewer, "at": NOON}
    for to, what in (("某县民政局", "请查几口人。"), ("某县公安局", "请查住在哪里。")):
        cooperation.ask(application, kind="collect_evidence", to=to, asked=what, shares=["name"], **asked)
    first, second = application.letters.order_by("pk")
    with pytest.raises(ValidationError):
        issued(application, desk, "cooperate")  # of two one must be named
    paper = issued(application, desk, "cooperate", basis=f"letter:{first.pk}")
    found = said(paper)
    person = application.claimant
    for words in (
        "协作函",
        "援协字",
        "某县民政局",
        "请查几口人",
        "老板回老家",
        "2026年11月30日前办好",
        person.name,
    ):
        assert words in found
    assert person.phone not in found
    assert "公安局" not in found
    assert paper.claimant is None
    assert issue.for_person(application, person) == []
    other = issued(application, desk, "cooperate")  # the one that is left
    assert other.basis == f"letter:{second.pk}"
    with pytest.raises(ValidationError, match="已经出过"):
        issued(application, desk, "cooperate", basis=f"letter:{first.pk}")
    content = Document(io.BytesIO(word.of(paper)))
    assert "请查几口人" in "\n".join(line.text for line in content.paragraphs)
