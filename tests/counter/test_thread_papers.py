"""Papers with a message, both ways and to its two sides alone; and what was told on the telephone, face to face, by post."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from aid import reach
from aid.models import Attachment, Evidence, Word
from aid.services import wishes, word
from foundation.accounts.models import Role
from foundation.notices.models import Message, State
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.photos import checked_photo, photo
from tests.counter.acts import act
from tests.counter.test_words import UNDELIVERED, fresh, page
from tests.intake.test_track import STATUS, opened

pytestmark = pytest.mark.django_db
ASK = reverse("intake:ask", args=["message"])
BAD = SimpleUploadedFile("材料.zip", b"PK\x03\x04not a photo", content_type="application/zip")


def test_a_paper_of_ours_is_opened_on_the_persons_page_and_not_called_theirs(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    assert act(client, application, "write_to", text="照这个样子写。", upload=photo()).status_code == 302
    paper = Evidence.objects.get()
    assert (paper.added_by, Attachment.objects.get().paper) == ("staff", paper)
    assert reverse("applications:viewer", args=[paper.pk]) in page(client, application)
    html = opened(client, application).content.decode()
    address = reverse("intake:own_paper", args=[paper.pk])
    assert html.count(address) == 1  # with the message, not among what they sent
    shown = client.get(address)
    assert shown.status_code == 200
    shown.close()


def test_the_person_sends_one_back_and_nobody_else_sees_it(client, as_, signed_in, office):
    application = ApplicationFactory(office=office, accepted=True)
    me = as_("receptionist")
    opened(client, application)
    sent = {"text": "这是欠条", "files": [photo()], "key": "k"}
    assert client.post(ASK, sent).status_code == 302
    paper = Evidence.objects.get()
    assert (paper.application, paper.added_by) == (application, "applicant")
    assert "附件：考勤.png" in client.get(STATUS).content.decode()
    client.force_login(me)
    assert reverse("applications:viewer", args=[paper.pk]) in page(client, application)
    signed_in(client, Role.RECEPTIONIST, OfficeFactory(), username="far")
    assert client.get(reverse("applications:preview", args=[paper.pk])).status_code == 404


def test_a_paper_that_cannot_be_taken_keeps_the_words_and_sends_nothing(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    BAD.seek(0)
    answer = act(client, application, "write_to", text="看附件", upload=BAD)
    assert answer.status_code == 422
    assert "“材料.zip”" in answer.content.decode()
    assert "看附件" in answer.content.decode()
    opened(client, application)
    for files, said in (([BAD], "“材料.zip”"), ([photo(n) for n in range(20, 26)], "最多带 5 个文件")):
        BAD.seek(0)
        html = client.post(ASK, {"text": "写了很久的话", "files": files}).content.decode()
        assert said in html
        assert "写了很久的话" in html
    assert not Evidence.objects.exists()
    assert not Word.objects.exists()
    assert not fresh(application).wishes.exists()


def test_in_a_group_a_paper_is_of_the_one_it_was_sent_to(office):
    application = ApplicationFactory(office=office, claimants=workmates(3))
    second, third = application.claimants.all()[1:]
    clerk = officer(office, Role.RECEPTIONIST)
    word.write_to(application, text="给您的", claimant=second, papers=[checked_photo()], actor=clerk, at=NOON)
    paper, now = Evidence.objects.get(), fresh(application)
    assert paper in now.papers_for(second)
    assert paper not in now.papers_for(third)
    assert [one.papers for one in word.thread(now, second)] == [(paper,)]
    wishes.ask(now, third, "message", text="我的", papers=[checked_photo(30)], at=NOON)
    assert Evidence.objects.get(claimant=third) not in fresh(application).papers_for(second)


# --- told otherwise ---------------------------------------------------------


@pytest.fixture
def dead(office):
    """An application whose SMS cannot be delivered."""
    application = ApplicationFactory(office=office, accepted=True, may_sms=True)
    whose = reach.about(application.claimant)
    Message.objects.filter(about=whose).update(state=State.DEAD, error="not_a_mobile")
    return application, Message.objects.filter(about=whose).first()


def test_told_on_the_telephone_it_stands_in_the_thread_and_leaves_the_list(client, as_, dead):
    application, message = dead
    as_("receptionist")
    link = f"do=tell&amp;member=m{message.pk}"
    listed = client.get(UNDELIVERED).content.decode()
    assert link in listed or link.replace("&amp;", "&") in listed
    at = timezone.localtime()
    said = {"how": "phone", "told_at": f"{at:%Y-%m-%dT%H:%M}", "text": "电话里说了，已经受理。"}
    assert act(client, application, "tell", **said, instead_of=message.pk).status_code == 302
    html = page(client, application)
    assert application.reference not in client.get(UNDELIVERED).content.decode()
    assert "电话里告诉的" in html
    assert "电话里告诉了" in html
    assert "他还没有看" not in html
    assert not Message.objects.filter(template="word").exists()  # nobody is sent an SMS of it
    html = opened(client, application).content.decode()
    assert "电话里跟您说的" in html
    assert "条新的" not in html


def test_what_is_told_otherwise_answers_what_was_asked_and_is_written_once(office):
    application = ApplicationFactory(office=office, accepted=True)
    wishes.ask(application, application.claimant, "message", text="几点上班？", at=NOON)
    clerk, later = officer(office, Role.CASEWORKER, Role.RECEPTIONIST), NOON + timedelta(hours=2)
    for _twice in range(2):
        word.tell(
            application, how="in_person", told_at=later, text="当面说了", actor=clerk, key="k", at=later
        )
    assert Word.objects.get().get_how_display() == "当面"
    assert not fresh(application).wishes.open().exists()
    assert fresh(application).events.last().note == "当面：当面说了"


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"text": "  "}, "写下说了什么"),
        ({"told_at": NOON + timedelta(days=2)}, "还没有到"),
        ({"told_at": NOON - timedelta(days=400)}, "还没有这件申请"),
    ],
)
def test_what_cannot_have_been(office, change, match):
    application = ApplicationFactory(office=office, accepted=True)
    said = {"how": "post", "told_at": NOON, "text": "寄了信", **change}
    later = NOON + timedelta(hours=1)
    with pytest.raises(ValidationError, match=match):
        word.tell(application, **said, actor=officer(office, Role.RECEPTIONIST), at=later)
    assert not Word.objects.exists()


def test_the_sms_of_somebody_else_is_not_told_of(dead, office):
    _application, message = dead
    other = ApplicationFactory(office=office)
    said = {"how": "phone", "told_at": NOON, "text": "说了", "instead_of": message}
    with pytest.raises(ValidationError, match="不是发给他的"):
        word.tell(other, **said, actor=officer(office, Role.RECEPTIONIST), at=NOON + timedelta(hours=1))
