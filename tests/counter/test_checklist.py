"""The checklist of a step: asked where it holds, refused at the line, kept in the words of the day, with its history."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from aid import checklist, services
from aid.models import Application, StepCheck
from casework.services import assign
from counter import words
from foundation.accounts.models import Role
from tests.aid.factories import NOON, ApplicationFactory, officer
from tests.counter.acts import act, case_url
from tests.laws.page_factories import region

pytestmark = pytest.mark.django_db
ALL = {"valid_from": date(2026, 1, 1), "source": "本单位通知"}
ORIGINAL, COPIES = "身份证原件看过", "复印件留了底"


@pytest.fixture
def lines(office, time_machine):
    time_machine.move_to(NOON, tick=False)
    type(office).objects.filter(pk=office.pk).update(region=region())
    office.refresh_from_db()
    made = {"region": office.region, "act": "accept", **ALL}
    return (
        StepCheck.objects.create(text=ORIGINAL, **made),
        StepCheck.objects.create(text=COPIES, is_required=False, position=2, **made),
    )


def last(application):
    return Application.objects.get(pk=application.pk).events.last()


def test_what_must_be_looked_at_is_refused_at_its_line_and_kept_when_ticked(client, as_, office, lines):
    must, may = lines
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert ORIGINAL in client.get(case_url(application)).content.decode()
    answer = act(client, application, "accept", note="老板也来了", **{f"check_{may.pk}": "on"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_accept-check_{must.pk}_error"' in page
    assert f'id="id_accept-check_{may.pk}_error"' not in page
    assert "老板也来了" in page
    assert act(client, application, "accept", **{f"check_{must.pk}": "on"}).status_code == 302
    event = last(application)
    assert event.data["checks"] == [{"text": ORIGINAL, "done": True}, {"text": COPIES, "done": False}]
    # Another wording later says nothing of what was ticked then.
    StepCheck.objects.update(text="别的")
    assert {f"核对了：{ORIGINAL}", f"没有核对：{COPIES}"} <= set(words.event_facts(event))
    assert f"核对了：{ORIGINAL}" in client.get(case_url(application)).content.decode()


def test_the_service_refuses_by_itself(office, lines):
    application = ApplicationFactory(office=office)
    clerk = officer(office, Role.RECEPTIONIST)
    with pytest.raises(ValidationError) as refused:
        services.accept(application, actor=clerk, at=NOON)
    assert list(refused.value.error_dict) == [f"check_{lines[0].pk}"]
    application.ticked = frozenset({lines[0].pk})
    assert services.accept(application, actor=clerk, at=NOON).status == "accepted"


@pytest.mark.parametrize(
    "changed",
    [{"act": "grant"}, {"valid_from": NOON.date() + timedelta(days=1)}, {"valid_to": NOON.date()}],
)
def test_other_steps_and_other_days_ask_nothing(office, lines, changed):
    StepCheck.objects.update(**changed)
    clerk = officer(office, Role.RECEPTIONIST)
    accepted = services.accept(ApplicationFactory(office=office), actor=clerk, at=NOON)
    assert "checks" not in accepted.events.last().data


def test_other_places_ask_nothing(office, lines):
    elsewhere = ApplicationFactory()
    clerk = officer(elsewhere.office, Role.RECEPTIONIST)
    assert services.accept(elsewhere, actor=clerk, at=NOON).status == "accepted"


def test_an_act_of_the_case_has_one_too(office, lines):
    StepCheck.objects.update(act="assign")
    application = ApplicationFactory(office=office, granted=True)
    dispatcher = officer(office, Role.DISPATCHER)
    lawyer = officer(office, Role.CASEWORKER)
    with pytest.raises(ValidationError):
        assign(application, assignee=lawyer, actor=dispatcher, at=NOON)
    application.ticked = frozenset({lines[0].pk})
    assign(application, assignee=lawyer, actor=dispatcher, at=NOON)
    assert last(application).data["checks"][0] == {"text": ORIGINAL, "done": True}


def test_the_history_of_a_rule_says_what_was_changed(client, as_, lines):
    must, _may = lines
    as_("editor")
    sent = {
        "act": "accept",
        "position": "1",
        "text": "身份证原件当面看过",
        "region": str(must.region_id),
        "valid_from": "2026-01-01",
        "valid_to": "",
        "source": "本单位通知",
        "verified_on": "",
        "note": "",
    }
    assert client.post(reverse("step_checks_admin:edit", args=[must.pk]), sent).status_code == 302
    page = client.get(reverse("step_checks_admin:history", args=[must.pk])).content.decode()
    assert f"核对什么：{ORIGINAL} → 身份证原件当面看过" in page
    assert "一定要核对：是 → 否" in page


def texts(application):
    return [row.text for row in checklist.of(application, "accept", NOON.date())]


def test_an_office_s_own_list_goes_before_that_of_its_division(client, as_, office, lines):
    application = ApplicationFactory(office=office)
    city = region("360700", "赣州市", "江西省赣州市", "prefecture")
    StepCheck.objects.create(region=city, act="accept", text="市里要的", **ALL)
    assert texts(application) == ["市里要的", ORIGINAL, COPIES]
    own = StepCheck.objects.create(
        region=office.region, office=office, act="accept", text="登记表本窗口签收", **ALL
    )
    StepCheck.objects.create(region=office.region, office=office, act="grant", text="别的步骤", **ALL)
    # Wider places ask all the same.
    assert texts(application) == ["市里要的", "登记表本窗口签收"]
    as_("receptionist")
    page = client.get(case_url(application)).content.decode()
    assert "登记表本窗口签收" in page
    assert ORIGINAL not in page
    assert act(client, application, "accept", **{f"check_{own.pk}": "on"}).status_code == 422
    ticked = dict.fromkeys((f"check_{row.pk}" for row in StepCheck.objects.filter(act="accept")), "on")
    assert act(client, application, "accept", **ticked).status_code == 302
    assert [one["text"] for one in last(application).data["checks"]] == ["市里要的", "登记表本窗口签收"]


@pytest.mark.parametrize(
    "changed", [{"valid_from": NOON.date() + timedelta(days=1)}, {"valid_to": NOON.date()}]
)
def test_an_office_s_list_is_dated_like_all(office, lines, changed):
    values = {**ALL, **changed}
    StepCheck.objects.create(region=office.region, office=office, act="accept", text="自己的", **values)
    assert texts(ApplicationFactory(office=office)) == [ORIGINAL, COPIES]


def test_another_office_of_the_place_keeps_the_list_of_the_place(office, lines):
    beside = type(office).add_root(code="beside", name="旁边的", kind="agency", region=office.region)
    StepCheck.objects.create(region=office.region, office=office, act="accept", text="自己的", **ALL)
    assert texts(ApplicationFactory(office=beside)) == [ORIGINAL, COPIES]
