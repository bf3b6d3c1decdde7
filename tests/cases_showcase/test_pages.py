from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.fields import get_translatable_fields

from cases_showcase.models import CaseCitation, CasePage
from cases_showcase.services import load_cases
from foundation.accounts.testing import pass_second_factor
from tests.cases_showcase.page_factories import build_case, case, case_index
from tests.laws.factories import ArticleVersionFactory, TopicFactory
from tests.laws.page_factories import explainer, locale, region

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, admin_user):
    """A superuser past the second factor."""
    client.force_login(admin_user)
    pass_second_factor(client, admin_user)
    return client


ID_NUMBER = "11010519491231002X"  # the standard's own example


def html(client, page, query=""):
    response = client.get(page.url + query)
    assert response.status_code == 200
    return response.content.decode()


def titles(client, query):
    response = client.get(case_index().url + query)
    return sorted(c.title for c in response.context["cases"])


def test_a_case_tells_its_facts_and_the_next_step(client):
    page = case()
    advice = explainer()
    text = html(client, page)
    for words in [
        "23 人一起",
        "要求 41.2 万元，拿到 41.2 万元",
        "32 天",
        "2026年1月21日结案",
        "马某等 23 人",
        "班组工资表",
    ]:
        assert words in text, words
    assert "钱全部拿到" in text
    assert advice.url in text
    assert '/apply/?topic=wages"' in text


def test_the_place_of_a_case_is_nobodys_who_reads_it(client):
    told = case()
    assert "/apply/?topic=wages&amp;region=" not in html(client, told)
    index = client.get(case_index().url + "?region=360702").content.decode()
    assert "/apply/?" not in index.replace("/apply/?topic=", "")
    assert "region=360702" not in index.split("/stations/")[1][:20]


def test_a_case_without_amounts_says_nothing_of_money(client):
    text = html(client, case(amount_claimed=None, amount_recovered=None, days=None, people=1))
    assert "None" not in text
    assert "拿到 " not in text


def test_cases_are_narrowed_by_each_facet(client):
    injury = TopicFactory(code="injury", plain_name="受伤生病")
    shenyang = region("210106", "铁西区", "辽宁省沈阳市铁西区")
    region("210100", "沈阳市", "辽宁省沈阳市", "prefecture")
    region("360700", "赣州市", "江西省赣州市", "prefecture")
    case(1)
    case(2, topic=injury, region=shenyang, sector="platform", way="arbitration", outcome="recognised")
    one, two = "修路工人拿回工钱 1", "修路工人拿回工钱 2"
    assert titles(client, "") == [one, two]
    for query in ["topic=injury", "region=210100", "region=210106", "sector=platform", "way=arbitration"]:
        assert titles(client, f"?{query}") == [two], query
    assert titles(client, "?outcome=paid_in_full&sector=construction") == [one]
    assert titles(client, "?topic=injury&sector=construction") == []
    assert "没有同时符合" in html(client, case_index(), "?topic=injury&sector=construction")


def test_counts_of_a_facet_ignore_its_own_choice(client):
    case(1), case(2, sector="catering"), case(3, sector="catering", way="mediation")
    facets = client.get(case_index().url + "?sector=catering").context["facets"]
    counts = {f.name: {o.label: (o.count, o.is_chosen) for o in f.options} for f in facets}
    assert counts["sector"] == {"工地": (1, False), "饭店": (2, True)}
    assert counts["way"] == {"劳动监察": (1, False), "调解谈成": (1, False)}


def test_a_link_of_a_facet_keeps_the_other_choices(client):
    case(1), case(2, way="mediation")
    facets = client.get(case_index().url + "?sector=construction&page=7").context["facets"]
    (way,) = [f for f in facets if f.name == "way"]
    assert {o.url for o in way.options} == {
        "?sector=construction&way=inspection",
        "?sector=construction&way=mediation",
    }


@pytest.mark.parametrize(
    "query",
    [
        "?page=1000000000", "?page=0", "?page=-1", "?page=abc", "?page=", "?page=1e9", "?page=９",
        "?sector=nothing", "?region=999999", "?region=36070²", "?topic=" + "x" * 2000, "?way=';--",
    ],
)  # fmt: skip
def test_strange_queries_are_never_an_error(client, query):
    case()
    assert "修路工人拿回工钱" in html(client, case_index(), query)


def test_a_list_longer_than_a_page_has_pages(client):
    for n in range(13):
        case(n, closed_on=date(2026, 1, n + 1))
    first = client.get(case_index().url + "?sector=construction")
    assert [c.slug for c in first.context["cases"]][:2] == ["case-12", "case-11"]
    assert "?sector=construction&amp;page=2" in first.content.decode()
    assert "第 2 页，共 2 页" in html(client, case_index(), "?page=1000000000")


def test_an_empty_library_says_whom_to_call(client):
    assert "12348" in html(client, case_index())


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"summary": f"号码{ID_NUMBER}"}, "summary"),
        ({"lesson": "打13812345678"}, "lesson"),
        ({"evidence": "车牌赣B12345"}, "evidence"),
        ({"sections": [("section", {"heading": "案情简介", "body": f"<p>{ID_NUMBER}</p>"})]}, "sections"),
        ({"has_consent": False}, "has_consent"),
    ],
)
def test_no_way_leads_past_the_masking_check(values, field):
    page = build_case(**values)
    case_index().add_child(instance=page)
    page.unpublish()
    with pytest.raises(ValidationError) as caught:
        page.save_revision().publish()
    assert field in caught.value.message_dict
    assert not CasePage.objects.get(pk=page.pk).live


def form_data(**values):
    data = {
        "title": "修路工人", "slug": "road", "official_title": "对马某等23人欠薪纠纷提供法律援助案",
        "summary": "钱拿到了", "search_words": "", "lesson": "去投诉。", "topic": TopicFactory(wages=True).pk,
        "region": region().pk, "sector": "construction", "way": "inspection", "outcome": "paid_in_full",
        "people": 1, "closed_on": "2026-01-21", "evidence": "照片", "has_consent": "on", "seo_title": "",
        "search_description": "", "go_live_at": "", "expire_at": "", "comments": inline_formset([]),
        "citations": inline_formset([]),
        "sections": streamfield([("section", {"heading": "案情简介", "body": rich_text("<p>马某干活。</p>")})]),
    }  # fmt: skip
    return nested_form_data({**data, **values})


def post(client, **values):
    address = reverse("wagtailadmin_pages:add", args=("cases_showcase", "casepage", case_index().pk))
    return client.post(address, form_data(**values))


def test_an_editor_publishes_a_masked_case(desk):
    response = post(desk, **{"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    assert CasePage.objects.get(slug="road", locale__language_code="zh-hans").live


def test_an_editor_is_told_where_the_number_stands_and_keeps_the_text(desk):
    words = f"号码{ID_NUMBER}"
    response = post(desk, lesson=words, **{"action-publish": "1"})
    assert response.status_code == 200
    form = response.context["form"]
    assert list(form.errors) == ["lesson"]
    assert f"还没遮住：{ID_NUMBER}" in str(form.errors["lesson"])
    assert words in response.content.decode()
    assert not CasePage.objects.exists()


def test_a_draft_may_hold_anything(desk):
    response = post(desk, lesson=f"号码{ID_NUMBER}")
    assert response.status_code == 302, response.context["form"].errors
    assert not CasePage.objects.get(slug="road", locale__language_code="zh-hans").live


def test_a_case_without_consent_stays_a_draft(desk):
    values = {"has_consent": ""}
    assert post(desk, **values, **{"action-publish": "1"}).context["form"].errors.keys() == {"has_consent"}


def test_nobody_need_consent_to_an_invented_case_and_it_says_that_it_is_invented(client):
    invented, told = case(1, has_consent=False, is_demo=True), case(2)
    assert "人和事都是编的，不是真案子" in html(client, invented)
    assert "编的" not in html(client, told)
    assert html(client, case_index()).count('<span class="tag tag--plain">演示</span>') == 1


def test_which_cases_rest_on_an_article():
    page, article = case(1), ArticleVersionFactory().article
    case(2)
    page.citations.add(CaseCitation(article=article))
    page.save_revision().publish()
    assert list(CasePage.objects.citing([article])) == [page]


def test_what_a_translator_is_given():
    fields = {f.field_name: f.is_translated(CasePage()) for f in get_translatable_fields(CasePage)}
    assert {name for name, translated in fields.items() if translated} == {
        "title", "seo_title", "search_description", "slug", "summary", "search_words",
        "official_title", "lesson", "sections", "evidence",
    }  # fmt: skip


def test_a_draft_can_be_previewed(rf):
    page = build_case(title="草稿")
    page.locale = locale("zh-hans") if case_index() else None
    assert "草稿" in page.serve_preview(rf.get("/"), "").render().content.decode()


def test_cases_load_masked_and_translated(client, django_capture_on_commit_callbacks):
    TopicFactory(wages=True), region()
    row = {
        "slug": "loaded", "title": "23 人拿回工钱", "official_title": "对马某等23人提供法律援助案", "topic": "wages",
        "region": "360702", "sector": "construction", "route": "inspection", "outcome": "paid_in_full",
        "people": 23, "amount_claimed": 412000, "amount_recovered": 412000, "days": 32,
        "closed_on": date(2026, 1, 21), "summary": "付清。", "lesson": "去投诉。", "evidence": ["照片", "工资表"],
        "sections": [{"heading": "案情简介", "body": "马某等人干活。"}],
        "laws": [{"statute": "没有的法", "article": "1"}], "is_demo": True,
        "translations": {"en": {"title": "23 workers paid"}},
    }  # fmt: skip
    index = case_index()
    with django_capture_on_commit_callbacks(execute=True):
        assert load_cases(index, [row]) == 1
        assert load_cases(index, [row]) == 0
    page = CasePage.objects.get(slug="loaded", locale=index.locale)
    assert page.live
    assert page.evidence_list == ["照片", "工资表"]
    english = CasePage.objects.get(slug="loaded", locale=locale("en"))
    assert english.title == "23 workers paid"
    assert "23 workers paid" in html(client, english)
