"""出文书: numbered without gaps, set once and kept, put right by another version."""

import hashlib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import timezone

from aid import services
from aid.models import Application, IssuedPaper, NumberSeries
from aid.paperwork import official
from aid.services import first_aid, housekeeping, issue, transfer
from aid.services.numbers import next_number
from foundation import paper as typesetter
from foundation.accounts.models import Role
from foundation.vault import files as vault_files
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.walk import given_first
from tests.papers import pages, text

pytestmark = pytest.mark.django_db
LETTER = {
    "kind": "letter",
    "title": "介绍信",
    "to": "某县人力资源和社会保障局",
    "text": "兹介绍我中心人员查阅材料。",
}


@pytest.fixture
def clerk(office):
    return officer(office, Role.RECEPTIONIST)


def issued(application, clerk, kind, at=NOON, **more):
    issue.issue_paper(Application.objects.get(pk=application.pk), kind=kind, actor=clerk, at=at, **more)
    return application.issued.filter(kind=kind).last()


def said(paper):
    return text(issue.content_of(paper).read()).replace(" ", "")


def ended(office):
    approver = officer(office, Role.APPROVER)
    application = ApplicationFactory(office=office)
    given_first(application, ground="advance", text="先办", actor=approver, at=NOON)
    return first_aid.end(application, text="约好的材料一直没有补来。", actor=approver, at=NOON)


def referred(office):
    return transfer.offer(
        ApplicationFactory(office=office),
        to="某市法律援助中心",
        reason="案子在那里办",
        actor=officer(office, Role.RECEPTIONIST),
        at=NOON,
    )


def helped_first(office):
    application = ApplicationFactory(office=office)
    return given_first(
        application, ground="advance", text="先办", actor=officer(office, Role.APPROVER), at=NOON
    )


KINDS = {
    "receipt": (
        lambda office: ApplicationFactory(office=office, accepted=True),
        ["援受字", "您的法律援助申请"],
    ),
    "supplement": (
        lambda office: ApplicationFactory(office=office, supplementing=True),
        ["补正材料通知书", "援补字", "身份证正反面照片", "前补齐", "第四十三条"],
    ),
    "first_aid": (helped_first, ["先行提供法律援助决定书", "援先字", "第四十四条"]),
    "grant": (lambda office: ApplicationFactory(office=office, granted=True), ["决定给予法律援助", "援决字"]),
    "refuse": (
        lambda office: ApplicationFactory(office=office, refused=True),
        ["不予法律援助决定书", "查明工资已经付清", "第三十一条", "五日内", "援决字"],
    ),
    "ending": (ended, ["终止法律援助决定书", "援终字", "一直没有补来", "第四十九条"]),
    "transfer": (referred, ["移送函", "援转字", "某市法律援助中心", "案子在那里办"]),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_says_what_was_decided_with_its_number_and_the_place_of_the_seal(office, clerk, kind):
    make, words = KINDS[kind]
    application = make(office)
    paper = issued(application, clerk, kind)
    found = said(paper)
    for word in (*words, paper.number, "（盖章）", "2026年11月18日", "第1页", office.name):
        assert word in found, (word, found)
    if kind == "transfer":  # to another body: who it is, no number by which to reach them
        assert application.claimant.phone not in found
        assert application.claimant.id_number not in found


def test_a_letter_says_what_was_written_and_nothing_of_the_person(office, clerk):
    application = ApplicationFactory(office=office)
    found = said(issued(application, clerk, **LETTER))
    assert all(word in found for word in ("介绍信", "援函字", LETTER["to"], LETTER["text"]))
    assert application.claimant.name not in found


def test_only_what_there_is_can_be_issued_and_only_once(office, clerk):
    fresh = ApplicationFactory(office=office)
    for kind in set(KINDS) - {"transfer"}:
        with pytest.raises(ValidationError, match="现在没有可以出的"):
            issued(fresh, clerk, kind)
    refused = ApplicationFactory(office=office, refused=True)
    issued(refused, clerk, "refuse")
    with pytest.raises(ValidationError, match="已经出过"):
        issued(refused, clerk, "refuse")
    assert not NumberSeries.objects.filter(series="receipt").exists()
    for _again in range(2):  # letters are as many as there are to write
        issued(refused, clerk, **LETTER)
    assert refused.issued.filter(kind="letter").count() == 2


def test_who_may_not_issues_none(office):
    application = ApplicationFactory(office=office, granted=True)
    for role in (Role.SUPERVISOR, Role.CASEWORKER, Role.EDITOR):
        with pytest.raises(PermissionDenied):
            issued(application, officer(office, role), "grant")
    with pytest.raises(PermissionDenied):
        issued(application, officer(OfficeFactory(), Role.APPROVER), "grant")
    assert not IssuedPaper.objects.exists()


def test_a_second_click_and_an_old_page_issue_nothing(office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    for _click in range(2):
        issued(application, clerk, **LETTER, key="one")
    assert application.issued.count() == 1
    with pytest.raises(services.StaleApplication):
        issued(application, clerk, "grant", version=application.version - 1)


def test_the_decision_keeps_the_number_it_was_given(office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    paper = issued(application, clerk, "grant")
    assert paper.number == application.decision.number
    assert NumberSeries.objects.get(series="decision").last == 1


# --- a version that puts right ------------------------------------------------------------------------
def test_a_correction_has_the_same_number_and_says_what_it_replaces(office, clerk):
    application = ApplicationFactory(office=office, refused=True)
    first = issued(application, clerk, "refuse")
    before = issue.content_of(first).read()
    person = application.claimant
    person.name = "王小墙"
    person.save()
    later = NOON + timedelta(days=2)
    with pytest.raises(ValidationError, match="更正什么"):
        issued(application, clerk, "refuse", at=later, replaces=first)
    second = issued(application, clerk, "refuse", at=later, replaces=first, why="姓名写错了")
    assert (second.number, second.version, second.replaces) == (first.number, 2, first)
    found = said(second)
    assert all(w in found for w in ("王小墙", "第2版", "替换2026年11月18日的一版", "姓名写错了"))
    first = IssuedPaper.objects.get(pk=first.pk)
    assert issue.content_of(first).read() == before
    assert hashlib.sha256(before).hexdigest() == first.sha256
    with pytest.raises(ValidationError, match="已经被更正过"):
        issued(application, clerk, "refuse", at=later, replaces=first, why="再来一次")
    assert list(application.issued.current()) == [second]


def test_a_new_decision_has_a_paper_of_its_own(office, clerk):
    application = ApplicationFactory(office=office, refused=True)
    first = issued(application, clerk, "refuse")
    application.decisions.create(
        kind="refuse",
        number="（某）援决字〔2026〕第0009号",
        decided_on=NOON.date() + timedelta(days=3),
        decided_by=clerk,
        reasons=["other"],
        remedy="可以提异议",
    )
    second = issued(application, clerk, "refuse", at=NOON + timedelta(days=3))
    assert (second.version, second.replaces) == (1, None)
    assert second.number != first.number


# --- what stands on it --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["䶮㛃𠮷", "阿卜杜热依木·买买提", "Nguyễn Văn An", "محمد", '#import "x" $a$ \\']
)
def test_names_of_any_script_and_no_markup(office, clerk, name):
    application = ApplicationFactory(office=office, granted=True)
    person = application.claimant
    person.name = name
    person.save()
    paper = issued(application, clerk, "grant")
    assert paper.facts["addressee"] == name
    found = said(paper)
    if name.isascii() or "一" <= name[0] <= "鿿" or name[0] == "N":
        assert name.replace(" ", "") in found


def test_a_long_text_goes_on_over_pages_and_500_people_stand_behind(office, clerk):
    application = ApplicationFactory(office=office, refused=True, claimants=workmates(500))
    decision = application.decisions.get()
    decision.text = "查明的情况很长，一段一段写下来。\n" * 110
    decision.save()
    found = pages(issue.content_of(issued(application, clerk, "refuse")).read())
    assert len(found) > 10
    whole = "".join(found).replace(" ", "")
    assert "等500人" in whole
    assert "附：名单（500人）" in whole
    assert application.claimants.last().name in whole
    assert f"第{len(found)}页，共{len(found)}页" in whole


def test_a_paper_that_cannot_be_set_takes_no_number(office, clerk, settings, tmp_path):
    application = ApplicationFactory(office=office, accepted=True)
    settings.PAPER_TEMPLATES = str(tmp_path)
    (tmp_path / "receipt.typ").write_text("#broken(")
    with pytest.raises(ValidationError, match="号也没有用掉"):
        issued(application, clerk, "receipt")
    assert not NumberSeries.objects.filter(series="receipt").exists()
    assert not application.events.filter(action="issue_paper").exists()
    (tmp_path / "receipt.typ").unlink()
    assert issued(application, clerk, "receipt").number.endswith("第0001号")


def test_the_template_it_was_set_with_is_known(office, clerk, settings, tmp_path):
    first = issued(ApplicationFactory(office=office, accepted=True), clerk, "receipt")
    settings.PAPER_TEMPLATES = str(tmp_path)
    (tmp_path / "base.typ").write_bytes(
        (settings.BASE_DIR / "templates/papers/base.typ").read_bytes() + b"\n// ours\n"
    )
    second = issued(ApplicationFactory(office=office, accepted=True), clerk, "receipt")
    assert first.template_version != second.template_version
    assert second.template_version == typesetter.version_of("receipt")


# --- numbers ------------------------------------------------------------------------------------------
def test_each_kind_and_office_and_year_counts_for_itself(office, clerk):
    other = OfficeFactory()
    new_year = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai
    application = ApplicationFactory(office=office)
    numbers = [issued(application, clerk, **LETTER, at=at).number for at in (NOON, NOON, new_year)]
    assert [(number[number.index("〔") :]) for number in numbers] == [
        "〔2026〕第0001号",
        "〔2026〕第0002号",
        "〔2027〕第0001号",
    ]
    elsewhere = issued(ApplicationFactory(office=other), officer(other, Role.APPROVER), **LETTER)
    assert elsewhere.number.endswith("〔2026〕第0001号")
    assert all("援函字" in number for number in numbers)


@pytest.mark.django_db(transaction=True)
def test_numbers_taken_at_the_same_moment_have_no_gaps_and_no_twins(office):
    together, taken, errors = threading.Barrier(8), [], []

    def take(fails):
        try:
            together.wait(5)
            with transaction.atomic():
                number = next_number(office, "letter", 2026)
                if fails:
                    raise ZeroDivisionError
            taken.append(number)
        except ZeroDivisionError:
            pass
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n % 3 == 0,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert not errors
    assert sorted(number[-5:-1] for number in taken) == ["0001", "0002", "0003", "0004", "0005"]


# --- kept ---------------------------------------------------------------------------------------------
def test_what_was_issued_is_no_stray_and_what_failed_is(office, clerk):
    paper = issued(ApplicationFactory(office=office, accepted=True), clerk, "receipt")
    gone = issued(ApplicationFactory(office=office, accepted=True), clerk, "receipt")
    gone.delete()
    housekeeping.forget_strays(timezone.now() + timedelta(days=2))
    left = set(vault_files.all_names())
    assert paper.path in left
    assert gone.path not in left


def test_each_issue_and_each_look_is_an_entry(office, clerk):
    application = ApplicationFactory(office=office, granted=True)
    paper = issued(application, clerk, "grant")
    issue.open_issued(paper, actor=clerk)
    person = application.claimant
    person.application = application
    issue.open_own(paper, person)
    found = AccessEntry.objects.order_by("number").values_list("action", "actor")
    assert list(found) == [
        ("aid.issue_paper", clerk.pk),
        ("aid.open_issued", clerk.pk),
        ("aid.own_issued", None),
    ]
    with pytest.raises(PermissionDenied):
        issue.open_issued(paper, actor=officer(OfficeFactory(), Role.APPROVER))


def test_what_is_for_others_is_not_the_persons(office, clerk):
    application = ApplicationFactory(office=office, granted=True, claimants=workmates(3))
    application.claimants.filter(position=1).update(is_representative=True)
    application = Application.objects.get(pk=application.pk)
    letter, grant = issued(application, clerk, **LETTER), issued(application, clerk, "grant")
    first, second = list(application.claimants.all())[:2]
    assert issue.for_person(application, first) == [grant]
    assert issue.for_person(application, second) == []
    for paper, person in ((letter, first), (grant, second)):
        person.application = application
        with pytest.raises(PermissionDenied):
            issue.open_own(paper, person)


def test_every_kind_has_a_template_and_a_series(settings):
    for one in official.OFFICIAL.values():
        assert (settings.BASE_DIR / "templates/papers" / f"{one.template}.typ").is_file()
        assert bool(one.series) != (one.code in ("grant", "refuse", "grant_one", "refuse_one"))
