import copy
from datetime import date

import pytest
from django.utils.translation import override

from laws import services
from laws.models import Article, ArticleVersion, ExplainerPage, Parameter, Statute, Term, Topic
from tests.laws.page_factories import explainer_index, home_page, locale

pytestmark = pytest.mark.django_db

STATUTE = {
    "code": "LAW-TEST",
    "title": "试验法",
    "short_title": "试验法",
    "kind": "law",
    "issuer": "全国人大常委会",
    "effective_from": date(2020, 1, 1),
    "source": "测试",
    "read_on": date(2026, 11, 22),
    "articles": [{"number": "3", "label": "第三条", "effective_from": date(2020, 1, 1), "text": "旧。"}],
}


def amended():
    row = copy.deepcopy(STATUTE)
    row["articles"].append({**row["articles"][0], "effective_from": date(2023, 1, 1), "text": "新。"})
    return row


def wordings():
    return list(
        ArticleVersion.objects.order_by("effective_from").values_list(
            "text", "effective_from", "effective_to"
        )
    )


def test_the_whole_data_loads_and_loads_again_without_a_change():
    data = services.read_data()
    first = services.load_all(data)
    assert min(first.values()) > 15
    assert Topic.objects.doors().count() == 8
    assert Statute.objects.count() == len(data["statutes"])
    assert Article.objects.not_in_force(date(2026, 11, 22)).count() == 0
    assert Parameter.objects.figure("aid.review_days", date(2026, 11, 22)).value == 7
    assert services.load_all(services.read_data()) == dict.fromkeys(first, 0)
    with override("en"):
        assert Topic.objects.get(code="wages").door_label == "Unpaid wages"


def test_a_new_wording_ends_the_old_one():
    assert services.load_statute(STATUTE) == 3
    assert services.load_statute(amended()) == 1
    begin, change = date(2020, 1, 1), date(2023, 1, 1)
    assert wordings() == [("旧。", begin, change), ("新。", change, None)]
    assert services.load_statute(amended()) == 0


def test_an_older_wording_found_later_ends_where_the_newer_begins():
    late = amended()
    late["articles"] = late["articles"][1:]
    services.load_statute(late)
    services.load_statute(amended())
    assert [(text, end) for text, _begin, end in wordings()] == [("旧。", date(2023, 1, 1)), ("新。", None)]


def test_a_corrected_text_is_corrected():
    services.load_statute(STATUTE)
    row = copy.deepcopy(STATUTE)
    row["articles"][0]["text"] = "改正。"
    assert services.load_statute(row) == 1
    assert wordings()[0][0] == "改正。"


def test_an_editors_words_are_kept():
    data = services.read_data()
    services.load_all(data)
    Topic.objects.filter(code="wages").update(plain_name="讨工钱")
    Term.objects.filter(code="legal_aid").update(definition="改过")
    services.load_all(data)
    assert Topic.objects.get(code="wages").plain_name == "讨工钱"
    assert Term.objects.get(code="legal_aid").definition == "改过"


ROW = {
    "slug": "first-steps",
    "title": "干完活拿不到工资，先做这四件事",
    "topic": "wages",
    "extra_topics": ["injury"],
    "door_first": True,
    "answer": "可以先投诉，也可以申请仲裁。",
    "summary": "先做什么",
    "minutes": 3,
    "review_due_on": date(2027, 2, 20),
    "law_as_of": date(2026, 11, 1),
    "evidence": ["工资条"],
    "help": "打 12333。",
    "phones": ["12333", "12348"],
    "related": ["second-steps", "not-there"],
    "search_words": ["讨薪", "欠薪"],
    "steps": [{"title": "算账", "text": "写下来。\n<b>按手印</b>。"}],
    "laws": [{"statute": "REG-MIGRANT-WAGES", "article": "3", "says": "按时足额。"}],
    "questions": [{"q": "没合同呢？", "a": "也行。"}],
    "translations": {"en": {"title": "Not paid? Do four things", "answer": "Complain or arbitrate."}},
}


@pytest.fixture
def index():
    home_page()
    services.load_all(services.read_data())
    return explainer_index()


def load(index, *rows, capture):
    with capture(execute=True):
        return services.load_explainers(index, rows)


def test_explainers_load_with_law_relations_and_english(index, django_capture_on_commit_callbacks):
    second = {**ROW, "slug": "second-steps", "title": "第二步", "translations": {}}
    assert load(index, ROW, second, capture=django_capture_on_commit_callbacks) == 2
    page = ExplainerPage.objects.get(slug="first-steps", locale=index.locale)
    assert page.live
    assert page.phone_list == ["12333", "12348"]
    assert [c.article.label for c in page.citations.all()] == ["第三条"]
    assert [r.target.slug for r in page.related.all()] == ["second-steps"]
    assert [t.topic.code for t in page.extra_topics.all()] == ["injury"]
    assert "&lt;b&gt;" in page.body[0].value["steps"][0]["text"].source
    english = ExplainerPage.objects.get(translation_key=page.translation_key, locale=locale("en"))
    assert (english.title, english.answer) == ("Not paid? Do four things", "Complain or arbitrate.")
    assert english.live
    assert english.summary == "先做什么"
    assert english.citations.count() == 1


def test_loading_again_writes_only_what_changed(index, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    load(index, ROW, capture=capture)
    assert load(index, ROW, capture=capture) == 0
    changed = {**ROW, "title": "改了标题", "laws": []}
    assert load(index, changed, capture=capture) == 1
    page = ExplainerPage.objects.get(slug="first-steps", locale=index.locale)
    assert page.title == "改了标题"
    assert page.citations.count() == 0


def test_a_page_that_a_person_has_edited_is_left_alone(index, admin_user, django_capture_on_commit_callbacks):
    capture = django_capture_on_commit_callbacks
    load(index, ROW, capture=capture)
    page = ExplainerPage.objects.get(slug="first-steps", locale=index.locale)
    page.title = "编辑改的标题"
    page.save_revision(user=admin_user).publish()
    assert load(index, {**ROW, "answer": "别的。"}, capture=capture) == 0
    page.refresh_from_db()
    assert page.title == "编辑改的标题"


def test_a_translated_page_says_that_its_body_is_still_chinese(
    index, client, django_capture_on_commit_callbacks
):
    load(index, ROW, capture=django_capture_on_commit_callbacks)
    english = ExplainerPage.objects.get(slug="first-steps", locale=locale("en"))
    text = client.get(english.url).content.decode()
    assert "Not paid? Do four things" in text
    assert '<div class="stack stack--wide" lang="zh-Hans">' in text
    chinese = client.get(
        ExplainerPage.objects.get(slug="first-steps", locale=index.locale).url
    ).content.decode()
    assert '<div class="stack stack--wide" lang="zh-Hans">' not in chinese
