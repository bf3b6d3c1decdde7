"""How much one line may send, and what happens when two things are sent at the same moment."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aid import files, services
from aid.models import Draft, Evidence
from aid.services import housekeeping
from foundation.accounts.models import Role
from foundation.guessing.models import Tally
from intake import forms, throttle
from intake.steps import Walk
from tests.aid.factories import ApplicationFactory, officer, submission, workmates
from tests.aid.test_files import image, upload
from tests.intake.test_attacks import request_from
from tests.intake.test_track import opened, photo, quick  # noqa: F401 - a fixture
from tests.intake.walk import begin, draft_of, fill, url

pytestmark = pytest.mark.django_db


# --- counting -----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["draft", "submit"])
def test_tries_at_the_same_moment_are_all_counted(what):
    together = threading.Barrier(6)

    def count(number):
        try:
            together.wait(5)
            for _ in range(5):
                throttle.may(request_from(f"203.0.113.{number % 2}"), what)
        finally:
            connection.close()

    threads = [threading.Thread(target=count, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    counts = sorted(Tally.objects.values_list("count", flat=True))
    assert counts == ([15, 15] if what == "draft" else [15, 15, 30])


def test_a_counter_is_for_its_hour_and_forgotten_after_it():
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        throttle.may(request_from("203.0.113.5"), "draft")
    assert housekeeping.forget_tallies(now) == 0
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        throttle.may(request_from("203.0.113.5"), "draft")
    assert list(Tally.objects.values_list("count", flat=True)) == [1, 1]
    assert housekeeping.forget_tallies(now + timedelta(hours=2, minutes=30)) == 1


def test_whoever_begins_without_end_is_asked_to_wait_and_the_ticks_stay(client, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "draft", 1)
    begin(client)
    other = Client()
    page = other.post(reverse("intake:start"), {"notice": "on", "sensitive": "on"})
    assert page.status_code == 429
    assert "12348" in page.content.decode()
    assert page.content.decode().count(" checked") == 2
    begin(client)  # whoever has begun goes on
    assert Draft.objects.count() == 1


def test_a_page_without_its_session_is_shown_again_with_every_word_when_the_line_is_crowded(
    client, monkeypatch
):
    monkeypatch.setitem(throttle.PER_HOUR, "draft", 0)
    page = client.post(reverse("intake:step", args=["story"]), {"narrative": "干了三个月"})
    assert page.status_code == 429
    assert "干了三个月" in page.content.decode()
    assert not Draft.objects.exists()


def test_uploads_without_end_wait_and_the_words_stay(client, office, monkeypatch):
    monkeypatch.setitem(throttle.PER_HOUR, "upload", 1)
    opened(client, ApplicationFactory(office=office))
    page = client.post(reverse("intake:add_papers"), {"note": "第一次", "files": [photo()], "key": "a"})
    assert page.status_code == 302
    page = client.post(reverse("intake:add_papers"), {"note": "看看这个", "files": [photo()], "key": "b"})
    assert page.status_code == 429
    assert "看看这个" in page.content.decode()
    assert Evidence.objects.count() == 1


def test_megabytes_in_a_field_fill_no_draft(client):
    begin(client)
    fill(client, until="who")
    client.post(reverse("intake:step", args=["who"]), {"by_other": ["长" * 20_000] * 25})
    typed = Draft.objects.get().answers["pages"]["who"]["data"]
    assert [len(text) for text in typed["by_other"]] == [10_000] * 20


# --- at the same moment -------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_uploads_at_the_same_moment_do_not_exceed_the_count(monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 2)
    draft = Draft.start(at=timezone.now(), language="zh-hans")
    checked = [files.check(upload(image(size=(60, 40 + number)))) for number in range(5)]
    together, refused = threading.Barrier(5), []

    def send(one):
        try:
            together.wait(5)
            services.add_paper(draft, one, kind="other")
        except ValidationError as wrong:
            refused.append(wrong.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[one]) for one in checked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert draft.evidence.count() == 2
    assert refused == ["too_many"] * 3


def test_two_pages_open_at_once_do_not_undo_each_other(client):
    begin(client)
    fill(client, until="who")
    one, other = (Walk(Draft.objects.get()) for _ in range(2))
    one.keep(one.find("story"), QueryDict("narrative=a"), done=True)
    other.keep(other.find("employer"), QueryDict("employer=b"), done=True)
    assert set(Draft.objects.get().answers["pages"]) == {"matter", "story", "employer"}


def test_what_comes_after_the_form_was_sent_does_not_lie_in_its_draft(client, office):
    begin(client)
    fill(client, until="who")
    walk = Walk(Draft.objects.get())
    services.submit(submission(), key=walk.draft.idempotency_key, draft=walk.draft)
    with pytest.raises(services.DraftGone):
        walk.keep(walk.find("story"), QueryDict("narrative=a"), done=True)
    with pytest.raises(services.DraftGone):
        services.add_paper(walk.draft, files.check(upload(image())), kind="other")
    assert Draft.objects.get().answers == {}


def test_a_draft_forgotten_at_the_last_moment_sends_nothing(office):
    draft = Draft.start(at=timezone.now(), language="zh-hans")
    Draft.objects.all().delete()
    with pytest.raises(services.DraftGone):
        services.submit(submission(), key=draft.idempotency_key, draft=draft)


def test_an_application_takes_a_supplement_however_many_papers_it_has(office, monkeypatch):
    monkeypatch.setattr(files, "MAX_IN_ALL", 2)
    application = ApplicationFactory(office=office)

    def paper(number):
        return [(files.check(upload(image(size=(60, 40 + number)))), "other")]

    for number in range(2):
        services.add_evidence(application, papers=paper(number), key=str(number))
    with pytest.raises(ValidationError, match="12348"):
        services.add_evidence(application, papers=paper(3), key="3")
    services.add_evidence(application, papers=paper(4), actor=officer(office, Role.RECEPTIONIST))
    assert application.evidence.count() == 3


def test_each_worker_of_a_group_may_send_as_many_as_one_alone(office, monkeypatch):
    monkeypatch.setattr(files, "MAX_IN_ALL", 1)
    application = ApplicationFactory(office=office, claimants=workmates(2))
    for number in range(2):
        paper = [(files.check(upload(image(size=(60, 40 + number)))), "other")]
        services.add_evidence(application, papers=paper, key=str(number))
    with pytest.raises(ValidationError, match="12348"):
        services.add_evidence(application, papers=[(files.check(upload(image(size=(9, 9)))), "id")], key="3")


def test_a_paper_too_many_is_said_on_the_page(client, office, monkeypatch):
    monkeypatch.setattr(files, "MAX_IN_ALL", 0)
    opened(client, ApplicationFactory(office=office))
    page = client.post(
        reverse("intake:add_papers"), {"kind": "id", "files": [upload(image())], "note": "", "key": "a"}
    )
    assert "网上收不下了" in page.content.decode()


def test_a_second_click_on_withdraw_says_nothing_of_failure(client, office):
    opened(client, ApplicationFactory(office=office))
    client.post(reverse("intake:withdraw"), {})
    page = client.post(reverse("intake:withdraw"), {}, follow=True)
    assert "现在不能" not in page.content.decode()
    assert "没有撤回" not in page.content.decode()


# --- pages drawn once for all -------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_a_blank_page_drawn_for_one_visitor_holds_nothing_of_another(places):
    """Fields are kept between requests while nothing is filled in (`looks_alike`); never what anybody typed."""
    first, second, third = Client(), Client(), Client()
    begin(first)
    fill(first, until="employer")
    address = reverse("intake:step", args=["employer"])
    blank = fields_of(first.get(address))
    assert blank == fields_of(first.get(address))
    first.post(address, {"foreman": "周某某", "employer_phone": "?" * 200})
    assert "周某某" in fields_of(first.get(address))
    begin(second)
    fill(second, until="employer")
    assert fields_of(second.get(address)) == blank
    begin(third, "?region=360702")
    fill(third, until="place")
    place = reverse("intake:step", args=["place"])
    assert "江西省赣州市章贡区" in fields_of(third.get(place))
    begin(second := Client())
    fill(second, until="place")
    assert "江西省赣州市章贡区" not in fields_of(second.get(place))


def fields_of(response):
    html = response.content.decode()
    return html[html.index('name="csrfmiddlewaretoken"') :].split(">", 1)[1].split("</form>")[0]


def test_a_form_that_is_made_for_somebody_is_never_drawn_for_all():
    assert forms.OwedForm().looks_alike
    assert not forms.OwedForm(QueryDict()).looks_alike
    assert not forms.PlaceForm(initial={"place": "赣州"}).looks_alike

    class Made(forms.OwedForm):
        def __init__(self, whose, *args, **kwargs):
            super().__init__(*args, **kwargs)

    assert not Made("x").looks_alike


@pytest.mark.usefixtures("places")
def test_papers_too_large_together_are_explained_and_the_draft_stays(client, settings):
    """Hard case 5, without JavaScript: the door refuses them unread, and nothing typed before is lost."""
    begin(client)
    fill(client, until="papers")
    settings.MAX_BODY_BYTES = 500
    page = client.post(url("papers"), {"kind": "other", "files": [photo()]})
    assert page.status_code == 413
    assert "12348" in page.content.decode()
    assert client.get(url("papers")).status_code == 200
    assert {"you", "story", "owed"} <= draft_of(client).answers["pages"].keys()
