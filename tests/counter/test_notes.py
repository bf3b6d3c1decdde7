"""What colleagues write for each other: said to be theirs alone, and nowhere that the person looks."""

import pytest
from bs4 import BeautifulSoup
from django.http import Http404
from django.urls import reverse

import intake.urls
from aid import acts, paperwork, services
from aid.models import Application
from counter.forms import INSIDE, TOLD
from foundation.accounts.models import Role
from foundation.notices.models import Message
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer
from tests.counter.acts import OPINION, act, case_url
from tests.intake.test_track import look
from tests.papers import text

pytestmark = pytest.mark.django_db
PLANTED = "暗桩老板认识窗口的人别声张"
STATES = (
    "submitted",
    "accepted",
    "supplementing",
    "reviewing",
    "granted",
    "refused",
    "withdrawn",
    "transferred_out",
)


def an_application(office, state):
    return ApplicationFactory(office=office, **({} if state == "submitted" else {state: True}))


def plant(application):
    """A note in each place that the pages say is for colleagues alone, as far as it can be done from here."""
    services.note.note(application, text=PLANTED, actor=officer(application.office, Role.RECEPTIONIST))


@pytest.mark.parametrize("role", ["receptionist", "reviewer", "approver", "dispatcher", "supervisor"])
def test_a_note_stands_apart_for_colleagues(client, as_, office, role):
    application = ApplicationFactory(office=office, accepted=True)
    before = application.version
    as_(role)
    assert act(client, application, "note", text=PLANTED).status_code == 302
    page = BeautifulSoup(client.get(case_url(application)).content, "html.parser")
    notes = page.select_one(".case__notes")
    assert PLANTED in notes.text
    assert "只有同事看得到" in notes.text
    assert PLANTED not in page.select_one("[data-part=timeline]").text
    application.refresh_from_db()
    # Nobody's open page is of yesterday because a colleague wrote something down.
    assert (application.status, application.version) == ("accepted", before)


@pytest.mark.parametrize("words", ["", "   ", "长" * 2001])
def test_nothing_and_too_much_are_no_note(client, as_, office, words):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    answer = act(client, application, "note", text=words)
    assert answer.status_code == 422
    assert not application.events.filter(action="note").exists()


def test_the_same_press_twice_is_one_note_and_an_old_page_may_write_one(client, as_, office):
    application = ApplicationFactory(office=office)
    seen = application.version
    services.accept(application, actor=officer(office, Role.RECEPTIONIST))
    as_("receptionist")
    for _n in range(2):
        assert act(client, application, "note", text=PLANTED, key="one", version=seen).status_code == 302
    assert application.events.filter(action="note").count() == 1


def test_of_another_office_nobody_writes_and_an_editor_nowhere(client, as_, office):
    elsewhere = ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    assert act(client, elsewhere, "note", text=PLANTED).status_code == 404
    as_("editor")
    assert act(client, ApplicationFactory(office=office), "note", text=PLANTED).status_code == 403
    assert not Application.objects.filter(events__action="note").exists()


def of_the_person(client, application):
    """[(address, what stands there)] of every page and paper that the person can open with number and 收件码."""
    reference, code = application.reference, application.claimant.receipt_code
    for shown in ((reference, "5678"), (code, "")):
        look(client, *shown)
        for pattern in intake.urls.urlpatterns:
            names = {
                "slug": ["story", "you"],
                "kind": ["complaint", "objection", "change"],
                "paper": paperwork.PAPERS,
            }
            asked = list(pattern.pattern.converters)
            if not str(pattern.pattern).startswith("track/") or asked == ["pk"]:
                continue
            for value in names[asked[0]] if asked else [None]:
                address = reverse(f"intake:{pattern.name}", kwargs={asked[0]: value} if asked else {})
                answer = client.get(address)
                body = answer.getvalue() if answer.streaming else answer.content
                yield address, text(body) if body.startswith(b"%PDF") else body.decode(errors="replace")


@pytest.mark.parametrize("state", STATES)
def test_no_page_and_no_paper_of_the_person_holds_a_note(client, office, state):
    application = an_application(office, state)
    plant(application)
    seen = list(of_the_person(client, application))
    assert any(application.reference in words for _address, words in seen)
    assert [address for address, words in seen if PLANTED in words] == []
    assert not [message for message in Message.objects.all() if PLANTED in message.text()]


@pytest.mark.parametrize("state", ["accepted", "granted", "refused"])
def test_nor_does_what_is_printed_at_the_counter(client, as_, office, state):
    application = an_application(office, state)
    plant(application)
    as_("approver")
    printed = [case_url(application, "print", paper.code) for paper in paperwork.offered(application)]
    if application.decision:
        printed.append(case_url(application, "letter_draft", application.decision.kind))
    for address in printed:
        body = client.get(address).content
        assert PLANTED not in (text(body) if body.startswith(b"%PDF") else body.decode()), address
    with pytest.raises((KeyError, Http404)):
        paperwork.make("note", application)


# --- each field says who reads it -----------------------------------------------------------------------
FORMS = sorted({one.form for flow in acts.workflows() for one in flow.acts.values() if one.form})


@pytest.mark.parametrize("form", FORMS)
def test_every_field_for_words_says_who_reads_it(form, office):
    from django.utils.module_loading import import_string

    kind = import_string(form)
    made = kind(application=ApplicationFactory(office=office, accepted=True))
    words = [
        field for field in made.fields.values() if getattr(field.widget, "input_type", "textarea") == "text"
    ]
    assert all(field.audience in (TOLD, INSIDE) for field in words)
    assert set(kind.told) <= set(kind.base_fields), "a name of no field"


def test_the_two_audiences_do_not_look_alike(client, as_, office):
    as_("receptionist")
    page = BeautifulSoup(
        client.get(case_url(ApplicationFactory(office=office, accepted=True))).content, "html.parser"
    )
    told = page.select_one("[name=ask_supplement-text]").find_parent(class_="case__field")
    inside = page.select_one("[name=add_evidence-note]").find_parent(class_="case__field")
    assert "申请人看得到" in told.text
    assert "只有同事看得到" in inside.text
    assert told["class"] != inside["class"]
    assert told.select_one("svg use")["href"] != inside.select_one("svg use")["href"]


@pytest.mark.parametrize(
    ("action", "role", "state", "fields"),
    [
        ("accept", "receptionist", "submitted", {"note": PLANTED}),
        ("review", "reviewer", "accepted", {**OPINION, "opinion": PLANTED}),
        ("add_evidence", "reviewer", "accepted", {"note": PLANTED}),
        ("refer_out", "receptionist", "submitted", {"to": "某县法律援助中心", "reason": PLANTED}),
        ("withdraw", "receptionist", "accepted", {"note": PLANTED}),
        ("hold", "supervisor", "accepted", {"reason": PLANTED}),
    ],
)
def test_what_is_said_to_be_inside_is(client, as_, office, action, role, state, fields):
    application = an_application(office, state)
    as_(role)
    assert act(client, application, action, **fields).status_code == 302
    client.logout()
    assert [address for address, words in of_the_person(client, application) if PLANTED in words] == []


@pytest.mark.parametrize(
    ("action", "role", "state", "fields"),
    [
        ("ask_supplement", "receptionist", "accepted", {"text": "请带合同来"}),
        ("refer_out", "receptionist", "submitted", {"to": "某县法律援助中心", "reason": "不归我们管"}),
    ],
)
def test_what_is_said_to_be_told_is(client, as_, office, action, role, state, fields):
    application = an_application(office, state)
    as_(role)
    assert act(client, application, action, **fields).status_code == 302
    client.logout()
    told = fields.get("text") or fields["to"]
    assert any(told in words for _address, words in of_the_person(client, application))
