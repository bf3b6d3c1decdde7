"""Nothing claims that a person checked it unless a person did; what is invented says so, in every language."""

import importlib
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from campaigns.services import load_campaigns
from cases_showcase.services import load_cases
from foundation.accounts.models import Role
from foundation.accounts.services import sync_roles
from foundation.accounts.testing import pass_second_factor
from foundation.content.models import StandardPage
from laws import services as laws
from laws.models import ExplainerPage, Term
from portal.demo import load, pages
from portal.models import HomePage
from portal.sections import ensure_sections, grant_sections
from portal.services import add_missing_aliases
from search.sources import documents_of
from stations.models import Hotline, Station
from tests.laws.page_factories import explainer, home_page, region, signer
from tests.stations.factories import StationFactory

pytestmark = pytest.mark.django_db
UNCHECKED = {
    "zh-hans": "演示内容，未经律师核对",
    "zh-hant": "演示內容，未經律師核對",
    "en": "Demo content, not checked by a lawyer",
}
INVENTED_CASE = {
    "zh-hans": "人和事都是编的",
    "zh-hant": "人和事都是編的",
    "en": "people and events are invented",
}
INVENTED_EVENT = {"zh-hans": "请不要照着去", "zh-hant": "請不要照着去", "en": "please do not go there"}


@pytest.fixture(autouse=True)
def _on_a_saturday():
    with time_machine.travel("2026-11-28T09:00:00+08:00", tick=False):
        yield


@pytest.fixture
def sections():
    laws.load_all(laws.read_data())
    return ensure_sections(home_page())


def bring_explainer(sections):
    laws.load_explainers(sections["laws"], load.read_folder("explainers")[:1])
    add_missing_aliases()
    return ExplainerPage.objects.get(locale=sections["laws"].locale)


def in_each_language(client, page):
    for version in [page, *page.get_translations()]:
        yield version.locale.language_code, client.get(version.url).content.decode()


def test_a_loaded_explainer_says_that_nobody_checked_it(client, sections, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = bring_explainer(sections)
    shown = dict(in_each_language(client, page))
    assert shown.keys() == UNCHECKED.keys()
    assert all(UNCHECKED[language] in text for language, text in shown.items())
    assert (page.reviewed_on, page.reviewed_by, page.reviewer) == (None, None, "")
    assert not any("11月20日核对" in text or "下次核对" in text for text in shown.values())


def test_invented_cases_and_events_say_so_and_are_found_as_such(
    client, sections, django_capture_on_commit_callbacks
):
    rows = load.read_folder("cases")[:1]
    events = load.read_folder("events")[:1]
    for code in {row["region"] for row in rows + events}:
        region(code, name="某区", full_name="某省某市某区")
    data = {"campaigns": load.read_folder("campaigns"), "events": events}
    with django_capture_on_commit_callbacks(execute=True):
        load_cases(sections["cases"], rows)
        load_campaigns(sections["events"], data)
        add_missing_aliases()
    case = sections["cases"].get_children().first().specific
    event = sections["events"].get_children().get(slug=events[0]["campaign"]).get_children().first().specific
    assert not case.has_consent  # there is nobody who could have consented
    for page, words in ((case, INVENTED_CASE), (event, INVENTED_EVENT)):
        shown = dict(in_each_language(client, page))
        assert shown.keys() == words.keys()
        assert all(words[language] in text for language, text in shown.items()), page
        assert documents_of(page)[0].facts[0] == "演示"
    assert event.calendar_entry().summary.startswith("（演示）")


def test_a_plain_page_of_the_demo_has_no_check_of_a_loaders(client, home_with_standard_pages):
    page = home_with_standard_pages
    StandardPage.objects.filter(pk=page.pk).update(reviewed_on=date(2026, 11, 22))
    pages.load_plain_pages(
        HomePage.objects.get(pk=page.get_parent().pk), load.read("pages.toml")["pages"][:1]
    )
    page.refresh_from_db()
    assert page.reviewed_on is None
    assert UNCHECKED["zh-hans"] in client.get(page.url).content.decode()


@pytest.fixture
def home_with_standard_pages():
    home = home_page()
    pages.load_plain_pages(home, load.read("pages.toml")["pages"][:1])
    return StandardPage.objects.child_of(home).get()


# --- a person signs ------------------------------------------------------------------------------
@pytest.fixture
def desk(client, signed_in, staff_office):
    def sit_down(role):
        grant_sections(home_page())
        sync_roles()
        return signed_in(client, role, staff_office)

    return sit_down


def sign(client, page, **values):
    cited = page.citations.first()
    citation = {"id": cited.pk, "article": cited.article_id, "says": cited.says, "quote": cited.quote}
    data = {
        "title": page.title, "slug": page.slug, "topic": page.topic_id, "answer": page.answer,
        "summary": page.summary, "help": page.help, "phones": page.phones, "search_words": "",
        "minutes": page.minutes, "law_as_of": page.law_as_of, "review_due_on": page.review_due_on,
        "seo_title": "", "search_description": "", "go_live_at": "", "expire_at": "",
        "comments": inline_formset([]), "extra_topics": inline_formset([]), "figures": inline_formset([]),
        "related": inline_formset([]), "citations": inline_formset([citation], initial=1),
        "body": streamfield([("paragraph", rich_text("<p>先算账。</p>"))]), "action-publish": "1",
        "is_demo": "on", "reviewed_on": "", "reviewer": "", **values,
    }  # fmt: skip
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(data))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUPERVISOR])
def test_who_signs_in_the_admin_stands_behind_the_line_for_good(
    client, desk, sections, admin_user, django_capture_on_commit_callbacks, role
):
    with django_capture_on_commit_callbacks(execute=True):
        page = bring_explainer(sections)
    person = desk(role)
    signed = {"reviewed_on": "2026-11-28", "reviewer": "赣州市法律援助中心律师"}
    response = sign(client, page, **signed)
    assert response.status_code == 302, response.context["form"].errors
    page.refresh_from_db()
    assert (page.signed_on, page.reviewed_by) == (date(2026, 11, 28), person)
    text = client.get(page.url).content.decode()
    assert "赣州市法律援助中心律师 2026年11月28日核对" in text
    assert UNCHECKED["zh-hans"] not in text
    bring_explainer(sections)
    page.refresh_from_db()
    assert page.reviewed_by == person
    # Another's correction of the words is not a signature; emptying the two fields takes it back.
    client.force_login(admin_user)
    pass_second_factor(client, admin_user)
    sign(client, page, **signed, summary="改了一句")
    page.refresh_from_db()
    assert page.reviewed_by == person
    sign(client, page)
    page.refresh_from_db()
    assert (page.signed_on, page.reviewed_by) == (None, None)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"reviewed_on": "2026-11-28"}, "reviewer"),
        ({"reviewer": "某律师"}, "reviewer"),
        ({"reviewed_on": "2026-11-29", "reviewer": "某律师"}, "reviewed_on"),
    ],
)
def test_half_a_signature_is_none_and_tomorrow_cannot_be_signed(client, desk, sections, values, field):
    page = bring_explainer(sections)
    desk(Role.EDITOR)
    assert sign(client, page, **values).context["form"].errors.keys() == {field}


def test_a_date_without_a_person_claims_nothing(client):
    page = explainer(reviewed_by=None)
    text = client.get(page.url).content.decode()
    assert "<b>未经律师核对</b>" in text
    assert "2026年11月20日核对" not in text
    assert page in ExplainerPage.objects.needing_review(date(2026, 11, 28))
    assert page.review_reason == "还没有人签字核对"


def test_a_copy_is_not_signed():
    page = explainer()
    copy = page.copy(update_attrs={"slug": "copy", "title": "另一篇"})
    assert page.signed_on
    assert copy.signed_on is None


# --- databases that the earlier loader filled ----------------------------------------------------
def run(migration, act):
    getattr(importlib.import_module(migration), act)(apps, None)


def reload(page):
    return ExplainerPage.objects.get(pk=page.pk)


def test_the_false_signature_goes_and_a_persons_stays():
    false = {"reviewed_on": date(2026, 11, 20), "reviewer": "法律援助中心律师", "reviewed_by": None}
    untouched, edited = explainer(1, **false), explainer(2, **false)
    own = explainer(3, **{**false, "reviewed_on": date(2026, 11, 25)})
    edited.save_revision(user=signer()).publish()
    own.save_revision(user=signer()).publish()
    assert {r.content["reviewer"] for r in edited.revisions.all()} == {"法律援助中心律师"}
    for _again in range(2):
        run("portal.migrations.0006_unsigned_checks_go", "withdraw")
        for page in map(reload, (untouched, edited)):
            assert (page.reviewed_on, page.reviewer) == (None, "")
            assert not any(r.content["reviewer"] for r in page.revisions.all())
        assert (reload(own).signed_on, reload(own).reviewed_by) == (date(2026, 11, 25), signer())
        assert reload(own).get_latest_revision_as_object().reviewed_by == signer()


def test_a_loaded_page_is_marked_whoever_edited_it_and_another_is_not():
    loaded, written = explainer(1), explainer(2)
    PageLogEntry.objects.log_action(loaded, "wagtail.edit", data={"loaded": "x"})
    loaded.save_revision(user=signer()).publish()
    run("portal.migrations.0005_mark_demo_content", "mark")
    assert reload(loaded).is_demo
    assert reload(loaded).get_latest_revision_as_object().is_demo
    assert not reload(written).is_demo


def test_days_that_a_loader_gave_to_stations_and_numbers_go():
    note = "演示数据，请以官方公布为准"
    loaded = StationFactory(address_note=note, verified_on=date(2026, 11, 20))
    called = StationFactory(address_note=note, verified_on=date(2026, 11, 27))
    another = StationFactory(verified_on=date(2026, 11, 20))
    for phone in ("12348", "12333"):
        Hotline.objects.create(phone=phone, name=phone, description="问", verified_on=date(2026, 11, 21))
    run("portal.migrations.0006_unsigned_checks_go", "withdraw")
    assert list(Station.objects.filter(verified_on=None)) == [loaded]
    assert {called, another} == set(Station.objects.exclude(verified_on=None))
    assert [line.phone for line in Hotline.objects.exclude(verified_on=None)] == ["12333"]


def test_the_glossary_promises_no_true_stories():
    laws.load_terms(laws.read_data()["terms"])
    term = Term.objects.get(code="typical_case")
    assert "真实" not in term.definition
    Term.objects.filter(pk=term.pk).update(definition="办完的、去掉姓名的真实案子写成的故事，给别人做参考。")
    run("laws.migrations.0006_typical_case_is_no_promise", "reword")
    assert Term.objects.get(pk=term.pk).definition == term.definition
