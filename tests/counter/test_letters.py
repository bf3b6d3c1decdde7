"""文书: one page to issue from, to open, to put right, to write down that it was handed over; and the person's own."""

import uuid

import pytest
from django.urls import reverse

from aid import sla
from aid.models import Application, IssuedPaper, Serving
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer
from tests.aid.test_issue import LETTER, issued
from tests.counter.acts import case_url
from tests.intake.test_track import opened
from tests.papers import text

pytestmark = pytest.mark.django_db


def send(client, application, action, **fields):
    version = fields.pop("version", Application.objects.get(pk=application.pk).version)
    values = {"version": version, "key": uuid.uuid4().hex, **fields}
    return client.post(case_url(application, "letters"), {f"{action}-{n}": v for n, v in values.items()})


def pdf(answer):
    assert answer["Content-Type"] == "application/pdf"
    return text(b"".join(answer.streaming_content) if answer.streaming else answer.content).replace(" ", "")


def test_a_decision_is_looked_at_issued_and_opened_from_one_page(client, as_, office):
    application = ApplicationFactory(office=office, granted=True)
    as_("receptionist")
    page = client.get(case_url(application)).content.decode()
    assert case_url(application, "letters") in page
    page = client.get(case_url(application, "letters")).content.decode()
    assert "给予法律援助决定书" in page
    assert "不予法律援助决定书" not in page
    assert "决定书还没有送到" in page
    draft = client.get(reverse("applications:letter_draft", args=[application.pk, "grant"]))
    assert application.decision.number not in pdf(draft)
    assert (
        client.get(reverse("applications:letter_draft", args=[application.pk, "refuse"])).status_code == 404
    )
    assert send(client, application, "issue_paper", kind="grant").status_code == 302
    paper = IssuedPaper.objects.get()
    page = client.get(case_url(application, "letters")).content.decode()
    assert paper.number in page
    assert "还没有记送达" in page
    answer = client.get(reverse("applications:issued", args=[application.pk, paper.pk]))
    assert application.claimant.name not in answer["Content-Disposition"]
    assert application.decision.number in pdf(answer)
    assert AccessEntry.objects.filter(action="aid.open_issued").count() == 1
    assert send(client, application, "issue_paper", kind="grant").status_code == 422


def test_what_is_wrong_comes_back_with_what_was_typed(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("reviewer")
    answer = send(client, application, "issue_paper", **{**LETTER, "to": ""})
    assert answer.status_code == 422
    assert LETTER["text"] in answer.content.decode()
    answer = send(client, application, "issue_paper", **LETTER, version=application.version - 1)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert LETTER["text"] in page
    assert "刚刚有了变化" in page
    assert not IssuedPaper.objects.exists()


@pytest.mark.parametrize(("role", "status"), [("supervisor", 403), ("dispatcher", 302), ("caseworker", 404)])
def test_who_may_issue(client, as_, office, role, status):
    application = ApplicationFactory(office=office, granted=True)
    as_(role)
    assert send(client, application, "issue_paper", kind="grant").status_code == status
    assert IssuedPaper.objects.exists() == (status == 302)


def test_papers_of_another_case_are_neither_opened_nor_replaced(client, as_, office):
    mine, theirs = (ApplicationFactory(office=one, granted=True) for one in (office, OfficeFactory()))
    foreign = issued(theirs, officer(theirs.office, Role.APPROVER), "grant")
    as_("receptionist")
    for of in (mine, theirs):
        assert client.get(reverse("applications:issued", args=[of.pk, foreign.pk])).status_code == 404
    answer = send(client, mine, "issue_paper", kind="grant", replaces=foreign.pk, why="改")
    assert answer.status_code == 422
    assert AccessEntry.objects.filter(action="aid.refused_act").exists()
    assert mine.issued.count() == 0


def test_a_letter_is_corrected_and_handed_over(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    first = issued(application, me, **LETTER)
    page = client.get(case_url(application, "letters")).content.decode()
    assert LETTER["text"] in page  # in the form of the correction
    fields = {**LETTER, "text": "改过的正文。", "replaces": first.pk}
    assert send(client, application, "issue_paper", **fields).status_code == 422  # without a why
    assert send(client, application, "issue_paper", **fields, why="写错了").status_code == 302
    second = application.issued.last()
    assert (second.version, second.number) == (2, first.number)
    served = {
        "served_on": sla.today_in_shanghai().isoformat(),
        "how": "mail",
        "to": "other",
        "to_name": "收发室",
    }
    fields = {**served, "paper": second.pk, "proof": "slip"}
    assert send(client, application, "serve_paper", **fields).status_code == 422  # without its number
    assert send(client, application, "serve_paper", **fields, proof_note="EMS 9").status_code == 302
    assert Serving.objects.get().paper == second
    page = client.get(case_url(application, "letters")).content.decode()
    assert "已被更正，不要再用" in page
    assert "送到了" in page


def test_serving_the_decision_says_which_version(client, as_, office):
    application = ApplicationFactory(office=office, refused=True)
    me = as_("receptionist")
    paper = issued(application, me, "refuse")
    from tests.counter.test_served import serve

    decided = application.decision.decided_on.isoformat()
    assert serve(client, application, served_on=decided).status_code == 302
    assert Serving.objects.get().paper == paper
    letter = {"paper": paper.pk, "served_on": decided, "how": "mail", "to": "self", "proof": "none"}
    assert send(client, application, "serve_paper", **letter).status_code == 422  # that is another act
    page = client.get(case_url(application, "letters")).content.decode()
    assert "决定书还没有送到" not in page


def test_the_person_reads_their_papers_behind_their_own_proof(client, office):
    application = ApplicationFactory(office=office, granted=True)
    clerk = officer(office, Role.RECEPTIONIST)
    paper, letter = issued(application, clerk, "grant"), issued(application, clerk, **LETTER)
    page = opened(client, application).content.decode()
    address = reverse("intake:own_letter", args=[paper.pk])
    assert address in page
    assert reverse("intake:own_letter", args=[letter.pk]) not in page
    answer = client.get(address)
    assert application.decision.number in pdf(answer)
    assert application.claimant.name not in answer["Content-Disposition"]
    assert client.get(reverse("intake:own_letter", args=[letter.pk])).status_code == 404
    other = ApplicationFactory(office=office)
    opened(client, other)
    assert client.get(address).status_code == 404
