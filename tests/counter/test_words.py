"""留言: from the officer to the person and back, unread on both sides; what was not delivered, and what to do then."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from aid import reach
from aid.models import Application, ReadyText, Wish, Word
from aid.services import wishes, word
from foundation.accounts.models import Role
from foundation.notices.models import Message, State
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.counter.acts import act, case_url
from tests.intake.test_track import STATUS, opened, stages_of

pytestmark = pytest.mark.django_db
UNDELIVERED = reverse("applications:undelivered")


def page(client, application):
    return client.get(case_url(application)).content.decode()


def fresh(application):
    return Application.objects.get(pk=application.pk)


def test_a_word_is_read_and_answered_on_the_persons_page(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    me = as_("receptionist")
    assert act(client, application, "write_to", text="明天上午带身份证来一趟。").status_code == 302
    assert "他还没有看" in page(client, application)
    sms = Message.objects.get(template="word")
    assert "身份证" not in sms.text()
    assert application.reference in sms.text()
    # Who has the number and the phone alone reads nothing, and it is not read by that.
    assert "带身份证" not in stages_of(client, application).content.decode()
    assert Word.objects.get().read_at is None
    html = opened(client, application).content.decode()
    assert "明天上午带身份证来一趟。" in html
    assert "1 条新的" in html
    assert "条新的" not in client.get(STATUS).content.decode()
    first = Word.objects.get().read_at
    assert first
    answer = client.post(reverse("intake:ask", args=["message"]), {"text": "上午要上工，下午行不行？"})
    assert answer.status_code == 302
    html = client.get(STATUS).content.decode()
    assert "下午行不行" in html
    assert "等我们回" in html
    client.force_login(me)
    html = page(client, application)
    assert "下午行不行" in html
    assert "等着回" in html
    assert "他还没有看" not in html
    assert fresh(application).wishes.open().count() == 1
    assert act(client, application, "write_to", text="下午可以。").status_code == 302
    assert not fresh(application).wishes.open().exists()
    assert "等着回" not in page(client, application)
    assert Word.objects.earliest("written_at").read_at == first


def test_an_answer_settles_all_they_wrote_and_is_seen(client, office):
    application = ApplicationFactory(office=office)
    for n in range(3):
        wishes.ask(application, application.claimant, Wish.Kind.MESSAGE, text=f"第{n}条", at=NOON)
    clerk = officer(office, Role.RECEPTIONIST)
    last = application.wishes.last()
    wishes.answer(application, wish=last, text="都看到了。", actor=clerk, at=NOON)
    assert not application.wishes.open().exists()
    assert "1 条新的" in opened(client, application).content.decode()
    assert application.wishes.filter(read_at=None).count() == 0
    for n in range(wishes.MOST_OPEN):
        wishes.ask(application, application.claimant, Wish.Kind.MESSAGE, text=f"又{n}条", at=NOON)
    with pytest.raises(ValidationError, match="还没有回"):
        wishes.ask(application, application.claimant, Wish.Kind.MESSAGE, text="再一条", at=NOON)


def test_who_wants_no_sms_gets_none_and_a_shared_phone_says_nothing_of_us(office):
    clerk = officer(office, Role.RECEPTIONIST)
    silent = ApplicationFactory(office=office, may_sms=False)
    word.write_to(silent, text="来一趟。", actor=clerk, at=NOON)
    assert not Message.objects.filter(template="word").exists()
    assert silent.words.count() == 1


def test_one_of_a_group_reads_only_what_is_theirs(client, office):
    application = ApplicationFactory(office=office, claimants=workmates(3))
    application.claimants.filter(position=1).update(is_representative=True)
    clerk, application = officer(office, Role.RECEPTIONIST), fresh(application)
    first, second = list(application.claimants.all())[:2]
    word.write_to(application, text="给代表的话。", actor=clerk, at=NOON)
    assert Word.objects.get().claimant == first
    word.write_to(application, text="给第二位的话。", claimant=second, actor=clerk, at=NOON)
    assert [one.text for one in word.thread(fresh(application), second)] == ["给第二位的话。"]
    stranger = ApplicationFactory(office=office).claimant
    with pytest.raises(ValidationError):
        word.write_to(application, text="不对的人", claimant=stranger, actor=clerk, at=NOON)


@pytest.mark.parametrize("fields", [{"text": " "}, {"text": "长" * 2001}])
def test_nothing_and_too_much_are_not_sent(client, as_, office, fields):
    application = ApplicationFactory(office=office)
    as_("reviewer")
    assert act(client, application, "write_to", **fields).status_code == 422
    assert not Word.objects.exists()
    assert act(client, application, "write_to", text="来", key="k").status_code == 302
    assert act(client, application, "write_to", text="来", key="k").status_code == 302
    assert Word.objects.count() == 1


def test_ready_words_are_dated_filled_in_and_name_nobody(client, as_, office):
    today = timezone.localdate()
    ready = ReadyText(title="来一趟", text="编号{编号}，请到{机构}，电话{电话}。", valid_from=today)
    ready.full_clean()
    ready.save()
    old = ReadyText.objects.create(title="旧的", text="旧", valid_from=date(2020, 1, 1), valid_to=today)
    for text, said in (
        ("{姓名}您好", "{姓名}"),
        ("{编号", "花括号"),
        ("{编号.__class__}", "编号.__class__"),
        ("{编号:>99}", "编号:>99"),
    ):
        with pytest.raises(ValidationError, match=said):
            ReadyText(title="错", text=text, valid_from=today).full_clean()
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert act(client, application, "write_to", ready=old.pk).status_code == 422
    assert act(client, application, "write_to", ready=ready.pk, text="带身份证。").status_code == 302
    text = Word.objects.get().text
    assert text.startswith(f"编号{application.reference}，请到{office.name}，电话")
    assert text.endswith("带身份证。")


# --- not delivered ------------------------------------------------------------------------------------
def dead(application, error="HTTP 500", **more):
    values = {
        "key": f"t:{application.pk}:{error}",
        "channel": "sms",
        "recipient": "13900005678",
        "template": "decided",
        "context": {"reference": application.reference},
        "office": application.office,
        "about": reach.about(application.claimant),
        "state": State.DEAD,
        "error": error,
        "attempts": 8,
        "created_at": NOON,
        "next_attempt_at": NOON,
    }
    return Message.objects.create(**{**values, **more})


def test_what_was_not_delivered_is_on_one_list_with_what_to_do(client, as_, office):
    refused = ApplicationFactory(office=office, refused=True)
    foreign = ApplicationFactory(office=OfficeFactory(), refused=True)
    for one in (refused, foreign):
        dead(one)
    as_("receptionist")
    html = client.get(UNDELIVERED).content.decode()
    assert html.count(refused.reference) == 2
    assert foreign.reference not in html
    assert "改打电话，或者当面告诉" in html
    assert refused.claimant.name not in html
    served = {"how": "by_hand", "to": "self", "proof": "signed"}
    decided = refused.decision.decided_on.isoformat()
    assert act(client, refused, "serve", served_on=decided, **served).status_code == 302
    client.get(UNDELIVERED)  # says that it is done
    dead(refused, "later", state=State.SENT, sent_at=NOON, created_at=NOON + timedelta(hours=1))
    html = client.get(UNDELIVERED).content.decode()
    assert refused.reference not in html


def test_a_dead_message_is_sent_again_from_the_case(client, as_, office):
    application, other = (ApplicationFactory(office=office, accepted=True) for _n in range(2))
    message, wrong = dead(application), dead(application, "not_a_mobile")
    foreign = dead(other)
    as_("receptionist")
    html = page(client, application)
    assert reverse("applications:resend", args=[application.pk, message.pk]) in html
    assert reverse("applications:resend", args=[application.pk, wrong.pk]) not in html
    assert client.post(reverse("applications:resend", args=[application.pk, foreign.pk])).status_code == 404
    for one, state in ((message, State.QUEUED), (wrong, State.DEAD)):
        address = reverse("applications:resend", args=[application.pk, one.pk])
        client.get(address)
        one.refresh_from_db()
        assert one.state == State.DEAD
        assert client.post(address).status_code == 302
        one.refresh_from_db()
        assert one.state == state
