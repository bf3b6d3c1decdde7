"""Whoever looks over the phone: each page of the form has the way out, and its tab says nothing."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from aid.choices import Matter, PaperKind
from intake import urls
from intake.pages import LONGEST
from intake.steps import SLUGS
from laws.services import load_topics, read_data
from tests.aid.factories import ApplicationFactory
from tests.intake.access import ROWS
from tests.intake.test_matters import answers_of, walk
from tests.intake.walk import begin

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office", "places")]
# The site's own name stands in every title.
TELLING = {
    *(str(label) for label in [*Matter.labels, *PaperKind.labels]),
    *(row[name] for row in read_data()["topics"] for name in ("name", "plain_name")),
    *("工资", "欠薪", "打人", "家暴", "暴力", "110", "受伤", "社保", "辞退", "抚养", "老板", "仲裁", "律师"),
}


@pytest.fixture
def visits(client, office):
    """Visits of somebody in danger: filling in, one that has sent and looks what became of it, one of nobody."""
    load_topics(read_data()["topics"])
    begin(client)
    walk(client, answers_of(Matter.FAMILY_VIOLENCE))
    looking, application = Client(), ApplicationFactory(office=office, supplementing=True)
    session = looking.session
    session["aid_receipt"] = application.pk
    session["aid_status"] = {"application": application.pk, "tail": "", "until": 4e9}
    session["aid_own"] = {"claimant": application.claimant.pk, "until": 4e9}
    session.save()
    return [client, looking, Client()]


def addresses(office):
    for pattern in urls.urlpatterns:
        row = ROWS[f"intake:{pattern.name}"]
        kwargs = row.kwargs(office) if row.kwargs else {}
        many = [{"slug": slug} for slug in SLUGS] if pattern.name == "step" else [kwargs]
        if pattern.name == "paper":
            many = [{"number": number} for number in range(1, len(PaperKind) + 1)]
        yield from ((pattern.name, reverse(f"intake:{pattern.name}", kwargs=these)) for these in many)


def test_each_page_has_the_way_out_and_a_title_that_says_nothing(visits, office):
    shown = set()
    for visit in visits:
        for name, address in addresses(office):
            response = visit.get(address)
            if response.status_code != 200 or "html" not in response["Content-Type"]:
                continue
            shown.add(name)
            page = BeautifulSoup(response.content, "html.parser")
            assert page.select_one(".leave a[href='/leave']"), address
            assert page.select_one("script[src*='leave']:not([defer]):not([type=module])"), address
            title = page.title.get_text()
            assert not [word for word in TELLING if word in title], (address, title)
            assert "no-store" in response["Cache-Control"], address
            assert not any(word in address for word in ("violence", "police", "wages")), address
    assert shown >= {
        "start",
        "resume",
        "saved",
        "check",
        "submitted",
        "step",
        "paper",
        "call_back",
        "track",
        "status",
        "add_papers",
        "withdraw",
    }


def test_leaving_wipes_the_visit_on_the_server_without_a_script(visits):
    for visit in visits[:2]:
        key = visit.session.session_key
        visit.get("/leave")
        assert not visit.session.exists(key)


def test_nothing_is_said_of_work_to_whoever_came_for_something_else(client, office):
    load_topics(read_data()["topics"])
    start = client.get(reverse("intake:start"), {"topic": "family.home"})
    assert start.context["steps"] < LONGEST
    application = ApplicationFactory(office=office, matter=Matter.FAMILY_VIOLENCE, employer="")
    session = client.session
    session["aid_receipt"] = application.pk
    session["aid_status"] = {"application": application.pk, "tail": "", "until": 4e9}
    session.save()
    pages = [start, *(client.get(reverse(f"intake:{name}")) for name in ("submitted", "prove", "track"))]
    session["aid_own"] = {"claimant": application.claimant.pk, "until": 4e9}
    session.save()
    pages += [client.get(reverse(f"intake:{name}")) for name in ("submitted", "withdraw")]
    for page in pages:
        said = BeautifulSoup(page.content, "html.parser").main.get_text()
        assert not [word for word in ("老板", "工钱", "欠条", "干活", "工地", "打工") if word in said]


def test_the_receipt_says_whose_phone_is_meant(client, office):
    application = ApplicationFactory(office=office, by_other=True, helper_name="罗小满")
    session = client.session
    session["aid_receipt"] = application.pk
    session.save()
    assert "他手机号的后四位" in client.get(reverse("intake:submitted")).content.decode()
