"""我的申请, once it is open: what was sent, putting it right, asking for things, once more, a copy."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from aid import services
from aid.models import Draft, FirstAid, Wish
from aid.services import first_aid
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from intake.views import answer
from tests.aid.factories import NOON, ApplicationFactory, officer, workmates
from tests.aid.factories import facts as claimant_facts
from tests.aid.walk import given_first
from tests.intake.test_track import STATUS, look, opened, stages_of
from tests.intake.walk import begin, fill, send, url

pytestmark = pytest.mark.django_db
ANSWERS, COPY, AGAIN = (reverse(f"intake:{name}") for name in ("answers", "copy", "again"))


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(answer, "ANSWER_TIME", 0)


def correct(slug):
    return reverse("intake:correct", args=[slug])


def ask(kind):
    return reverse("intake:ask", args=[kind])


# --- what was sent ------------------------------------------------------------------------------------
@pytest.mark.usefixtures("places")
def test_what_was_sent_is_read_back_as_the_check_page_worded_it(client):
    begin(client)
    fill(client)
    check = client.get(reverse("intake:check"))
    said = {
        (question, str(shown))
        for section in check.context["sections"]
        for question, shown, _name in section["rows"]
        if section["step"].slug not in ("matter", "means")
    }
    send(client)
    read = {(q, str(a)) for page in client.get(ANSWERS).context["pages"] for q, a, _name in page.rows()}
    # The place is kept as the division it means.
    assert {pair for pair in said - read if "哪个市" not in pair[0]} == set()


@pytest.mark.usefixtures("places")
def test_every_page_that_was_asked_is_put_right(client):
    begin(client)
    fill(client)
    send(client)
    for slug in ("place", "employer", "owed", "days", "story", "you", "contact", "call"):
        page = client.get(correct(slug))
        assert page.status_code == 200, slug
    data = {"employer": "某某建设公司", "foreman": "老李", "employer_phone": "0797-5550148"}
    page = client.post(correct("employer"), data, follow=True)
    assert page.redirect_chain[-1][0] == ANSWERS
    assert "某某建设公司" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "amount", "words"),
    [("20 天 × 280", 5600, "20 × 280"), ("5600", 5600, ""), ("12*280-1000", 2360, "12 × 280 − 1,000")],
)
def test_a_sum_is_put_right_with_how_it_was_worked_out(client, office, typed, amount, words):
    application = ApplicationFactory(
        office=office, claimants=[claimant_facts(facts={"reckoning": "3 × 100"}, amount_owed=300)]
    )
    opened(client, application)
    page = {"amount_owed": typed, "pay_type": "day", "work_kind": "site"}
    assert client.post(correct("owed"), page)["Location"] == ANSWERS
    person = application.claimants.get()
    assert (person.amount_owed, person.facts["reckoning"]) == (amount, words)


@pytest.mark.parametrize("slug", ["matter", "who", "means", "papers", "nothing"])
def test_what_is_not_put_right_here_is_not_there(client, office, slug):
    opened(client, ApplicationFactory(office=office))
    assert client.get(correct(slug)).status_code == 404


def test_a_mistake_is_said(client, office):
    opened(client, ApplicationFactory(office=office))
    page = client.post(correct("you"), {"phone": "139"})
    assert page.status_code == 200
    assert page.context["form"].errors["phone"]


def test_contact_rules_are_put_right(client, office):
    application = ApplicationFactory(office=office)
    opened(client, application)
    client.post(correct("contact"), {"ways": ["call"], "contact_note": "晚上"})
    client.post(correct("call"), {"say_who_we_are": "yes", "call_time": "evening"})
    person = application.claimants.get()
    assert (person.may_call, person.may_sms, person.contact_note) == (True, False, "晚上")
    assert (person.say_who_we_are, person.call_time) == (True, "evening")


def test_after_the_decision_nothing_is_put_right(client, office):
    opened(client, ApplicationFactory(office=office, granted=True))
    assert client.get(correct("employer"))["Location"] == STATUS
    assert correct("employer") not in client.get(ANSWERS).content.decode()


def test_a_worker_of_a_group_reads_their_own_answers_alone(client, office):
    group = ApplicationFactory(office=office, claimants=workmates(3))
    look(client, group.claimants.all()[1].receipt_code, "")
    text = client.get(ANSWERS).content.decode()
    assert group.claimants.all()[1].name in text
    assert group.claimants.all()[0].name not in text
    assert "只给了生活费" not in text
    assert client.get(correct("story")).status_code == 404


def test_who_speaks_for_a_group_sees_who_is_in_it_and_nobody_else_does(client, office):
    group = ApplicationFactory(office=office, claimants=workmates(3, amount_owed=3200))
    first, second, third = group.claimants.all()
    group.claimants.filter(pk=first.pk).update(is_representative=True)
    services.leave_group(group, claimant=third)
    page = opened(client, group).content.decode()
    assert all(person.name in page for person in (first, second, third))
    assert not [person for person in (second, third) if person.phone in page]
    other = Client()
    look(other, second.receipt_code, "")
    page = other.get(STATUS).content.decode()
    assert "3,200" in page
    assert first.name not in page
    assert third.name not in page


# --- asking for things --------------------------------------------------------------------------------
def test_a_refusal_is_objected_to(client, office):
    application = ApplicationFactory(office=office, refused=True)
    page = opened(client, application).content.decode()
    assert ask("objection") in page
    form = client.get(ask("objection")).content.decode()
    assert "司法局" in form
    assert "15 天" in form
    page = client.post(ask("objection"), {"text": "没有付清"}, follow=True).content.decode()
    assert "等答复" in page
    assert "没有付清" in page
    assert client.get(ask("objection"))["Location"] == STATUS


def test_the_end_of_aid_is_objected_to(client, office):
    application, approver = ApplicationFactory(office=office), officer(office, Role.APPROVER)
    given_first(application, ground="limitation", actor=approver, at=NOON)
    services.first_aid.end(application, text="材料到期没有补来，电话打不通。", actor=approver, at=NOON)
    assert ask("objection") in opened(client, application).content.decode()
    assert "材料到期没有补来" in client.get(ask("objection")).content.decode()
    page = client.post(ask("objection"), {"text": "没有人打过"}, follow=True).content.decode()
    assert "等答复" in page


def test_an_answer_is_read_on_the_page(client, office):
    application = ApplicationFactory(office=office, assigned=True)
    opened(client, application)
    client.post(ask("change"), {"text": "电话打不通"})
    wish = application.wishes.get()
    services.answer(
        application, wish=wish, text="换成陈律师", actor=officer(office, Role.DISPATCHER), at=NOON
    )
    page = client.get(STATUS).content.decode()
    assert "换成陈律师" in page


@pytest.mark.parametrize(
    ("trait", "kinds"),
    [
        ("", {"message", "complaint", "deletion", "identity"}),
        ("granted", {"message", "complaint", "deletion", "rating", "identity"}),
        ("assigned", {"message", "complaint", "deletion", "rating", "change", "identity"}),
        ("refused", {"message", "complaint", "deletion", "rating", "objection"}),
    ],
)
def test_what_can_be_asked_for_depends_on_where_it_stands(client, office, trait, kinds):
    page = opened(client, ApplicationFactory(office=office, **({trait: True} if trait else {})))
    assert {offer.kind.value for offer in page.context["offers"]} == kinds


FIRST_AID = reverse("intake:ask_first_aid")


def test_what_cannot_wait_after_it_was_sent(client, office):
    application = ApplicationFactory(office=office)
    assert FIRST_AID in opened(client, application).content.decode()
    form = client.get(FIRST_AID).content.decode()
    assert "照常填" not in form
    assert "选一个最像的" in client.post(FIRST_AID, {}).content.decode()
    asked = {"ground": "preservation", "words": "老板在卖机器"}
    page = client.post(FIRST_AID, asked, follow=True).content.decode()
    assert "按急事收下了" in page
    assert "老板在卖机器" not in page
    assert FIRST_AID not in page
    application.refresh_from_db()
    assert (application.first_aid.asked_by, application.first_aid.words) == ("applicant", "老板在卖机器")
    assert client.get(FIRST_AID)["Location"] == STATUS
    first_aid.refuse(application, text="还来得及", actor=officer(office, Role.APPROVER), at=NOON)
    assert FIRST_AID in client.get(STATUS).content.decode()


@pytest.mark.parametrize("trait", ["granted", "refused"])
def test_after_the_decision_nothing_is_first(client, office, trait):
    page = opened(client, ApplicationFactory(office=office, **{trait: True}))
    assert FIRST_AID not in page.content.decode()
    assert client.post(FIRST_AID, {"ground": "advance"})["Location"] == STATUS
    assert not FirstAid.objects.exists()


def test_one_of_a_group_does_not_ask_for_all(client, office):
    group = ApplicationFactory(office=office, claimants=workmates(3))
    look(client, group.claimants.all()[1].receipt_code, "")
    assert FIRST_AID not in client.get(STATUS).content.decode()
    assert client.post(FIRST_AID, {"ground": "advance"})["Location"] == STATUS
    assert not FirstAid.objects.exists()


def test_a_name_written_wrongly_is_asked_to_be_put_right(client, office):
    application = ApplicationFactory(office=office)
    opened(client, application)
    assert ask("identity") in client.get(ANSWERS).content.decode()
    wrong = client.post(ask("identity"), {"name": "王小某", "id_type": "resident", "id_number": "1"})
    assert "身份证号是 18 位" in wrong.content.decode()
    said = {"name": "王 小某", "id_type": "none", "id_number": ""}
    page = client.post(ask("identity"), said, follow=True).content.decode()
    assert "看过您的证件就改" in page
    wish = application.wishes.get()
    assert wish.proposed == {"name": "王小某", "id_type": "none", "id_number": ""}
    application.refresh_from_db()
    assert application.claimant.name != "王小某"
    assert client.get(ask("identity"))["Location"] == STATUS


def test_a_rating(client, office):
    application = ApplicationFactory(office=office, granted=True)
    opened(client, application)
    client.post(ask("rating"), {"score": "5"})
    assert application.wishes.get().score == 5


def test_nothing_said_is_asked_back_and_what_is_no_kind_is_not_there(client, office):
    opened(client, ApplicationFactory(office=office))
    assert client.post(ask("complaint"), {"text": " "}).context["form"].errors
    assert client.get(ask("nothing")).status_code == 404
    assert client.get(ask("correction")).status_code == 404
    assert not Wish.objects.exists()


def test_who_does_the_case_is_named_with_the_phone_of_the_office(client, office):
    office.phone = "0797-5550190"
    office.save()
    application = ApplicationFactory(office=office, assigned=True)
    page = opened(client, application)
    caseworker = page.context["caseworker"]
    assert (caseworker.name, caseworker.phone) == (str(application.case.assignee), "0797-5550190")
    assert caseworker.name not in stages_of(Client(), application).content.decode()


# --- once more ----------------------------------------------------------------------------------------
@pytest.mark.usefixtures("places")
def test_applying_again_begins_with_what_was_written_and_each_page_is_confirmed(client):
    begin(client)
    fill(client)
    send(client)
    application = services.withdraw(Draft.objects.get().application)
    opened(client, application)
    assert client.post(AGAIN, {"what": "same"})["Location"] == reverse("intake:start")
    begin(client)
    employer = client.get(url("who"))
    assert employer.status_code == 200
    client.post(url("who"), {"by_other": "no"})
    page = client.get(url("place")).content.decode()
    assert "江西省赣州市章贡区" in page
    assert client.get(url("you"))["Location"] != url("you")  # not yet: each page comes in its turn
    fill(client, matter=None)
    assert "收到了" in send(client).content.decode()


@pytest.mark.usefixtures("places")
def test_a_new_form_asks_nothing_before_the_notice_is_agreed_to(client, office):
    opened(client, ApplicationFactory(office=office))
    client.post(AGAIN, {"what": "same"})
    start = reverse("intake:start")
    assert not client.get(start).context["go_on_url"]
    assert client.get(url("who"))["Location"] == start
    assert client.get(reverse("intake:resume")).context["go_on_url"] == start
    begin(client)
    assert client.get(start).context["go_on_url"] == url("who")


@pytest.mark.usefixtures("places")
def test_another_matter_begins_with_the_person_alone(client, office):
    opened(client, ApplicationFactory(office=office))
    client.post(AGAIN, {"what": "other"})
    draft = Draft.objects.get()
    assert set(draft.answers["pages"]) == {"you", "contact", "place"}
    assert not any(page["done"] for page in draft.answers["pages"].values())


# --- a copy, and what was sent to the phone -------------------------------------------------------------
def test_a_copy_holds_what_is_theirs_and_nobody_elses(client, office):
    group = ApplicationFactory(office=office, claimants=workmates(2))
    first, second = group.claimants.all()
    look(client, second.receipt_code, "")
    response = client.get(COPY)
    data = json.loads(response.content)
    assert data["person"]["name"] == second.name
    assert first.name not in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert AccessEntry.objects.filter(action="aid.own_copy", object_id=str(group.pk)).exists()


def test_the_messages_are_listed_with_a_masked_number(client, office):
    application = ApplicationFactory(office=office)
    stages_of(client, application)
    client.post(reverse("intake:prove"), {"way": "send"})
    page = opened(client, application)
    assert [m.template for m in page.context["messages_sent"]] == [
        m.template for m in Message.objects.exclude(template="one_time")
    ]
    assert "13900005678" not in page.content.decode()


@pytest.mark.parametrize(
    "address", [ANSWERS, COPY, correct("employer"), ask("complaint"), reverse("intake:ask_first_aid")]
)
def test_hard_case_14_none_of_it_is_for_strangers(client, office, address):
    """Hard case 14: anonymous, and who has number and phone alone."""
    application = ApplicationFactory(office=office)
    assert Client().get(address)["Location"] == reverse("intake:track")
    stages_of(client, application)
    assert client.get(address)["Location"] == reverse("intake:prove")
    assert client.post(address, {"text": "x"})["Location"] == reverse("intake:prove")
    application.refresh_from_db()
    assert application.version == 1


def key_of(client, address):
    return re.search(r'name="key" value="(\w+)"', client.get(address).content.decode())[1]


@pytest.mark.parametrize(
    ("trait", "address", "said", "answer"),
    [
        ("", FIRST_AID, {"ground": "advance"}, "已经告诉审批的人"),
        ("granted", ask("complaint"), {"text": "没人接电话"}, "会答复您"),
        ("assigned", ask("change"), {"text": "联系不上"}, "会答复您"),
        ("granted", ask("rating"), {"score": "5"}, "谢谢您"),
        ("refused", ask("objection"), {"text": "收条不是我签的"}, "会交给司法局审查"),
        ("", ask("deletion"), {"text": ""}, "为什么"),
    ],
)
def test_two_clicks_are_one_act_and_one_answer(client, office, trait, address, said, answer):
    application = ApplicationFactory(office=office, **({trait: True} if trait else {}))
    before = application.events.count()
    opened(client, application)
    said = {**said, "key": key_of(client, address)}
    for _click in range(2):
        assert client.post(address, said)["Location"] == STATUS
    page = client.get(STATUS)
    assert [str(message) for message in page.context["messages"] if answer in str(message)]
    assert page.content.decode().count('role="status"') == 1
    assert application.events.count() == before + 1
    # Another form is another act, where one may ask again at all.
    client.post(address, {**said, "key": "another"})
    assert application.events.count() == before + (2 if address in (ask("complaint"), ask("rating")) else 1)
