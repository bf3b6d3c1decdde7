"""我的申请: number and phone show stages and dates; the rest asks for the 收件码 or a code by SMS."""

import re
import time

import pytest
from django.test import Client
from django.urls import reverse

from aid.models import Application
from aid.references import make_receipt_code
from aid.services import one_time
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from intake.views import answer
from tests.aid.factories import ApplicationFactory, facts, workmates
from tests.intake.test_track import ADD, PROVE, STATUS, TRACK, WITHDRAW, look, opened, photo, stages_of
from tests.intake.walk import GOOD, begin, fill, send, url

pytestmark = pytest.mark.django_db
CLOSE = reverse("intake:close")
OURS = (ADD, WITHDRAW)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def sms_code():
    return re.search(r"\d{6}", Message.objects.filter(template="one_time").latest("pk").text())[0]


def prove_by_sms(client):
    client.post(PROVE, {"way": "send"})
    return client.post(PROVE, {"way": "sms", "sms": sms_code()})


# --- who has number and phone ---------------------------------------------------------------------------
def test_number_and_phone_show_stages_and_dates_and_nothing_personal(client, office):
    application = ApplicationFactory(office=office, refused=True)
    text = stages_of(client, application).content.decode()
    assert "这次没有批准" in text
    assert "异议" in text
    for own in ("工资已经付清", "王小强", "13900005678", "某建筑公司", application.claimant.receipt_code):
        assert own not in text


def test_what_is_missing_is_not_told_to_who_has_number_and_phone(client, office):
    application = ApplicationFactory(office=office, supplementing=True)
    assert "身份证正反面照片" not in stages_of(client, application).content.decode()
    assert "身份证正反面照片" in opened(client, application).content.decode()


@pytest.mark.parametrize("address", OURS)
def test_with_number_and_phone_alone_nothing_is_done(client, office, address):
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    assert client.get(address)["Location"] == PROVE
    assert client.post(address, {"note": "我是老板"})["Location"] == PROVE
    application.refresh_from_db()
    assert application.version == 1


# --- the receipt's code -----------------------------------------------------------------------------------
def test_the_receipt_code_opens_everything_in_any_spelling(client, office):
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    spelt = application.claimant.receipt_code.lower().replace("-", " ")
    assert client.post(PROVE, {"way": "code", "code": spelt})["Location"] == STATUS
    assert client.get(WITHDRAW).status_code == 200
    assert AccessEntry.objects.filter(action="aid.own_by_code", object_id=str(application.pk)).exists()


def test_the_code_of_another_application_opens_nothing(client, office):
    mine, other = ApplicationFactory(office=office), ApplicationFactory(office=office)
    stages_of(client, mine)
    answers = set()
    for code in (other.claimant.receipt_code, make_receipt_code(), "7K3M-92QF"):
        page = client.post(PROVE, {"way": "code", "code": code})
        answers.add(str(page.context["form"].errors))
    assert len(answers) == 1
    assert client.get(WITHDRAW)["Location"] == PROVE


def test_a_sign_copied_wrongly_is_said(client, office):
    application = ApplicationFactory(office=office)
    code = application.claimant.receipt_code
    wrong = code[:3] + ("2" if code[3] != "2" else "3") + code[4:]
    stages_of(client, application)
    for page in (client.post(PROVE, {"way": "code", "code": wrong}), look(Client(), wrong, "")):
        assert "有一个字写错了" in page.content.decode()


# --- a code by SMS ------------------------------------------------------------------------------------------
def test_a_code_by_sms_opens_everything(client, office):
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    assert prove_by_sms(client)["Location"] == STATUS
    assert client.get(WITHDRAW).status_code == 200
    assert AccessEntry.objects.filter(action="aid.own_by_sms", object_id=str(application.pk)).exists()


def test_looking_at_the_page_sends_nothing(client, office):
    stages_of(client, ApplicationFactory(office=office))
    for _turn in range(50):
        client.get(PROVE)
    assert not Message.objects.filter(template="one_time").exists()


def test_the_answer_is_the_same_for_who_may_not_be_written_to(client, office):
    pages = set()
    for person in (facts(), facts(may_sms=False), facts(phone_is_shared=True)):
        visit = Client()
        stages_of(visit, ApplicationFactory(office=office, claimants=[person]))
        text = visit.post(PROVE, {"way": "send"}).content.decode()
        pages.add("\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line))
    assert len(pages) == 1
    assert Message.objects.filter(template="one_time").count() == 1


def test_whoever_has_had_all_codes_of_a_day_reads_what_else_there_is(client, office):
    """Hard case 8: at the cap the page offers the receipt code, the office and the hotline, and sends nothing."""
    stages_of(client, ApplicationFactory(office=office))
    for _press in range(one_time.PER_NUMBER_OF_ONE_ADDRESS + 3):
        page = client.post(PROVE, {"way": "send"}).content.decode()
    assert Message.objects.filter(template="one_time").count() == one_time.PER_NUMBER_OF_ONE_ADDRESS
    for way in ("收件码", "带身份证到办理机构", "12348"):
        assert way in page


def test_whose_phone_others_hold_is_not_proved_by_it(client, office):
    stages_of(client, ApplicationFactory(office=office, claimants=[facts(phone_is_shared=True)]))
    client.post(PROVE, {"way": "send"})
    assert client.post(PROVE, {"way": "sms", "sms": "123456"}).status_code == 200
    assert client.get(WITHDRAW)["Location"] == PROVE


def test_hard_case_7_guessing_codes_waits_and_does_not_lock_the_owner_out(client, office):
    """Hard case 7: wrong codes from one place slow that place down; the owner comes in meanwhile."""
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    client.post(PROVE, {"way": "send"})
    right = sms_code()
    for n in range(7):
        page = client.post(PROVE, {"way": "sms", "sms": f"{(int(right) + n + 1) % 10**6:06}"})
    assert "请等" in page.content.decode()
    owner = Client(REMOTE_ADDR="203.0.113.9")
    stages_of(owner, application)
    assert prove_by_sms(owner)["Location"] == STATUS


def test_an_answer_takes_its_time(client, office, monkeypatch):
    stages_of(client, ApplicationFactory(office=office))
    naps = []
    monkeypatch.setattr(answer.time, "sleep", naps.append)
    monkeypatch.setattr(answer, "ANSWER_TIME", 60)
    client.post(PROVE, {"way": "send"})
    client.post(PROVE, {"way": "sms", "sms": "000000"})
    client.post(PROVE, {"way": "code", "code": "7K3M"})
    assert [nap > 50 for nap in naps] == [True] * 3


# --- the visit ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["close", "leave", "wait"])
def test_the_visit_ends(client, office, how):
    opened(client, ApplicationFactory(office=office))
    if how == "close":
        assert client.post(CLOSE)["Location"] == TRACK
    elif how == "leave":
        client.get(reverse("leave"))
    else:
        session = client.session
        session["aid_own"] = {**session["aid_own"], "until": time.time() - 1}
        session.save()
    assert client.get(WITHDRAW)["Location"] in (TRACK, PROVE)


def test_who_opened_one_application_has_not_opened_another(client, office):
    opened(client, ApplicationFactory(office=office))
    stages_of(client, ApplicationFactory(office=office))
    assert client.get(WITHDRAW)["Location"] == PROVE


def test_a_worker_of_a_group_sees_nothing_of_the_others(client, office):
    group = ApplicationFactory(office=office, claimants=workmates(3))
    second = group.claimants.all()[1]
    assert look(client, second.receipt_code, "")["Location"] == STATUS
    text = client.get(STATUS).content.decode()
    for other in (group.claimants.all()[0], group.claimants.all()[2]):
        assert other.name not in text
        assert other.phone not in text


# --- papers -------------------------------------------------------------------------------------------------
def test_one_looks_at_ones_own_papers_and_it_is_logged(client, office):
    application = ApplicationFactory(office=office, accepted=True)
    opened(client, application)
    client.post(ADD, {"note": "看", "files": [photo()], "key": "k"})
    paper = application.evidence.get()
    address = reverse("intake:own_paper", args=[paper.pk])
    assert address in client.get(STATUS).content.decode()
    response = client.get(address)
    assert b"".join(response.streaming_content)[:3] == b"\xff\xd8\xff"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert AccessEntry.objects.filter(action="aid.own_paper", object_id=str(paper.pk)).exists()


def test_hard_case_14_a_stranger_gets_no_paper(client, office):
    """Hard case 14: anonymous, another applicant, and who has number and phone alone."""
    application = ApplicationFactory(office=office, accepted=True)
    opened(client, application)
    client.post(ADD, {"note": "看", "files": [photo()], "key": "k"})
    address = reverse("intake:own_paper", args=[application.evidence.get().pk])
    assert Client().get(address)["Location"] == TRACK
    stranger = Client()
    opened(stranger, ApplicationFactory(office=office))
    assert stranger.get(address).status_code == 404
    tail_only = Client()
    stages_of(tail_only, application)
    assert tail_only.get(address)["Location"] == PROVE


# --- withdrawing --------------------------------------------------------------------------------------------
def test_after_withdrawing_the_receipt_promises_nothing(client, office):
    application = ApplicationFactory(office=office)
    opened(client, application)
    client.post(WITHDRAW, {"reason": "给钱了"})
    session = client.session
    session["aid_receipt"] = application.pk
    session.save()
    text = client.get(reverse("intake:submitted")).content.decode()
    assert "已经撤回" in text
    assert "最晚" not in text
    assert "已经撤回" in client.get(STATUS).content.decode()


@pytest.mark.usefixtures("places")
def test_hard_case_2_back_and_forward_after_sending(client, office):
    """Hard case 2: going back leads to what was sent, never to a second case; after leaving nothing is left."""
    begin(client)
    fill(client)
    send(client)
    for slug in ("story", "you"):
        assert client.get(url(slug))["Location"] == reverse("intake:submitted")
        assert client.post(url(slug), GOOD[slug])["Location"] == reverse("intake:submitted")
    assert Application.objects.count() == 1
    page = client.get(STATUS)
    assert "no-store" in page["Cache-Control"]
    client.get(reverse("leave"))
    assert client.get(STATUS)["Location"] == TRACK
    assert client.get(reverse("intake:submitted"))["Location"] == TRACK
