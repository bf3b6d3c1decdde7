"""Every look is logged; too many are told; numbers in what people wrote are hidden until they are asked for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from aid import looks, services
from aid.models import Wish
from aid.services import wishes
from foundation.accounts.models import Role
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from foundation.vault.services import record_access
from tests.aid.factories import (
    NOON,
    ApplicationFactory,
    CallBackFactory,
    OfficeFactory,
    UserFactory,
    officer,
    workmates,
)
from tests.counter.acts import act, case_url

pytestmark = [pytest.mark.django_db, pytest.mark.attack]
PHONE, ID = "13812345678", "11010519491231002X"


def actions():
    return list(AccessEntry.objects.order_by("number").values_list("action", flat=True))


@pytest.fixture
def told(office):
    """An application whose every free text holds a phone and an identity number."""
    words = f"打 {PHONE} 找老周，身份证 {ID}，１３８ 1234－5678"
    application = ApplicationFactory(office=office, narrative=words, accepted=True)
    person = application.claimants.get()
    person.contact_note, person.workplace, person.employer, person.foreman = (
        words,
        words,
        words[:60],
        words[:60],
    )
    person.facts = {**person.facts, "reckoning": words[:60]}
    person.save()
    wishes.ask(application, person, Wish.Kind.COMPLAINT, text=words, at=NOON)
    application.refresh_from_db()
    return services.ask_supplement(
        application, kinds=["id"], text=words, actor=officer(office, Role.RECEPTIONIST), at=NOON
    )


@pytest.fixture
def numbers_in():
    def find(html):
        return [number for number in (PHONE, ID, "1234－5678", "19491231") if number in html]

    return find


# --- every look is an entry ---------------------------------------------------------------------------
# Pages of the counter that show nothing of one case in clear, and why.
NO_LOOK = {
    "erasures": "numbers, days and outcomes: nothing of anybody",
    "erasure_ask": "how many rows would go, not what stands in them; what is entered is logged",
    "erasure": "how many rows would go, not what stands in them",
    "erasure_settle": "an act, logged as one",
    "counts": "numbers alone",
    "visits": "the stops of a day; each look is an entry (test_visits.py)",
    "visit_take": "masked; what is taken along is an entry (test_away.py)",
    "away": "the same page for everybody",
    "away_worker": "a script",
    "away_states": "numbers of one's own copies and what became of them",
    "away_give": "takes in, shows nothing, and is an entry (test_away.py)",
    "away_form": "takes in, shows nothing, and is an entry (test_away_forms.py)",
    "away_drop": "shows nothing, and is an entry (test_away.py)",
    "visit_move": "an act: shows nothing",
    "visit_there": "an act: shows nothing",
    "watches": "numbers, days and colleagues: nobody's name",
    "here": "names of colleagues, nothing of the case",
    "bulk": "a list of masked names; what is done is an event of each",
    "bulk_run": "numbers of applications and outcomes",
    "load": "colleagues and counts",
    "lists": "addresses of lists, which name nobody",
    "list": "an address of a list, which names nobody",
    "columns": "names of columns",
    "absences": "colleagues and days, no case",
    "absence_end": "days of a colleague, logged as an act",
    "solo": "offices and colleagues, no case",
    "solo_end": "a rule of an office, logged as an act",
    "index": "a list of masked names; taking it away is an entry",
    "desk": "a list of masked names",
    "desk_new": "an empty form",
    "desk_start": "one's own typing; a colleague's is an entry (test_desk.py)",
    "desk_step": "one's own typing; a colleague's is an entry (test_desk.py)",
    "desk_paper": "as the page of papers that it comes back to",
    "desk_pieces": "bytes that come in",
    "desk_drop": "shows nothing, and is an entry of its own",
    "desk_twins": "is an entry for each number: test_desk_twins.py",
    "desk_confirm": "leads back to what was sent",
    "call_back_called": "leads back to the list",
    "desk_check": "is an entry: test_desk.py",
    "desk_sent": "is an entry: test_desk.py",
    "desk_slip": "is an entry: test_desk.py",
    "desk_confirmation": "is an entry: test_desk.py",
    "cooperation": "what is asked of us, and numbers: nothing of anybody",
    "coop_letter": "is an entry: test_cooperation.py",
    "coop_reveal": "is an entry: test_cooperation.py",
    "coop_act": "leads back to the letter",
    "preview": "is an entry: test_papers.py",
    "issued": "is an entry: test_letters.py",
    "issued_word": "is an entry: test_word.py",
    "undelivered": "a list of masked names",
    "resend": "shows nothing, and is in the history of the site",
    "original": "is an entry: test_papers.py",
    "viewer": "what stands on it is a page, which is an entry",
    "paper_page": "is an entry: test_viewer.py",
}
LOOKS = {
    "inspect": ("get", {}),
    "act": ("post", {}),
    "roster": ("get", {}),
    "similar": ("get", {}),
    "who_saw": ("get", {}),
    "reveal": ("post", {"field": "text", "purpose": "contact"}),
    "print": ("get", {}),
    "letters": ("get", {}),
    "letter_draft": ("get", {}),
    "search": ("post", {"q": "王小强"}),
    "call_backs": ("get", {}),
    "call_back_reveal": ("post", {}),
}


def test_each_address_of_the_counter_is_a_look_or_says_why_not():
    from counter import urls

    assert {pattern.name for pattern in urls.urlpatterns} == set(NO_LOOK) | set(LOOKS)


@pytest.mark.parametrize("name", LOOKS)
def test_what_shows_a_case_is_an_entry_each_time(client, as_, office, name):
    application = ApplicationFactory(office=office, granted=True)
    call_back = CallBackFactory(office=office)
    me = as_("approver")
    kwargs = {
        "search": {},
        "call_backs": {},
        "call_back_reveal": {"pk": call_back.pk},
        "act": {"pk": application.pk, "action": "add_evidence"},
        "print": {"pk": application.pk, "paper": "application"},
        "letter_draft": {"pk": application.pk, "kind": "grant"},
    }.get(name, {"pk": application.pk})
    if name.startswith("call_back"):
        me = as_("receptionist")
    if name == "act":
        me = as_("reviewer")
    if name == "who_saw":
        me = as_("supervisor")
    method, data = LOOKS[name]
    for count in (1, 2):
        # What is searched for is shown by a page of its own, so that the way back works.
        address = reverse(f"applications:{name}", kwargs=kwargs)
        answer = getattr(client, method)(address, data, follow=name == "search")
        assert answer.status_code in (200, 422)
        assert AccessEntry.objects.filter(actor=me).count() == count, actions()


def test_a_page_that_is_refused_shows_nothing_and_says_so_in_the_log(client, as_, office):
    elsewhere = ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    assert client.get(case_url(elsewhere)).status_code == 404
    assert actions() == ["aid.refused_look"]


# --- numbers in free text -----------------------------------------------------------------------------
def test_numbers_in_what_was_written_are_hidden_wherever_it_stands(client, as_, told, numbers_in):
    as_("reviewer")
    html = client.get(case_url(told)).content.decode()
    assert numbers_in(html) == []
    assert "138****5678" in html
    assert "显示文字里的号码" in html


def test_they_are_shown_for_one_page_and_that_is_written_down(client, as_, told, numbers_in):
    as_("reviewer")
    asked = {"field": "text", "purpose": "contact"}
    shown = client.post(case_url(told, "reveal"), asked).content.decode()
    assert PHONE in shown
    assert "显示文字里的号码" not in shown
    entry = AccessEntry.objects.get(action="aid.reveal_text")
    assert (entry.object_id, entry.purpose) == (str(told.pk), "联系当事人")
    assert numbers_in(client.get(case_url(told)).content.decode()) == []


@pytest.mark.parametrize("data", [{"field": "text"}, {"field": "text", "purpose": "curiosity"}])
def test_without_a_purpose_nothing_is_shown(client, as_, told, data):
    as_("reviewer")
    assert client.post(case_url(told, "reveal"), data).status_code == 404


def test_nothing_is_offered_where_nothing_is_hidden(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert "显示文字里的号码" not in client.get(case_url(application)).content.decode()


@pytest.mark.parametrize("address", ["", "?show=all"])
def test_the_queue_hides_them_too(client, as_, told, numbers_in, address):
    as_("reviewer")
    assert numbers_in(client.get(f"/admin/applications/{address}").content.decode()) == []


def test_the_roster_and_what_is_taken_away_of_it_hide_them(client, as_, office, numbers_in):
    application = ApplicationFactory(office=office, claimants=workmates(12))
    for person in application.claimants.all():
        person.facts = {"reckoning": f"打 {PHONE} 问"}
        person.save()
    as_("approver")
    address = reverse("applications:roster", args=[application.pk])
    assert numbers_in(client.get(address).content.decode()) == []
    taken = b"".join(client.get(f"{address}?export=csv")).decode()
    assert numbers_in(taken) == []


def test_call_backs_hide_them_until_the_number_is_shown(client, as_, office, numbers_in):
    call_back = CallBackFactory(office=office, story=f"打 {PHONE}，身份证 {ID}")
    as_("receptionist")
    assert numbers_in(client.get(reverse("applications:call_backs")).content.decode()) == []
    shown = client.post(reverse("applications:call_back_reveal", args=[call_back.pk])).content.decode()
    assert PHONE in shown


def test_a_refused_act_shows_them_as_little(client, as_, told, numbers_in):
    as_("receptionist")
    answer = client.post(case_url(told, "act", "lapse"), {})
    assert numbers_in(answer.content.decode()) == []


# --- too many looks -----------------------------------------------------------------------------------
@pytest.fixture
def few(settings):
    settings.LOOKS_MOST_REVEALS, settings.LOOKS_MOST_OPENINGS = 3, 6


def reveal(client, application):
    asked = {"claimant": application.claimants.get().pk, "field": "phone", "purpose": "contact"}
    return client.post(case_url(application, "reveal"), asked)


def test_thirty_numbers_in_two_seconds_are_told_to_supervisor_and_auditor_once(client, as_, office):
    application = ApplicationFactory(office=office)
    supervisor, auditor = officer(office, Role.SUPERVISOR), UserFactory(is_superuser=True)
    stranger = officer(OfficeFactory(), Role.SUPERVISOR)
    me = as_("receptionist")
    for _n in range(30):
        reveal(client, application)
    assert not Message.objects.filter(template=looks.TEMPLATE).exists()
    for _n in range(15):
        reveal(client, application)
    told = Message.objects.filter(template=looks.TEMPLATE)
    assert {message.recipient for message in told} == {supervisor.username, auditor.username}
    assert told.count() == 2
    assert stranger.username not in {message.recipient for message in told}
    assert "31 次" in told.first().context["what"]
    burst = AccessEntry.objects.get(action=looks.BURST)
    assert (burst.actor, burst.object_id) == (me, str(me.pk))


@pytest.mark.usefixtures("few")
def test_opening_case_after_case_is_told_too(client, as_, office):
    officer(office, Role.SUPERVISOR)
    applications = [ApplicationFactory(office=office) for _n in range(7)]
    as_("receptionist")
    for application in applications:
        client.get(case_url(application))
    assert AccessEntry.objects.filter(action=looks.BURST).count() == 1


@pytest.mark.usefixtures("few")
def test_a_day_of_ordinary_work_raises_nothing(office, time_machine):
    me, application = officer(office, Role.RECEPTIONIST), ApplicationFactory(office=office)
    time_machine.move_to(NOON, tick=False)
    for _n in range(20):
        record_access(me, "aid.reveal_phone", application)
        time_machine.shift(timedelta(minutes=4))
    assert not AccessEntry.objects.filter(action=looks.BURST).exists()


@pytest.mark.usefixtures("few")
def test_the_next_burst_is_told_again(office, time_machine):
    me, application = officer(office, Role.RECEPTIONIST), ApplicationFactory(office=office)
    time_machine.move_to(NOON, tick=False)
    for _burst in range(2):
        for _n in range(5):
            record_access(me, "aid.reveal_phone", application)
        time_machine.shift(timedelta(minutes=30))
    assert AccessEntry.objects.filter(action=looks.BURST).count() == 2


@pytest.mark.usefixtures("few")
def test_nobody_is_told_of_themselves_and_applicants_raise_nothing(office):
    application, supervisor = ApplicationFactory(office=office), officer(office, Role.SUPERVISOR)
    for _n in range(10):
        record_access(None, "aid.own_paper", application)
    assert not AccessEntry.objects.filter(action=looks.BURST).exists()
    for _n in range(5):
        record_access(supervisor, "aid.reveal_phone", application)
    assert AccessEntry.objects.filter(action=looks.BURST).exists()
    assert supervisor.username not in {message.recipient for message in Message.objects.all()}


@pytest.mark.usefixtures("few")
def test_the_first_page_says_it_to_whoever_answers_for_them(client, as_, office):
    me, application = officer(office, Role.RECEPTIONIST), ApplicationFactory(office=office)
    for _n in range(5):
        record_access(me, "aid.reveal_phone", application)
    for role, says in (("supervisor", True), ("receptionist", False)):
        as_(role)
        assert ("看得太多" in client.get("/admin/").content.decode()) is says


def test_the_chain_holds_when_a_burst_is_written_within_a_look(office, few):
    from foundation.vault.chain import first_break

    me, application = officer(office, Role.RECEPTIONIST), ApplicationFactory(office=office)
    for _n in range(9):
        record_access(me, "aid.reveal_phone", application)
    assert first_break(AccessEntry.objects.order_by("number")) == ""


def test_an_act_on_a_case_leads_to_one_look(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    act(client, application, "accept")
    client.get(case_url(application))
    assert actions() == ["aid.open"]


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("address", ["search", "call_backs"])
def test_who_finds_a_number_by_trying_is_told_of(client, as_, office, address):
    """The middle of a masked phone, the day of birth in a masked ID number: ten thousand searches."""
    officer(office, Role.SUPERVISOR)
    ApplicationFactory(office=office)
    CallBackFactory(office=office)
    as_("receptionist")
    for tail in range(7):
        if address == "search":
            client.post(reverse("applications:search"), {"q": f"1390000567{tail}"}, follow=True)
        else:
            client.get(reverse("applications:call_backs"))
    assert AccessEntry.objects.filter(action=looks.BURST).count() == 1


@pytest.mark.usefixtures("few")
def test_a_recording_that_is_played_piece_by_piece_is_one_thing(office):
    me, application = officer(office, Role.REVIEWER), ApplicationFactory(office=office)
    for _n in range(20):
        record_access(me, "aid.open_preview", application)
    assert not AccessEntry.objects.filter(action=looks.BURST).exists()
