import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from aid.models import Application, Draft, Evidence
from aid.sla import today_in_shanghai
from intake import throttle
from intake.pages import STEPS
from tests.intake.walk import CHECK, GOOD, begin, draft_of, fill, send, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def photo(size=(40, 30), kind="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


# --- the walk -----------------------------------------------------------------------------------------
def test_from_the_notice_to_the_receipt(client):
    begin(client, "?region=360702&topic=wages")
    fill(client)
    page = client.get(CHECK).content.decode()
    for text in ("12,000 元", "买买提·吐尔逊", "2026年3月", "某建筑公司", "老李", "晚上 8 点以后"):
        assert text in page
    receipt = send(client)
    application = Application.objects.get()
    assert application.reference in receipt.content.decode()
    assert "12348" in receipt.content.decode()
    assert '<page-tools class="page-end__do no-print" data-print="打印这一页">' in receipt.content.decode()
    claimant = application.claimants.get()
    assert claimant.name == "买买提·吐尔逊"
    assert claimant.id_number == "11010519491231002X"
    assert claimant.phone == "13900005678"
    assert claimant.amount_owed == 12000
    assert application.region.code == "360702"
    assert claimant.may_sms
    assert not claimant.say_who_we_are
    assert application.narrative.startswith("干了三个月")
    assert client.get(reverse("intake:status")).status_code == 200


def test_the_place_known_before_is_filled_in(client):
    begin(client, "?region=360702")
    fill(client, until="place")
    assert 'value="江西省赣州市章贡区"' in client.get(url("place")).content.decode()


def test_a_page_asks_four_things_at_most():
    assert {step.slug: len(step.form.base_fields) for step in STEPS if len(step.form.base_fields) > 4} == {}


def test_sending_twice_shows_the_same_receipt(client):
    begin(client)
    fill(client)
    page = client.get(CHECK)
    data = {"shown_at": page.context["carried"].shown_at}
    first = client.post(CHECK, data, follow=True)
    again = client.post(CHECK, data, follow=True)
    assert Application.objects.count() == 1
    reference = Application.objects.get().reference
    assert reference in first.content.decode()
    assert reference in again.content.decode()
    late = client.post(url("owed"), GOOD["owed"], follow=True)
    assert reference in late.content.decode()


def test_changing_an_answer_leads_back_to_the_check_page(client):
    begin(client)
    fill(client)
    response = client.post(url("employer") + "?from=check", {"employer": "另一家公司"})
    assert response["Location"] == CHECK
    assert "另一家公司" in client.get(CHECK).content.decode()


def test_nobody_jumps_ahead(client):
    begin(client)
    assert client.get(url("you"))["Location"] == url("matter")
    assert client.get(CHECK)["Location"] == url("matter")


def test_what_was_not_asked_is_dropped(client):
    begin(client)
    fill(
        client,
        who={"by_other": "no", "helper_name": "李四", "helper_relation": "kin", "helper_phone": "胡写"},
        days={"still_working": "yes"},
        you={"id_type": "none", "id_number": "11010519491231002X"},
        contact={"ways": [], "say_who_we_are": "yes"},
        call=None,
    )
    send(client)
    application = Application.objects.get()
    assert (application.helper_name, application.helper_relation, application.helper_phone) == ("", "", "")
    assert application.claimant.left_on is None
    assert application.claimant.id_number == ""
    assert not application.claimant.say_who_we_are
    assert not application.deadlines.filter(kind="limitation").exists()


def test_a_relative_applies_with_authority(client):
    begin(client)
    someone = {
        "helper_relation": "kin",
        "helper_name": "王小妹",
        "helper_phone": "13900001234",
        "helper_authority": "on",
    }
    fill(client, until="who")
    assert client.post(url("who"), {"by_other": "yes"})["Location"] == url("agent")
    assert client.post(url("agent"), {"agent_type": "entrusted"})["Location"] == url("helper")
    assert client.post(url("helper"), {}).status_code == 200
    assert client.post(url("helper"), someone)["Location"] == url("place")
    fill(client, who={"by_other": "yes"})
    send(client)
    application = Application.objects.get()
    assert application.by_other
    assert application.helper_name == "王小妹"
    assert application.helper_authority


@pytest.mark.parametrize(("place", "choices"), [("朝阳区", 3), ("没有这个地方", 1)])
def test_a_place_that_is_not_clear_is_asked_about_and_never_a_dead_end(client, place, choices):
    begin(client)
    fill(client, until="place")
    answers = {**GOOD["place"], "place": place}
    page = client.post(url("place"), answers)
    assert page.status_code == 200
    assert len(page.context["form"].fields["region_choice"].choices) == choices
    assert client.post(url("place"), {**answers, "region_choice": "none"}).status_code == 302


def test_a_chosen_place_is_kept(client):
    begin(client)
    fill(client, place={"place": "朝阳区", "region_choice": "220104"})
    send(client)
    assert Application.objects.get().region.code == "220104"


# --- bad input ----------------------------------------------------------------------------------------


def test_unknown_pages_are_not_found(client):
    begin(client)
    assert client.get("/zh-hans/apply/nonsense/").status_code == 404
    assert client.put(url("who")).status_code == 405


def test_both_consents_are_needed(client):
    page = client.post(reverse("intake:start"), {"notice": "on"})
    assert page.status_code == 200
    assert not Draft.objects.exists()


# --- coming back --------------------------------------------------------------------------------------
def test_another_phone_goes_on_with_code_and_tail(client):
    begin(client)
    fill(client, until="contact")
    code = draft_of(client).resume_code
    other = Client()
    wrong = other.post(reverse("intake:resume"), {"code": code, "tail": "0000"})
    assert wrong.status_code == 200
    right = other.post(reverse("intake:resume"), {"code": code.lower().replace("-", " "), "tail": "５６７８"})
    assert right["Location"] == url("contact")
    assert "买买提" in other.get(url("you")).content.decode()


def test_before_a_phone_is_given_the_code_alone_opens_the_draft(client):
    begin(client)
    fill(client, until="owed")
    other = Client()
    found = other.post(reverse("intake:resume"), {"code": draft_of(client).resume_code, "tail": "1234"})
    assert found["Location"] == url("owed")


def test_guessing_codes_becomes_slow(client):
    for _try in range(8):
        page = client.post(reverse("intake:resume"), {"code": "7K3M-92QF"})
    assert "请等" in page.content.decode()


@pytest.mark.parametrize("with_code", [True, False])
def test_a_page_sent_after_the_session_was_lost_is_kept(with_code):
    client = Client(enforce_csrf_checks=True)
    token = lambda page: re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    page = client.get(reverse("intake:start"))
    client.post(
        reverse("intake:start"), {"notice": "on", "sensitive": "on", "csrfmiddlewaretoken": token(page)}
    )
    for slug in ("matter", "who"):
        page = client.get(url(slug))
        client.post(url(slug), {**GOOD[slug], "csrfmiddlewaretoken": token(page)})
    page = client.get(url("place"))
    code = Draft.objects.get().resume_code
    sent = {**GOOD["place"], "csrfmiddlewaretoken": token(page)}
    client.cookies.clear()
    lost = client.post(url("place"), sent, follow=True)
    assert "已经存好" in lost.content.decode()
    again = {"csrfmiddlewaretoken": token(lost)}
    if with_code:
        back = client.post(reverse("intake:resume"), {"code": code, **again})
        assert back["Location"] == url("place")
        assert Draft.objects.count() == 1
        assert client.get(url("employer")).status_code == 200
    else:
        client.post(reverse("intake:resume"), {"anew": "1", **again})
        page = client.get(reverse("intake:start"))
        client.post(
            reverse("intake:start"), {"notice": "on", "sensitive": "on", "csrfmiddlewaretoken": token(page)}
        )
        for slug in ("matter", "who"):
            page = client.get(url(slug))
            client.post(url(slug), {**GOOD[slug], "csrfmiddlewaretoken": token(page)})
    assert "某某花园二期" in client.get(url("place")).content.decode()


def test_a_form_on_another_site_starts_nothing():
    client = Client(enforce_csrf_checks=True)
    page = client.post(url("who"), GOOD["who"], headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403
    assert not Draft.objects.exists()


def test_leaving_forgets_the_visit_but_not_the_draft(client):
    begin(client)
    fill(client, until="owed")
    code = draft_of(client).resume_code
    assert client.get(reverse("leave")).status_code == 302
    assert "aid_draft" not in client.session
    assert client.get(url("owed"))["Location"] == reverse("intake:resume")
    assert client.post(reverse("intake:resume"), {"code": code})["Location"] == url("owed")


def test_an_expired_draft_is_gone(client):
    begin(client)
    Draft.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert client.get(url("who"))["Location"] == reverse("intake:resume")


def test_nothing_is_kept_by_browsers_and_nothing_personal_is_in_addresses(client):
    begin(client)
    fill(client)
    for address in (
        reverse("intake:start"),
        url("you"),
        CHECK,
        reverse("intake:resume"),
        reverse("intake:track"),
    ):
        assert "no-store" in client.get(address)["Cache-Control"]
    receipt = send(client)
    assert receipt.redirect_chain
    assert not [address for address, _status in receipt.redirect_chain if "FY" in address]
    assert "no-store" in receipt["Cache-Control"]


def test_drafts_lie_sealed_in_the_database(client):
    from django.db import connection

    begin(client)
    fill(client, until="contact")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM aid_draft d")
        stored = cursor.fetchone()[0]
    for text in ("买买提", "139 0000 5678", draft_of(client).resume_code, "某建筑公司"):
        assert text not in stored


# --- papers -------------------------------------------------------------------------------------------
def upload(client, *files, **more):
    return client.post(url("papers"), {"kind": "iou", "files": list(files), **more})


def named(content, name="欠条.jpg"):
    return SimpleUploadedFile(name, content)


def test_papers_are_sealed_checked_and_go_along(client):
    begin(client)
    fill(client, until="papers")
    assert upload(client, named(photo()), named(photo(kind="PNG"), "工牌.png"), stay="1")["Location"] == url(
        "papers"
    )
    page = client.get(url("papers")).content.decode()
    assert "欠条.jpg" in page
    assert "工牌.png" in page
    removed = Evidence.objects.order_by("added_at").last()
    client.post(url("papers"), {"remove": str(removed.pk)})
    client.post(url("papers"), {"kind": ""})
    send(client)
    paper = Application.objects.get().evidence.get()
    assert (paper.state, paper.kind, paper.content_type) == ("available", "iou", "image/jpeg")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "空.jpg", "空的"),
        (b"\xff\xd8\xff\xe0" + b"0" * (20 * 1024 * 1024), "大.jpg", "太大"),
        (b"<html><script>alert(1)</script></html>", "照片.jpg", "收不了"),
        (b"MZ\x90\x00" + b"0" * 500, "说明.pdf", "收不了"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 500, "坏.jpg", "打不开"),
        (b"%PDF-1.7\n" + b"0" * 500, "坏.pdf", "打不开"),
    ],
)
def test_a_file_we_cannot_take_is_explained_and_the_good_one_kept(client, content, name, says):
    begin(client)
    fill(client, until="papers")
    page = upload(client, named(content, name), named(photo()))
    assert page.status_code == 200
    assert says in page.content.decode()
    assert Evidence.objects.count() == 1


def test_removing_nonsense_is_harmless(client):
    begin(client)
    fill(client, until="papers")
    for key in ("x", "\x00", "00000000-0000-0000-0000-000000000000"):
        assert client.post(url("papers"), {"remove": key}).status_code == 302


# --- programs -----------------------------------------------------------------------------------------
def test_a_program_that_fills_in_everything_is_asked_again(client):
    begin(client)
    fill(client)
    page = client.post(CHECK, {"website": "http://spam"})
    assert page.status_code == 429
    assert not Application.objects.exists()


def test_too_many_from_one_address_wait_and_lose_nothing(client, monkeypatch):
    begin(client)
    fill(client)
    monkeypatch.setitem(throttle.PER_HOUR, "submit", 0)
    assert client.post(CHECK, {}).status_code == 429
    monkeypatch.setattr("intake.throttle._count", lambda *a, **k: 1 / 0)
    assert send(client).status_code == 200  # nothing can be counted: open
    assert Application.objects.count() == 1


def test_without_an_agency_the_answers_stay(client, office):
    begin(client)
    fill(client)
    office.delete()
    page = client.post(CHECK, {})
    assert page.status_code == 503
    assert "12348" in page.content.decode()
    assert draft_of(client).answers["pages"]["you"]["done"]


@pytest.mark.parametrize(
    ("days_ago", "said"), [(362, "时间很紧，最晚到"), (400, "离开已经满一年"), (300, None)]
)
def test_who_left_nearly_a_year_ago_is_told_at_once_and_on_every_page_after(client, days_ago, said):
    left = today_in_shanghai() - timedelta(days=days_ago)
    parts = [str(left.year), str(left.month), str(left.day)]
    begin(client)
    days = dict(zip(["left_on_0", "left_on_1", "left_on_2"], parts, strict=True))
    fill(client, until="story", days={**days, "owed_from_0": parts[0], "owed_from_1": parts[1]})
    assert "notice--bad" not in client.get(url("days")).content.decode()
    pages = [client.get(url("story"))]
    fill(client, days={**days, "owed_from_0": parts[0], "owed_from_1": parts[1]})
    pages += [
        client.get(url("papers")),
        client.get(CHECK),
        send(client),
        client.get(reverse("intake:status")),
    ]
    for page in pages:
        text = page.content.decode()
        assert (said in text) if said else ("notice--bad" not in text)
    # Nobody with days left is told to sit and wait.
    assert ("您现在不用做什么" in text) is (said is None)


def test_who_fills_in_for_another_is_asked_how_to_reach_that_other(client):
    begin(client)
    fill(client, until="contact")
    assert "他本人" not in client.get(url("contact")).content.decode()
    client.post(url("who"), {"by_other": "yes"})
    helper = {"helper_relation": "kin", "helper_name": "王小妹", "helper_authority": "on"}
    client.post(url("agent"), {"agent_type": "entrusted"})
    client.post(url("helper"), helper)
    client.post(url("you"), GOOD["you"])  # asked again: it may be the other's name now
    assert "怎么找他本人" in client.get(url("contact")).content.decode()


def test_every_page_says_why_it_asks():
    assert [step.slug for step in STEPS if not step.why] == []
