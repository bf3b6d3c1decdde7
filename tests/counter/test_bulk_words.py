"""Many at once: words that each reads as their own, seen before they go; and who examines."""

import re
import uuid

import pytest

from aid import services
from aid.models import Application, BulkRun, Word
from casework import bulk
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, officer
from tests.counter.test_bulk import BULK, begin, hidden, outcomes

pytestmark = pytest.mark.django_db


def looked(html):
    return re.search(r'name="looked" value="([^"]+)"', html)[1]


def test_what_each_reads_is_shown_first_and_sent_once(client, as_, office):
    accepted, early = ApplicationFactory(office=office, accepted=True), ApplicationFactory(office=office)
    as_("supervisor")
    html = client.post(BULK, {"act": "message", "pk": [accepted.pk, early.pk]}).content.decode()
    assert "看每一件怎么写" in html
    typed = {"act": "message", "reason": "您的案号是{案号}，\n请来{机构}。", **hidden(html)}
    html = client.post(BULK, typed).content.decode()
    assert f"您的案号是{accepted.case_number}，<br>请来{office.name}。" in html
    assert "这一件还没有{案号}" in html
    assert not Word.objects.exists()
    sent = {**typed, **hidden(html), "looked": looked(html)}
    # Other words than those looked at are shown again.
    again = client.post(BULK, {**sent, "reason": "别的话"})
    assert again.status_code == 200
    assert not Word.objects.exists()
    done = client.post(BULK, sent)
    assert client.post(BULK, sent).url == done.url
    word = Word.objects.get()
    assert (word.application, word.text) == (
        accepted,
        f"您的案号是{accepted.case_number}，\n请来{office.name}。",
    )


@pytest.mark.parametrize("text", ["{姓名}您好", "您好{编号", "", "长" * 2001])
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(client, as_, office, text):
    one = ApplicationFactory(office=office)
    as_("dispatcher")
    html = client.post(BULK, {"act": "message", "pk": [one.pk]}).content.decode()
    answer = client.post(BULK, {"act": "message", "reason": text, **hidden(html)})
    assert answer.status_code == 422
    assert text[:5] in answer.content.decode()
    assert not BulkRun.objects.exists()


def test_who_moved_meanwhile_is_named_and_not_written_to(office):
    boss = officer(office, Role.SUPERVISOR)
    one, moved = ApplicationFactory(office=office), ApplicationFactory(office=office)
    run = begin([one, moved], boss, "message", reason="{编号}：明天来一趟。")
    services.accept(moved, actor=officer(office, Role.RECEPTIONIST), at=NOON)
    bulk.go_on(run, at=NOON)
    assert outcomes(run) == {one: "done", moved: "stale"}
    assert Word.objects.get().text == f"{one.reference}：明天来一趟。"


def test_a_reviewer_is_named_for_several(client, as_, office):
    one, over = ApplicationFactory(office=office), ApplicationFactory(office=office, refused=True)
    foreign = officer(OfficeFactory(), Role.REVIEWER)
    reviewer = officer(office, Role.REVIEWER)
    as_("supervisor")
    html = client.post(BULK, {"act": "reviewer", "pk": [one.pk, over.pk]}).content.decode()
    assert "能办 1 件" in html
    typed = {"act": "reviewer", **hidden(html), "key": str(uuid.uuid4())}
    assert client.post(BULK, {**typed, "reviewer": foreign.pk}).status_code == 422
    client.post(BULK, {**typed, "reviewer": reviewer.pk})
    assert Application.objects.get(pk=one.pk).reviewer == reviewer
