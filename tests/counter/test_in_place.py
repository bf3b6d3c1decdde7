"""What names somebody is shown where it stands, and nothing that was typed is lost by it, with JavaScript or without."""

import pytest
from django.urls import reverse

from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, CallBackFactory, workmates
from tests.counter.acts import case_url, page_of, press

pytestmark = pytest.mark.django_db
HELPER = {"by_other": True, "agent_type": "entrusted", "helper_relation": "kin", "helper_name": "罗小满"}


def test_a_number_is_shown_on_the_page_that_keeps_what_was_typed(client, as_, office):
    application = ApplicationFactory(office=office, reviewing=True)
    me = as_("approver")
    page = page_of(first := client.get(case_url(application)))
    button = page.select_one("button[name=field][value=phone][data-reveal='']")
    typed = {
        "refuse-text": "写到一半的理由，还没有写完",
        "refuse-reasons": ["not_eligible"],
        "grant-text": "同意，理由写在",
    }
    shown = page_of(press(client, first, button, **typed))
    assert shown.select_one("[data-shown] .shown").text == "13900005678"
    for name, value in {**typed, "refuse-reasons": "not_eligible"}.items():
        field = shown.select_one(f"[name={name}]:is(textarea, [checked])")
        assert value in (field.text.strip(), field.get("value"))
    # What was typed stands open, and the script knows that it is stored nowhere.
    for act in ("refuse", "grant"):
        box = shown.select_one(f"#act-{act}")
        assert box.has_attr("open")
        assert box.has_attr("data-typed")
    assert [entry.action for entry in AccessEntry.objects.filter(actor=me).order_by("number")] == [
        "aid.open",
        "aid.reveal_phone",
    ]


def test_an_act_that_was_done_keeps_what_was_typed_for_another(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    page = page_of(first := client.get(case_url(application)))
    button = page.select_one("#act-add_evidence button")
    done = press(client, first, button, **{"add_evidence-note": "当面看了合同", "withdraw-note": "他说要撤"})
    assert done.status_code == 200
    after = page_of(done)
    assert after.select_one("[name=withdraw-note]").text.strip() == "他说要撤"
    assert after.select_one("[name=add_evidence-note]").text.strip() == ""
    assert application.events.get(action="add_evidence").note == "当面看了合同"
    # And the page that came back is as good as a fresh one.
    again = press(client, done, after.select_one("#act-withdraw button"))
    assert again.status_code == 302
    application.refresh_from_db()
    assert application.status == "withdrawn"


def test_enter_in_a_field_presses_no_button(client, as_, office):
    as_("receptionist")
    page = page_of(client.get(case_url(ApplicationFactory(office=office))))
    assert page.select_one("form.case").find("button").has_attr("disabled")
    # No form stands inside another, where a browser would drop it.
    assert not page.select("form form")


def test_no_number_can_be_dialled_before_it_was_asked_for(client, as_, office):
    application = ApplicationFactory(
        office=office,
        may_call=True,
        employer_phone="王老板 13700001111",
        helper_phone="13700002222",
        **HELPER,
    )
    as_("receptionist")
    page = page_of(first := client.get(case_url(application)))
    assert not page.select('.counter a[href^="tel:"]')
    buttons = page.select("[data-reveal=dial]")
    assert len(buttons) == 2  # his own, and his helper's
    for button, number in zip(buttons, ["13700002222", "13900005678"], strict=True):
        shown = page_of(press(client, first, button))
        assert [a["href"] for a in shown.select('.counter a[href^="tel:"]')] == [f"tel:{number}"]
    assert set(
        AccessEntry.objects.filter(action__startswith="aid.reveal").values_list("purpose", flat=True)
    ) == {"联系当事人"}


def test_who_must_not_be_called_has_no_button_that_calls(client, as_, office):
    as_("receptionist")
    page = page_of(client.get(case_url(ApplicationFactory(office=office, may_call=False))))
    assert not page.select("[data-reveal=dial]")


# --- everybody else on the case -----------------------------------------------------------------------
OTHERS = [
    ({**HELPER, "helper_phone": "0797-5550105"}, "helper_name", "罗小满", "罗*满"),
    ({**HELPER, "helper_phone": "0797-5550105"}, "helper_phone", "0797-5550105", "0105"),
    ({"foreman": "周大勇"}, "foreman", "周大勇", "周*勇"),
    ({"employer": "周老板"}, "employer", "周老板", "周*板"),
    ({"employer_phone": "13700001111"}, "employer_phone", "13700001111", "137****1111"),
    ({"facts": {"opponent": "周大勇"}}, "opponent", "周大勇", "周*勇"),
]


@pytest.mark.parametrize(("more", "field", "plain", "masked"), OTHERS, ids=[one[1] for one in OTHERS])
def test_everybody_on_the_case_is_masked_until_asked_for(client, as_, office, more, field, plain, masked):
    application = ApplicationFactory(office=office, **more)
    me = as_("receptionist")
    first = client.get(case_url(application))
    assert plain not in first.content.decode()
    assert masked in first.content.decode()
    button = page_of(first).select_one(f"button[name=field][value={field}]")
    assert plain in press(client, first, button).content.decode()
    entry = AccessEntry.objects.get(action=f"aid.reveal_{field}")
    assert (entry.actor, entry.object_id) == (me, str(application.pk))


@pytest.mark.parametrize("employer", ["某建筑劳务公司", "某拉面店", "赣州某电子厂", "ABC Ltd"])
def test_a_body_is_nobody(client, as_, office, employer):
    as_("receptionist")
    page = client.get(case_url(ApplicationFactory(office=office, employer=employer))).content.decode()
    assert employer in page
    assert 'value="employer"' not in page


def test_of_a_group_the_one_who_is_asked_for_is_shown(client, as_, office):
    application = ApplicationFactory(office=office, claimants=workmates(3))
    as_("receptionist")
    first = client.get(case_url(application))
    page = page_of(first)
    second = list(application.claimants.all())[1]
    button = page.select_one(f"#part-{second.pk}-name button")
    shown = page_of(press(client, first, button)).select("[data-shown] .shown")
    assert [one.text for one in shown] == [second.name]


def test_call_backs_keep_the_notes_of_all_rows(client, as_, office):
    one, other = CallBackFactory(office=office), CallBackFactory(office=office)
    as_("receptionist")
    address = reverse("applications:call_backs")
    page = page_of(first := client.get(address))
    assert not page.select("form form")
    typed = {f"note-{other.pk}": "他说明天再打"}
    button = page.select_one(f"#call-{one.pk} [data-reveal=dial]")
    shown = page_of(press(client, first, button, **typed))
    assert len(shown.select('.counter a[href^="tel:"]')) == 1
    assert shown.select_one(f"[name=note-{other.pk}]").text == "他说明天再打"
    done = press(client, first, page.select_one(f"#call-{one.pk} .calls__after button"), **typed)
    assert done.status_code == 200
    assert page_of(done).select_one(f"[name=note-{other.pk}]").text == "他说明天再打"
    one.refresh_from_db()
    assert one.done_at
