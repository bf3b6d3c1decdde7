"""The officer's screens, as officers use them."""

import json
import re
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aid import services
from aid.models import Application, Evidence
from aid.policies import application_policy
from foundation.accounts.models import Role
from foundation.accounts.services import give_role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer, workmates
from tests.aid.photos import photo
from tests.aid.test_workflow import advise_refusal
from tests.counter.acts import OPINION, act, case_url
from tests.papers import text

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
QUEUE = "/admin/applications/"


# --- the case -------------------------------------------------------------------------------------
def test_the_case_shows_the_rules_of_contact_first(client, as_, office):
    application = ApplicationFactory(office=office, may_call=True, call_time="evening", phone_is_shared=True)
    as_("receptionist")
    html = client.get(case_url(application)).content.decode()
    assert "20:00 前不要打电话" in html
    assert "接电话的可能不是本人" in html
    # And once more beside the number, before anybody asks to see it.
    number = BeautifulSoup(html, "html.parser").select_one("button[name=field][value=phone]").parent
    assert "接电话的可能不是本人" in number.get_text()
    assert "干了三个月，只给了生活费。" in html
    assert "审查决定" in html
    assert "法律援助法第四十三条" in html


def test_only_what_may_be_done_now_has_a_form(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    html = client.get(case_url(application)).content.decode()
    assert 'id="act-accept"' in html
    assert 'id="act-grant"' not in html
    assert 'id="act-assign"' not in html


def test_the_step_that_was_chosen_stands_open(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    html = client.get(case_url(application) + "?do=withdraw").content.decode()
    assert re.search(r'id="act-withdraw"\s+open', html)
    assert not re.search(r'id="act-accept"\s+open', html)


def test_showing_a_number_is_logged_with_its_purpose_and_lasts_one_page(client, as_, office):
    application = ApplicationFactory(office=office)
    me = as_("receptionist")
    claimant = application.claimants.get()
    response = client.post(
        case_url(application, "reveal"), {"claimant": claimant.pk, "field": "phone", "purpose": "contact"}
    )
    assert "13900005678" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    entry = AccessEntry.objects.get()
    assert (entry.actor, entry.action, entry.purpose) == (me, "aid.reveal_phone", "联系当事人")
    assert "13900005678" not in client.get(case_url(application)).content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"field": "narrative"},
        {"field": ""},
        {"purpose": ""},
        {"purpose": "x"},
        {"claimant": "0"},
        {"claimant": "x"},
    ],
)
def test_nothing_else_can_be_shown(client, as_, office, change):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    sent = {"claimant": application.claimants.get().pk, "field": "phone", "purpose": "contact", **change}
    assert client.post(case_url(application, "reveal"), sent).status_code == 404
    assert not AccessEntry.objects.exists()


# --- acts -----------------------------------------------------------------------------------------
def test_accept_records_the_papers_and_gives_a_receipt(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    response = act(client, application, "accept", papers=["id", "iou"], note="当面收的")
    assert response.status_code == 302
    application.refresh_from_db()
    assert application.status == "accepted"
    assert application.papers_received == ["id", "iou"]
    assert case_url(application, "print", "receipt") in client.get(case_url(application)).content.decode()
    receipt = text(client.get(case_url(application, "print", "receipt")).content)
    assert "王小强" in receipt
    assert "欠条、结算单" in receipt
    assert [entry.action for entry in AccessEntry.objects.order_by("number")] == [
        "aid.open",
        "aid.print_receipt",
    ]


def test_a_paper_of_several_workers_says_how_many(client, as_, office):
    application = ApplicationFactory(office=office, granted=True, claimants=workmates(3))
    as_("approver")
    words = text(client.get(case_url(application, "letter_draft", "grant")).content)
    assert "王某一等 3 人：" in words
    assert application.claimants.last().name in words  # on the list behind it


def test_a_paper_of_the_demo_says_that_it_is_none(client, as_, office, settings):
    application = ApplicationFactory(office=office, granted=True)
    as_("approver")
    for settings.IS_DEMO in (True, False):
        decision = text(client.get(case_url(application, "letter_draft", "grant")).content)
        receipt = text(client.get(case_url(application, "print", "receipt")).content)
        assert ("这不是真的文书" in decision) == ("这不是真的文书" in receipt) == settings.IS_DEMO


def test_without_fonts_the_officer_reads_whom_to_ask(client, as_, office, settings, tmp_path):
    settings.PAPER_FONTS = [str(tmp_path)]
    as_("receptionist")
    response = client.get(case_url(ApplicationFactory(office=office), "print", "pledge"))
    assert response.status_code == 503
    assert "fonts-noto-cjk" in response.content.decode()


def test_no_paper_before_its_time(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert client.get(case_url(application, "print", "receipt")).status_code == 404
    assert client.get(case_url(application, "letter_draft", "grant")).status_code == 404


def test_the_whole_way_each_by_the_one_whose_act_it_is(client, as_, office):
    application = ApplicationFactory(office=office)
    worker = officer(office, Role.CASEWORKER)
    steps = [
        ("receptionist", "accept", {"papers": ["id"]}, "accepted"),
        ("receptionist", "ask_supplement", {"kinds": ["contract"], "text": "带上合同"}, "supplementing"),
        ("receptionist", "add_supplement", {"note": "当面看过原件"}, "accepted"),
        ("reviewer", "review", OPINION, "reviewing"),
        ("approver", "send_back", {"reason": "把考勤也看一看"}, "accepted"),
        ("reviewer", "review", OPINION, "reviewing"),
        ("approver", "grant", {}, "granted"),
        ("dispatcher", "assign", {"assignee": worker.pk, "reason": "手上案子最少"}, "granted"),
    ]
    for role, action, fields, status in steps:
        as_(role)
        response = act(client, application, action, **fields)
        assert response.status_code == 302, (action, response.status_code)
        application.refresh_from_db()
        assert application.status == status
    assert application.case.assignee == worker


def test_a_refusal_needs_reasons_words_and_law_and_keeps_what_was_typed(client, as_, office):
    application = ApplicationFactory(office=office, reviewing=True)
    advise_refusal(application)
    as_("approver")
    response = act(client, application, "refuse", text="太短", remedy="可以提出异议")
    html = response.content.decode()
    assert response.status_code == 422
    assert "太短" in html
    assert html.count('class="error"') >= 2
    fields = {
        "reasons": ["not_eligible"],
        "text": "查明工资已经付清，没有欠款。",
        "law": "《中华人民共和国法律援助法》第三十一条",
        "remedy": "可以向赣州市司法局提出异议。",
    }
    assert act(client, application, "refuse", **fields).status_code == 302
    notice = text(client.get(case_url(application, "letter_draft", "refuse")).content)
    for said in (
        "不予法律援助决定书",
        "王小强",
        *fields["reasons"][1:],
        *list(fields.values())[1:],
        "不符合法律援助的条件",
    ):
        assert said in notice


def test_a_twin_that_one_may_not_see_is_not_said_to_be_elsewhere(client, as_, office):
    """It may lie in the same office: a caseworker sees what is theirs alone."""
    worker = as_("caseworker")
    mine = ApplicationFactory(office=office, assigned=True, assignee=worker)
    hidden = ApplicationFactory(office=office)
    html = client.get(case_url(mine)).content.decode()
    assert f"还有您看不到的，在{office.name}" in html
    assert "在别的机构" not in html
    assert hidden.reference not in html


def test_asking_twice_needs_a_reason_at_its_field(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    act(client, application, "ask_supplement", text="带身份证")
    act(client, application, "add_supplement", note="带来了")
    response = act(client, application, "ask_supplement", text="还要合同")
    assert response.status_code == 422
    assert "写明为什么再要求" in response.content.decode()
    assert (
        act(client, application, "ask_supplement", text="还要合同", repeat_reason="新发现有合同").status_code
        == 302
    )


def test_who_reviewed_cannot_approve(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    user = as_("reviewer")
    give_role(user, "approver", office)
    assert act(client, application, "review", **OPINION).status_code == 302
    html = client.get(case_url(application)).content.decode()
    assert 'id="act-grant"' not in html
    response = act(client, application, "grant")
    assert response.status_code == 403
    assert "不能自己审批" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "action", "status"),
    [
        ("receptionist", "grant", 403),
        ("receptionist", "assign", 403),
        ("supervisor", "accept", 403),
        ("approver", "accept", 403),
        ("receptionist", "nonsense", 404),
    ],
)
def test_an_act_that_is_not_yours_is_refused_and_does_nothing(client, as_, office, role, action, status):
    application = ApplicationFactory(office=office)
    as_(role)
    assert act(client, application, action).status_code == status
    application.refresh_from_db()
    assert application.status == "submitted"
    written = [(e.object_id, e.purpose) for e in AccessEntry.objects.filter(action="aid.refused_act")]
    assert written == ([(str(application.pk), action)] if status == 403 else [])


def test_a_list_read_for_one_officer_says_nothing_of_the_acts_of_another(office):
    """Four eyes: who has reviewed does not decide, in lists that read along what their reader did as well."""
    application = ApplicationFactory(office=office, reviewing=True)
    reviewed_by = application.events.get(action="review").actor
    other = officer(office, Role.APPROVER)
    give_role(reviewed_by, Role.APPROVER, office)
    for read_for in (reviewed_by, other):
        read = Application.objects.with_acts_of(read_for).get(pk=application.pk)
        assert read.acts_of(reviewed_by) == ["review"]
        assert read.acts_of(other) == []
        assert application_policy.user_has_permission_for_instance(other, "grant", read)
        assert not application_policy.user_has_permission_for_instance(reviewed_by, "grant", read)


def test_an_assignee_from_elsewhere_typed_into_the_form_is_refused(client, as_, office):
    """Hard case 10: the list offers nobody of another office, and takes nobody either."""
    application = ApplicationFactory(office=office, granted=True)
    stranger = officer(OfficeFactory(), Role.CASEWORKER)
    me = as_("dispatcher")
    assert act(client, application, "assign", assignee="").status_code == 422
    assert not AccessEntry.objects.filter(action="aid.refused_act").exists()  # forgotten, not forged
    response = act(client, application, "assign", assignee=stranger.pk)
    assert response.status_code == 422
    assert "这个人不是本机构的承办人" in response.content.decode()
    assert not application.case.assignments.exists()
    entry = AccessEntry.objects.get(action="aid.refused_act")
    assert (entry.actor, entry.action, entry.purpose) == (me, "aid.refused_act", "assign assignee")
    assert entry.object_id == str(application.pk)


def test_a_double_click_is_one_act(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    sent = {"key": "one-click", "version": application.version}
    assert act(client, application, "accept", **sent).status_code == 302
    assert act(client, application, "accept", **sent).status_code == 302
    assert application.events.filter(action="accept").count() == 1


def test_a_stale_page_shows_what_happened_and_keeps_every_word(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    seen = application.version
    services.add_evidence(application, papers=[], note="加了一份", actor=officer(office, Role.RECEPTIONIST))
    as_("receptionist")
    words = "请带上劳动合同和考勤表，到窗口来。"
    response = act(client, application, "ask_supplement", text=words, kinds=["contract"], version=seen)
    html = response.content.decode()
    assert response.status_code == 409
    assert "别人刚刚办过这件" in html
    assert "加交材料" in html
    assert f"{words}</textarea>" in html.replace("\n", "")
    again = re.search(r'name="ask_supplement-version" value="(\d+)"', html)[1]
    assert act(client, application, "ask_supplement", text=words, version=again).status_code == 302


def test_when_the_act_is_gone_what_was_typed_is_still_there(client, as_, office):
    application = ApplicationFactory(office=office)
    seen = application.version
    services.withdraw(application, actor=officer(office, Role.RECEPTIONIST), note="本人要求")
    as_("receptionist")
    response = act(client, application, "accept", note="材料当面收齐了", papers=["iou"], version=seen)
    assert response.status_code == 409
    assert "欠条、结算单" in response.content.decode()
    assert "材料当面收齐了" in response.content.decode()


def test_opening_an_act_by_its_address_leads_to_its_form(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    response = client.get(case_url(application, "act", "accept"))
    assert response["Location"].endswith("?do=accept")


# --- papers ---------------------------------------------------------------------------------------
def test_a_paper_is_taken_in_previewed_in_a_sandbox_and_saved_never_shown(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    assert act(client, application, "add_evidence", upload=photo(), kind="attendance").status_code == 302
    paper = Evidence.objects.get(application=application)
    preview = client.get(reverse("applications:preview", args=[paper.pk]))
    assert preview["Content-Type"] == "image/jpeg"
    assert "sandbox" in preview["Content-Security-Policy"]
    assert preview["X-Content-Type-Options"] == "nosniff"
    original = client.get(reverse("applications:original", args=[paper.pk]))
    assert original["Content-Disposition"] == 'attachment; filename="original.png"'
    assert original["Content-Type"] == "application/octet-stream"
    assert list(AccessEntry.objects.values_list("action", flat=True).order_by("number")) == [
        "aid.open_preview",
        "aid.open_original",
    ]


def test_a_file_that_is_none_is_refused_at_its_field(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    response = act(
        client, application, "add_evidence", upload=SimpleUploadedFile("a.png", b"<script>"), note="说明"
    )
    assert response.status_code == 422
    assert "收不了" in response.content.decode()
    assert "说明" in response.content.decode()


def test_papers_of_others_do_not_exist(client, as_, office):
    theirs = ApplicationFactory(office=OfficeFactory())
    services.add_evidence(theirs, papers=[], note="x", actor=officer(theirs.office, Role.RECEPTIONIST))
    paper = Evidence.objects.create(application=theirs, size=1, content_type="image/png", state="available")
    as_("receptionist")
    for name in ("preview", "original"):
        assert client.get(reverse(f"applications:{name}", args=[paper.pk])).status_code == 404


def test_a_paper_in_quarantine_cannot_be_opened(client, as_, office):
    application = ApplicationFactory(office=office)
    paper = Evidence.objects.create(application=application, size=1, content_type="image/png")
    as_("receptionist")
    response = client.get(reverse("applications:original", args=[paper.pk]))
    assert response.status_code == 403
    assert "等检查" in response.content.decode()


# --- its place in the admin -----------------------------------------------------------------------
def test_the_menu_and_the_home_panel_say_how_many_wait(client, as_, office):
    ApplicationFactory(office=office)
    as_("receptionist")
    html = client.get("/admin/").content.decode()
    assert json.dumps("援助申请（1）").strip('"') in html
    assert "今天到期的援助申请" in html


def test_those_without_a_role_at_the_counter_do_not_get_in(client, as_):
    as_("editor")
    assert "援助申请（" not in client.get("/admin/").content.decode()
    assert client.get(QUEUE).status_code == 403


# --- the admin's home page ------------------------------------------------------------------------
def test_the_counter_searches_applications_from_the_home_page(client, as_):
    as_("receptionist")
    html = client.get("/admin/").content.decode()
    assert 'action="/admin/applications/search/"' in html
    assert "搜所有页面" not in html


def test_an_editor_is_not_offered_applications(client, as_):
    as_("editor")
    assert "/admin/applications/search/" not in client.get("/admin/").content.decode()
