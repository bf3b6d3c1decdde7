"""Workmates join a group from their own phones, before it is sent and after; each sees their own alone."""

from decimal import Decimal

import pytest
from django.test import Client

from aid import services
from aid.models import Application, Claimant, Group, OneTimeCode
from aid.services import own as own_services
from foundation.accounts.models import Role
from intake import payload
from tests.aid.factories import officer
from tests.aid.photos import photo
from tests.intake.test_group import finish, mine, paste, to_roster
from tests.intake.test_own import sms_code
from tests.intake.walk import CHECK, GOOD, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places", "office")]
PHONE = "/zh-hans/apply/join/phone/"
YOU = {"name": "钱大一", "id_type": "none", "phone": "13900000001"}


def join_url():
    return f"/zh-hans/apply/join/{Group.objects.get().join_code}/"


def begin(phone, /, **you):
    answer = phone.post(join_url(), {"notice": "on", "sensitive": "on"})
    assert answer["Location"] == url("you")
    name_phone(phone, **you)


def name_phone(phone, /, **you):
    phone.post(url("you"), {**YOU, **you})
    assert phone.get(url("account"))["Location"] == PHONE
    phone.post(PHONE, {"way": "send"})
    assert phone.post(PHONE, {"way": "sms", "sms": sms_code()})["Location"] == url("account")


def agree(phone, /, **account):
    answer = phone.post(url("account"), {"amount_owed": "28*300-2000", "agreed": "on", **account})
    assert answer.status_code == 302, answer.context["form"].errors
    phone.post(url("contact"), {"ways": ["sms"]})
    phone.post(url("papers"), {"kind": ""})
    page = phone.get(CHECK)
    assert page.status_code == 200
    return phone.post(CHECK, {"shown_at": page.context["carried"].shown_at, "website": ""}, follow=True)


@pytest.fixture
def led(client):
    """A group whose representative has written two workmates down."""
    to_roster(client)
    mine(client)
    paste(client, "钱大一 13900000001 28 300 2000\n孙大二 13900000002 5000")
    assert "让工友自己扫码加入" in client.get(url("roster")).content.decode()
    return client


def test_three_phones_join_and_are_sent_with_the_others(led):
    phones = [Client(), Client(), Client()]
    people = [{}, {"name": "周小三", "phone": "13900000003"}, {"name": "吴小四", "phone": "13900000004"}]
    for phone, who in zip(phones, people, strict=True):
        begin(phone, **who)
        page = agree(phone)
        assert "等带头的人交上去" in page.content.decode()
    codes = [phone.get("/zh-hans/apply/joined/").context["receipt_code"] for phone in phones]
    roster = led.get(url("roster")).context
    assert [name for name, _amount in roster["more"]] == ["周小三", "吴小四"]
    assert len(roster["confirmed"]) == 1
    for slug, sent in (("contact", {"ways": []}), ("papers", {"kind": ""})):
        led.post(url("roster"), {"go": "1"})
        led.post(url(slug), sent)
    assert "周小三" in led.get(CHECK).content.decode()
    application = finish(led)
    assert application.claimants.count() == 5
    own = [Claimant.objects.get(receipt_index=Claimant.index_of(code)) for code in codes]
    assert [person.name for person in own] == ["钱大一", "周小三", "吴小四"]
    assert all(person.confirmed_at and person.may_sms for person in own)
    assert own[1].employer == "某建筑公司"
    # Their own phone leads to their own row, not to that of the representative.
    status = phones[1].get("/zh-hans/apply/check/", follow=True)
    assert status.context["own"] == own[1]
    # Of what was agreed to, the representative's for all and their own; not that of the others.
    copy = own_services.data_of(Application.objects.get(), own[1])
    assert len(copy["consents"]) == 2
    assert "narrative" not in copy


def test_what_the_representative_wrote_is_shown_to_that_worker_alone(led):
    one, other = Client(), Client()
    begin(one)
    assert "28 × 300 - 2000" in one.get(url("account")).content.decode()
    begin(other, phone="13900000009")
    assert "28 × 300" not in other.get(url("account")).content.decode()


def test_who_has_no_code_of_the_phone_is_nobody_in_the_group(led):
    """The foreman knows the name and the phone of everybody."""
    foreman = Client()
    foreman.post(join_url(), {"notice": "on", "sensitive": "on"})
    assert foreman.post(url("you"), YOU)["Location"] == url("account")
    ways_in = ("account", "contact", "papers")
    for address in [*map(url, ways_in), CHECK, "/zh-hans/apply/joined/"]:
        for answer in (foreman.get(address), foreman.post(address, {"amount_owed": "100", "agreed": "on"})):
            assert answer.status_code == 302, address
            assert b"28" not in answer.content
    page = foreman.get(PHONE).content.decode()
    assert "139****0001" in page
    assert "13900000001" not in page
    assert "28 × 300" not in page
    foreman.post(PHONE, {"way": "send"})  # to the worker's phone
    wrong = foreman.post(PHONE, {"way": "sms", "sms": f"{(int(sms_code()) + 1) % 10**6:06}"})
    assert "验证码不对" in wrong.content.decode()
    assert foreman.get(url("account"))["Location"] == PHONE
    assert not led.get(url("roster")).context["confirmed"]
    person = next(one for one in finish(led).claimants.all() if one.name == "钱大一")
    assert (person.amount_owed, person.confirmed_at) == (Decimal(6400), None)


def test_another_phone_than_the_proved_one_is_asked_for_anew(led):
    """A code to one's own phone, and the workmate's phone written over it."""
    foreman = Client()
    begin(foreman, name="周小三", phone="13900000003")
    agree(foreman)
    foreman.post(url("you") + "?from=check", YOU)
    assert foreman.get(url("account"))["Location"] == PHONE
    assert foreman.post(CHECK, {"website": ""})["Location"] == PHONE
    assert not led.get(url("roster")).context["confirmed"]


def test_a_landline_is_told_at_once_that_no_message_reaches_it(led):
    phone = Client()
    phone.post(join_url(), {"notice": "on", "sensitive": "on"})
    phone.post(url("you"), {**YOU, "phone": "0797-5550321"})
    for answer in (phone.get(PHONE), phone.post(PHONE, {"way": "send"})):
        html = answer.content.decode()
        assert "座机收不到短信" in html
        assert "验证码已经发出" not in html
    assert not OneTimeCode.objects.exists()


def test_a_building_site_behind_one_address_joins_in_one_hour(led):
    for number in range(30):
        begin(Client(), name="周小三", phone=f"139000010{number:02}")


def test_the_join_page_names_nobody_else(led):
    page = Client().get(join_url()).content.decode()
    assert "孙大二" not in page
    assert "13900000002" not in page
    assert "现在名册里 3 个人" in page


def test_a_wrong_join_code_is_not_there():
    assert Client().get("/zh-hans/apply/join/7K3M-92QF/").status_code == 404


def test_who_joined_may_leave_before_it_is_sent(led):
    phone = Client()
    begin(phone, name="周小三", phone="13900000003")
    agree(phone)
    phone.post("/zh-hans/apply/joined/")
    assert finish(led).claimants.count() == 3


def test_one_joins_after_it_was_sent_with_papers_of_their_own(led):
    code = join_url()
    application = finish(led)
    phone = Client()
    answer = phone.post(code, {"notice": "on", "sensitive": "on"})
    assert answer["Location"] == url("you")
    name_phone(phone, name="周小三", phone="13900000003")
    phone.post(url("account"), {"amount_owed": "5000", "agreed": "on"})
    phone.post(url("contact"), {})
    phone.post(url("papers"), {"kind": "iou", "files": [photo()], "stay": "1"})
    phone.post(url("papers"), {"kind": ""})
    page = phone.get(CHECK)
    phone.post(CHECK, {"shown_at": page.context["carried"].shown_at, "website": ""})
    person = application.claimants.last()
    assert (person.name, person.amount_owed, person.position) == ("周小三", Decimal(5000), 4)
    assert application.evidence.get().claimant == person
    status = phone.get("/zh-hans/track/status/")
    assert status.context["own"] == person
    assert [paper.claimant for paper in status.context["papers"]] == [person]
    # The representative sees no paper of theirs, and nobody else does.
    assert list(led.get("/zh-hans/track/status/").context["papers"]) == []
    # What they send later is theirs as well; what the representative sends is for all who speak.
    phone.post("/zh-hans/track/papers/", {"kind": "pay", "files": [photo(30)], "key": "a"})
    assert len(phone.get("/zh-hans/track/status/").context["papers"]) == 2
    assert led.get("/zh-hans/track/status/").context["papers"] == []


def test_who_joins_while_it_is_being_sent_is_not_lost(led, monkeypatch):
    begin(phone := Client(), name="周小三", phone="13900000003")
    read = payload.group.everybody

    def read_then_joined(*args):
        monkeypatch.setattr(payload.group, "everybody", read)
        found = read(*args)
        agree(phone)
        return found

    led.post(url("roster"), {"go": "1"})
    led.post(url("contact"), {"ways": ["call"]})
    led.post(url("call"), {"say_who_we_are": "no", "call_time": "any"})
    led.post(url("papers"), {"kind": ""})
    monkeypatch.setattr(payload.group, "everybody", read_then_joined)
    page = led.get(CHECK)
    sent = {"shown_at": page.context["carried"].shown_at, "website": ""}
    again = led.post(CHECK, sent)
    assert again.status_code == 200
    assert "刚刚有工友加入或者退出了" in again.content.decode()
    assert "周小三" in again.content.decode()  # the roster to be read again is the one that will be sent
    assert not Application.objects.exists()
    led.post(CHECK, sent)
    assert Application.objects.get().claimants.count() == 4


def test_who_joined_from_two_phones_is_one_worker(led):
    for _ in range(2):
        begin(phone := Client(), name="周小三", phone="13900000003")
        agree(phone)
    roster = led.get(url("roster")).context["roster"]
    assert roster.count == 4  # read as they are sent
    application = finish(led)
    assert application.claimants.count() == 4
    assert phone.get("/zh-hans/apply/check/", follow=True).context["own"] == application.claimants.last()


def test_who_comes_too_late_is_told_and_loses_nothing(led, office):
    begin(phone := Client(), name="周小三", phone="13900000003")
    phone.post(url("account"), {"amount_owed": "5000", "agreed": "on"})
    phone.post(url("contact"), {})
    phone.post(url("papers"), {"kind": ""})
    page = phone.get(CHECK)
    application = finish(led)
    services.withdraw(application, actor=officer(office, Role.RECEPTIONIST))
    late = phone.post(CHECK, {"shown_at": page.context["carried"].shown_at, "website": ""}, follow=True)
    assert "您没有加入" in late.content.decode()
    assert "周小三" in late.content.decode()
    assert application.claimants.count() == 3


def test_one_member_leaves_by_themselves_and_the_others_go_on(led):
    phone = Client()
    begin(phone)
    agree(phone)
    application = finish(led)
    phone.get("/zh-hans/apply/check/", follow=True)
    assert "只有您一个人退出" in phone.get("/zh-hans/track/withdraw/").content.decode()
    phone.post("/zh-hans/track/withdraw/", {"reason": ""})
    application.refresh_from_db()
    assert application.status == "submitted"
    assert [p.takes_part for p in application.claimants.all()] == [True, False, True]
    assert application.events.last().action == "leave_group"
    page = phone.get("/zh-hans/track/status/").content.decode()
    assert "不退出了，回来一起申请" in page
    assert "可以回来" in page
    again = phone.post("/zh-hans/track/undo/", follow=True).content.decode()
    assert "您回来了" in again
    assert "不退出了，回来一起申请" not in again
    assert all(p.takes_part for p in application.claimants.all())


def test_nobody_comes_back_for_another(led):
    """The representative, who sees the group, and who has the number and a phone alone."""
    phone = Client()
    begin(phone)
    agree(phone)
    application = finish(led)
    phone.get("/zh-hans/apply/check/", follow=True)
    phone.post("/zh-hans/track/withdraw/", {"reason": ""})
    led.post("/zh-hans/track/undo/")
    stranger = Client()
    stranger.post("/zh-hans/track/", {"reference": application.reference, "tail": "0001"})
    stranger.post("/zh-hans/track/undo/")
    assert [p.takes_part for p in application.claimants.all()] == [True, False, True]


def test_nobody_joins_what_is_decided(led):
    code = join_url()
    finish(led)
    Application.objects.update(status="granted")
    assert Client().get(code).status_code == 404


def test_a_representative_alone_does_not_withdraw_for_the_others(led):
    application = finish(led)
    led.post("/zh-hans/track/withdraw/", {"reason": ""})
    application.refresh_from_db()
    assert application.status == "submitted"
    assert all(p.takes_part for p in application.claimants.all())


def test_whoever_leads_others_does_not_send_alone(led):
    phone = Client()
    begin(phone, name="周小三", phone="13900000003")
    agree(phone)
    led.post(url("roster"), {"go": "1"})
    led.post(url("who"), {"by_other": "no"})
    for slug in ("owed", "means", "contact", "call", "papers"):
        led.post(url(slug), GOOD.get(slug, {"kind": ""}))
    page = led.post(CHECK, {"website": "", "shown_at": ""})
    assert page.status_code == 200  # nothing is broken: it is theirs to put right, and where stands beside it
    assert "有工友扫码加入了您这一份" in page.content.decode()
    assert f'<a href="{url("who")}?from=check">改“谁来申请”</a>' in page.content.decode()
    assert not Application.objects.exists()
    phone.post("/zh-hans/apply/joined/")  # leaves again
    send(led)
    assert Application.objects.get().claimants.count() == 1


def test_the_representative_reads_what_each_says_of_their_own_account(led):
    phone = Client()
    begin(phone, name="钱大一", phone="13900000001")
    agree(phone, amount_owed="20 天 × 300")
    roster = led.get(url("roster")).context["roster"]
    theirs = next(member for member in roster.members if member.name == "钱大一")
    assert (theirs.sum.total, theirs.sum.words) == (6000, "20 × 300")
    # What is sent is what was shown.
    total = roster.total
    application = finish(led)
    assert sum(person.amount_owed or 0 for person in application.claimants.all()) == total


def test_who_opens_the_link_of_their_own_group_stays_in_it(led):
    address = f"/zh-hans/apply/join/{Group.objects.get().join_code}/"
    assert led.get(address)["Location"] == url("roster")
    assert led.post(address, dict.fromkeys(("notice", "sensitive"), "on"))["Location"] == url("roster")
    assert led.get(url("roster")).status_code == 200


def test_the_only_representative_is_told_before_anything_is_asked(led):
    finish(led)
    page = led.get("/zh-hans/track/withdraw/").content.decode()
    assert "先请工作人员换一位代表" in page
    assert 'name="reason"' not in page
