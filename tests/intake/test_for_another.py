"""Somebody fills in for somebody else: by what right, what shows it, and whose phone it is that rings."""

import pytest
from django.urls import reverse

from aid import slots
from aid.models import Application, Evidence, WantedPaper
from aid.paperwork import offered
from foundation.notices.models import Message
from tests.intake.test_apply import photo
from tests.intake.walk import CHECK, GOOD, begin, draft_of, fill, send, url
from tests.papers import pages, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
NIECE = {"helper_relation": "kin", "helper_name": "罗小满", "helper_phone": "139 0000 1111"}
AUTHORITY = reverse("intake:authority")


def fill_for(client, agent_type="entrusted", helper=None, **changes):
    """The whole form, filled in for somebody else."""
    fill(client, until="place", who={"by_other": "yes"})
    post(client, "agent", agent_type=agent_type)
    post(client, "helper", **(helper or {**NIECE, "helper_authority": "on"}))
    fill(client, who={"by_other": "yes"}, matter=None, **changes)


def post(client, slug, **answers):
    response = client.post(url(slug), answers)
    assert response.status_code == 302, response.context["form"].errors
    return response


def place(kind):
    return reverse("intake:paper", args=[slots.number_of(kind)])


def lay_in(client, kind="authority", name="委托书.jpg"):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile(name, photo(), "image/jpeg")
    return client.post(place(kind), {"files": upload, "why": ""})


def test_who_is_asked_to_do_it_prints_signs_and_sends_the_authority(client):
    begin(client)
    fill_for(client)
    assert "授权委托书" not in client.get(url("papers")).content.decode()
    assert place("authority") in client.get(url("papers")).content.decode()
    assert AUTHORITY in client.get(place("authority")).content.decode()
    letter = client.get(AUTHORITY)
    assert letter["Content-Type"] == "application/pdf"
    assert len(pages(letter.content)) == 1
    for words in ("买买提·吐尔逊", "罗小满", "13900001111", "家里人"):
        assert words in text(letter.content)
    assert "还差一张他签的委托书" in client.get(CHECK).content.decode()
    assert lay_in(client).status_code == 302
    assert "还差一张他签的委托书" not in client.get(CHECK).content.decode()
    receipt = send(client).content.decode()
    application = Application.objects.get()
    assert (application.agent_type, application.by_other) == ("entrusted", True)
    assert application.wanted.get().state == WantedPaper.State.ARRIVED
    assert "还差一张他签的委托书" not in receipt


def test_what_is_not_signed_yet_is_awaited_and_may_come_later(client):
    begin(client)
    fill_for(client)
    receipt = send(client).content.decode()
    application = Application.objects.get()
    wanted = application.wanted.get()
    assert (wanted.kind, wanted.state) == ("authority", WantedPaper.State.AWAITED)
    assert "还差一张他签的委托书" in receipt
    assert reverse("intake:print", args=["authority"]) in receipt
    assert text(client.get(reverse("intake:print", args=["authority"])).content).startswith("授权委托书")
    assert application.status == "submitted"
    page = client.get(reverse("intake:add_papers"))
    assert 'name="files_authority"' in page.content.decode()
    assert 'name="files"' in page.content.decode()
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"files_authority": SimpleUploadedFile("a.jpg", photo(), "image/jpeg"), "key": "k", "note": ""}
    assert client.post(reverse("intake:add_papers"), sent).status_code == 302
    wanted.refresh_from_db()
    assert wanted.state == WantedPaper.State.ARRIVED
    assert Evidence.objects.get().kind == "authority"


def test_an_officer_who_asks_for_more_does_not_lose_the_authority(client):
    from aid import services
    from foundation.accounts.models import Role
    from tests.aid.factories import officer

    begin(client)
    fill_for(client)
    send(client)
    application = Application.objects.get()
    reviewer = officer(application.office, Role.RECEPTIONIST, Role.REVIEWER)
    services.accept(application, actor=reviewer)
    services.ask_supplement(application, kinds=["contract"], text="拍一下合同", actor=reviewer)
    services.add_supplement(application, note="没有合同", without={"contract": "没签过"})
    assert application.wanted.get(kind="authority").state == WantedPaper.State.AWAITED


@pytest.mark.parametrize("agent_type", ["statutory", "relative"])
def test_who_may_by_law_signs_no_letter_and_shows_the_relation(client, agent_type):
    begin(client)
    fill_for(client, agent_type, helper={**NIECE, "helper_relation": "guardian"})
    assert client.get(AUTHORITY).status_code == 404
    slot = client.get(place("authority")).content.decode()
    assert "户口本" in slot
    assert AUTHORITY not in slot
    assert "还差一样能看出你们关系的材料" in client.get(CHECK).content.decode()
    send(client)
    application = Application.objects.get()
    assert application.agent_type == agent_type
    assert application.wanted.get().state == WantedPaper.State.AWAITED
    assert "authority" not in [paper.code for paper in offered(application)]


def test_who_applies_alone_reads_nothing_of_it(client):
    begin(client)
    fill(client)
    assert place("authority") not in client.get(url("papers")).content.decode()
    assert client.get(place("authority")).status_code == 404
    assert client.get(AUTHORITY).status_code == 404
    assert client.get(url("agent")).status_code == 302
    send(client)
    application = Application.objects.get()
    assert application.agent_type == ""
    assert not application.wanted.exists()


def test_who_turns_out_to_apply_alone_leaves_nothing_of_the_helper(client):
    begin(client)
    fill_for(client)
    post(client, "who", by_other="no")
    assert not {"agent", "helper"} & set(draft_of(client).answers["pages"])
    for page in ("you", "contact", "call"):
        post(client, page, **GOOD[page])
    send(client)
    application = Application.objects.get()
    assert (application.by_other, application.agent_type, application.helper_name) == (False, "", "")


def test_the_letter_can_be_printed_before_anything_else_is_written(client):
    begin(client)
    fill(client, until="place", who={"by_other": "yes"})
    post(client, "agent", agent_type="entrusted")
    assert "委托人" in text(client.get(AUTHORITY).content)


def test_messages_go_to_the_worker_by_the_rules_of_the_worker(client, django_capture_on_commit_callbacks):
    begin(client)
    with django_capture_on_commit_callbacks(execute=True):
        fill_for(client, contact={"ways": ["sms"]}, call=None)
        send(client)
    assert [message.recipient for message in Message.objects.all()] == ["13900005678"]


def test_a_helper_with_a_phone_gets_nothing_when_the_worker_wants_none(client):
    begin(client)
    fill_for(client, contact={"ways": []}, call=None)
    send(client)
    assert not Message.objects.exists()
    person = Application.objects.get().claimant
    assert person.phone == "13900005678"
    assert not person.may_sms


# --- young people (invented: the birthday of a valid number is moved) ---------------------------------
def number_of(years):
    """A valid 居民身份证 number of somebody who was `years` old last week."""
    from datetime import timedelta

    from stdnum.cn import ric

    from aid.sla import today_in_shanghai

    day = today_in_shanghai() - timedelta(days=7)
    first = f"110105{day.year - years}{day.month:02}{min(day.day, 28):02}001"
    return first + ric.calc_check_digit(first + "0")


CHILD = {"you": {"id_number": number_of(15)}}
YOUTH = {"you": {"id_number": number_of(17)}}


def test_a_child_at_work_is_taken_and_the_staff_is_alarmed(client, as_staff_of):
    begin(client)
    fill_for(client, "statutory", helper={**NIECE, "helper_relation": "guardian"}, **CHILD)
    assert "错不在他" in client.get(CHECK).content.decode()
    send(client)
    application = Application.objects.get()
    html = (
        as_staff_of(application).get(reverse("applications:inspect", args=[application.pk])).content.decode()
    )
    assert "未满16岁" in html
    assert "法定代理人" in html
    assert "核对监护、亲属关系" in html


def test_who_is_seventeen_and_earns_may_apply_alone(client):
    begin(client)
    fill(client, **YOUTH)
    assert "可以自己申请" in client.get(CHECK).content.decode()
    send(client)
    assert Application.objects.get().agent_type == ""


def test_a_guardian_is_not_told_to_bring_a_guardian(client):
    begin(client)
    fill_for(client, "statutory", helper={**NIECE, "helper_relation": "guardian"}, **YOUTH)
    assert "监护人一起来办" not in client.get(CHECK).content.decode()


def test_the_officer_reads_whose_phone_is_whose(client, as_staff_of):
    begin(client)
    fill_for(client)
    send(client)
    application = Application.objects.get()
    html = (
        as_staff_of(application).get(reverse("applications:inspect", args=[application.pk])).content.decode()
    )
    for words in ("替他办的人", "委托代理人", "罗*满", "139****1111", "说本人知道并同意", "还没交来"):
        assert words in html
    assert "罗小满" not in html
    assert "通知和短信只发给本人" in html


@pytest.fixture
def as_staff_of(signed_in):
    from django.test import Client

    def open_(application):
        client = Client()
        signed_in(client, "receptionist", application.office)
        return client

    return open_
