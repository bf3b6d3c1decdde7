"""Ready texts, and a few messages between an officer and the people of the samples."""

from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.utils import timezone

from aid.models import Application, ReadyText, Wish, Word
from aid.services import wishes, word
from aid.status import Status

READY = {
    "请带证件来一趟": "请带上身份证原件到{机构}来一趟，路上不方便先打{电话}。您的编号是{编号}。",
    "材料收到了": "您交的材料收到了，正在看。有什么要补的，会一次告诉您。",
}


def load_words():
    for title, text in READY.items():
        ReadyText.objects.get_or_create(title=title, defaults={"text": text, "valid_from": date(2026, 1, 1)})
    now = timezone.now()
    if Word.objects.exists():
        return
    clerk = get_user_model().objects.get(username="receptionist")
    found = Application.objects.visible_to(clerk).filter(status__in=(Status.ACCEPTED, Status.REVIEWING))
    for n, application in enumerate(found.order_by("pk")[:2]):
        at = now - timedelta(hours=5 - n)
        word.write_to(application, text="明天上午有空吗？想再问问您工钱是怎么算的。", actor=clerk, at=at)
        if n:
            person = application.claimant
            word.read_by(application, person, at + timedelta(hours=1))
            asked = "上午要上工，下午三点以后行不行？"
            wishes.ask(application, person, Wish.Kind.MESSAGE, text=asked, at=at + timedelta(hours=2))
