"""What cannot wait: a short way to send with what is there, and what the person is told. Journey 4."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aid.models import Application
from aid.services import first_aid
from foundation.accounts.models import Role
from intake.pages import AT_ONCE
from tests.aid.factories import officer
from tests.aid.walk import given_first
from tests.intake.walk import CHECK, GOOD, begin, fill, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]
URGENT = url("urgent")


def parts(name, day):
    return {f"{name}_0": str(day.year), f"{name}_1": str(day.month), f"{name}_2": str(day.day)}


def say(client, ground="limitation", **more):
    return client.post(URGENT, {"ground": ground, **more})


def short_way(client, ground="limitation", **more):
    begin(client)
    client.post(url("matter"), GOOD["matter"])
    assert say(client, ground, **more)["Location"] == url("who")
    for slug in ("who", "place", "you", "contact", "call"):
        response = client.post(url(slug), GOOD[slug])
        assert response.status_code == 302, (slug, response.context["form"].errors)
    assert response["Location"] == CHECK
    page = client.get(CHECK).content.decode()
    assert "按急事交" in page
    return client.post(CHECK, {"website": ""})


def test_whoever_cannot_wait_is_asked_the_least_and_sends(client, settings):
    due = timezone.localdate() + timedelta(days=3)
    assert short_way(client, words="明天开庭", **parts("deadline", due)).status_code == 302
    application = Application.objects.get()
    asked = application.first_aid
    assert (asked.ground, asked.deadline, asked.words, asked.asked_by) == (
        "limitation",
        due,
        "明天开庭",
        "applicant",
    )
    receipt = client.get(reverse("intake:submitted")).content.decode()
    assert "按急事收下了" in receipt
    assert "按急事收下了" in client.get(reverse("intake:status")).content.decode()


def test_it_stands_beside_the_steps_and_leads_back_to_where_one_was(client):
    begin(client)
    for slug in ("matter", "who", "place", "employer"):
        client.post(url(slug), GOOD[slug])
    page = client.get(URGENT)
    assert page.context["step"] is None
    assert "<progress" not in page.content.decode()
    assert page.context["back_url"] == url("owed")
    say(client)
    assert "<progress" not in client.get(URGENT).content.decode()


@pytest.mark.parametrize("ground", ["preservation", "advance"])
def test_there_are_other_grounds(client, ground):
    short_way(client, ground)
    assert Application.objects.get().first_aid.ground == ground


def test_the_cleaner_is_told_before_she_notices(client):
    """Journey 4: 362 days ago. The page after says that time is short, with the short way as a link."""
    left = timezone.localdate() - timedelta(days=362)
    begin(client)
    fill(client, until="means", days={"owed_from_0": "2025", **parts("left_on", left)})
    page = client.get(url("means")).content.decode()
    assert "时间很紧" in page
    assert URGENT in page
    form = client.get(URGENT).content.decode()
    assert f'value="{left.year + 1}"' in form
    say(client, **parts("deadline", left + timedelta(days=365)))
    # What she had written stays; the story and the papers are not asked any more.
    assert client.get(CHECK)["Location"] == url("you")
    for slug in ("you", "contact", "call"):
        client.post(url(slug), GOOD[slug])
    assert client.post(CHECK, {"website": ""}).status_code == 302
    application = Application.objects.get()
    assert application.claimant.employer == "某建筑公司"
    assert application.first_aid_waits
    assert application.limitation_on is not None


def test_a_whole_application_with_a_near_limitation_is_a_request_too(client):
    left = timezone.localdate() - timedelta(days=362)
    begin(client)
    fill(client, days={"owed_from_0": "2025", **parts("left_on", left)})
    client.post(CHECK, {"website": ""})
    assert Application.objects.get().first_aid.ground == "limitation"


def test_whoever_is_in_no_hurry_any_more_is_asked_everything(client):
    begin(client)
    client.post(url("matter"), GOOD["matter"])
    say(client, "preservation")
    say(client, "no")
    fill(client)
    client.post(CHECK, {"website": ""})
    assert not hasattr(Application.objects.get(), "first_aid")


def test_the_page_asks_first_what_it_is_about(client):
    begin(client)
    assert client.get(URGENT)["Location"] == url("matter")


def test_nothing_but_the_least_is_asked_at_once():
    assert {"story", "papers", "means", "owed"}.isdisjoint(AT_ONCE)


def test_the_status_says_by_when_the_papers_are_due_and_what_else_only_to_the_person(client):
    short_way(client, "advance")
    application = Application.objects.get()
    approver = officer(application.office, Role.APPROVER)
    given_first(application, ground="advance", text="补住院的单子。", actor=approver)
    page = client.get(reverse("intake:status")).content.decode()
    assert "已经先给您援助了" in page
    assert "先给您派律师，材料以后补" in page
    assert "补住院的单子" in page
    first_aid.end(application, text="约好的单子一直没有补来。", actor=approver)
    page = client.get(reverse("intake:status")).content.decode()
    assert "援助终止了" in page
    assert "提出异议" in page
