"""The form filled in by an officer for somebody who calls, writes or comes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from aid import slots
from aid.models import Application, DeskEntry, Draft
from foundation.notices.models import Message
from foundation.vault.models import AccessEntry
from tests.aid.factories import NOON, ApplicationFactory, OfficeFactory, wages_topic
from tests.aid.photos import photo
from tests.campaigns.page_factories import event
from tests.intake.test_pieces import STEP, Sender
from tests.intake.walk import GOOD
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
DESK = reverse("applications:desk")
CALLED = {"called_at": "2026-11-18T11:50", "consent": "on"}


@pytest.fixture(autouse=True)
def topic(places):
    return wages_topic()


def begin(client, channel="phone", **typed):
    response = client.post(reverse("applications:desk_new", args=[channel]), typed or CALLED)
    assert response.status_code == 302, response.context["form"].errors
    return DeskEntry.objects.latest("pk")


def fill(client, entry, until=None, **changes):
    for slug, answers in GOOD.items():
        if slug == until:
            return
        response = client.post(at(entry, "step", slug), {**answers, **changes.get(slug, {})})
        assert response.status_code == 302, (slug, response.context["form"].errors)


def at(entry, name, *args):
    return reverse(f"applications:desk_{name}", args=[entry.pk, *args])


def send(client, entry, **end):
    return client.post(at(entry, "check"), {"was_read_back": "on", **end})


def whole(client, channel="phone", end=None, **typed):
    entry = begin(client, channel, **typed)
    fill(client, entry)
    response = send(client, entry, **(end or {}))
    assert response.status_code == 302, response.context["form"].errors
    entry.refresh_from_db()
    return entry


def test_a_call_is_taken_with_the_questions_of_the_public_form(client, as_, office):
    me = as_("receptionist")
    entry = whole(client, end={"call_minutes": "18"})
    application = entry.application
    assert (application.channel, application.office, entry.office, entry.operator) == (
        "phone",
        office,
        office,
        me,
    )
    assert application.claimant.name == "买买提·吐尔逊"
    assert (entry.was_read_back, entry.call_minutes) == (True, 18)
    event = application.events.get()
    assert (event.by, event.actor, event.data["channel"]) == ("staff", me, "phone")
    assert application.consents.get().consents == ["notice", "sensitive"]
    page = client.get(at(entry, "sent")).content.decode()
    assert application.reference in page
    assert "11:50，18 分钟" in page
    assert "等本人确认" in page


def test_a_call_is_not_sent_before_it_was_read_back(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry)
    response = client.post(at(entry, "check"), {})
    assert "先从头读给他听一遍" in response.content.decode()
    assert not Application.objects.exists()


def test_in_a_crowded_hour_an_officer_pays_nothing(client, as_, settings):
    settings.FREE_SUBMISSIONS = (0, 0)
    as_("receptionist")
    entry = begin(client)
    fill(client, entry)
    assert "guard.js" not in client.get(at(entry, "check")).content.decode()
    assert send(client, entry).status_code == 302


def test_nothing_of_it_lies_in_the_public_session(client, as_):
    as_("receptionist")
    before = set(client.session.keys())
    entry = whole(client)
    assert set(client.session.keys()) == before
    assert client.get(reverse("intake:check")).status_code == 302
    assert client.get(reverse("intake:status")).status_code == 302
    assert entry.application_id


def test_the_code_of_a_draft_of_the_desk_opens_nothing_outside(client, as_):
    as_("receptionist")
    entry = begin(client)
    client.logout()
    response = client.post(reverse("intake:resume"), {"code": entry.draft.resume_code, "tail": ""})
    assert "不对" in response.content.decode()


def test_a_closed_browser_costs_nothing_and_a_colleague_may_go_on(client, as_):
    first = as_("receptionist")
    entry = begin(client)
    fill(client, entry, until="contact")
    client.logout()
    second = as_("receptionist")
    page = client.get(DESK).content.decode()
    assert "没填完 1 份" in page
    assert "买" in page
    assert "吐尔逊" not in page
    assert "13900005678" not in page
    assert client.get(at(entry, "check"))["Location"] == at(entry, "step", "contact")
    assert "139 0000 5678" in client.get(at(entry, "step", "you")).content.decode()
    looked = AccessEntry.objects.get(action="aid.desk_open")
    assert (looked.actor, looked.object_id) == (second, str(entry.pk))
    for slug in ("contact", "call", "papers"):
        client.post(at(entry, "step", slug), GOOD[slug])
    send(client, entry)
    entry.refresh_from_db()
    assert (entry.operator, entry.application.events.get().actor) == (second, second)
    assert first != second


def test_another_office_sees_nothing_of_it(client, as_):
    as_("receptionist")
    entry = begin(client)
    sent = whole(client)
    as_("receptionist", at=OfficeFactory())
    for address in (at(entry, "start"), at(entry, "step", "you"), at(entry, "check"), at(sent, "sent")):
        assert client.get(address).status_code == 404
    assert client.post(at(entry, "twins"), {"phone": "13900005678"}).status_code == 404
    assert client.post(at(entry, "drop")).status_code == 404
    assert Draft.objects.filter(pk=entry.draft_id).exists()


@pytest.mark.parametrize("role", ["reviewer", "approver", "dispatcher", "caseworker"])
def test_other_roles_do_not_type_for_others(client, as_, role):
    as_(role)
    assert client.get(DESK).status_code == 403
    assert client.post(reverse("applications:desk_new", args=["phone"]), CALLED).status_code == 403


def test_a_letter_counts_from_the_day_it_was_received(client, as_):
    as_("receptionist")
    day = timezone.localdate(NOON) - timedelta(days=3)
    scan = photo()
    entry = whole(client, "post", received_on=day.isoformat(), tracking="EMS1234", scan=scan)
    application = entry.application
    assert application.received_on == day
    assert application.deadlines.get(kind="review").computed_from == {"received_on": day.isoformat()}
    assert [paper.kind for paper in application.evidence.all()] == ["letter"]
    assert application.consents.get().consents == []
    client.post(at(entry, "confirm"), {"how": "signature", "upload": photo()})
    assert application.consents.latest("pk").consents == ["notice", "sensitive"]


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-19", "还没有到"), ("2024-11-18", "年份"), ("", "期限从这天算")]
)
def test_a_letter_was_never_received_tomorrow(client, as_, day, said):
    as_("receptionist")
    response = client.post(reverse("applications:desk_new", args=["post"]), {"received_on": day})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Draft.objects.exists()


def test_each_door_keeps_how_they_came(client, as_, office):
    as_("receptionist")
    station, tour = StationFactory(office=office), event(1, starts_at=timezone.now() - timedelta(days=1))
    agreed = {"consent": "on"}
    assert begin(client, "station", station=station.pk, **agreed).station == station
    assert begin(client, "tour", event=tour.pk, **agreed).event_id == tour.pk
    with_volunteer = begin(client, "volunteer", volunteer="王晓", organisation="某大学法律援助社", **agreed)
    assert (with_volunteer.volunteer, with_volunteer.organisation) == ("王晓", "某大学法律援助社")
    assert begin(client, "visit", **agreed).channel == "visit"
    assert client.get(reverse("applications:desk_new", args=["web"])).status_code == 404


def test_without_consent_nothing_is_begun(client, as_):
    as_("receptionist")
    response = client.post(reverse("applications:desk_new", args=["visit"]), {})
    assert "先把告知书念给他听" in response.content.decode()
    assert not Draft.objects.exists()


# --- twins ----------------------------------------------------------------------------------------
def test_whoever_applied_before_is_said_while_the_number_is_typed_and_blocks_nothing(client, as_, office):
    earlier = ApplicationFactory(office=office, phone="13900005678")
    elsewhere = ApplicationFactory(office=OfficeFactory(name="某市中心"), phone="13900005678")
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, until="you")
    said = client.post(at(entry, "twins"), {"phone": "139 0000 5678"}).content.decode()
    assert earlier.reference in said
    assert "某市中心" in said
    assert elsewhere.reference not in said
    assert not client.post(at(entry, "twins"), {"phone": "13911112222"}).content.strip()
    client.post(at(entry, "step", "you"), GOOD["you"])
    assert earlier.reference in client.get(at(entry, "step", "contact")).content.decode()
    for slug in ("contact", "call", "papers"):
        client.post(at(entry, "step", slug), GOOD[slug])
    assert send(client, entry).status_code == 302


# --- 本人确认 --------------------------------------------------------------------------------------
def test_the_person_confirms_by_a_code(client, as_, django_capture_on_commit_callbacks):
    me = as_("receptionist")
    entry = whole(client)
    client.post(at(entry, "confirm"), {"send_code": "1"})
    code = Message.objects.get(template="one_time").context["code"]
    wrong = client.post(at(entry, "confirm"), {"how": "sms", "code": "000000" if code != "000000" else "1"})
    assert "验证码不对" in wrong.content.decode()
    client.post(at(entry, "confirm"), {"how": "sms", "code": code})
    entry.refresh_from_db()
    assert (entry.confirmed_how, entry.confirmed_with) == ("sms", me)
    event = entry.application.events.latest("pk")
    assert (event.action, event.by, event.data) == ("confirm", "applicant", {"how": "sms", "witness": me.pk})


@pytest.mark.parametrize("how", ["signature", "thumbprint"])
def test_the_person_confirms_on_paper(client, as_, how):
    as_("receptionist")
    entry = whole(client, "visit", consent="on")
    assert "拍下来传上" in client.post(at(entry, "confirm"), {"how": how}).content.decode()
    client.post(at(entry, "confirm"), {"how": how, "upload": photo()})
    entry.refresh_from_db()
    assert entry.confirmed_how == how
    assert [paper.kind for paper in entry.application.evidence.all()] == ["confirmation"]


@pytest.mark.parametrize("ways", [{"ways": ["call"]}, {"ways": ["call", "sms"]}])
def test_no_code_is_offered_and_no_number_was_sent_where_no_message_goes(client, as_, ways):
    as_("receptionist")
    entry = begin(client)
    landline = {"phone": "0797-5550199"} if "sms" in ways["ways"] else {}
    fill(client, entry, you={**GOOD["you"], **landline}, contact=ways)
    send(client, entry)
    page = client.get(at(entry, "sent")).content.decode()
    assert [words in page for words in ("短信验证码", "send_code", "把编号念给他")] == [False, False, True]
    assert client.post(at(entry, "confirm"), {"how": "sms", "code": "1"}).status_code == 422


def test_who_shares_the_phone_is_told_the_number_by_the_officer(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, contact={"ways": ["sms"], "phone_is_shared": "on"})
    send(client, entry)
    page = client.get(at(entry, "sent")).content.decode()
    assert ("短信里不写编号" in page, "编号已经发到" in page) == (True, False)


def test_who_wrote_agrees_to_the_notice_before_a_code_confirms_it(client, as_):
    as_("receptionist")
    entry = whole(client, "post", received_on=timezone.localdate(NOON).isoformat())
    client.post(at(entry, "confirm"), {"send_code": "1"})
    said = {"how": "sms", "code": Message.objects.get(template="one_time").context["code"]}
    assert "他同意了再记" in client.post(at(entry, "confirm"), said).content.decode()
    assert not entry.application.consents.exclude(consents=[]).exists()
    client.post(at(entry, "confirm"), {**said, "consent": "on"})
    assert entry.application.consents.latest("pk").consents == ["notice", "sensitive"]


def test_a_call_was_not_taken_a_hundred_years_ago(client, as_):
    as_("receptionist")
    called = {**CALLED, "called_at": "1926-11-18T11:50"}
    assert "年份" in client.post(reverse("applications:desk_new", args=["phone"]), called).content.decode()


def test_unconfirmed_is_a_task_and_stops_no_clock(client, as_, office):
    as_("receptionist")
    entry = whole(client)
    application = entry.application
    assert {clock.kind for clock in application.deadlines.running()} >= {"accept", "review"}
    queue = client.get(reverse("applications:index") + "?show=unconfirmed").content.decode()
    assert application.reference in queue
    assert "等本人确认" in client.get(reverse("applications:inspect", args=[application.pk])).content.decode()
    assert "去确认" in client.get(DESK).content.decode()
    client.post(at(entry, "confirm"), {"how": "signature", "upload": photo()})
    assert not Application.objects.unconfirmed().exists()


def test_the_office_that_has_it_may_take_the_confirmation_too(client, as_, office):
    as_("receptionist")
    entry = whole(client)
    elsewhere = OfficeFactory()
    Application.objects.update(office=elsewhere)
    as_("receptionist", at=elsewhere)
    assert client.get(at(entry, "sent")).status_code == 200
    client.post(at(entry, "confirm"), {"how": "signature", "upload": photo()})
    entry.refresh_from_db()
    assert entry.is_confirmed


# --- afterwards -----------------------------------------------------------------------------------
def test_what_is_handed_over_is_a_look_in_the_log(client, as_):
    as_("receptionist")
    entry = whole(client)
    slip = client.get(at(entry, "slip")).content.decode()
    assert entry.application.reference in slip
    assert entry.application.claimant.receipt_code in slip
    assert AccessEntry.objects.filter(action="aid.desk_slip", object_id=str(entry.pk)).exists()


def test_sent_twice_is_one(client, as_):
    """Two clicks on the last page: the second shows what the first made."""
    as_("receptionist")
    entry = begin(client)
    fill(client, entry)
    send(client, entry)
    assert send(client, entry)["Location"] == at(entry, "sent")
    assert Application.objects.count() == 1


def test_what_is_not_wanted_is_forgotten(client, as_):
    as_("receptionist")
    entry = begin(client)
    client.post(at(entry, "drop"))
    assert not DeskEntry.objects.exists()
    assert not Draft.objects.exists()


def test_a_draft_of_the_desk_is_forgotten_like_others(client, as_, time_machine):
    from aid.services.housekeeping import forget_drafts

    as_("receptionist")
    begin(client)
    assert forget_drafts(timezone.now() + timedelta(days=31)) == 1
    assert not DeskEntry.objects.exists()


def test_the_queue_finds_a_channel(client, as_, office):
    as_("receptionist")
    sent, other = whole(client).application, ApplicationFactory(office=office)
    page = client.get(reverse("applications:index") + "?show=all&channel=phone").content.decode()
    assert sent.reference in page
    assert other.reference not in page


def test_whoever_may_work_there_is_asked_at_which_desk(client, as_, office):
    below = OfficeFactory(parent=office, name="某镇工作站")
    as_("receptionist")
    page = client.get(reverse("applications:desk_new", args=["visit"])).content.decode()
    assert "某镇工作站" in page
    assert begin(client, "visit", consent="on", office=below.pk).office == below


def test_a_day_of_receipt_can_be_mended_until_it_is_sent(client, as_):
    as_("receptionist")
    entry = begin(client, "post", received_on="2026-11-18")
    response = client.post(at(entry, "start"), {"received_on": "2026-11-16"})
    assert response["Location"] == at(entry, "step", "matter")
    entry.refresh_from_db()
    assert entry.received_on.isoformat() == "2026-11-16"
    assert client.post(at(entry, "start"), {"received_on": "2026-11-20"}).status_code == 422


def test_files_at_the_desk_come_in_pieces_and_go_on_after_the_line_dropped(client, as_):
    as_("receptionist")
    entry = begin(client)
    fill(client, entry, until="papers")
    pay = slots.SLOTS["pay"].number
    assert f'data-url="{at(entry, "pieces")}"' in client.get(at(entry, "paper", pay)).content.decode()
    sender = Sender(client, address=at(entry, "pieces"))
    sender.says()
    sender.sends(0)
    assert sender.says().json()["received"] == STEP  # the page was loaded again
    sender.sends_all(first=1)
    response = client.post(at(entry, "paper", pay), {"arrived_files": sender.key, "why": ""})
    assert response.status_code == 302
    entry.draft.refresh_from_db()
    paper = entry.draft.evidence.get()
    assert (paper.kind, paper.size) == ("pay", len(sender.content))


def test_pieces_for_somebody_elses_desk_or_for_what_was_sent_are_not_taken(client, as_):
    as_("receptionist")
    entry = whole(client)
    assert client.post(at(entry, "pieces"), {}).status_code == 302
    other = begin(client)
    client.logout()
    as_("receptionist", OfficeFactory())
    assert client.post(at(other, "pieces"), {}).status_code == 404
