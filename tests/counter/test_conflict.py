"""Somebody was quicker: the page says what is another way, and every word that was typed is still there."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from aid import services
from aid.models import Application
from foundation.accounts.models import Role
from foundation.vault.models import AccessEntry
from tests.aid.factories import ApplicationFactory, OfficeFactory, officer, workmates
from tests.counter.acts import OPINION, case_url

pytestmark = pytest.mark.django_db


class Page:
    """The page of a case as it was opened, with what is typed into it."""

    def __init__(self, client, application, **typed):
        self.client, self.application = client, application
        form = BeautifulSoup(client.get(case_url(application)).content, "html.parser").select_one("form.case")
        self.data = {}
        for one in form.select("input, textarea, select"):
            for name, value in self.sent(one).items():
                many = one.get("type") == "checkbox"
                self.data[name] = [*self.data.get(name, []), value] if many else value
        self.data |= typed

    @staticmethod
    def sent(one):
        """What a browser sends of a field."""
        if one.name == "textarea":
            return {one["name"]: one.text.strip("\n")}
        if one.name == "select":
            if one.has_attr("multiple"):
                return {one["name"]: [chosen["value"] for chosen in one.select("option[selected]")]}
            first = one.select_one("option[selected]") or one.select_one("option")
            return {one["name"]: first.get("value", "")}
        if one.get("type") in ("checkbox", "radio"):
            return {one["name"]: one.get("value", "on")} if one.has_attr("checked") else {}
        return {one["name"]: one.get("value", "")} if one.get("name") and one.get("type") != "file" else {}

    def send(self, action):
        return self.client.post(case_url(self.application, "act", action), self.data)


def said(response):
    return (
        BeautifulSoup(response.content, "html.parser")
        .select_one(".case__overtaken")
        .get_text(" ", strip=True)
    )


def test_the_page_says_who_did_what_and_what_is_another_way(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application, **{"withdraw-note": "本人打电话说不办了，电话 13900001234"})
    colleague = officer(office, Role.RECEPTIONIST, last_name="何", first_name="知秋")
    services.accept(application, papers=["iou"], actor=colleague)
    response = page.send("withdraw")
    assert response.status_code == 409
    words = said(response)
    assert "“撤回申请”没有执行" in words
    assert "何知秋 · 受理" in words
    change = BeautifulSoup(response.content, "html.parser").select(".case__overtaken tbody tr")[0]
    assert change.select_one("th").get_text(strip=True) == "状态"
    assert [cell.get_text(strip=True) for cell in change.select("td")] == ["已提交", "已受理，正在审查"]
    assert "本人打电话说不办了，电话 13900001234" in words
    assert Application.objects.get().status == "accepted"
    # It may still be done on what stands now, and the button says so.
    button = BeautifulSoup(response.content, "html.parser").select_one("#act-withdraw button")
    assert "照现在的情况，还是要办" in button.get_text()
    page.data |= {
        one["name"]: one["value"]
        for one in BeautifulSoup(response.content, "html.parser").select("form.case input[type=hidden]")
    }
    assert page.send("withdraw").status_code == 302
    assert Application.objects.get().status == "withdrawn"


def test_an_act_that_is_over_says_why_and_its_words_stand_in_the_note(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application, **{"accept-note": "材料当面收齐了"})
    services.withdraw(application, actor=officer(office, Role.RECEPTIONIST), note="本人要求")
    response = page.send("accept")
    words = said(response)
    assert response.status_code == 409
    assert "“受理”只能在这些状态下办：" in words
    assert "本人要求" in words
    note = BeautifulSoup(response.content, "html.parser").select_one("#act-note textarea").text
    assert "材料当面收齐了" in note


def test_what_was_typed_for_another_act_that_is_over_is_shown(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application, **{"note-text": "给审查留个话", "accept-note": "收了欠条"})
    services.withdraw(application, actor=officer(office, Role.RECEPTIONIST), note="本人要求")
    html = page.send("note").content.decode()
    soup = BeautifulSoup(html, "html.parser")
    assert "收了欠条" in soup.select_one("[aria-labelledby=left-over]").get_text()
    # What the form itself had put there is nobody's words.
    assert "回执上怎么列" not in soup.select_one("[aria-labelledby=left-over]").get_text()


def test_what_goes_to_others_meanwhile_keeps_the_words_and_shows_nothing_else(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application, **{"accept-note": "收了欠条"})
    Application.objects.filter(pk=application.pk).update(office=OfficeFactory())
    response = page.send("accept")
    assert response.status_code == 409
    html = response.content.decode()
    assert "收了欠条" in html
    assert "干了三个月" not in html
    # It was on their own page: nobody is accused of trying.
    assert not AccessEntry.objects.filter(action="aid.refused_look").exists()


@pytest.mark.parametrize("forge", ["", "nonsense", "other"])
def test_only_a_page_of_ours_is_told_that_it_went(client, as_, office, forge):
    theirs = ApplicationFactory(office=OfficeFactory())
    as_("receptionist")
    own = Page(client, ApplicationFactory(office=office))
    own.data["seen"] = own.data["seen"] if forge == "other" else forge
    own.application = theirs
    assert own.send("accept").status_code == 404
    assert AccessEntry.objects.filter(action="aid.refused_look").exists()


def test_a_file_that_was_chosen_is_named(client, as_, office):
    application = ApplicationFactory(office=office, accepted=True)
    as_("receptionist")
    page = Page(client, application)
    services.add_evidence(application, papers=[], note="加了一份", actor=officer(office, Role.RECEPTIONIST))
    page.data["add_evidence-upload"] = SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")
    response = page.send("add_evidence")
    assert response.status_code == 409
    assert "x.jpg" in said(response)


def test_a_click_sent_twice_is_no_conflict(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application)
    assert page.send("accept").status_code == 302
    assert page.send("accept").status_code == 302
    assert application.events.filter(action="accept").count() == 1


def test_names_are_masked_where_they_changed(client, as_, office):
    application = ApplicationFactory(office=office, claimants=workmates(2))
    as_("receptionist")
    page = Page(client, application, **{"withdraw-note": "本人要求"})
    one = application.claimants.first()
    one.phone = "13800009999"
    one.save()
    services.accept(application, papers=[], actor=officer(office, Role.RECEPTIONIST))
    words = said(page.send("withdraw"))
    assert "手机" in words
    assert "13800009999" not in words
    assert one.masked_phone in words


def test_after_an_act_the_case_is_read_once(client, as_, office, django_assert_max_num_queries):
    application = ApplicationFactory(office=office, claimants=workmates(3))
    as_("reviewer")
    services.accept(application, papers=[], actor=officer(office, Role.RECEPTIONIST))
    page = Page(client, application, **{f"review-{name}": value for name, value in OPINION.items()})
    page.data["review-key"] = uuid.uuid4().hex
    with django_assert_max_num_queries(200) as captured:
        assert page.send("review").status_code == 302
    whole = [
        one
        for one in captured.captured_queries
        if "json_agg" in one["sql"] and "aid_wantedpaper" in one["sql"]
    ]
    assert len(whole) == 1


def test_what_else_was_typed_comes_back_after_an_act(client, as_, office):
    application = ApplicationFactory(office=office)
    as_("receptionist")
    page = Page(client, application, **{"note-text": "明天再打", "withdraw-note": "他犹豫"})
    html = page.send("note").content.decode()
    soup = BeautifulSoup(html, "html.parser")
    assert "他犹豫" in soup.select_one("#act-withdraw textarea").text
    assert soup.select_one("#act-note textarea").text.strip() == ""
