"""A new application that was written without a network: what the sheet asks, and how it comes back, once."""

import html
import json
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aid import sla
from aid.models import AwayForm, DeskEntry, Evidence
from counter import away_forms
from foundation.vault.models import AccessEntry
from intake import notice
from intake.pages import STEPS
from intake.steps import Walk
from tests.aid.factories import OfficeFactory
from tests.aid.photos import photo

pytestmark = pytest.mark.django_db
SHELL = "/admin/applications/visits/away/"
TAKE = "/admin/applications/visits/take/"
SAID = {
    "matter.MatterForm-door": "wages",
    "who.TogetherForm-by_other": "no",
    "place.PlaceForm-place": "赣州章贡区",
    "place.PlaceForm-project": "河东砖厂",
    "employer.EmployerForm-employer": "王老板",
    "owed.OwedForm-amount_owed": "12 天 × 280",
    "owed.OwedForm-pay_type": "day",
    "owed.OwedForm-work_kind": "factory",
    "days.DaysForm-owed_from_0": "2026",
    "days.DaysForm-owed_from_1": "3",
    "days.DaysForm-still_working": "yes",
    "you.YouForm-name": "石守田",
    "you.YouForm-id_type": "none",
    "you.YouForm-phone": "13800003344",
    "contact.ContactForm-ways": ["call", "sms"],
}


@pytest.fixture
def me(as_, places):
    return as_("receptionist")


def give(client, number=None, said=SAID, **more):
    data = {
        "arrival-channel": "visit",
        "arrival-notice": notice.version(),
        "arrival-consent": "on",
        **said,
        **more,
    }
    return client.post(reverse("applications:away_form", args=[number or uuid.uuid4()]), data)


def test_it_begins_at_the_desk_with_all_that_was_typed(client, me):
    written = int((timezone.now() - timedelta(days=2)).timestamp() * 1000)
    answer = give(client, written=written, **{"arrival-photos": [photo(30), photo(40)]})
    assert answer.status_code == 200
    entry = DeskEntry.objects.get()
    assert (entry.channel, entry.operator, entry.draft.answers["consents"]) == ("visit", me, notice.CONSENTS)
    # The clocks count from the day on which the officer received it.
    assert entry.received_on == sla.today_in_shanghai() - timedelta(days=2)
    walk = Walk(entry.draft)
    done = [step.slug for step in walk.path if walk.is_done(step)]
    assert done == ["matter", "who", "place", "employer", "owed", "days", "you", "contact"]
    assert walk.cleaned(walk.find("owed"))["amount_owed"] == 3360
    assert walk.said("contact", "ways") == ["call", "sms"]
    assert Evidence.objects.filter(draft=entry.draft).count() == 2
    # On to what is not filled in yet.
    undone = walk.first_undone()
    assert answer.json() == {
        "state": "returned",
        "agreed": True,
        "url": reverse("applications:desk_step", args=[entry.pk, undone.slug]),
    }
    assert client.get(answer.json()["url"]).status_code == 200
    assert AccessEntry.objects.filter(action="aid.desk_away", actor=me).count() == 1


def test_sent_twice_it_is_one_also_when_it_was_dropped_meanwhile(client, me):
    number = uuid.uuid4()
    first = give(client, number, **{"arrival-photos": [photo(30)]})
    assert give(client, number, said={**SAID, "you.YouForm-name": "别人"}).json() == first.json()
    assert (DeskEntry.objects.count(), Evidence.objects.count()) == (1, 1)
    entry = DeskEntry.objects.get()
    client.post(reverse("applications:desk_drop", args=[entry.pk]))
    assert not DeskEntry.objects.exists()
    again = give(client, number)
    assert (again.status_code, again.json()["url"]) == (200, reverse("applications:desk"))
    assert not DeskEntry.objects.exists()
    assert AwayForm.objects.count() == 1


def test_what_is_wrong_on_a_page_is_kept_and_asked_again_at_the_desk(client, me):
    wrong = {**SAID, "you.YouForm-phone": "138", "days.DaysForm-owed_from_1": "13"}
    answer = give(client, said=wrong)
    assert answer.status_code == 200
    walk = Walk(DeskEntry.objects.get().draft)
    assert walk.said("you", "phone") == ["138"]
    assert [step.slug for step in walk.path if step.slug in ("days", "you") and walk.is_done(step)] == []
    assert answer.json()["url"].endswith("/days/")


def test_a_page_on_which_nothing_was_written_is_asked_at_the_desk(client, me):
    untouched = {"contact.ContactForm-ways": [], "contact.ContactForm-contact_note": " "}
    give(client, said={**SAID, **untouched})
    walk = Walk(DeskEntry.objects.get().draft)
    # Nobody said that they must neither be called nor written to.
    assert "contact" not in walk.pages


def test_nothing_but_a_name_is_taken_too(client, me):
    answer = give(client, said={"you.YouForm-name": "石守田"})
    assert answer.status_code == 200
    # The page of the person is on every way; the matter is asked first.
    walk = Walk(DeskEntry.objects.get().draft)
    assert walk.said("you", "name") == ["石守田"]
    assert walk.first_undone().slug == "matter"


def test_a_notice_that_was_changed_since_is_agreed_to_later(client, me):
    answer = give(client, **{"arrival-notice": "2020-01-01"})
    assert answer.json()["agreed"] is False
    assert DeskEntry.objects.get().draft.answers["consents"] == []


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"arrival-consent": ""}, "arrival-consent"),
        ({"arrival-channel": "tour"}, "arrival-visit"),
        ({"arrival-channel": "tour", "arrival-visit": "99999"}, "arrival-visit"),
    ],
)
def test_without_a_word_on_how_it_came_nothing_is_taken_and_it_is_said_where(client, me, more, field):
    answer = give(client, **more)
    assert answer.status_code == 422
    assert field in answer.json()["errors"]
    assert not DeskEntry.objects.exists()
    assert not AwayForm.objects.exists()


def test_a_file_that_is_none_takes_nothing_in(client, me):
    from django.core.files.uploadedfile import SimpleUploadedFile

    bad = SimpleUploadedFile("a.jpg", b"MZ not a picture", "image/jpeg")
    answer = give(client, **{"arrival-photos": [photo(30), bad]})
    assert list(answer.json()["errors"]) == ["arrival-photos"]
    assert not DeskEntry.objects.exists()
    assert not AwayForm.objects.exists()
    assert not Evidence.objects.exists()


def test_what_cannot_wait_leads_past_pages_but_loses_none(client, me):
    urgent = {"urgent.UrgentForm-ground": "advance", "urgent.UrgentForm-words": "孩子住院"}
    give(client, said={**SAID, **urgent})
    walk = Walk(DeskEntry.objects.get().draft)
    assert walk.is_urgent
    assert walk.said("owed", "amount_owed") == ["12 天 × 280"]
    calm = {**SAID, "urgent.UrgentForm-ground": "no"}
    give(client, said=calm)
    assert not Walk(DeskEntry.objects.latest("pk").draft).is_urgent


@pytest.mark.parametrize(
    ("written", "days"),
    [("", 0), ("x", 0), ("9" * 40, 0), ("0", -14), (str(4_000_000_000_000), 0), ("-5", -14)],
)
def test_the_day_that_the_telephone_says_is_one_on_which_it_can_have_been_written(client, me, written, days):
    assert give(client, written=written).status_code == 200
    assert DeskEntry.objects.get().received_on == sla.today_in_shanghai() + timedelta(days=days)


def test_only_who_fills_in_for_others_gives_one_back_and_only_their_own(client, as_, me):
    number = uuid.uuid4()
    give(client, number)
    as_("reviewer")
    assert give(client).json() == {"state": "not_allowed"}
    as_("receptionist", OfficeFactory())
    answer = give(client, number)
    assert (answer.status_code, answer.json()) == (404, {"state": "unknown"})
    # Nor at an office of others.
    foreign = OfficeFactory()
    give(client, **{"arrival-office": str(foreign.pk)})
    assert not DeskEntry.objects.filter(office=foreign).exists()


def test_other_channels_are_not_written_there(client, me):
    for channel in ("post", "phone", "web", "x", ""):
        assert give(client, **{"arrival-channel": channel}).status_code == 403
    assert not DeskEntry.objects.exists()


def test_what_to_choose_from_goes_along_sealed_for_who_fills_in(client, as_, office):
    as_("receptionist")
    answer = client.post(TAKE).json()
    assert answer["copies"] == []
    assert {"visit", "event"} <= set(answer["writes"])
    as_("reviewer")
    assert client.post(TAKE).status_code == 422


def test_the_sheet_asks_what_the_pages_ask_under_names_that_last(client, me):
    page = client.get(SHELL).content.decode()
    asked = {step.slug for step in STEPS if step.local is None} - {"papers", "roster"}
    assert set(re.findall(r'data-page="(\w+)"', page)) == asked
    for step in STEPS:
        if step.slug in asked and step.local is None:
            for name in step.form().fields:
                assert f'name="{step.slug}.{step.form.__name__}-{name}' in page
    for when in re.findall(r'data-when="([^"]*)"', page):
        assert json.loads(html.unescape(when))
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert f'value="{notice.version()}"' in page


def test_names_on_the_sheet_are_read_back_as_pages():
    from django.http import QueryDict

    sent = QueryDict(mutable=True)
    sent.setlist("contact.ContactForm-ways", ["call", "sms"])
    sent["days.DaysForm-owed_from_0"] = "2026"
    sent["arrival-office"] = "3"
    sent["x" * 50] = "1"
    found = away_forms.typed(sent)
    assert found[("contact", "ContactForm")].getlist("ways") == ["call", "sms"]
    assert found[("days", "DaysForm")]["owed_from_0"] == "2026"
    assert len(found) == 2
