"""An unsent draft on a phone that lies about: numbers are masked after a pause, the visit ends with the browser."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from aid.models import Draft
from tests.intake.walk import CHECK, GOOD, begin, fill, url

pytestmark = [pytest.mark.attack, pytest.mark.django_db, pytest.mark.usefixtures("places")]

ID, PHONE = "11010519491231002", "13900005678"
MASKED_ID = "110105********002X"
LATER = timedelta(minutes=16)


@pytest.fixture
def left(client):
    """Everything is filled in, and the phone laid down for a quarter of an hour."""
    begin(client)
    fill(client)
    with time_machine.travel(timezone.now() + LATER):
        yield client


def text(client, address):
    return client.get(address).content.decode()


def shows_a_number(page):
    plain = page.replace(" ", "").replace("-", "")
    return ID in plain or PHONE in plain


def test_before_the_pause_everything_is_read_back(client):
    begin(client)
    fill(client)
    assert shows_a_number(text(client, CHECK))


@pytest.mark.parametrize(
    "address", [CHECK, url("you"), url("contact"), "/zh-hans/apply/", "/zh-hans/apply/resume/"]
)
def test_after_a_pause_no_page_shows_a_number_or_the_code(left, address):
    draft = Draft.objects.get()
    page = text(left, address)
    assert not shows_a_number(page)
    assert draft.resume_code not in page


@pytest.mark.parametrize("query", ["", "?topic=wages", "?region=360702"])
def test_agreeing_once_more_shows_nothing(left, query):
    begin(left, query)
    assert not shows_a_number(text(left, CHECK))
    assert left.get("/zh-hans/apply/saved/").status_code == 302


TOLD = "我身份证11010519491231002X，打一三九零零零零五六七八，欠8000元"


@pytest.mark.parametrize("address", [CHECK, url("story"), url("story") + "?from=check"])
def test_a_number_inside_a_story_is_masked_too(client, address):
    begin(client)
    fill(client, story={"narrative": TOLD})
    with time_machine.travel(timezone.now() + LATER):
        page = text(client, address)
        assert "19491231" not in page
        assert "一三九零零零零五六七八" not in page
        assert "8000" in page
        # Left as it is, it stays as it was written.
        assert client.post(url("story"), {"narrative": ""}).status_code == 302
        assert Draft.objects.get().answers["pages"]["story"]["data"]["narrative"] == [TOLD]


def test_what_holds_no_number_is_there_to_be_mended(left):
    assert "只给了生活费" in text(left, url("story"))


def test_the_check_says_which_number_it_is(left):
    page = text(left, CHECK)
    assert MASKED_ID in page
    assert "139****5678" in page


def test_the_code_is_not_shown_either(left):
    answer = left.get("/zh-hans/apply/saved/")
    assert (answer.status_code, answer["Location"]) == (302, "/zh-hans/apply/resume/")


def test_it_stays_masked_however_often_one_looks(left):
    for _look in range(3):
        assert not shows_a_number(text(left, CHECK))


def test_going_on_keeps_what_is_masked(left):
    page = left.get(url("you"))
    assert MASKED_ID in page.content.decode()
    kept = {**GOOD["you"], "id_number": "", "phone": "", "name": "买买提·吐尔逊"}
    assert left.post(url("you") + "?from=check", kept).status_code == 302
    draft = Draft.objects.get()
    assert draft.answers["pages"]["you"]["data"]["id_number"] == [GOOD["you"]["id_number"]]
    assert draft.phone == PHONE
    assert left.post(CHECK, {"website": ""}).status_code == 302
    assert Draft.objects.get().application is not None


def test_a_number_written_anew_is_taken_and_a_wrong_one_is_not_read_back(left):
    answer = left.post(url("you"), {**GOOD["you"], "id_number": "110105194912310021", "phone": ""})
    assert answer.status_code == 200  # the check digit is wrong
    assert "110105194912310021" not in answer.content.decode()
    assert left.post(url("you"), {**GOOD["you"], "phone": "13900005679"}).status_code == 302
    assert Draft.objects.get().phone == "13900005679"


def test_the_code_and_the_tail_show_everything_again(left):
    left.post("/zh-hans/apply/resume/", {"code": Draft.objects.get().resume_code, "tail": "5678"})
    assert shows_a_number(text(left, CHECK))


def test_a_wrong_tail_does_not(left):
    left.post("/zh-hans/apply/resume/", {"code": Draft.objects.get().resume_code, "tail": "0000"})
    assert not shows_a_number(text(left, CHECK))


def test_the_visit_ends_with_the_browser(client):
    begin(client)
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == ""


def test_unless_the_phone_is_said_to_be_one_s_own(client):
    client.post("/zh-hans/apply/", {"notice": "on", "sensitive": "on", "own_phone": "on"})
    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == settings.SESSION_COOKIE_AGE


def test_on_one_s_own_phone_a_pause_masks_as_well(client):
    client.post("/zh-hans/apply/", {"notice": "on", "sensitive": "on", "own_phone": "on"})
    fill(client)
    with time_machine.travel(timezone.now() + LATER):
        assert not shows_a_number(text(client, CHECK))


@pytest.mark.parametrize(("pause", "is_read_back"), [(timedelta(minutes=2), True), (LATER, False)])
def test_a_page_kept_from_a_lost_session_is_masked_for_the_next_one(client, pause, is_read_back):
    """It is offered to whoever has the phone, who may fill in the pages before it."""
    client.post(url("you"), GOOD["you"])
    with time_machine.travel(timezone.now() + pause):
        assert "带着这一页重新开始" in text(client, "/zh-hans/apply/resume/")
        client.post("/zh-hans/apply/resume/", {"anew": "1"})
        begin(client)
        fill(client, until="you")
        page = text(client, url("you"))
        assert GOOD["you"]["name"] in page
        assert shows_a_number(page) == is_read_back
