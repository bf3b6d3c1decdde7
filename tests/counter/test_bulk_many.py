"""More than a page waits for: words to many, and a reviewer for as many as one run takes, done by the worker."""

import uuid

import pytest

from aid import services
from aid.models import Application, BulkRun, Event, Word
from casework import bulk, tasks
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, officer
from tests.counter.test_bulk import BULK, hidden
from tests.counter.test_bulk_words import looked

pytestmark = pytest.mark.django_db


def test_words_to_more_than_a_page_waits_for_are_sent_by_the_worker_to_each_once(client, as_, office):
    many = [ApplicationFactory(office=office) for _n in range(bulk.AT_ONCE + 1)]
    as_("supervisor")
    html = client.post(BULK, {"act": "message", "pk": [one.pk for one in many]}).content.decode()
    typed = {"act": "message", "reason": "{编号}：明天来一趟。", **hidden(html)}
    html = client.post(BULK, typed).content.decode()
    sent = {**typed, **hidden(html), "looked": looked(html)}
    url = client.post(BULK, sent).url
    assert not Word.objects.exists()  # nobody waits for the page
    assert "还有 21 件，共 21 件" in client.get(url).content.decode()
    moved = many[-1]
    services.accept(moved, actor=officer(office, Role.RECEPTIONIST), at=NOON)
    run = BulkRun.objects.get()
    for _twice in range(2):
        tasks.do_bulk(run.pk)
    said = {one.application_id: one.text for one in Word.objects.all()}
    assert said == {one.pk: f"{one.reference}：明天来一趟。" for one in many[:-1]}
    assert Word.objects.count() == bulk.AT_ONCE
    page = client.get(url).content.decode()
    assert "办好了 20" in page
    assert moved.reference in page
    assert "别人动过这一件" in page


def test_a_reviewer_is_named_for_five_hundred_and_it_goes_on_where_it_stopped(
    client, as_, office, monkeypatch
):
    one = ApplicationFactory(office=office)
    made = [
        Application(
            reference=f"n{n}", office=office, topic=one.topic, status="submitted", submitted_at=NOON,
            received_on=NOON.date(), idempotency_key=uuid.uuid4(),
        )
        for n in range(bulk.MOST - 1)
    ]  # fmt: skip
    Application.objects.bulk_create(made)
    reviewer = officer(office, Role.REVIEWER)
    as_("supervisor")
    html = client.post(BULK, {"act": "reviewer", "all": "1", "query": "show=office"}).content.decode()
    typed = {"act": "reviewer", **hidden(html)}
    assert len(typed["row"]) == bulk.MOST
    url = client.post(BULK, {**typed, "reviewer": reviewer.pk}).url
    assert "还有 500 件，共 500 件" in client.get(url).content.decode()
    run, done = BulkRun.objects.get(), []

    def fall_over(run, pk, at, do=bulk._do):
        if len(done) == 30:
            raise SystemExit
        done.append(pk)
        do(run, pk, at)

    with monkeypatch.context() as worker:
        worker.setattr(bulk, "_do", fall_over)
        with pytest.raises(SystemExit):
            tasks.do_bulk(run.pk)
    assert "还有 470 件，共 500 件" in client.get(url).content.decode()
    tasks.do_bulk(run.pk)
    assert "办好了 500" in client.get(url).content.decode()
    assert Application.objects.filter(reviewer=reviewer).count() == bulk.MOST
    assert Event.objects.filter(action="set_reviewer").count() == bulk.MOST
    run.refresh_from_db()
    assert run.done_at
